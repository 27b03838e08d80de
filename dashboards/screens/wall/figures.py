"""What the wall's tiles say, worked out from frames alone: no Dash, no warehouse, no clock."""

from dataclasses import dataclass

import pandas as pd

from dashboards import words
from dashboards.readings import Reading


@dataclass(frozen=True)
class Overdue:
    """Dossiers past due by working days late, and those that another agency holds."""

    up_to_5: int
    from_6_to_10: int
    over_10: int
    held_elsewhere: int


def on_time_by_commune(among: tuple[Reading, ...], area: str) -> tuple[Reading, ...]:
    """Each commune's on-time share, the lowest first and those without a number last."""
    communes = [each for each in among if each.indicator == "on_time_share" and each.unit_code != area]
    return tuple(sorted(communes, key=lambda bar: (bar.value is None, bar.value or 0, bar.unit_code)))


def against_year_before(received: int, days: int, before: int) -> str:
    """How many more or fewer than in the same days a year before, where `days` of them are known."""
    return (
        f"{words.capital(words.difference(received, before))} so với cùng kỳ năm trước"
        if days
        else words.NO_EARLIER_PERIOD
    )


def overdue(frame: pd.DataFrame) -> Overdue:
    """The counts of one cutoff day, a row for own and a row for others' competence; no row means no dossier."""
    is_own = frame["is_own_competence"].astype(bool)
    own = frame[is_own]
    return Overdue(
        up_to_5=int(own["up_to_5"].sum()),
        from_6_to_10=int(own["from_6_to_10"].sum()),
        over_10=int(own["over_10"].sum()),
        held_elsewhere=int(frame[~is_own]["dossiers"].sum()),
    )
