"""Persons seen with a notifiable diagnosis by week: three courses with their thresholds, and each week by commune.

Few persons are never told: one to nine stand as "below 10", and what would tell them is hidden with them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.components.measured import measured
from dashboards.components.menu import menu
from dashboards.components.signal import signal, weeks_in_a_row
from dashboards.health_indicators import DISEASE_NAMES, DISEASES
from dashboards.messages import _
from dashboards.place import Place, day_of
from dashboards.readings import Reading, find, readings
from dashboards.screens.health import figures
from dashboards.screens.health.address import WEEK, View
from dashboards.screens.health.breakdown import COUNT_COLUMNS
from dashboards.screens.health.course import picture, rows_of_course
from dashboards.tables import Cell, Head, Table, drawn, in_words, text

WEEKS = 26
TENS = 10
NO_COUNT = _("By diagnosis when seen, not the official count of cases")
FEW = _(
    "One to nine persons stand as “Below 10”; others are hidden with them, so that they cannot be worked out. "
    "A person is counted in the week of the first visit with the diagnosis; weeks that are over are shown."
)


def diseases(place: Place[View]) -> list[Any]:
    """The signal of each disease, their courses, and one disease by week and commune."""
    frames = {name: _of_unit(place, weeks(place, indicator)) for name, indicator in DISEASES.items()}
    told = {DISEASE_NAMES[name]: frame for name, frame in frames.items() if len(frame)}
    if not told:
        return [html.Section([_no_count(), empty_state(words.NO_DATA, _("This unit has no figures by week."))])]
    said = ". ".join(f"{name}: {_course_said(frame)}" for name, frame in told.items())
    return [
        html.Section([_no_count(), drawn(signals_table(place))], className="breakdown"),
        html.Section([html.H2(_("26 weeks")), picture(figures.weeks(told), said, f"{210 * len(told)}px")]),
        html.Section([_choice(place), drawn(weeks_table(place)), html.P(FEW, className="note")], className="breakdown"),
    ]


def _no_count() -> html.P:
    return html.P(f"{NO_COUNT}.", className="no-count")


def disease_of(place: Place[View]) -> str:
    """The disease of the table: the one that the address names, or the first."""
    return place.view.disease or next(iter(DISEASES))


def weeks(place: Place[View], indicator: str) -> pd.DataFrame:
    """The last 26 weeks up to the period's, of the unit and of what it is divided into."""
    first = place.period.start - timedelta(weeks=WEEKS - 1)
    kinds = {"area": ("commune",), "commune": ("facility",)}.get(place.unit.kind, ())
    frame = rows_of_course(place, [indicator], WEEK, first, kinds)
    return frame[~frame["is_open"].astype(bool)]


def _of_unit(place: Place[View], frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["unit_code"] == place.unit.code]


def newest_week(place: Place[View], indicator: str) -> tuple[pd.DataFrame, Reading | None]:
    """The weeks of the unit, the newest first, and the reading of the newest that is over."""
    frame = _of_unit(place, weeks(place, indicator)).iloc[::-1]
    return frame, (readings(frame.head(1)) or (None,))[0]


def row_of_signal(frame: pd.DataFrame) -> int:
    """For how many weeks up to the newest the disease has signalled; `frame` has the newest first."""
    return weeks_in_a_row(None if pd.isna(band) else str(band) for band in frame["band"])


def signals_table(place: Place[View]) -> Table:
    """A row a disease: the newest week that is over, its signal, for how many weeks, its threshold."""
    heads = (
        Head(_("Disease")), Head(_("Week")), Head(_("Persons seen"), COUNT_COLUMNS), Head(_("Signal")),
        Head(_("Weeks in a row"), (("", "count"),)), Head(_("Threshold")),
    )  # fmt: skip
    rows = []
    for name, indicator in DISEASES.items():
        frame, reading = newest_week(place, indicator)
        if reading is not None:
            rows.append(_signal_row(place, name, frame, reading))
    return Table(_("Signals of the newest week"), heads, tuple(rows))


def _signal_row(place: Place[View], name: str, frame: pd.DataFrame, reading: Reading) -> tuple[Cell, ...]:
    weeks_said = row_of_signal(frame)
    shown = signal(reading.band)
    word = shown.children[1] if shown is not None else "–"
    return (
        text(DISEASE_NAMES[name], place.view.link(disease=name)),
        text(str(frame["period_name_vi"].iloc[0])),
        persons_cell(reading, is_signalled=False),
        Cell(shown or "–", (word,)),
        Cell(words.number(weeks_said) if weeks_said else "–", (weeks_said,)),
        text(threshold(reading)),
    )


def threshold(reading: Reading) -> str:
    """The threshold of a week; where weeks that it follows from are hidden, it stands to tens."""
    if reading.target_value is None:
        return "–"
    value = reading.target_value
    said = words.number(value, 0 if value == int(value) else 1)
    return words.about(said, is_rounded=reading.is_rounded and value > 0 and value % TENS == 0)


def persons_cell(reading: Reading, *, is_signalled: bool = True) -> Cell:
    """Persons of a week with the word of its signal; words in place of a small or hidden number."""
    filed = (reading.value, reading.text)
    if reading.value is None:
        shown: Any = in_words(reading.text)
    else:
        shown = measured(
            reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name="count"
        )
    alert = signal(reading.band) if is_signalled and reading.band in ("watch", "missed") else None
    return Cell(html.Span([shown, alert], className="cell"), filed)


def _choice(place: Place[View]) -> Any:
    chosen = disease_of(place)
    options = [(name, place.view.link(disease=each), each == chosen) for each, name in DISEASE_NAMES.items()]
    return menu(_("Disease"), options)


def weeks_table(place: Place[View]) -> Table:
    """Weeks × communes (of a commune: × facilities) of one disease, the newest week first."""
    name = disease_of(place)
    indicator = DISEASES[name]
    frame = weeks(place, indicator)
    columns = _columns(place, frame)
    heads = (
        Head(_("Week")),
        *(Head(said, COUNT_COLUMNS) for said in columns.values()),
        Head(words.capital(place.unit.short_name), COUNT_COLUMNS),
        Head(_("Threshold")),
    )
    starts = sorted(set(frame["period_start"]), reverse=True)
    rows = tuple(_week_row(place, frame[frame["period_start"] == start], indicator, columns) for start in starts)
    caption = _("{disease}: persons seen by week", disease=DISEASE_NAMES[name])
    return Table(f"{caption} · {NO_COUNT[:1].lower()}{NO_COUNT[1:]}", heads, rows)


def _columns(place: Place[View], frame: pd.DataFrame) -> Mapping[str, str]:
    """{unit: name} of what the unit is divided into, in order of name."""
    among = frame[frame["unit_code"] != place.unit.code]
    named = dict(zip(among["unit_code"], among["unit_name_vi"], strict=True))
    return dict(
        sorted(
            ((code, words.capital(str(said))) for code, said in named.items()), key=lambda each: words.sort_key(each[1])
        )
    )


def _week_row(
    place: Place[View], of_week: pd.DataFrame, indicator: str, columns: Mapping[str, str]
) -> tuple[Cell, ...]:
    among = readings(of_week)
    own = find(among, indicator, place.unit.code)
    start, end = (day_of(of_week[name].iloc[0]) for name in ("period_start", "period_end"))
    week, days = week_name(start), f"({words.short_day(start)}–{words.short_day(end)})"
    shown = html.Span([html.Span(week, className="unbroken"), " ", html.Span(days, className="unbroken quiet")])
    cells = (persons_cell(find(among, indicator, code)) for code in columns)
    return Cell(shown, (f"{week} {days}",)), *cells, persons_cell(own), text(threshold(own))


def week_name(start: date) -> str:
    """ "Tuần 47/2026" by the calendar of ISO 8601."""
    year, week, _day = start.isocalendar()
    return _("Week {week}/{year}", week=week, year=year)


def _course_said(frame: pd.DataFrame) -> str:
    return "; ".join(
        f"{row['period_name_vi']} {each.text.lower()}"
        for row, each in zip(frame.to_dict("records"), readings(frame), strict=True)
    )
