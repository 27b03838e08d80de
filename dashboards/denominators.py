"""What shares of people are counted of: in words, with its source and the date for which it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.pro_rata import own_reached
from warehouse.reader import query


@dataclass(frozen=True)
class Denominator:
    """What a share is counted of, with its source in words, and the date for which that holds, if there is one."""

    said: str
    day: date | None
    certainty: str

    @property
    def text(self) -> str:
        """ "Mẫu số: dân số thường trú và tạm trú, số liệu ngày 01/07/2025 (chưa được xác nhận)"."""
        said = _("Denominator: {what}", what=self.said)
        if self.day is not None:
            said += _(", as of {day}", day=words.day(self.day))
        return f"{said} ({words.certainty(self.certainty)})" if self.certainty else said


def read_denominators(place: Place[Address], indicators: Iterable[str]) -> Mapping[str, Denominator]:
    """{indicator: what it is counted of} for the unit, as known on the period's last day that counts."""
    frame = query(
        "denominators", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(indicators),
        unit=place.unit.code, unit_from=place.unit.valid_from, cutoff=place.period.cutoff,
        records_until=own_reached(place),
    )  # fmt: skip
    return {
        str(row["indicator"]): Denominator(
            str(row["denominator_vi"]).rstrip("."),
            None if pd.isna(row["denominator_date"]) else day_of(row["denominator_date"]),
            "" if pd.isna(row["certainty"]) else str(row["certainty"]),
        )
        for row in frame.to_dict("records")
    }
