"""One build: from batches to a published snapshot. A pure function of (landing, SQL, configuration, date)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from config import clock
from config.locks import hold
from config.outcomes import begin, finish
from config.places import places
from connectors.kit.registry import sources
from warehouse.cache import Brought, bring
from warehouse.checks import hash_of
from warehouse.disk import is_damage, is_full, room_to_build
from warehouse.effort import effort
from warehouse.errors import CheckFailed, NothingLanded, WarehouseError
from warehouse.graph import read_macros
from warehouse.horizon import Inputs, collect
from warehouse.indicator_files import read_indicators
from warehouse.kept import prune
from warehouse.landed import discard, open_build
from warehouse.publish import Pointer, describe, export, read_pointer, snapshot_id, write_pointer
from warehouse.steps import steps
from warehouse.typed import forget_others

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BuildResult:
    """What a build came to. `held_sources` are published without their newest batches.

    `made` and `kept` name the steps that were run, and those whose tables stood; both are empty where nothing was new.
    """

    snapshot_id: str
    is_new: bool
    held_sources: tuple[str, ...]
    content_hash: str
    made: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def build(*, as_known_at: datetime | None = None) -> BuildResult:
    """Build, check and publish; or, with `as_known_at`, write what was known then to asof/ and leave the pointer alone.

    Raises `NothingLanded`, `WarehouseFull`, and `CheckFailed` where a shared model fails; the snapshot served stays.
    Each is written as an outcome.
    """
    with hold("build", "build"), room_to_build():
        started = begin("build", "build")
        try:
            with room_to_build():
                result = _brought_up_to_date(as_known_at)
        except Exception as error:  # the rim: what went wrong is written for the screens, then told to the caller
            # Where the disk is full there may be no room for this either; a start without an end counts as a crash.
            with suppress(OSError):
                finish(started, "failed", error=type(error).__name__, sentence_vi=_sentence(error))
            raise
        finish(started, "partial" if result.held_sources else "ok", snapshot=result.snapshot_id)
        return result


def _sentence(error: Exception) -> str:
    """Only our own errors may be quoted: the text of any other may hold a value of a row."""
    if isinstance(error, WarehouseError):
        return str(error)
    return f"Lỗi chưa lường trước khi dựng kho dữ liệu: {type(error).__name__}. Hãy xem nhật ký của tiến trình"


def run_models(connection: DuckDBPyConnection, inputs: Inputs) -> Brought:
    """Bring an open build file up to date with `inputs`. Raises `CheckFailed`."""
    return bring(connection, steps(inputs, read_indicators()))


def _brought_up_to_date(as_known_at: datetime | None) -> BuildResult:
    inputs = _inputs(as_known_at)
    digest = inputs.digest()
    standing = _standing(digest, as_known_at)
    if standing is not None:
        return _result(standing, is_new=False)
    with effort(clock.now(), is_served=read_pointer(places().pointer) is not None) as threads:
        try:
            return _publish(inputs, digest, as_known_at, threads)
        except (duckdb.Error, FileNotFoundError) as error:
            if is_full(error) or not is_damage(error):
                raise
            # Landing may also have been compacted under the build's feet: what it holds is looked up again.
            log.warning("Tệp dựng bị hỏng (%s), dựng lại từ đầu", type(error).__name__)
            discard(_file(as_known_at))
            forget_others(())
            inputs = _inputs(as_known_at)
            return _publish(inputs, inputs.digest(), as_known_at, threads)


def _inputs(as_known_at: datetime | None) -> Inputs:
    today = clock.today() if as_known_at is None else as_known_at.astimezone(clock.TIMEZONE).date()
    return collect(today, as_known_at)


def _standing(digest: str, as_known_at: datetime | None) -> Pointer | None:
    """The snapshot of the same inputs, where there is one: the one served, or any of what was known earlier."""
    paths = [places().pointer] if as_known_at is None else places().asof.glob(f"*-{digest[:8]}.json")
    described = ((path, read_pointer(path)) for path in paths)
    found = (each for path, each in described if each and each.digest == digest and (path.parent / each.file).exists())
    return next(found, None)


def _publish(inputs: Inputs, digest: str, as_known_at: datetime | None, threads: int) -> BuildResult:
    folder = places().warehouse if as_known_at is None else places().asof
    with _built(inputs, as_known_at, threads) as (connection, built, brought):
        name = snapshot_id(clock.now(), digest, is_as_of=as_known_at is not None)
        pointer = _pointer(name, digest, connection, built, brought)
        # What has a content is published, and lies in the order of its grain since it was made.
        in_order = {table for table, _ in brought.contents}
        export(connection, folder / pointer.file, in_order, read_macros())
    if as_known_at is None:
        write_pointer(pointer, places().pointer)
        prune()
        forget_others(brought.files)
    else:
        describe(pointer, folder)
        discard(_file(as_known_at))
    return _result(pointer, is_new=True, brought=brought)


def _result(pointer: Pointer, *, is_new: bool, brought: Brought | None = None) -> BuildResult:
    steps_run = (brought.made, brought.kept) if brought else ((), ())
    return BuildResult(pointer.id, is_new, tuple(pointer.held_batches), pointer.content_hash, *steps_run)


@contextmanager
def _built(
    inputs: Inputs, as_known_at: datetime | None, threads: int
) -> Iterator[tuple[DuckDBPyConnection, Inputs, Brought]]:
    """An open build file that passed its checks, each failing source taken back to the horizon it was published at."""
    path = _file(as_known_at)
    path.parent.mkdir(parents=True, exist_ok=True)
    if as_known_at is not None:
        discard(path)
    with open_build(str(path), threads) as connection:
        while True:
            if inputs.known_at is None:
                raise NothingLanded("Chưa có dữ liệu nào được tiếp nhận, chưa có gì để dựng; kéo một nguồn trước.")
            try:
                brought = run_models(connection, inputs)
                break
            except CheckFailed as failure:
                inputs = _without_newest(inputs, failure, as_known_at)
        yield connection, inputs, brought


def _without_newest(inputs: Inputs, failure: CheckFailed, as_known_at: datetime | None) -> Inputs:
    """The inputs with the failing source at its last good horizon. Raises the failure where that cannot help."""
    source_id = failure.source
    if source_id is None or source_id in inputs.held:
        raise failure
    before = inputs.without_newest(source_id, _last_good(source_id, as_known_at))
    if not before.held[source_id]:
        raise failure
    log.warning("Giữ lại đợt mới nhất của %s: %s", source_id, failure)
    return before


def _last_good(source_id: str, as_known_at: datetime | None) -> str | None:
    """The batch up to which a source was last published, or had been at an earlier time."""
    published = read_pointer(places().pointer)
    if as_known_at is not None:
        kept = (read_pointer(path) for path in sorted(places().warehouse.glob("ioc-*.json"), reverse=True))
        published = next((each for each in kept if each and each.built_at <= as_known_at), None)
    return published.horizons.get(source_id) if published else None


def _file(as_known_at: datetime | None) -> Path:
    """The build file: what was known earlier has its own, so that today's tables stay standing."""
    return places().build / ("build.duckdb" if as_known_at is None else "asof.duckdb")


def _pointer(name: str, digest: str, connection: DuckDBPyConnection, inputs: Inputs, brought: Brought) -> Pointer:
    assert inputs.known_at is not None
    return Pointer(
        id=name,
        file=f"{name}.duckdb",
        digest=digest,
        content_hash=hash_of(brought.contents),
        known_at=inputs.known_at,
        built_at=clock.now(),
        today=inputs.today.isoformat(),
        horizons={source_id: batches[-1].batch for source_id, batches in inputs.batches.items() if batches},
        held_batches={source_id: list(batches) for source_id, batches in inputs.held.items()},
        newest_event_at={source_id: _newest_event(connection, source_id, inputs) for source_id in inputs.batches},
        invented_sources=[
            source for source, batches in inputs.batches.items() if any(each.invented for each in batches)
        ],
        warnings=list(brought.warnings),
    )


def _newest_event(connection: DuckDBPyConnection, source_id: str, inputs: Inputs) -> str | None:
    """The newest instant in the columns in which the source's streams say when things happened, of the loaded rows.

    A source none of whose streams says so: there it is when its newest batch landed.
    """
    contract = sources()[source_id]
    told = {table.name: contract.streams[table.stream].event for table in contract.tables.values()}
    if not any(told.values()):
        batches = inputs.batches[source_id]
        return batches[-1].landed_at.isoformat() if batches else None
    newest = []
    for table, column in told.items():
        if column in contract.tables[table].columns:
            row = connection.execute(f'SELECT max("{column}") FROM accepted.{source_id}__{table}').fetchone()
            newest += [row[0]] if row and row[0] else []
    return max(newest).isoformat() if newest else None
