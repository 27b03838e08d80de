"""Whether anything is known yet of the days that a page is about."""

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboards.place import SCOPE, Place, day_of
from dashboards.screens.satisfaction.address import RATED, View
from warehouse.reader import query


def is_reported(place: Place[View], indicator: str) -> bool:
    """Whether the source has said anything of the days that count; of days still open it may not have."""
    if place.view.span or not place.period.is_open:
        return True
    day = _newest(place.snapshot.id, "handed_out" if indicator == RATED else "pressed")
    return not pd.isna(day) and day_of(day) >= place.period.start


# Asked for each cell of a table, and the same for as long as the snapshot.
@lru_cache(maxsize=8)
def _newest(snapshot_id: str, what: str) -> Any:
    return query("satisfaction/newest", scope=SCOPE, snapshot=snapshot_id).iloc[0][what]
