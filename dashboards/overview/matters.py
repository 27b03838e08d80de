"""What needs somebody: sentences from bands of indicators and states of data alone.

Red stands before amber; of what is red a disease that spreads before all else, since it waits for nobody; then what
has stood longest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from dashboards import words
from dashboards.components.signal import ALERTING, SIGNALS
from dashboards.marks import DELIVERIES, SOURCES, Mark
from dashboards.messages import _
from dashboards.overview.standings import Standing
from dashboards.place import Unit
from dashboards.senders import Sender
from dashboards.words import JUDGEMENTS
from warehouse.reader import SourceState

RED = "missed"
DATA = "quality"
LONG_LATE = 2
NAMED = 2
TOLD_BY_NAME = frozenset({"workbook_on_time_share", "sources_on_time_share"})
"""What these count is told by the deliveries themselves, with the names of those who owe them."""


@dataclass(frozen=True)
class Matter:
    """One sentence. `mark` is how bad it is, in word and sign; `since` may stand in `what` already, and is empty then.

    `began` orders, `subject` is whose page `named` leads to; `about` is the indicator or the source, which tells apart
    what began on one day; `gap` is how far a share is from its target.
    """

    mark: Mark
    what: str
    since: str
    who: str
    began: date
    subject: str
    about: str
    spreads: bool = False
    gap: float = 0.0
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_red(self) -> bool:
        """Whether it is a matter for the head of the unit today."""
        return self.mark.sign == RED

    @property
    def key(self) -> str:
        """What stays the same for as long as it is the same matter."""
        return f"{self.subject} {self.about} {self.began}"


def in_order(among: Iterable[Matter]) -> list[Matter]:
    """The worst first."""
    return sorted(among, key=_order)


def _order(matter: Matter) -> tuple[bool, bool, date, float, str]:
    return not matter.is_red, not matter.spreads, matter.began, -matter.gap, matter.what


def of_diseases(standings: Iterable[Standing], names: Mapping[str, str], unit: Unit) -> list[Matter]:
    """What spreads: each disease, {indicator: name}, that signalled in the newest week."""
    found = _alerting(each for each in standings if each.reading.indicator in names)
    return [_disease(names[indicator], _places(group, unit)) for indicator, group in found.items()]


def _disease(name: str, places: Sequence[Standing]) -> Matter:
    """Weeks and number are those of the place that is named."""
    first = max(places, key=lambda each: (each.in_a_row, each.reading.band == RED))
    signal, seen = SIGNALS[first.reading.band or ""], first.reading.text
    weeks = first.in_a_row
    lasting = _(", {weeks} weeks in a row", weeks=words.number(weeks)) if weeks > 1 else ""
    where, week = f"{first.reading.unit_name}{lasting}", first.period.start.isocalendar().week
    counted = (
        _("how many persons were seen in week {week} is hidden", week=week)
        if seen == words.SUPPRESSED
        else _("{count} persons seen with the diagnosis in week {week}", count=_lower(seen), week=week)
    )
    said = _("{disease} in {where}: {counted}", disease=name, where=where, counted=counted) + _and_others(
        len(places) - 1
    )
    named = {"tab": "diseases"} | _where(first)
    mark = Mark(signal.word, signal.sign)
    return Matter(
        mark, said, first.since, first.reading.owner, first.began, first.subject, first.reading.indicator,
        spreads=True, named=named,
    )  # fmt: skip


def of_bands(standings: Iterable[Standing], told: Iterable[str], unit: Unit) -> list[Matter]:
    """Every other indicator that misses its target somewhere; those `told` elsewhere are left out."""
    left_out = TOLD_BY_NAME | set(told)
    found = _alerting(each for each in standings if each.reading.indicator not in left_out)
    return [_band(_places(group, unit)) for group in found.values()]


def _band(places: Sequence[Standing]) -> Matter:
    first = places[0]
    reading, judged = first.reading, JUDGEMENTS[first.reading.band or ""]
    number = f" {first.said}" if first.said and not first.is_flattered else ""
    aimed = _(" (target {target})", target=reading.target) if reading.target else ""
    said = f"{first.brief_name}: {reading.unit_name}{number}{_others(len(places) - 1)}{aimed}"
    gap = first.distance if first.is_share else 0.0
    mark = Mark(judged.word, judged.sign)
    return Matter(
        mark, said, first.since, reading.owner, first.began, first.subject, reading.indicator, gap=gap,
        named=_where(first),
    )  # fmt: skip


def of_sources(sources: Iterable[SourceState], who: str) -> list[Matter]:
    """Sources that do not stand as they should; their own sentence says since when.

    One that has been late for days is red, like one that is down: else what is red of its old figures would hide it.
    Who has not sent to one that answers is told by name, and it is not told again.
    """
    return [
        Matter(
            Mark(each.title_vi, _sign(each)), each.sentence_vi, "", who,
            (each.last_good_at or each.deadline_at).date(), DATA, each.id, named={"source": each.id},
        )
        for each in sources
        if not SOURCES[each.state].is_calm and not each.lacks_senders
    ]  # fmt: skip


def _sign(source: SourceState) -> str:
    return RED if source.late_days > LONG_LATE else SOURCES[source.state].sign


def of_senders(senders: Iterable[Sender], who: str, today: date) -> list[Matter]:
    """Facilities that are silent, the longest first."""
    silent = sorted(
        ((each.silent_from, each.name) for each in senders if each.silent_from), key=lambda each: (each[0], each[1])
    )
    if not silent:
        return []
    since, name = silent[0]
    said = _("No data of {name}{others}", name=name, others=_others(len(silent) - 1))
    waited = _("waited for since {day}", day=words.recent_day(since, today))
    return [Matter(DELIVERIES["missing"], said, waited, who, since, "health", "senders", named={"tab": "visits"})]


def of_books(missing: Mapping[str, int], told: Standing, deadline: date) -> list[Matter]:
    """Mark books of the newest term that nobody has sent, {commune: how many}, after their deadline."""
    if not missing:
        return []
    most = sorted(missing.items(), key=lambda each: (-each[1], each[0]))
    named = most if len(most) <= NAMED else most[:1]
    where = ", ".join(f"{name} {words.number(count)}" for name, count in named) + _others(len(most) - len(named))
    said = _(
        "{count} schools have sent no mark book of {term}: {where}",
        count=words.number(sum(missing.values())), term=_lower(told.period.name), where=where,
    )  # fmt: skip
    due = _("deadline {day}", day=words.recent_day(deadline, told.period.cutoff))
    address = {"tab": "workbooks"} | _period(told)
    return [
        Matter(
            DELIVERIES["missing"], said, due, told.reading.owner, deadline, told.subject, told.reading.indicator,
            named=address,
        )
    ]  # fmt: skip


def _alerting(among: Iterable[Standing]) -> dict[str, list[Standing]]:
    alerting = (each for each in among if each.reading.band in ALERTING)
    ordered = sorted(alerting, key=lambda each: each.reading.indicator)
    return {name: list(group) for name, group in groupby(ordered, key=lambda each: each.reading.indicator)}


def _places(among: Sequence[Standing], unit: Unit) -> list[Standing]:
    """Where it is worst: of an area its communes, the area itself only where none of them is as bad."""
    worst = [each for each in among if each.reading.band == RED] or list(among)
    within = [each for each in worst if each.reading.unit_code != unit.code] or worst
    return sorted(within, key=lambda each: (each.began, -each.distance, each.reading.unit_code))


def _others(count: int) -> str:
    return _(" and {count} more", count=words.number(count)) if count > 0 else ""


def _and_others(count: int) -> str:
    return _(", and {count} more", count=words.number(count)) if count > 0 else ""


def _where(standing: Standing) -> dict[str, str]:
    return {"unit": standing.reading.unit_code} | _period(standing)


def _period(standing: Standing) -> dict[str, str]:
    return {"grain": standing.period.grain, **standing.period.named}


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
