"""The models: which SQL files there are, what each reads, in which order they run, and what no model may say."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
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
# What sources alone tell of themselves. Findings are no part of it, since marts add to them; nor are the outcomes of
# builds, or each build would change what the next one reads.
OF_SOURCES = frozenset(
    {"landed.pull", *(f"quality.{name}" for name in ("row_exit", "held_row", "provenance", "control_total"))}
)
READS = {
    "config": {"config_file", "config"},
    "staging": {"accepted"},
    "marts": {"config", "staging", "marts", *OF_SOURCES},
    "macros": {"marts"},
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
    """One plain SELECT that becomes the table `schema.name`; `description` is its TOML, empty where none is asked.

    `reads` names the tables of the SELECT and of the model's checks, but not its own.
    """

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

    @property
    def is_published(self) -> bool:
        """Whether snapshots hold the table (`is_published`): rows of single persons stay in the build file, and so do
        the steps towards another mart that nobody asks for themselves."""
        return bool(self.description.get("is_published", True))

    def checks(self, *severities: str) -> Iterator[Mapping[str, Any]]:
        """The checks of these severities (stop, warn, finding), as the TOML has them."""
        return (check for check in self.description.get("check", ()) if check["severity"] in severities)


@dataclass(frozen=True)
class Macro:
    """A question with parameters that screens put to the marts, published with them: `CREATE MACRO marts.…`."""

    name: str
    sql: str
    reads: frozenset[str]


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
    """One model from its text, linted with its checks. Raises `ModelInvalid`."""
    query = _select(sql, path, "một mô hình")
    reads = tables_of(query)
    if schema == "staging" and (len(reads) != 1 or query.find(exp.Join)):
        raise ModelInvalid(f"{path.name}: staging đọc đúng một bảng accepted, không JOIN")
    _lint(schema, path, query)
    for check in description.get("check", ()):
        asked = _select(check["sql"], path.with_suffix(".toml"), "một phép kiểm tra")
        _lint(schema, path.with_suffix(".toml"), asked)
        reads |= tables_of(asked) - {f"{schema}.{name}"}
    return Model(schema, name, sql, path, reads, description)


def read_macros() -> tuple[Macro, ...]:
    """All macros over the marts, linted as models are. Raises `ModelInvalid`."""
    return tuple(parse_macro(path.read_text(encoding="utf-8"), path) for path in sorted(HERE.glob("macros/*.sql")))


@cache
def parse_macro(sql: str, path: Path) -> Macro:
    """One macro from its text. Raises `ModelInvalid`."""
    name, statement = f"marts.{path.stem}", _statement(sql, path)
    is_macro = isinstance(statement, exp.Create) and statement.kind == "MACRO"
    if statement is None or not is_macro or not isinstance(query := statement.expression, exp.Query):
        raise ModelInvalid(f"{path.name}: một macro là đúng một câu CREATE MACRO {name}(…) AS TABLE SELECT …")
    if tables_of(statement.this) != {name}:
        raise ModelInvalid(f"{path.name}: macro phải tên là {name}")
    _lint("macros", path, query)
    return Macro(name, sql, tables_of(query))


def _read(schema: str, name: str, path: Path) -> Model:
    beside = path.with_suffix(".toml")
    if schema == "marts" and not beside.exists():
        raise ModelInvalid(f"{path.name}: thiếu {beside.name} (grain, owner, description, columns, checks)")
    described = beside.read_text(encoding="utf-8") if beside.exists() else ""
    return _model(schema, name, path.read_text(encoding="utf-8"), path, described)


@cache
def _model(schema: str, name: str, sql: str, path: Path, described: str) -> Model:
    """The same texts are read once a process: reading all models takes half of a small build."""
    return parse_model(schema, name, sql, path, tomllib.loads(described))


def tables_of(query: exp.Expr) -> frozenset[str]:
    """The qualified tables that a query names, "schema.table"."""
    return frozenset(f"{table.db}.{table.name}" for table in query.find_all(exp.Table) if table.db)


@cache
def tables_in(condition: str) -> frozenset[str]:
    """The same of an SQL condition or value, such as a rule of a source has. Raises `ModelInvalid`."""
    return tables_of(_select(f"SELECT {condition}", Path("source.toml"), condition))


def _select(sql: str, path: Path, what: str) -> exp.Query:
    statement = _statement(sql, path)
    if not isinstance(statement, exp.Query):
        raise ModelInvalid(f"{path.name}: {what} là đúng một câu SELECT")
    return statement


def _statement(sql: str, path: Path) -> exp.Expr | None:
    """The one statement of a text, or None where it holds none or several."""
    try:
        statements = [statement for statement in sqlglot.parse(sql, read=DIALECT) if statement is not None]
    except SqlglotError as error:
        raise ModelInvalid(f"{path.name}: SQL không đọc được: {error}") from error
    return statements[0] if len(statements) == 1 else None


def _lint(schema: str, path: Path, query: exp.Query) -> None:
    reads = tables_of(query)
    said = {name for call in query.find_all(exp.Func) if (name := _function_name(call)) in FORBIDDEN}
    if said:
        raise ModelInvalid(f"{path.name}: không được dùng {', '.join(sorted(said))}: kết quả không xác định")
    if any(cast.to.this in (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT) for cast in query.find_all(exp.Cast)):
        raise ModelInvalid(f"{path.name}: không được dùng DOUBLE hay FLOAT: tổng đổi theo số luồng; dùng DECIMAL")
    local = {common.alias for common in query.find_all(exp.CTE)}
    bare = {table.sql(DIALECT) for table in query.find_all(exp.Table) if not table.db and table.name not in local}
    foreign = sorted(bare | {table for table in reads if not {table, table.split(".")[0]} & READS[schema]})
    if foreign:
        raise ModelInvalid(f"{path.name}: tầng {schema} không được đọc {', '.join(foreign)}")


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
