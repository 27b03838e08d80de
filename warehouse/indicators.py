"""Indicators: what is counted, on which dates, against which target and band.

They are declared in config/indicators (warehouse/indicator_files.py reads them); how a declaration becomes SQL is
warehouse/indicator_sql.py. Nothing here knows a subject.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from warehouse.bands import Band

KINDS = ("count", "ratio", "mean", "quantile", "stock", "composite")
CELLS = ("A", "N20", "N30", "H10", "B10", "S5")
# Counts of persons seen with a disease that is watched: small ones are told as a band and a signal alone.
WATCHED = "B10"
NUMERATOR, DENOMINATOR, REST = "numerator", "denominator", "rest"


@dataclass(frozen=True)
class Term:
    """Rows of the mart for which `where` holds: counted on `date`, or from `opened` until before `closed`.

    Each row counts `value`: 1, or a whole number of its own where a mean is asked for.
    """

    where: str
    date: str | None
    opened: str | None
    closed: str | None
    value: str = "1"


@dataclass(frozen=True)
class Part:
    """One scored part of a composite: at most `highest` points, all of them from a share of `full_at` on.

    `group` is the key of the group that it stands in, `group_vi` what that is called. A part without terms has no
    source yet: it is listed, and its points stay out of what can be reached.
    """

    group: str
    group_vi: str
    name_vi: str
    highest: Decimal
    full_at: Decimal
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]

    @property
    def has_source(self) -> bool:
        """Whether anything tells this part."""
        return bool(self.denominator)


@dataclass(frozen=True)
class Definition:
    """How an indicator is counted for periods whose cutoff is on or after `valid_from`.

    `known_from` is the date since which the mart knows a row: no period that began before the first one is counted.
    `needs` is a column that the source must have filled at least once; `without_denominator` the state of a unit where
    nothing stands below the line. With `distinct`, an expression, its values are counted instead of rows. `delivered`
    is a condition on rows of marts.delivered_day: nothing is a zero only where all that was due then has come. A
    quantile has `date` and `value`. `parted` are the groups that the denominator falls into beside the one that is
    left, where small groups are hidden; without any, they are the numerator and the rest. Of a count, its parts.
    `hide_by` are such groups in full, where another figure tells of persons of this one. `landed_at` is the instant
    since which a row is known, where it is asked whether a small number was hidden before. `certainty` is the mark of a
    formula that is not confirmed.
    """

    valid_from: date
    mart: str
    unit_by: tuple[str, str]
    known_from: str
    where: str
    needs: str | None
    without_denominator: str
    distinct: str | None
    delivered: str | None
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    parts: tuple[Part, ...]
    parted: tuple[tuple[Term, ...], ...]
    hide_by: tuple[tuple[Term, ...], ...]
    landed_at: str | None
    date: str | None
    value: str | None
    text_vi: str
    certainty: str | None

    def measures(self) -> Mapping[str, tuple[Term, ...]]:
        """What is counted, by name: numerator and denominator, or those of each part that has a source."""
        if not self.parts:
            groups = {f"group_{number}": terms for number, terms in enumerate(self.hide_by or self.parted, 1)}
            return {NUMERATOR: self.numerator, DENOMINATOR: self.denominator} | groups
        return {f"part_{number}_{NUMERATOR}": part.numerator for number, part in self.scored} | {
            f"part_{number}_{DENOMINATOR}": part.denominator for number, part in self.scored
        }

    @property
    def scored(self) -> tuple[tuple[int, Part], ...]:
        """(number from 1, part) of those that have a source."""
        return tuple((number, part) for number, part in enumerate(self.parts, 1) if part.has_source)


@dataclass(frozen=True)
class Target:
    """What is aimed at from `valid_from` on, and on which basis."""

    valid_from: date
    value: Decimal
    basis: str
    certainty: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as declared. `quantile` is the share of values at or below a quantile's value, 0.5 for a median.

    A level in `levels_from` has no period that began earlier. `rows_vi` names the lists of rows behind it: numerator,
    denominator, and the rest of the denominator.
    """

    id: str
    name_vi: str
    name_en: str
    unit_vi: str
    subject: str
    kind: str
    quantile: Decimal | None
    grains: tuple[str, ...]
    levels: tuple[str, ...]
    levels_from: Mapping[str, date]
    direction: str
    cells: str
    minimum_n: int
    deadline: str
    owner: str
    guards: tuple[str, ...]
    rows_vi: Mapping[str, str]
    definitions: tuple[Definition, ...]
    targets: tuple[Target, ...]
    band: Band | None
