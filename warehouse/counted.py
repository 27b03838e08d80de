"""The rows behind a number: what a published definition counts for one unit and period, as SQL around a screen's query.

The definition is the snapshot's own, so that a list made from last year's snapshot is by last year's rule.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from warehouse.errors import QueryInvalid, SnapshotOutdated
from warehouse.snapshots import connections
from warehouse.valuation_sql import interval

LOCAL = ("start", "cutoff", "counted_unit", "counted_from", "counted_basis")
# The definitions with the rows of one part of a composite in place of its own, which it has none of.
OF_A_PART = """(
    SELECT definition.* REPLACE (part.numerator_rows AS numerator_rows, part.denominator_rows AS denominator_rows)
    FROM marts.indicator_definition AS definition
    INNER JOIN marts.indicator_part AS part USING (indicator, valid_from)
    WHERE part.part = ?
)"""


@dataclass(frozen=True)
class Counted:
    """One indicator for one unit in one period: `start` to `cutoff`, its first and last day that count.

    `only` are (column of the mart, value) that leave a part of the unit's rows; `part` is the number of one part of a
    composite.
    """

    indicator: str
    unit_code: str
    unit_from: date
    basis: str
    start: date
    cutoff: date
    only: tuple[tuple[str, str], ...] = ()
    part: int | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """What the SQL below is bound to, beside `$scope`."""
        values = (self.start, self.cutoff, self.unit_code, self.unit_from, self.basis)
        narrowed = {f"only_{at}": value for at, (_, value) in enumerate(self.only)}
        return dict(zip(LOCAL, values, strict=True)) | narrowed

    @property
    def condition(self) -> str:
        """What a row must be beside being counted. Raises `QueryInvalid` for what is no column's name."""
        for column, _ in self.only:
            if not column.isidentifier():
                raise QueryInvalid(f"{column!r} không phải tên cột")
        return "".join(f" AND mart.{column} = $only_{at}" for at, (column, _) in enumerate(self.only))


@dataclass(frozen=True)
class Membership:
    """A row of marts.indicator_definition; conditions and expressions are SQL that the build wrote."""

    mart: str
    unit_code_column: str
    unit_from_column: str
    numerator_rows: str | None
    denominator_rows: str | None
    valuation: str | None
    band: str | None
    kind: str

    @property
    def above(self) -> str:
        """The condition on a row above the line; false for every row where there is no line."""
        return self.numerator_rows or "false"

    @property
    def below(self) -> str:
        """The condition on a row below the line."""
        return self.denominator_rows or "false"

    def bound(self, side: str) -> str:
        """An end of a ratio's interval, "-" or "+"; nothing for what is no ratio."""
        return interval(side) if self.kind == "ratio" else "NULL::DECIMAL(18, 6)"


def with_rows(text: str, path: Path, counted: Counted) -> str:
    """`text` with the relation `counted` before it: the rows of either side of the line, each once.

    Its columns are the mart's, `is_numerator`, `is_denominator`, and the period's `first_day` and `last_day`. Raises
    `QueryInvalid`.
    """
    return _before(text, _rows(membership(path, counted.indicator, counted.cutoff, counted.part), counted))


def judged(text: str, path: Path, counted: Counted) -> str:
    """As `with_rows`, and each row of `text` judged like a figure of the indicator.

    `text` gives `numerator` and `denominator` by whatever it groups by; added are `value`, `n`, `state`, `target`,
    `band`, and `low` and `high` of a ratio. Raises `QueryInvalid` for what cannot be added up.
    """
    rule = membership(path, counted.indicator, counted.cutoff)
    if rule.valuation is None:
        raise QueryInvalid(f"Chỉ tiêu {counted.indicator} không chia nhỏ được: giá trị của nó không cộng được.")
    days = "$start AS period_start, $cutoff AS cutoff_date, ($cutoff - $start + 1) AS days_passed"
    return f"""
        WITH {_rows(rule, counted)},
        grouped AS ({text}),
        valued AS (SELECT *, {rule.valuation} FROM (SELECT grouped.*, {days} FROM grouped) AS dated)
        SELECT * EXCLUDE (value, denominator, period_start, cutoff_date, days_passed),
            {"denominator" if rule.denominator_rows else "NULL::BIGINT"} AS denominator,
            CASE WHEN state = 'shown' THEN value END AS value, {rule.band or "NULL"} AS band,
            {rule.bound("-")} AS low, {rule.bound("+")} AS high
        FROM valued
    """


@lru_cache(maxsize=256)
def membership(path: Path, indicator: str, cutoff: date, part: int | None = None) -> Membership:
    """The definition of the snapshot at `path` that holds for a period cut off on that day, or of one of its parts.

    Raises `QueryInvalid` where there is none or its rows are not published, `SnapshotOutdated` where the snapshot is
    older than definitions.
    """
    definitions = OF_A_PART if part else "marts.indicator_definition"
    newest = (
        f"SELECT {', '.join(Membership.__dataclass_fields__)} FROM {definitions} "
        "INNER JOIN (SELECT indicator, kind FROM marts.indicator) USING (indicator) "
        "WHERE indicator = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1"
    )
    try:
        asked = [part, indicator, cutoff] if part else [indicator, cutoff]
        found = connections.cursor(path).execute(newest, asked).fetchone()
    except duckdb.CatalogException as error:
        raise SnapshotOutdated(f"Bản số liệu {path.stem} chưa có bảng định nghĩa của chỉ tiêu.") from error
    if found is None:
        raise QueryInvalid(f"Không có chỉ tiêu {indicator} tại ngày {cutoff:%d/%m/%Y}.")
    if found[0] is None:
        raise QueryInvalid(
            f"Chỉ tiêu {indicator} được tính từ dữ liệu từng người, không đưa vào bản số liệu; "
            "hãy xem danh sách theo lớp hoặc theo đơn vị."
        )
    return Membership(*found)


def _rows(rule: Membership, counted: Counted) -> str:
    code, valid_from = f"mart.{rule.unit_code_column}", f"mart.{rule.unit_from_column}"
    return f"""counted AS (
        SELECT mart.*, coalesce({rule.above}, false) AS is_numerator,
            coalesce({rule.below}, false) AS is_denominator, $start AS first_day, $cutoff AS last_day
        FROM {rule.mart} AS mart
        WHERE (({rule.above}) OR ({rule.below})){counted.condition}
            AND ({code}, {valid_from}) IN (
                SELECT (unit_code, unit_from) FROM marts.unit_lineage
                WHERE basis = $counted_basis AND in_code = $counted_unit AND in_from = $counted_from
                    AND list_contains($scope, in_code)
            )
    )"""


def _before(text: str, relation: str) -> str:
    lines = text.splitlines()
    body = "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()
    return f"WITH {relation}, {body[4:]}" if body[:5].upper().split() == ["WITH"] else f"WITH {relation} {body}"
