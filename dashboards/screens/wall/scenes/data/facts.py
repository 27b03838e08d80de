"""Everything that the scene says: of one snapshot, and of what became of the sources since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from connectors.kit.registry import sources
from dashboards import words
from dashboards.address import Address
from dashboards.marks import heard
from dashboards.messages import _
from dashboards.place import Place, day_of, past
from dashboards.plain_words import brief
from dashboards.readings import Reading, readings
from dashboards.screens.wall.stage import ask
from dashboards.standing import known_nights, standing
from warehouse.reader import Night, SourceState, kept

HERE = "wall/scenes/data"
DAYS_BACK = 60
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Figure:
    """An indicator with the words of its period, the longest one that it is known for."""

    reading: Reading
    period: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Facts:
    """Rows are those of the queries that they are named after.

    Of the rows that landed since `landed_since` `exits` are {exit: how many}, `replaced` {what people call them: how
    many gave way to newer ones}, most first.
    """

    place: Place[Address]
    sources: tuple[SourceState, ...]
    nights: tuple[Night, ...]
    figures: Mapping[str, Figure]
    undelivered: tuple[Row, ...]
    held: tuple[Row, ...]
    findings: tuple[Row, ...]
    held_back: str
    kept: int
    exits: Mapping[str, int]
    replaced: Mapping[str, int]
    totals: tuple[Row, ...]
    portal: tuple[Row, ...]
    form: tuple[Row, ...]
    form_rows: int

    @property
    def landed_since(self) -> date:
        """The first day of those whose rows are accounted for."""
        return _recent(self.place)

    def figure(self, indicator: str) -> Figure:
        """One of both indicators; words where it has no number yet."""
        missing = Reading(indicator, self.place.unit.code, "", words.NO_DATA)
        return self.figures.get(indicator, Figure(missing, ""))


def read_facts(place: Place[Address]) -> Facts:
    """What the wall's unit is told; what is about whole sources is the same for every unit."""
    known = standing(place.snapshot)
    connected = {each.id for each in known.sources if each.is_connected}
    figures = _figures(place)
    # What came late is told as long as the figure counts it; before anything is counted, older ones are history.
    counted = figures.get("sources_on_time_share")
    since = (counted and counted.start) or _recent(place)
    owed = _rows(place, f"{HERE}/undelivered", unit=place.unit.code, since=since)
    broken = _rows(place, "data_health/form_rows")
    portal = _rows(place, "data_health/portal")
    landed = _rows(place, f"{HERE}/landed", since=_recent(place))
    return Facts(
        place=place,
        sources=known.sources,
        nights=heard(known_nights(place.snapshot)),
        figures=figures,
        undelivered=tuple(row for row in owed if row["source"] in connected),
        held=_rows(place, "data_health/held_kinds", source="", code="", owner="", since=None, until=None),
        findings=_rows(place, "data_health/finding_kinds", source="", code="", owner=""),
        held_back=known.held_back_vi,
        kept=len(kept()),
        exits=_added((row["exit"], row) for row in landed),
        replaced=_replaced(landed),
        totals=_rows(place, "data_health/control_totals", source=""),
        portal=_newest(_of(place, portal)),
        form=_of(place, _rows(place, "data_health/form")),
        form_rows=sum(bool(row["breaks_it"]) for row in _of(place, broken)),
    )


def _recent(place: Place[Address]) -> date:
    return place.snapshot.today - timedelta(days=DAYS_BACK)


def _rows(place: Place[Address], name: str, **given: Any) -> tuple[Row, ...]:
    return tuple(ask(place, name, **given).to_dict("records"))


def _of(place: Place[Address], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of the wall's commune; of an area all of them."""
    return rows if place.unit.kind == "area" else tuple(row for row in rows if row["unit_code"] == place.unit.code)


def _newest(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row["month_start"] == rows[0]["month_start"])


def _added(named: Iterable[tuple[str, Row]]) -> dict[str, int]:
    added: dict[str, int] = {}
    for name, row in named:
        added[name] = added.get(name, 0) + int(row["row_count"])
    return added


def _replaced(rows: tuple[Row, ...]) -> Mapping[str, int]:
    added = _added((_title(row), row) for row in rows if row["exit"] == "superseded")
    return dict(sorted(added.items(), key=lambda each: (-each[1], each[0])))


def _title(row: Row) -> str:
    """What people call a table; one that has no name of its own goes by that of its source, if that still exists."""
    source, name = sources().get(row["source"]), row["table_name"]
    if source is None:
        return _("a source that is used no more")
    title = source.tables[name].title_vi if name in source.tables else name
    return brief(source.title_vi) if title == name else title


def _figures(place: Place[Address]) -> Mapping[str, Figure]:
    area = place.unit.code if place.unit.kind == "area" else place.unit.parent_code
    found: dict[str, Figure] = {}
    for row in _rows(place, f"{HERE}/values", unit=place.unit.code, area=area):
        if row["indicator"] not in found:
            (reading,) = readings(pd.DataFrame([row]))
            start, end = day_of(row["period_start"]), day_of(row["period_end"])
            period = words.period(row["period_name_vi"], start, end, bool(row["is_open"]), past(place.snapshot.today))
            found[row["indicator"]] = Figure(reading, period, start, end)
    return found
