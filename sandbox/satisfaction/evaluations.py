"""The nine criteria of Thông tư 01/2018/TT-VPCP: points that each old agency gave itself by quarter, and the appraisal.

The circular's frame ended with the district on 30/06/2025, and the evaluations with it.
"""

from datetime import date

import numpy as np
import pandas as pd

from sandbox.one_stop.catalogue import agencies
from sandbox.satisfaction.dice import die
from sandbox.working_time import epoch_day

KINDS = ("district", "district_department", "commune")
QUARTERS = ((2024, 1), (2024, 2), (2024, 3), (2024, 4), (2025, 1), (2025, 2))
CRITERIA = tuple(f"criterion_{number}" for number in range(1, 10))
EARLIEST_DAYS, DAYS = 8, 12
FULL_SHARE, NO_POINTS_SHARE, STRICTER_SHARE = 0.62, 0.06, 0.3


def evaluations(seed: int, day: int) -> pd.DataFrame:
    """Those appraised up to a date (epoch day): agency_code, year, quarter, criterion_1 … 9, appraised_total."""
    table = pd.DataFrame(
        [
            (row.code, year, quarter, place)
            for place, row in enumerate(agencies().rows)
            if row.kind in KINDS and row.valid_to
            for year, quarter in QUARTERS
        ],
        columns=["agency_code", "year", "quarter", "place"],
    )
    key = ((table["place"] * 10_000 + table["year"] * 4 + table["quarter"]) * 2**20 + seed % 2**20).to_numpy()
    for name in CRITERIA:
        points = die(key, name)
        table[name] = np.where(points < NO_POINTS_SHARE, 0, np.where(points < 1 - FULL_SHARE, 1, 2))
    table["appraised_total"] = table[list(CRITERIA)].sum(axis=1) - (die(key, "stricter") < STRICTER_SHARE)
    quarters = zip(table["year"].tolist(), table["quarter"].tolist(), strict=True)
    ended = [epoch_day(date(year + quarter // 4, quarter % 4 * 3 + 1, 1)) for year, quarter in quarters]
    appraised = np.array(ended) + EARLIEST_DAYS + (die(key, "appraised") * DAYS).astype(np.int64)
    return table[appraised <= day].drop(columns="place")
