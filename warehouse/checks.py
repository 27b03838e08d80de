"""What must hold before a build is published: counts kept, grains unique, columns described, models' own checks."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from duckdb import DuckDBPyConnection

from warehouse.errors import CheckFailed
from warehouse.graph import Model


@dataclass(frozen=True)
class Content:
    """What rows hold, whatever order they lie in: their number, and the sum over a hash of each.

    Contents of the parts of a table add up to the content of the table.
    """

    row_count: int
    hash_sum: int

    def __add__(self, other: "Content") -> "Content":
        return Content(self.row_count + other.row_count, self.hash_sum + other.hash_sum)


def check_staging(connection: DuckDBPyConnection, model: Model, source_id: str) -> None:
    """Staging keeps the row count of the one accepted table it reads. Raises `CheckFailed` of that source."""
    (accepted,) = model.reads
    before, after = _count(connection, accepted), _count(connection, model.table)
    if before != after:
        raise CheckFailed(
            f"{model.path.name}: {accepted} có {before} dòng, {model.table} có {after}; "
            "staging không được thêm bớt dòng.",
            source_id,
        )


def check_mart(connection: DuckDBPyConnection, model: Model) -> list[str]:
    """Grain, described columns and the model's own checks; the sentences of those that only warn.

    Raises `CheckFailed` for the first `stop` check that finds rows.
    """
    _check_columns(connection, model)
    _check_grain(connection, model)
    warnings = []
    for check in model.checks("stop", "warn"):
        found = _scalar(connection, f"SELECT count(*) FROM ({check['sql']}\n)")
        sentence = f"{model.table}: {check['message_vi']} ({found} dòng)"
        if found and check["severity"] == "stop":
            raise CheckFailed(sentence)
        if found:
            warnings.append(sentence)
    return warnings


def finding_queries(model: Model) -> list[str]:
    """One SELECT of quality.finding's columns for each `finding` check: such rows are listed and never stop a build.

    A check with `table` finds landed rows of that table of its source: its SELECT says on which page they stand.
    """
    return [
        f"""
        SELECT '{check["source"]}' AS source, '{check.get("table", model.name)}' AS table_name, key,
            '{check["id"]}' AS code, message_vi, mended_by,
            {"batch, page" if "table" in check else "NULL AS batch, NULL AS page"}, NULL AS row, NULL AS landed_at
        FROM ({check["sql"]}
        )
        """
        for check in model.checks("finding")
    ]


def content_of(connection: DuckDBPyConnection, table: str) -> Content:
    """What a table or view holds.

    By DuckDB's own hash of 64 bits, which is the same on every machine but may change with its version (ADR 0004): a
    digest of each row as text took a fifth of a whole build.
    """
    sums = f"SELECT count(*), coalesce(sum(hash(whole)::HUGEINT), 0) FROM {table} AS whole"
    return Content(*map(int, connection.execute(sums).fetchone() or (0, 0)))


def content_hash(connection: DuckDBPyConnection, tables: Iterable[str]) -> str:
    """One hash over the rows of all tables: equal content, equal hash."""
    return hash_of((table, content_of(connection, table)) for table in tables)


def hash_of(contents: Iterable[tuple[str, Content]]) -> str:
    """The same from contents, some of which may be parts of one table."""
    added: dict[str, Content] = {}
    for table, content in contents:
        added[table] = added.get(table, Content(0, 0)) + content
    whole = [(table, *astuple(added[table])) for table in sorted(added)]
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _check_columns(connection: DuckDBPyConnection, model: Model) -> None:
    made = {row[0] for row in connection.execute(f"DESCRIBE {model.table}").fetchall()}
    described = set(model.description["columns"])
    if made != described:
        raise CheckFailed(
            f"{model.path.with_suffix('.toml').name}: chưa mô tả cột: {', '.join(sorted(made - described)) or '-'}; "
            f"không có cột: {', '.join(sorted(described - made)) or '-'}"
        )


def _check_grain(connection: DuckDBPyConnection, model: Model) -> None:
    grain = ", ".join(model.grain)
    repeating = f"SELECT {grain} FROM {model.table} GROUP BY ALL HAVING count(*) > 1"
    repeated = _scalar(connection, f"SELECT count(*) FROM ({repeating})")
    if repeated:
        raise CheckFailed(f"{model.table}: {repeated} khóa ({grain}) có hơn một dòng")


def _count(connection: DuckDBPyConnection, table: str) -> int:
    return int(str(_scalar(connection, f"SELECT count(*) FROM {table}")))


def _scalar(connection: DuckDBPyConnection, query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
