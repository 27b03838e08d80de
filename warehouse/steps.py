"""All that a build does, as steps that each name all they depend on: what `warehouse.cache` brings up to date."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from config.settings import PROJECT
from connectors.kit.candidates import typed_columns
from connectors.kit.contract import Source, Table
from connectors.kit.exit_sql import PARTS, exit_tables, exit_views
from connectors.kit.landing import Manifest
from connectors.kit.registry import sources
from warehouse.cache import Remarks, Step, executing
from warehouse.exits import give_exits, in_order, judging_statements, keeps_candidates, read_by
from warehouse.graph import Macro, Model, read_macros, read_models
from warehouse.horizon import Inputs, identity
from warehouse.indicators import Indicator
from warehouse.landed import make_batches, make_rows
from warehouse.model_steps import FINDING, configuration_step, judging, mart_step, of_schema, staging_steps
from warehouse.outcome_rows import OUTCOME, known_outcomes, outcome_rows
from warehouse.totals import CONTROL_TOTAL, total_rows
from warehouse.typed import make_typed
from warehouse.values import (
    DICTIONARY,
    PART_VALUE_COLUMNS,
    VALUE_COLUMNS,
    VALUE_GRAIN,
    describe_indicators,
    indicator_queries,
)

VALUES, PART_VALUES = "marts.indicator_value", "marts.indicator_part_value"
BATCHES = "landed.batch"


def steps(inputs: Inputs, indicators: Iterable[Indicator]) -> Iterator[Step]:
    """Every step of a build of `inputs`, in an order in which each comes after what it reads."""
    models = read_models(sources().values())
    yield from configuration_steps(inputs, models)
    yield _batches_step(inputs)
    outcomes = known_outcomes(inputs.known_at)
    yield _rows_step("quality.control_total", CONTROL_TOTAL, total_rows(inputs.batches, outcomes))
    for source in sources().values():
        for table in in_order(source):
            yield _exits_step(source, table, inputs.batches[source.id])
    # Marts read what sources tell of themselves, so these come before them; findings come after, since marts add some.
    yield from (_united_step(name, _judged()) for name in PARTS if name != FINDING)
    yield _rows_step("landed.pull", OUTCOME, outcome_rows(each for each in outcomes if each.action == "pull"))
    yield from staging_steps(models)
    yield from (mart_step(model) for model in of_schema(models, "marts"))
    yield from _indicator_steps(tuple(indicators), frozenset(each.table for each in models if not each.is_published))
    yield _rows_step("quality.outcome", OUTCOME, outcome_rows(outcomes))
    yield _united_step(FINDING, [*_judged(), *judging(models)])
    for macro in read_macros():
        yield _macro_step(macro)


def configuration_steps(inputs: Inputs, models: Iterable[Model]) -> Iterator[Step]:
    """The operator's CSV files as text (`config_file.*`), the date of the build (`config.today`), and config models.

    What depends on the date says so by reading `config.today`, and is made anew on another day.
    """
    for path in sorted((PROJECT / "config").glob("*.csv")):
        yield _file_step(path)
    # No period that began before the first day asked for is known whole, whatever older records come by a change.
    days = ", ".join(f"('{source.id}', DATE '{source.first_day}')" for source in sources().values())
    asked = f"CREATE TABLE config.source AS SELECT * FROM (VALUES {days}) AS source (source, first_day)"
    yield Step("config.source", asked, frozenset(), executing(asked), tables=("config.source",))
    yield _schedule_step()
    today = f"CREATE TABLE config.today AS SELECT DATE '{inputs.today}' AS today_date"
    yield Step("config.today", today, frozenset(), executing(today), tables=("config.today",))
    yield from (configuration_step(model) for model in of_schema(models, "config"))


def _schedule_step() -> Step:
    """On which days each source delivers, and by what time: apart from config.source, which every indicator reads."""
    table = "config.source_schedule"
    told = ((each.id, each.schedule.calendar, each.schedule.deadline) for each in sources().values())
    rows = ", ".join(f"('{source}', '{calendar}', TIME '{deadline}')" for source, calendar, deadline in told)
    made = f"CREATE TABLE {table} AS SELECT * FROM (VALUES {rows}) AS schedule (source, calendar, deadline)"
    return Step(table, made, frozenset(), executing(made), tables=(table,))


def _file_step(path: Path) -> Step:
    name = f"config_file.{path.stem}"
    query = f"CREATE TABLE {name} AS FROM read_csv(?, all_varchar = true, header = true, nullstr = '')"

    def make(connection: DuckDBPyConnection) -> Remarks:
        connection.execute(query, [str(path)])
        return Remarks()

    return Step(name, query + path.read_text(encoding="utf-8"), frozenset(), make, tables=(name,))


def _batches_step(inputs: Inputs) -> Step:
    landed = [each for batches in inputs.batches.values() for each in batches]

    def make(connection: DuckDBPyConnection) -> Remarks:
        make_batches(connection, landed)
        return Remarks()

    tables = (BATCHES, "quality.provenance")
    return Step(BATCHES, _identities(landed), frozenset(), make, tables=tables)


def _exits_step(source: Source, table: Table, batches: Iterable[Manifest]) -> Step:
    """Judging depends on the batches that hold the table, and on those that say which records still exist.

    It reads landed.batch only for the latter, which its text tells, so that a batch of another stream leaves its tables
    standing.
    """
    name = f"{source.id}__{table.name}"
    held = [each for each in batches if table.name in each.rows]
    listing = [each for each in batches if table.removed_by and each.kind == "reconciliation"]

    def make(connection: DuckDBPyConnection) -> Remarks:
        files = make_typed(connection, name, table, held)
        give_exits(connection, source, table, sum(each.rows[table.name] for each in held))
        return Remarks(files=files)

    judging = [typed_columns(table), *judging_statements(source, table)]
    return Step(
        name=f"accepted.{name}",
        text="\n".join([*judging, _identities(held), _identities(listing)]),
        reads=read_by(source, table),
        make=make,
        tables=(f"landed.{name}__file", *exit_tables(name, keeps_candidates=keeps_candidates(source, table))),
        views=(f"landed.{name}", *exit_views(name)),
        source=source.id,
        after=frozenset({BATCHES}),
    )


def _indicator_steps(indicators: tuple[Indicator, ...], withheld: frozenset[str]) -> Iterator[Step]:
    """The values of each indicator, a table each, and all of them together with their dictionary.

    `withheld` are the marts that are not published: nobody can be led to their rows.
    """
    queries = tuple(indicator_queries(indicators))
    yield from _counting_steps(VALUES, VALUE_COLUMNS, {each.indicator: (each.sql, each.reads) for each in queries})
    of_parts = {f"{each.indicator}__part": (each.parts_sql, each.reads) for each in queries if each.parts_sql}
    yield from _counting_steps(PART_VALUES, PART_VALUE_COLUMNS, of_parts)

    def describe(connection: DuckDBPyConnection) -> Remarks:
        describe_indicators(connection, indicators, withheld)
        return Remarks()

    tables = tuple(DICTIONARY)
    contents = {table: table for table in tables}
    text = repr((indicators, sorted(withheld)))
    yield Step(tables[0], text, frozenset(), describe, tables=tables, contents=contents)


def _counting_steps(whole: str, columns: str, queries: Mapping[str, tuple[str, frozenset[str]]]) -> Iterator[Step]:
    """A table for each of `queries`, {name: (SELECT, tables that it reads)}, and `whole`, all of them in its order."""
    for name, (sql, reads) in queries.items():
        made = f"CREATE TABLE indicator.{name} ({columns}); INSERT INTO indicator.{name} BY NAME {sql}"
        yield Step(f"indicator.{name}", made, reads, executing(made), tables=(f"indicator.{name}",))
    parts = [f"indicator.{name}" for name in queries]
    united = " UNION ALL ".join(f"FROM {part}" for part in parts)
    filled = f"INSERT INTO {whole} FROM ({united}) ORDER BY {', '.join(VALUE_GRAIN[whole])}" if parts else ""
    made = f"CREATE TABLE {whole} ({columns}); {filled}"
    yield Step(whole, made, frozenset(parts), executing(made), tables=(whole,), contents={whole: whole})


def _rows_step(table: str, columns: Mapping[str, pa.DataType], rows: list[tuple[object, ...]]) -> Step:
    def make(connection: DuckDBPyConnection) -> Remarks:
        make_rows(connection, table, columns, rows)
        return Remarks()

    return Step(table, repr(rows), frozenset(), make, tables=(table,))


def _united_step(name: str, parts: Iterable[str]) -> Step:
    """What sources and marts each added to a table of quality, as one: a part that stands is not judged again."""
    added = [f"part.{name}__{part}" for part in parts]
    made = f"CREATE TABLE quality.{name} AS {' UNION ALL '.join(f'FROM {each}' for each in (f'part.{name}', *added))}"
    return Step(f"quality.{name}", made, frozenset(added), executing(made), tables=(f"quality.{name}",))


def _judged() -> list[str]:
    return [f"{source.id}__{table}" for source in sources().values() for table in source.tables]


def _macro_step(macro: Macro) -> Step:
    return Step(macro.name, macro.sql, macro.reads, executing(f"DROP MACRO TABLE IF EXISTS {macro.name}; {macro.sql}"))


def _identities(batches: Iterable[Manifest]) -> str:
    return json.dumps([identity(each) for each in batches])
