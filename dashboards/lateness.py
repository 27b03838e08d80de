"""How late is late: the bands in which overdue dossiers are told everywhere, by working days past their due date."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from dashboards.messages import _


@dataclass(frozen=True)
class Band:
    """`key` stands in addresses; `least` and `most` are working days late, both counted, None where open."""

    key: str
    least: int | None
    most: int | None
    name: str

    def holds(self, days: int) -> bool:
        """Whether so many working days belong to it."""
        return (self.least is None or days >= self.least) and (self.most is None or days <= self.most)


# On a day off the first working day of lateness is still to come: it belongs to the first band.
BANDS: Mapping[str, Band] = MappingProxyType(
    {
        band.key: band
        for band in (
            Band("1-5", None, 5, _("1–5 days")),
            Band("6-10", 6, 10, _("6–10 days")),
            Band("11-", 11, None, _("over 10 days")),
        )
    }
)


def band_of(days: int) -> Band:
    """The band of so many working days past the due date."""
    return next(band for band in BANDS.values() if band.holds(days))


def banded(frame: pd.DataFrame) -> Mapping[str, int]:
    """{key of each band: how many dossiers}, from the rows of procedures/overdue_days: days, dossiers."""
    counts = dict.fromkeys(BANDS, 0)
    for row in frame.to_dict("records"):
        counts[band_of(int(row["days"])).key] += int(row["dossiers"])
    return counts
