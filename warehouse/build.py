"""One build: from batches to a published snapshot. A pure function of (landing, SQL, configuration, date)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from config import clock
from config.locks import hold
from config.outcomes import begin, finish
from config.places import places
from connectors.kit.registry import sources
from warehouse.checks import check_mart, check_staging, content_hash
from warehouse.errors import CheckFailed, NothingLanded
from warehouse.exits import give_exits
from warehouse.graph import Model, read_models
from warehouse.horizon import Inputs, collect
from warehouse.indicators import read_indicators
from warehouse.landed import load_configuration, load_landed, open_build
from warehouse.outcome_rows import load_outcomes
from warehouse.publish import Pointer, export, prune, read_pointer, snapshot_id, write_pointer
from warehouse.values import VALUE_GRAIN, compute_indicators


@dataclass(frozen=True)
class BuildResult:
    """What a build came to. `held_sources` are published without their newest batches."""

    snapshot_id: str
    is_new: bool
    held_sources: tuple[str, ...]
    content_hash: str


def build(*, as_known_at: datetime | None = None) -> BuildResult:
    """Build, check and publish; or, with `as_known_at`, write what was known then to asof/ and leave the pointer alone.

    Raises `NothingLanded`, and `CheckFailed` where a shared model fails; the snapshot served stays. Either is written
    as an outcome.
    """
    with hold("build", "build"):
        started = begin("build", "build")
        try:
            result = _publish(
                collect(clock.today() if as_known_at is None else _day(as_known_at), as_known_at), as_known_at
            )
        except Exception as error:  # the rim: what went wrong is written for the screens, then told to the caller
            finish(started, "failed", error=type(error).__name__, sentence_vi=str(error))
            raise
        finish(started, "partial" if result.held_sources else "ok", snapshot=result.snapshot_id)
        return result


def _publish(inputs: Inputs, as_known_at: datetime | None) -> BuildResult:
    published = read_pointer(places().pointer)
    is_served = published is not None and (places().warehouse / published.file).exists()
    if as_known_at is None and published is not None and is_served and published.digest == inputs.digest():
        return BuildResult(published.id, False, tuple(published.held_batches), published.content_hash)
    digest = inputs.digest()
    with _built(inputs, published) as (connection, built, warnings):
        pointer = _pointer(connection, built, digest, warnings)
        folder = places().warehouse if as_known_at is None else places().asof
        export(connection, folder / pointer.file, _grains())
    if as_known_at is None:
        write_pointer(pointer, places().pointer)
        prune()
    return BuildResult(pointer.id, True, tuple(pointer.held_batches), pointer.content_hash)


@contextmanager
def _built(inputs: Inputs, published: Pointer | None) -> Iterator[tuple[DuckDBPyConnection, Inputs, list[str]]]:
    """An open build file that passed its checks, each failing source taken back to the horizon it was published at."""
    while True:
        if inputs.known_at is None:
            raise NothingLanded("Chưa có dữ liệu nào được tiếp nhận, chưa có gì để dựng; kéo một nguồn trước.")
        path = places().build / "build.duckdb"
        path.parent.mkdir(parents=True, exist_ok=True)
        for leftover in path.parent.glob("build.duckdb*"):
            leftover.unlink()
        with open_build(str(path)) as connection:
            try:
                warnings = run_models(connection, inputs)
            except CheckFailed as failure:
                if failure.source is None or failure.source in inputs.held:
                    raise
                last_good = published.horizons.get(failure.source) if published else None
                inputs = inputs.without_newest(failure.source, last_good)
                continue
            yield connection, inputs, warnings
            return


def run_models(connection: DuckDBPyConnection, inputs: Inputs) -> list[str]:
    """Run every step in an empty build file; the sentences of checks that warn. Raises `CheckFailed`."""
    load_configuration(connection, inputs)
    models = read_models(sources().values())
    for model in _of(models, "config"):
        _make(connection, model)
    for source in sources().values():
        load_landed(connection, source, inputs.batches[source.id])
        give_exits(connection, source)
    for model in _of(models, "staging"):
        _make(connection, model)
        check_staging(connection, model, model.name.partition("__")[0])
    warnings: list[str] = []
    for model in _of(models, "marts"):
        _make(connection, model)
        warnings += check_mart(connection, model)
    compute_indicators(connection, read_indicators())
    load_outcomes(connection, inputs)
    return warnings


def _of(models: tuple[Model, ...], schema: str) -> Iterator[Model]:
    return (model for model in models if model.schema == schema)


def _make(connection: DuckDBPyConnection, model: Model) -> None:
    connection.execute(f"CREATE TABLE {model.table} AS {model.sql}")


def _pointer(connection: DuckDBPyConnection, inputs: Inputs, digest: str, warnings: list[str]) -> Pointer:
    built_at = clock.now()
    name = snapshot_id(built_at, digest)
    marts = connection.execute("SELECT 'marts.' || table_name FROM duckdb_tables() WHERE schema_name = 'marts'")
    assert inputs.known_at is not None
    return Pointer(
        id=name,
        file=f"{name}.duckdb",
        digest=digest,
        content_hash=content_hash(connection, [str(row[0]) for row in marts.fetchall()]),
        known_at=inputs.known_at,
        built_at=built_at,
        today=inputs.today.isoformat(),
        horizons={source_id: batches[-1].batch for source_id, batches in inputs.batches.items() if batches},
        held_batches={source_id: list(batches) for source_id, batches in inputs.held.items()},
        newest_event_at={source_id: _newest_event(connection, source_id) for source_id in inputs.batches},
        invented_sources=[
            source for source, batches in inputs.batches.items() if any(each.invented for each in batches)
        ],
        warnings=warnings,
    )


def _newest_event(connection: DuckDBPyConnection, source_id: str) -> str | None:
    """The newest instant in the columns that the source's streams watch, of the rows that are loaded."""
    contract = sources()[source_id]
    newest = []
    for table in contract.tables.values():
        watermark = contract.streams[table.stream].watermark
        if watermark is not None:
            row = connection.execute(f'SELECT max("{watermark}") FROM accepted.{source_id}__{table.name}').fetchone()
            newest += [row[0]] if row and row[0] else []
    return max(newest).isoformat() if newest else None


def _grains() -> dict[str, tuple[str, ...]]:
    return {model.table: model.grain for model in read_models(sources().values()) if model.grain} | VALUE_GRAIN


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.TIMEZONE).date()
