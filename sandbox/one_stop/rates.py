"""How often things happen in the district, and since when: the knobs behind the demo's numbers.

The demo's situations are rows here where they are a matter of frequency, and layers (`story.py`) where they are about
chosen dossiers. Rows that carry a figure of the demo are set so that seed 1 at scale 1 shows it, which
tests/sandbox/test_story.py measures: whoever changes dice or rates before them sets them anew.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from sandbox.working_time import Booleans, Floats, Integers, epoch_day

ONLINE_SHARE = (
    (date(2024, 12, 1), 0.56),
    (date(2025, 7, 1), 0.70),
    (date(2026, 3, 1), 0.78),
    (date(2026, 11, 1), 0.805),
)
DIGITISED_SHARE = ((date(2024, 12, 1), 0.62), (date(2025, 7, 1), 0.74), (date(2026, 11, 1), 0.89))
REUSED_SHARE = ((date(2024, 12, 1), 0.24), (date(2025, 7, 1), 0.38), (date(2026, 11, 1), 0.66))
VERIFIED_SHARE = ((date(2024, 12, 1), 0.45), (date(2025, 7, 1), 0.74), (date(2026, 7, 20), 0.97))
ELECTRONIC_RESULT_SHARE = ((date(2024, 12, 1), 0.86), (date(2025, 7, 1), 0.94), (date(2026, 11, 1), 0.985))
MINISTRY_SHARE = ((date(2025, 7, 1), 0.15), (date(2026, 7, 1), 0.6488))
MINISTRY_FIELDS = ("HOTICH", "TLHDH")

POST_SHARE = 0.03
REFUSED_SHARE = 0.006
WITHDRAWN_SHARE = 0.012
SUPPLEMENT_SHARE = 0.055
SECOND_SUPPLEMENT_SHARE = 0.10
UNANSWERED_SHARE = 0.10
CROSS_BOUNDARY_SHARE = 0.035
APOLOGY_SHARE = 0.75
MIDNIGHT_DUE_SHARE = 0.04
DIRT_SHARE = 0.0005


@dataclass(frozen=True)
class LateShare:
    """The share of dossiers finished after their due date, for due dates since `since`; None stands for all."""

    since: date
    share: float
    commune_code: str | None = None
    field_code: str | None = None
    is_forwarded: bool = False


LATE_SHARES = (
    LateShare(date(2024, 12, 1), 0.024),
    LateShare(date(2024, 12, 1), 0.012, commune_code="21040"),
    LateShare(date(2026, 10, 1), 0.0222, commune_code="21040"),
    LateShare(date(2026, 11, 1), 0.012, commune_code="21040"),
    LateShare(date(2024, 12, 1), 0.025, commune_code="21061"),
    LateShare(date(2025, 7, 1), 0.297, commune_code="21061"),
    LateShare(date(2025, 10, 1), 0.17, commune_code="21061"),
    LateShare(date(2026, 1, 1), 0.10, commune_code="21061"),
    LateShare(date(2026, 4, 1), 0.05, commune_code="21061"),
    LateShare(date(2026, 10, 1), 0.33, commune_code="21061", field_code="DATDAI"),
    LateShare(date(2026, 10, 1), 0.0235, commune_code="21109"),
    LateShare(date(2024, 12, 1), 0.055, is_forwarded=True),
)


@dataclass(frozen=True)
class MissingDue:
    """The share of dossiers without due date among those accepted since `since`; None stands for all procedures."""

    since: date
    share: float
    commune_code: str
    procedure_codes: tuple[str, ...] | None = None


WITHOUT_LIMIT = ("1.001776", "1.001731", "1.010833")
MISSING_DUE = (
    MissingDue(date(2025, 7, 1), 0.0, "21040"),
    MissingDue(date(2026, 10, 1), 1.0, "21109", WITHOUT_LIMIT),
)


@dataclass(frozen=True)
class Rush:
    """Days on which the inhabitants of one commune apply `factor` times as often as on others."""

    first: date
    last: date
    commune_code: str
    factor: float


# With 16,500 inhabitants Bình Chương takes in some 110 dossiers a week; the story needs 500 of one week.
RUSH = Rush(date(2026, 9, 8), date(2026, 9, 14), "21100", 5.35)


def share_on(points: tuple[tuple[date, float], ...], days: Integers) -> Floats:
    """The share on each date (epoch days), between the dated points in a straight line."""
    return np.interp(days, [epoch_day(day) for day, _ in points], [share for _, share in points])


def late_share(days: Integers, communes: Integers, fields: Integers, is_forwarded: Booleans, codes: "Codes") -> Floats:
    """The share of late ones for each due date, commune and field; later rows of LATE_SHARES overrule earlier ones."""
    shares = np.zeros(days.shape)
    for row in LATE_SHARES:
        applies = (days >= epoch_day(row.since)) & (is_forwarded == row.is_forwarded)
        if row.commune_code is not None:
            applies &= communes == codes.communes.index(row.commune_code)
        if row.field_code is not None:
            applies &= fields == codes.fields.index(row.field_code)
        shares[applies] = row.share
    return shares


def missing_due_share(
    usual: Floats, days: Integers, communes: Integers, procedures: Integers, codes: "Codes"
) -> Floats:
    """The share without due date for each date of acceptance, commune and procedure: `usual` (by dossier), or a row."""
    shares = usual.copy()
    for row in MISSING_DUE:
        applies = (days >= epoch_day(row.since)) & (communes == codes.communes.index(row.commune_code))
        if row.procedure_codes is not None:
            applies &= np.isin(procedures, [codes.procedures.index(code) for code in row.procedure_codes])
        shares[applies] = row.share
    return shares


def is_rush(days: Integers) -> Booleans:
    """Whether each date (epoch days) lies in the rush."""
    return (days >= epoch_day(RUSH.first)) & (days <= epoch_day(RUSH.last))


@dataclass(frozen=True)
class Codes:
    """What the numbers of communes, fields and procedures in the arrays stand for."""

    communes: tuple[str, ...]
    fields: tuple[str, ...]
    procedures: tuple[str, ...]
