"""The service index of QĐ 766 as it is told everywhere: its criteria by group, and what each commune has of them.

It is scored by commune and never of several together. Criteria without a source stay out of every sum, so points always
stand beside the points that those with a source could reach.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from dashboards import words
from dashboards.address import Address
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from warehouse.reader import query

INDEX = "service_index_766"
# The national portal's own key of the group on how content people are.
CONTENT = "MDHL"
SOURCED = _("points with a source")


@dataclass(frozen=True)
class Criterion:
    """One criterion: `highest` points, all of them from a share of `full_at` on."""

    number: int
    group: str
    group_name: str
    name: str
    highest: Decimal
    full_at: Decimal
    has_source: bool


@dataclass(frozen=True)
class Score:
    """What a commune has of a criterion: the dossiers that meet it of those counted, and the points for it."""

    numerator: int
    denominator: int
    points: Decimal

    @property
    def text(self) -> str:
        """The share in words; that nothing happened where nothing was counted."""
        return words.share(Decimal(self.numerator) / self.denominator) if self.denominator else words.NO_EVENTS


@dataclass(frozen=True)
class Group:
    """The criteria of one group, in their order."""

    key: str
    name: str
    criteria: tuple[Criterion, ...]

    @property
    def highest(self) -> Decimal:
        """The points of all its criteria."""
        return sum((each.highest for each in self.criteria), Decimal(0))

    @property
    def reachable(self) -> Decimal:
        """The points of those that have a source."""
        return sum((each.highest for each in self.criteria if each.has_source), Decimal(0))

    @property
    def without_source(self) -> Decimal:
        """The points of those that have none."""
        return self.highest - self.reachable


@dataclass(frozen=True)
class ServiceIndex:
    """The index as it holds for a period; `scores` are {(commune, number of the criterion): …}."""

    groups: tuple[Group, ...]
    scores: Mapping[tuple[str, int], Score]

    @property
    def reachable(self) -> Decimal:
        """The points of all criteria that have a source."""
        return sum((group.reachable for group in self.groups), Decimal(0))

    @property
    def highest(self) -> Decimal:
        """The points of all criteria."""
        return sum((group.highest for group in self.groups), Decimal(0))

    @property
    def scored(self) -> tuple[str, ...]:
        """The communes that have a score."""
        return tuple(sorted({unit for unit, _number in self.scores}))

    def group(self, key: str) -> Group | None:
        """A group by its key."""
        return next((group for group in self.groups if group.key == key), None)

    def of_group(self, unit: str, group: Group) -> Decimal:
        """What a commune has of a group."""
        found = (self.scores.get((unit, each.number)) for each in group.criteria)
        return sum((score.points for score in found if score), Decimal(0))

    def weakest(self, unit: str) -> tuple[tuple[Criterion, Score], ...]:
        """The criteria of a commune that counted anything, the largest part of its points missing first.

        Of which nothing happened nobody did anything badly.
        """
        known = (
            (each, score) for group in self.groups for each in group.criteria
            if (score := self.scores.get((unit, each.number))) is not None and score.denominator
        )  # fmt: skip
        return tuple(sorted(known, key=lambda pair: (pair[1].points / pair[0].highest, pair[0].number)))

    def idle(self, unit: str) -> int:
        """Of how many criteria nothing happened in a commune: they have no points."""
        return sum(unit == of and not score.denominator for (of, _number), score in self.scores.items())

    def missing(self) -> str:
        """ "công khai, minh bạch 18; dịch vụ công trực tuyến 6": the groups with criteria that have no source."""
        return "; ".join(
            f"{words.uncapital(group.name)} {words.target(group.without_source, is_share=False)}"
            for group in self.groups
            if group.without_source
        )


def read_service_index(place: Place[Address]) -> ServiceIndex:
    """The criteria as they hold on the period's last day that counts, and the scores of the unit or its communes."""
    snapshot, period = place.snapshot.id, place.period
    parts = query("index_parts", scope=SCOPE, snapshot=snapshot, indicator=INDEX, cutoff=period.cutoff)
    scores = query(
        "index_scores", scope=SCOPE, snapshot=snapshot, indicator=INDEX, grain=period.grain,
        period_start=period.start, period_end=period.end, **place.asked,
    )  # fmt: skip
    criteria = [
        Criterion(
            int(row["part"]), row["group_code"], row["group_vi"], row["name_vi"], Decimal(str(row["highest"])),
            Decimal(str(row["full_at"])), bool(row["has_source"]),
        )
        for row in parts.to_dict("records")
    ]  # fmt: skip
    grouped = groupby(criteria, key=lambda each: (each.group, each.group_name))
    return ServiceIndex(
        tuple(Group(key, name, tuple(members)) for (key, name), members in grouped),
        {
            (str(row["unit_code"]), int(row["part"])): Score(
                int(row["numerator"]), int(row["denominator"]), Decimal(str(row["points"]))
            )
            for row in scores.to_dict("records")
        },
    )
