"""Runs a pull, a replay or the upkeep of what landed: one at a time per source, with an outcome whatever happens."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from config import clock
from config.errors import ConfigurationInvalid
from config.locks import hold
from config.outcomes import Action, Outcome, State, begin, finish
from config.places import places
from connectors.kit.access import access, is_invented, is_reachable
from connectors.kit.batch import Writing, remove_partial
from connectors.kit.bringing import Landed, Pull
from connectors.kit.client import open_client
from connectors.kit.compaction import compact_source
from connectors.kit.contract import Source, Stream
from connectors.kit.dropped import pull_files
from connectors.kit.erasure import RecordUnknown, erase_record
from connectors.kit.errors import ConnectorError, ContractBroken, FileRefused
from connectors.kit.key_file import read_keys
from connectors.kit.landing import find_batch, manifests
from connectors.kit.pages import connector
from connectors.kit.raw import raw_page, raw_record
from connectors.kit.readings import reading
from connectors.kit.registry import source
from connectors.kit.replay import replay_batches
from connectors.kit.retention import expire_raw
from connectors.kit.schedule import next_try_at
from connectors.kit.streams import pull_full, pull_increment, pull_keys, pull_missing_windows, pull_range
from connectors.kit.uploads import take_in


def pull(
    source_id: str,
    *,
    since: date | None = None,
    until: date | None = None,
    reconcile: bool = False,
    contract: Source | None = None,
) -> Outcome:
    """Bring what is new of one source: what people brought for it, catalogues, the windows still missing, the changes.

    `since` and `until` (Vietnamese dates of application, both included) bring that range again and nothing else;
    `reconcile` also brings the list of all keys; `contract` is another one than the source's own of today. A stream
    whose contract is broken does not stop the others. Raises the errors of `connectors.kit.errors` and
    `ConfigurationInvalid`, after the outcome was written.
    """
    contract = contract or source(source_id)

    def bring(landed: Landed) -> None:
        begun = Pull(_writing(contract, is_invented(contract)), None, manifests(places().landing, source_id))
        try:
            has_files = take_in(begun)
            landed.by_hand = len(begun.done)
            # Files may be all that an office has: then there is nothing else to bring.
            if is_reachable(contract) or not has_files:
                with open_client(contract, access(contract)) as client:
                    _pull_streams(contract, replace(begun, client=client), since, until, reconcile)
        finally:
            landed.take(begun)

    return _run(contract, "pull", bring)


def replay(source_id: str) -> Outcome:
    """Parse the kept raw pages of one source again where parser or contract changed. Raises as `pull` does."""
    contract = source(source_id)

    def parse_again(landed: Landed) -> None:
        batches = manifests(places().landing, source_id)
        landed.extend(replay_batches(_writing(contract, is_invented=False), batches))

    return _run(contract, "replay", parse_again)


def compact(source_id: str) -> Outcome:
    """Gather small batches of one source into blocks; a build gives the same before and after. The outcome lists the
    blocks. Waits for a build under way. Raises `LandingFull` or `LandingDamaged`.
    """
    contract = source(source_id)
    return _tend(contract, "compact", lambda done: done.extend(compact_source(contract, places().landing)))


def retain(source_id: str) -> Outcome:
    """Delete the raw pages of one source that are older than its `raw_days`. The outcome lists the batches; it counts
    no rows, since none go. Waits for a build under way.
    """
    contract = source(source_id)

    def expire(done: Landed) -> None:
        done += [(batch, 0) for batch, _ in expire_raw(contract, places().landing)]

    return _tend(contract, "retain", expire)


def erase(source_id: str, key: str, reason: str) -> Outcome:
    """Erase the record with this key, written as in `quality.held_row`, where the law asks for it. The outcome lists
    the batches and counts the rows erased. Interrupted, the same call completes it. Waits for a build under way.

    `reason` is kept for good and may name no person. Raises `RecordUnknown` where nothing has this key.
    """
    contract = source(source_id)
    if not reason.strip():
        raise ConfigurationInvalid("Phải nêu lý do xóa (--reason), ví dụ số văn bản yêu cầu; không ghi tên người")
    return _tend(
        contract,
        "erase",
        lambda done: done.extend(erase_record(contract, places().landing, read_keys(), key, reason.strip())),
    )


def show_raw(batch: str, page: int, row: int | None = None, table: str | None = None) -> bytes:
    """A raw page (from 1) as it was received, or record `row` (from 1) of it as indented JSON.

    A page may hold records of several tables: `table` names one of its stream's, by default the first. It holds
    personal data: for the eyes of whoever asked, never for a log. Raises `LookupError`, `RawExpired` or
    `PageUnreadable`.
    """
    manifest = find_batch(places().landing, batch)
    if manifest is None:
        raise LookupError(f"Không có đợt dữ liệu {batch}")
    contract = source(manifest.source)
    received = raw_page(manifest, page, read_keys(), contract.limits.max_bytes)
    if row is None:
        return received.content
    return raw_record(reading(contract, manifest.kind), manifest, received, page, row, table)


def _tend(contract: Source, action: Action, work: Callable[[Landed], None]) -> Outcome:
    """Like `_run`, while nothing is built either: a build reads the files that may be deleted."""

    def alone(landed: Landed) -> None:
        with hold("build", action):
            work(landed)

    return _run(contract, action, alone)


def _run(contract: Source, action: Action, work: Callable[[Landed], None]) -> Outcome:
    """The rim: `work` fills in what landed; its outcome is written, and any error goes on to the caller."""
    with hold(contract.id, action):
        outcome = begin(contract.id, action)
        landed = Landed()
        try:
            remove_partial(places().landing, contract.id)
            work(landed)
        except BaseException as error:
            again_at = next_try_at(contract, clock.now()) if action == "pull" else None
            # On a disk that is still full not even this can be written; what filled it is what must be told.
            with suppress(OSError):
                _finish(outcome, landed, error, _sentence(error, contract), again_at)
            raise
        return _finish(outcome, landed)


def _finish(
    outcome: Outcome,
    landed: Landed,
    error: BaseException | None = None,
    sentence_vi: str | None = None,
    again_at: datetime | None = None,
) -> Outcome:
    return finish(
        outcome,
        "ok" if error is None else _state_after(error, landed),
        batches=[batch for batch, _ in landed],
        rows=sum(rows for _, rows in landed),
        error=None if error is None else type(error).__name__,
        sentence_vi=sentence_vi,
        next_try_at=again_at,
        source_totals=landed.counted,
    )


def _state_after(error: BaseException, landed: Landed) -> State:
    if isinstance(error, FileRefused):
        return "partial"  # the folder answered: what it holds beside the refused files landed, now or before
    has_pulled = len(landed) > landed.by_hand
    is_partial = error.others_came if isinstance(error, ContractBroken) else has_pulled
    return "partial" if is_partial else "failed"


def _sentence(error: BaseException, contract: Source) -> str:
    """Only our own errors may be quoted: the text of any other may hold a value of the source."""
    if isinstance(error, ConnectorError | ConfigurationInvalid | RecordUnknown):
        return str(error)
    return f"Lỗi chưa lường trước với {contract.title_vi}: {type(error).__name__}. Hãy xem nhật ký của tiến trình"


def _pull_streams(contract: Source, under_way: Pull, since: date | None, until: date | None, reconcile: bool) -> None:
    """Each stream in turn. Raises `ContractBroken` at the end, naming every stream that it stopped."""
    broken: list[ContractBroken] = []
    came: list[str] = []
    for stream in contract.streams.values():
        try:
            if _pull_stream(under_way, contract, stream, since, until, reconcile):
                came.append(stream.name)
        except ContractBroken as error:
            broken.append(error)
    if broken:
        told = broken[0] if len(broken) == 1 else ContractBroken(" · ".join(map(str, broken)), source=contract.id)
        told.others_came = bool(came)
        raise told


def _pull_stream(
    under_way: Pull, contract: Source, stream: Stream, since: date | None, until: date | None, reconcile: bool
) -> bool:
    """Bring one stream; whether there was anything to ask for."""
    is_key_list = stream.name in {each.reconcile for each in contract.streams.values()}
    if stream.by_hand:
        return False
    if contract.kind == "files":
        pull_files(under_way, stream)
    elif since or until:
        return _pull_again(under_way, contract, stream, since, until)
    elif is_key_list and not reconcile:
        return False
    elif is_key_list:
        pull_keys(under_way, stream)
    elif stream.watermark:
        pull_missing_windows(under_way, stream)
        pull_increment(under_way, stream)
    else:
        pull_full(under_way, stream)
    return True


def _pull_again(under_way: Pull, contract: Source, stream: Stream, since: date | None, until: date | None) -> bool:
    if not stream.watermark:
        return False
    first = since or date.fromisoformat(contract.first_day)
    pull_range(under_way, stream, first, (until or clock.today()) + timedelta(days=1))
    return True


def _writing(contract: Source, is_invented: bool) -> Writing:
    return Writing(contract, connector(contract.id), read_keys(), places().landing, is_invented)
