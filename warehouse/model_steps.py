"""The steps of models: what of a build each SELECT of configuration, of staging and of the marts becomes."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from duckdb import DuckDBPyConnection

from warehouse.cache import Remarks, Step, executing
from warehouse.checks import check_mart, check_staging, finding_queries
from warehouse.graph import Model

FINDING = "finding"


def configuration_step(model: Model) -> Step:
    """A table of what the operator's files say."""
    made = f"CREATE TABLE {model.table} AS {model.sql}"
    return Step(model.table, made, model.reads, executing(made), tables=(model.table,))


def staging_steps(models: Collection[Model]) -> Iterator[Step]:
    """A table of what several marts read; else a view: written down, it would only be read back once."""
    readers = Counter(read for model in models for read in model.reads)
    for model in of_schema(models, "staging"):
        yield _staging_step(model, is_view=readers[model.table] < 2)


def _staging_step(model: Model, *, is_view: bool) -> Step:
    made = f"CREATE {'VIEW' if is_view else 'TABLE'} {model.table} AS {model.sql}"

    def make(connection: DuckDBPyConnection) -> Remarks:
        connection.execute(made)
        check_staging(connection, model, model.name.partition("__")[0])
        return Remarks()

    named = (model.table,)
    return Step(model.table, made, model.reads, make, tables=() if is_view else named, views=named if is_view else ())


def mart_step(model: Model) -> Step:
    """A mart with its checks; what is published lies in the order of its grain, so that publishing need not sort it."""
    findings = tuple(f"part.{FINDING}__{each}" for each in judging([model]))

    def make(connection: DuckDBPyConnection) -> Remarks:
        query = model.sql.rstrip().rstrip(";")
        order = f"ORDER BY {', '.join(model.grain)}" if model.is_published else ""
        connection.execute(f"CREATE TABLE {model.table} AS FROM (\n{query}\n) {order}")
        warnings = check_mart(connection, model)
        for part in findings:
            connection.execute(f"CREATE TABLE {part} AS FROM part.{FINDING}")
            for each in finding_queries(model):
                connection.execute(f"INSERT INTO {part} {each}")
        return Remarks(tuple(warnings))

    text = model.sql + json.dumps(model.description, default=str)
    contents = {model.table: model.table} if model.is_published else {}
    return Step(model.table, text, model.reads, make, tables=(model.table, *findings), contents=contents)


def judging(models: Iterable[Model]) -> list[str]:
    """The marts whose checks add findings, as the parts of quality.finding are named."""
    return [f"marts__{model.name}" for model in of_schema(models, "marts") if any(model.checks(FINDING))]


def of_schema(models: Iterable[Model], schema: str) -> Iterator[Model]:
    """The models of one layer."""
    return (model for model in models if model.schema == schema)
