"""The models: which SQL files there are, what each reads, in which order they run, and what no model may say."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from connectors.kit.contract import Source
from warehouse.errors import ModelInvalid

HERE = Path(__file__).resolve().parent
DIALECT = "duckdb"
READS = {
    "config": {"config_file", "config"},
    "staging": {"accepted"},
    "marts": {"config", "staging", "marts"},
}
# Their answer may differ between two builds of one landing, or they ask the clock, the network or chance.
FORBIDDEN = frozenset(
    (
        *("any_value", "first", "last", "arbitrary", "arg_max", "arg_min", "max_by", "min_by", "mode"),
        *("now", "current_date", "current_timestamp", "current_time", "localtimestamp", "localtime", "today"),
        *("get_current_timestamp", "random", "rand", "uuid", "gen_random_uuid", "getenv", "read_csv", "read_parquet"),
    )
)


@dataclass(frozen=True)
class Model:
    """One plain SELECT that becomes the table `schema.name`; `description` is its TOML, empty where none is asked."""

    schema: str
    name: str
    sql: str
    path: Path
    reads: frozenset[str]
    description: Mapping[str, Any]

    @property
    def table(self) -> str:
        """The qualified name of the table that this model makes."""
        return f"{self.schema}.{self.name}"

    @property
    def grain(self) -> tuple[str, ...]:
        """The columns that name one row; empty where none are declared."""
        return tuple(self.description.get("grain", ()))


def read_models(sources: Iterable[Source]) -> tuple[Model, ...]:
    """All models in the order they run. Raises `ModelInvalid` naming file and fault."""
    found = [_read("config", path.stem, path) for path in sorted((HERE / "configuration").glob("*.sql"))]
    for source in sources:
        found += [
            _read("staging", f"{source.id}__{path.stem}", path) for path in sorted(source.folder.glob("staging/*.sql"))
        ]
    found += [_read("marts", path.stem, path) for path in sorted((HERE / "marts").glob("*/*.sql"))]
    return _ordered(found)


def parse_model(schema: str, name: str, sql: str, path: Path, description: Mapping[str, Any]) -> Model:
    """One model from its text, linted. Raises `ModelInvalid`."""
    try:
        statements = [statement for statement in sqlglot.parse(sql, read=DIALECT) if statement is not None]
    except SqlglotError as error:
        raise ModelInvalid(f"{path.name}: SQL không đọc được: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ModelInvalid(f"{path.name}: một mô hình là đúng một câu SELECT")
    reads = _tables(statements[0])
    _lint(schema, path, statements[0], reads)
    return Model(schema, name, sql, path, reads, description)


def _read(schema: str, name: str, path: Path) -> Model:
    beside = path.with_suffix(".toml")
    if schema == "marts" and not beside.exists():
        raise ModelInvalid(f"{path.name}: thiếu {beside.name} (grain, owner, description, columns, checks)")
    description = tomllib.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return parse_model(schema, name, path.read_text(encoding="utf-8"), path, description)


def _tables(query: exp.Query) -> frozenset[str]:
    return frozenset(f"{table.db}.{table.name}" for table in query.find_all(exp.Table) if table.db)


def _lint(schema: str, path: Path, query: exp.Query, reads: frozenset[str]) -> None:
    said = {name for call in query.find_all(exp.Func) if (name := _function_name(call)) in FORBIDDEN}
    if said:
        raise ModelInvalid(f"{path.name}: không được dùng {', '.join(sorted(said))}: kết quả không xác định")
    if any(cast.to.this in (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT) for cast in query.find_all(exp.Cast)):
        raise ModelInvalid(f"{path.name}: không được dùng DOUBLE hay FLOAT: tổng đổi theo số luồng; dùng DECIMAL")
    local = {common.alias for common in query.find_all(exp.CTE)}
    bare = {table.sql(DIALECT) for table in query.find_all(exp.Table) if not table.db and table.name not in local}
    foreign = sorted(bare | {table for table in reads if table.split(".")[0] not in READS[schema]})
    if foreign:
        raise ModelInvalid(f"{path.name}: tầng {schema} không được đọc {', '.join(foreign)}")
    if schema == "staging" and (len(reads) != 1 or query.find(exp.Join)):
        raise ModelInvalid(f"{path.name}: staging đọc đúng một bảng accepted, không JOIN")


def _function_name(call: exp.Func) -> str:
    return call.name.lower() if isinstance(call, exp.Anonymous) else call.sql_name().lower()


def _ordered(models: list[Model]) -> tuple[Model, ...]:
    by_table = {model.table: model for model in models}
    # Schemas run one after another, so that only names inside a schema are looked up here.
    after = {model.table: sorted(read for read in model.reads if read in by_table) for model in models}
    for model in models:
        missing = [r for r in model.reads if r.split(".")[0] in ("staging", "marts") and r not in by_table]
        if missing:
            raise ModelInvalid(f"{model.path.name}: không có bảng {', '.join(missing)}")
    try:
        return tuple(by_table[table] for table in TopologicalSorter(after).static_order())
    except CycleError as error:
        raise ModelInvalid(f"Các mô hình đọc vòng tròn: {' → '.join(error.args[1])}") from error
