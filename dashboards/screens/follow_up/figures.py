"""The dossiers to be urged, grouped by who holds them: the worst first, and each counted once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.competence import COMPETENCES
from dashboards.lateness import band_of
from dashboards.messages import _

OWN, FORWARDED, SOON = "overdue_open", "overdue_forwarded", "due_within_2_days"
INDICATORS = (OWN, FORWARDED, SOON)
NEVER = 1_000_000
KINDS = MappingProxyType({OWN: _("Overdue"), FORWARDED: _("Overdue"), SOON: _("Falling due")})


@dataclass(frozen=True)
class Dossier:
    """One row: `indicator` is what counts it, `days` the working days past its due date, below 0 while some are left.

    A day that the source did not give is None, and so are the days past a due date that is none.
    """

    indicator: str
    code: str
    procedure: str
    field: str
    status: str
    competence: str
    agency_code: str
    agency_name: str
    received: date | None
    due: date | None
    days: int | None

    @property
    def is_overdue(self) -> bool:
        """Whether the due date is over; else it falls due soon."""
        return self.indicator != SOON

    @property
    def band(self) -> str:
        """The key of `address.LATE` that finds it."""
        if not self.is_overdue:
            return "soon"
        return band_of(self.waited).key

    @property
    def waited(self) -> int:
        """Working days past the due date, for ordering; one without a due date is not late."""
        return -NEVER if self.days is None else self.days

    @property
    def lateness(self) -> str:
        """How it stands against its due date, in words."""
        if self.days is None:
            return _("no due date")
        if self.is_overdue:
            return words.late_by(self.days) if self.days > 0 else _("late, less than 1 working day")
        return _("due today") if self.days == 0 else _("{days} working days left", days=words.number(-self.days))


@dataclass(frozen=True)
class Agency:
    """Who holds dossiers, and which: overdue ones first, the longest overdue at the top."""

    code: str
    name: str
    dossiers: tuple[Dossier, ...]

    def count(self, *bands: str) -> int:
        """How many dossiers are of these bands."""
        return sum(dossier.band in bands for dossier in self.dossiers)

    def of(self, indicator: str) -> int:
        """How many dossiers one indicator counts here."""
        return sum(dossier.indicator == indicator for dossier in self.dossiers)

    @property
    def overdue(self) -> int:
        """All overdue dossiers, of the commune's own competence and forwarded."""
        return self.of(OWN) + self.of(FORWARDED)

    @property
    def longest(self) -> Dossier | None:
        """The dossier that is the longest overdue."""
        return self.dossiers[0] if self.dossiers and self.dossiers[0].is_overdue else None


def read_dossiers(frames: Mapping[str, pd.DataFrame], late: str = "") -> tuple[Dossier, ...]:
    """The rows of follow_up/dossiers by the indicator that counted them; with `late`, those of that band."""
    found = (_dossier(name, row) for name, frame in frames.items() for row in frame.to_dict("records"))
    return tuple(dossier for dossier in found if late in ("", dossier.band))


def by_agency(dossiers: Iterable[Dossier]) -> tuple[Agency, ...]:
    """Who holds how many, the most overdue first, then the most that fall due, then by code."""
    held = groupby(sorted(dossiers, key=_place), key=lambda dossier: dossier.agency_code)
    agencies = (_agency(code, tuple(group)) for code, group in held)
    return tuple(sorted(agencies, key=lambda agency: (-agency.overdue, -agency.of(SOON), agency.code)))


def summary(agencies: Sequence[Agency]) -> str:
    """Who holds the overdue ones and which waits longest, in one sentence; nothing where fewer than two hold any."""
    holding = [agency for agency in agencies if agency.overdue]
    if len(holding) < 2:
        return ""
    longest = max((agency.longest for agency in holding if agency.longest), key=lambda dossier: dossier.waited)
    return _(
        "{agencies} agencies hold overdue dossiers; the longest overdue is {code}, {lateness}, held by {agency}.",
        agencies=words.number(len(holding)), code=longest.code, lateness=longest.lateness, agency=longest.agency_name,
    )  # fmt: skip


def _agency(code: str, dossiers: tuple[Dossier, ...]) -> Agency:
    return Agency(code, dossiers[0].agency_name, dossiers)


def _place(dossier: Dossier) -> tuple[str, bool, int, str]:
    return dossier.agency_code, not dossier.is_overdue, -dossier.waited, dossier.code


def _dossier(indicator: str, row: Mapping[Any, Any]) -> Dossier:
    return Dossier(
        indicator=indicator,
        code=row["dossier_code"],
        procedure=_text(row["procedure_name_vi"]),
        field=_text(row["field_name_vi"]),
        status=_text(row["status_name_vi"]),
        competence=COMPETENCES[row["competence"]],
        agency_code=row["agency_code"],
        agency_name=row["agency_name_vi"],
        received=_day(row["received_date"]),
        due=_day(row["due_date"]),
        days=None if pd.isna(row["working_days_past_due"]) else int(row["working_days_past_due"]),
    )


def _text(given: Any) -> str:
    return "" if pd.isna(given) else str(given)


def _day(given: Any) -> date | None:
    return None if pd.isna(given) else pd.Timestamp(given).date()
