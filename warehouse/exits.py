"""Gives each landed row its one exit, and holds that they add up; in which order tables are judged."""

from graphlib import CycleError, TopologicalSorter

from duckdb import DuckDBPyConnection

from connectors.kit.candidates import QUOTED_MACRO
from connectors.kit.contract import Source, Table
from connectors.kit.exit_sql import exit_statements
from warehouse.errors import CheckFailed, ModelInvalid
from warehouse.gone import gone_sql
from warehouse.graph import tables_in


def judging_statements(source: Source, table: Table) -> tuple[str, ...]:
    """What judges the rows of `landed.<source>__<table>`."""
    gone = gone_sql(f"{source.id}__{table.name}", source, table)
    return exit_statements(source, table, gone, keeps_candidates=keeps_candidates(source, table))


def keeps_candidates(source: Source, table: Table) -> bool:
    """Whether judging another table reads what decides about the rows of this one; else it goes with the judgement."""
    return any(f"candidate.{source.id}__{table.name}" in read_by(source, each) for each in source.tables.values())


def read_by(source: Source, table: Table) -> frozenset[str]:
    """The tables that judging reads beside the landed rows: those its rules name, and the list of keys that exist."""
    said = [text for rule in table.rules for text in (rule.where, *rule.values.values())]
    listed = {f"candidate.{source.id}__{table.removed_by}"} if table.removed_by else set()
    return frozenset(listed).union(*map(tables_in, said))


def in_order(source: Source) -> list[Table]:
    """A source's tables, each after those that judging it reads. Raises `ModelInvalid` where they read each other."""
    prefixes = (f"accepted.{source.id}__", f"candidate.{source.id}__")
    after = {
        table.name: [
            read.removeprefix(prefix)
            for read in sorted(read_by(source, table))
            for prefix in prefixes
            if read.startswith(prefix)
        ]
        for table in source.tables.values()
    }
    try:
        return [source.tables[name] for name in TopologicalSorter(after).static_order() if name in source.tables]
    except CycleError as error:
        raise ModelInvalid(f"{source.id}/source.toml: các bảng đọc vòng tròn: {' → '.join(error.args[1])}") from error


def give_exits(connection: DuckDBPyConnection, source: Source, table: Table, landed_count: int) -> None:
    """Judge all rows of one table: fills accepted.* and this table's parts of quality.

    Raises `CheckFailed` naming the source where the exits do not add up to `landed_count`.
    """
    connection.execute(QUOTED_MACRO)
    for statement in judging_statements(source, table):
        connection.execute(statement)
    _require_balance(connection, source, table, landed_count)


def _require_balance(connection: DuckDBPyConnection, source: Source, table: Table, landed_count: int) -> None:
    name = f"{source.id}__{table.name}"
    (given,) = connection.execute(f"SELECT count(*) FROM candidate.{name}_verdict").fetchone() or (0,)
    if landed_count != given:
        raise CheckFailed(
            f"Bảng {name}: {landed_count} bản ghi nhận về nhưng {given} bản ghi có kết quả xử lý; "
            f"số liệu mới của nguồn {source.id} được giữ lại, xem bảng candidate.{name}_verdict trong tệp build.",
            source.id,
        )
