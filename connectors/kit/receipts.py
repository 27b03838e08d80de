"""Receipts of files brought by hand: what waits below IOC_HOME/inbox, what became of it, and who did it when.

`inbox/<source>/<receipt>/` appears by one rename, with `receipt.json` and, until it has landed, the `file` itself, both
readable by their owner alone. Whoever renames the file away first has it: a pull that lands it, or a person who takes
it back. Receipts stay as a record when their file is gone.
"""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from config import clock
from config.files import sync_folder, write_atomically
from config.places import places

RECEIPT, FILE, LANDING, GONE = "receipt.json", "file", "file.landing", "file.gone"
STAMP, STAMP_LENGTH = "%Y%m%dT%H%M%S.%f", 22
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700

State = Literal["waiting", "landing", "landed", "refused", "withdrawing", "withdrawn"]


@dataclass(frozen=True)
class Receipt:
    """One file that somebody brought: `name` is its own where that is a mere code, else None.

    `rows` and `held` are what was judged when it was accepted. `state`: waiting for the next pull, `landing` in one
    now, `landed` as `batch`, `refused` by the pull for the reason in `sentence_vi`, `withdrawing` from the next pull
    on, or `withdrawn`.
    """

    id: str
    source: str
    stream: str
    name: str | None
    bytes: int
    sha256: str
    who: str
    accepted_at: datetime
    rows: Mapping[str, int]
    held: int
    state: State = "waiting"
    batch: str | None = None
    landed_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    sentence_vi: str | None = None

    @property
    def folder(self) -> Path:
        """Where the receipt lies."""
        return places().inbox / self.source / self.id


def new_id(source_id: str) -> str:
    """A name for a receipt: later than all of its source, for the newest file wins, and nobody guesses the next. Only
    while holding the lock "inbox".
    """
    newest = max((path.name for path in (places().inbox / source_id).glob("[!.]*")), default="")
    instant = clock.now().astimezone(UTC)
    if newest[:STAMP_LENGTH] >= instant.strftime(STAMP):
        instant = datetime.strptime(newest[:STAMP_LENGTH], STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1)
    return f"{instant.strftime(STAMP)}-{secrets.token_hex(4)}"


def keep(receipt: Receipt, content: bytes) -> None:
    """Put a file and its receipt into the inbox, whole or not at all."""
    source = places().inbox / receipt.source
    source.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    beside = source / f".{receipt.id}"
    beside.mkdir(mode=PRIVATE_FOLDER)
    _write(beside / FILE, content)
    _write(beside / RECEIPT, _json(receipt))
    sync_folder(beside)
    beside.rename(receipt.folder)
    sync_folder(source)


def write(receipt: Receipt) -> Receipt:
    """Write a receipt over what it said before."""
    write_atomically(receipt.folder / RECEIPT, _json(receipt), PRIVATE_FILE)
    return receipt


def read(source_id: str, receipt_id: str) -> Receipt | None:
    """One receipt as it stands now, or None where there is none of this id."""
    path = places().inbox / source_id / receipt_id / RECEIPT
    if "/" in receipt_id or receipt_id.startswith(".") or not path.exists():
        return None
    raw: dict[str, Any] = json.loads(path.read_bytes())
    instants = {
        name: raw[name] and datetime.fromisoformat(raw[name]) for name in ("accepted_at", "landed_at", "withdrawn_at")
    }
    told = Receipt(**raw | instants)
    # Between the rename and the new receipt a pull has the file and the receipt does not say so yet.
    has_begun = told.state == "waiting" and (told.folder / LANDING).exists()
    return replace(told, state="landing") if has_begun else told


def of_source(source_id: str) -> list[Receipt]:
    """All receipts of a source, oldest first."""
    names = sorted(path.parent.name for path in (places().inbox / source_id).glob(f"[!.]*/{RECEIPT}"))
    return [receipt for name in names if (receipt := read(source_id, name))]


def take(receipt: Receipt) -> bytes | None:
    """The file of a waiting receipt, from now on this pull's alone; None where somebody took it back first."""
    taken = receipt.folder / LANDING
    if not taken.exists():
        try:
            (receipt.folder / FILE).rename(taken)
        except FileNotFoundError:
            return None
    return taken.read_bytes()


def take_back(receipt: Receipt) -> bool:
    """Take a waiting file away before any pull has it; whether that was in time."""
    gone = receipt.folder / GONE
    try:
        (receipt.folder / FILE).rename(gone)
    except FileNotFoundError:
        return False
    gone.unlink()
    return True


def drop_file(receipt: Receipt) -> None:
    """Delete what is left of a file whose receipt says that it is done."""
    for name in (FILE, LANDING, GONE):
        (receipt.folder / name).unlink(missing_ok=True)
    sync_folder(receipt.folder)


def remove_unfinished(source_id: str) -> None:
    """Remove what was cut off while it was put into the inbox. Only while holding the lock "inbox"."""
    for leftover in (places().inbox / source_id).glob(".*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _json(receipt: Receipt) -> bytes:
    content = {**asdict(receipt), "rows": dict(receipt.rows)}
    return json.dumps(content, default=datetime.isoformat, ensure_ascii=False, indent=2).encode()
