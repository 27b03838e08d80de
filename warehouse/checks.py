"""What must hold before a build is published: counts kept, grains unique, columns described, models' own checks."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from warehouse.errors import CheckFailed
from warehouse.graph import Model


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
    for check in model.description.get("check", ()):
        found = _scalar(connection, f"SELECT count(*) FROM ({check['sql']})")
        sentence = f"{model.table}: {check['message_vi']} ({found} dòng)"
        if found and check["severity"] == "stop":
            raise CheckFailed(sentence)
        if found:
            warnings.append(sentence)
    return warnings


def content_hash(connection: DuckDBPyConnection, tables: Iterable[str]) -> str:
    """One hash over the rows of all tables, whatever order they lie in: equal content, equal hash."""
    hashed = []
    for table in sorted(tables):
        rows = f"SELECT md5_number(whole::VARCHAR) AS number FROM {table} AS whole"
        low, high = "number & 18446744073709551615::UHUGEINT", "number >> 64"
        hashed.append(f"SELECT '{table}', count(*), sum(({low})::HUGEINT), sum(({high})::HUGEINT) FROM ({rows})")
    content = [connection.execute(query).fetchone() for query in hashed]
    return str(_scalar(connection, "SELECT sha256(?)", [repr(content)]))


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


def _scalar(connection: DuckDBPyConnection, query: str, parameters: list[object] | None = None) -> object:
    row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None
