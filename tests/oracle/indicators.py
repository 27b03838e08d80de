"""The one-stop indicators as sentences over counted facts: what above what, and when a number is not shown."""

from dataclasses import dataclass

import pandas

MILLION = 10**6
CONFIDENCE = 1.959964
SMALL = 20


@dataclass(frozen=True)
class Indicator:
    """Sums of marks above sums of marks; `above` alone is a count. `kind`: count, stock, ratio, median or p90."""

    kind: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    minimum: int = 0
    needs: str | None = None


def _share(above: str, below: str, minimum: int = SMALL) -> Indicator:
    return Indicator("ratio", tuple(above.split(" + ")), tuple(below.split(" + ")), minimum)


INDICATORS = {
    "dossiers_received": Indicator("count", ("received",)),
    "dossiers_resolved": Indicator("count", ("resolved",)),
    "on_time_share": _share("c6 + c7", "c5"),
    "early_share": _share("c6", "c5"),
    "overdue_open": Indicator("stock", ("c11",), ("c9",)),
    "overdue_open_over_10_days": Indicator("stock", ("overdue_long",), ("c9",)),
    "due_within_2_days": Indicator("stock", ("due_soon",)),
    "overdue_without_apology": Indicator("stock", ("without_apology",), needs="apology"),
    "handling_days_median": Indicator("median", minimum=SMALL),
    "handling_days_p90": Indicator("p90", minimum=SMALL),
    "repeat_supplement_share": _share("asked_twice", "received"),
    "returned_share": _share("returned + refused", "received + refused"),
    "missing_due_date_share": _share("without_due", "resolved + open", 0),
    "online_share": _share("c2", "received"),
    "online_payment_share": _share("paid_online", "with_fee"),
    "digitised_share": _share("digitised", "received"),
    "electronic_result_share": _share("electronic", "finished_work"),
    "data_reuse_share": _share("reused", "received"),
    "cross_boundary_share": _share("crossed", "received"),
}
QUANTILES = {"median": (1, 2), "p90": (9, 10)}
FIELDS = ["numerator", "denominator", "value", "n", "state", "low", "high"]


def indicator_values(cells: pandas.DataFrame, name: str, *, sent: frozenset[str]) -> pandas.DataFrame:
    """`FIELDS` of one indicator for each row of `cells` (sums of facts), `value` in millionths.

    `sent` names the fields that the source has ever sent: an indicator that needs another has no source.
    """
    indicator = INDICATORS[name]
    if indicator.kind in QUANTILES:
        counts = _quantile(cells, indicator)
    elif indicator.kind == "ratio":
        counts = _ratio(cells, indicator)
    else:
        counts = _count(cells, indicator)
    if indicator.needs is not None and indicator.needs not in sent:
        counts["state"] = "no_source"
    counts["value"] = counts["value"].where(counts["state"] == "shown")
    return counts[FIELDS]


def _count(cells: pandas.DataFrame, indicator: Indicator) -> pandas.DataFrame:
    numerator = _sum(cells, indicator.above)
    return pandas.DataFrame(
        {
            "numerator": numerator,
            "denominator": _sum(cells, indicator.below) if indicator.below else pandas.NA,
            "value": numerator * MILLION,
            "n": numerator,
            "state": "shown",
            "low": pandas.NA,
            "high": pandas.NA,
        }
    ).astype({"denominator": "Int64", "low": "Float64", "high": "Float64"})


def _ratio(cells: pandas.DataFrame, indicator: Indicator) -> pandas.DataFrame:
    """With Wilson's interval; more may be returned in a period than was received, and such a share has none."""
    numerator, n = _sum(cells, indicator.above), _sum(cells, indicator.below)
    divisor = n.where(n > 0)
    share = (numerator / divisor).where(numerator <= divisor)
    square = CONFIDENCE**2
    centre = (share + square / (2 * divisor)) / (1 + square / divisor)
    half = CONFIDENCE * (share * (1 - share) / divisor + square / (4 * divisor * divisor)) ** 0.5
    half = half / (1 + square / divisor)
    return pandas.DataFrame(
        {
            "numerator": numerator,
            "denominator": n,
            "value": (2 * numerator * MILLION + divisor) // (2 * divisor),
            "n": n,
            "state": _state(n, indicator.minimum),
            "low": (centre - half).clip(0, 1).round(6),
            "high": (centre + half).clip(0, 1).round(6),
        }
    )


def _quantile(cells: pandas.DataFrame, indicator: Indicator) -> pandas.DataFrame:
    n = cells["handled"]
    return pandas.DataFrame(
        {
            "numerator": pandas.NA,
            "denominator": pandas.NA,
            "value": cells[indicator.kind] * MILLION,
            "n": n,
            "state": _state(n, indicator.minimum),
            "low": pandas.NA,
            "high": pandas.NA,
        }
    ).astype({"numerator": "Int64", "denominator": "Int64", "low": "Float64", "high": "Float64"})


def _sum(cells: pandas.DataFrame, marks: tuple[str, ...]) -> pandas.Series:
    return cells[list(marks)].sum(axis=1).astype("Int64")


def _state(n: pandas.Series, minimum: int) -> pandas.Series:
    state = pandas.Series("shown", index=n.index)
    return state.mask(n < minimum, "below_minimum").mask(n == 0, "no_events")
