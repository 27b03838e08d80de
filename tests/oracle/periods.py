"""The periods of the reports: those that have begun, and began no earlier than what is known."""

from datetime import date

import pandas

WATCHED_DAYS = 100
# For each grain: the months in which a period starts, the day of the month, and how many months it lasts.
BY_MONTHS = {
    "month": (range(1, 13), 1, 1),
    "quarter": ((1, 4, 7, 10), 1, 3),
    "year": ((1,), 1, 12),
    "report_month": (range(1, 13), 15, 1),
    "report_quarter": ((3, 6, 9, 12), 15, 3),
    "report_half_year": ((12,), 15, 6),
    "report_nine_months": ((12,), 15, 9),
    "report_year": ((12,), 15, 12),
}
GRAINS = ("day", "week", *BY_MONTHS)


def periods(first: pandas.Timestamp, today: date) -> pandas.DataFrame:
    """`grain, period_start, period_end, cutoff` of all periods that start from `first` up to `today`.

    An unfinished period is cut off at `today`; of single days there are only the last hundred.
    """
    now = pandas.Timestamp(today)
    days = pandas.date_range(max(first, now - pandas.Timedelta(days=WATCHED_DAYS - 1)), now)
    mondays = pandas.date_range(first, now, freq="W-MON")
    parts = [_spans("day", days, days), _spans("week", mondays, mondays + pandas.Timedelta(days=6))]
    for grain, (months, day, length) in BY_MONTHS.items():
        years = range(first.year, now.year + 1)
        starts = pandas.DatetimeIndex([pandas.Timestamp(year, month, day) for year in years for month in months])
        starts = starts[(starts >= first) & (starts <= now)]
        parts.append(_spans(grain, starts, starts + pandas.DateOffset(months=length) - pandas.Timedelta(days=1)))
    table = pandas.concat(parts, ignore_index=True)
    return table.assign(cutoff=table["period_end"].where(table["period_end"] <= now, now))


def _spans(grain: str, starts: pandas.DatetimeIndex, ends: pandas.DatetimeIndex) -> pandas.DataFrame:
    table = pandas.DataFrame({"grain": grain, "period_start": starts, "period_end": ends})
    return table.astype({"period_start": "datetime64[ns]", "period_end": "datetime64[ns]"})
