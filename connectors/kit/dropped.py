"""Pulls a drop folder: each new or changed file is a page, and a page that has landed before is not landed again.

What is new is told from the manifests: the same name with other content is, and so is content that no name had before.
A renamed copy of what landed is not, and neither is a file that was only touched. `seen.json` beside the batches spares
reading such files again; it may be deleted at any time.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.files import write_atomically
from connectors.kit.batch import Coverage, open_batch
from connectors.kit.contract import Stream
from connectors.kit.errors import FileRefused, Unreceivable
from connectors.kit.guards import names_nobody
from connectors.kit.landing import Manifest
from connectors.kit.pages import HASHED_ORIGIN, RawPage
from connectors.kit.privacy import Keys
from connectors.kit.streams import Pull
from connectors.kit.windows import INCREMENTAL

if TYPE_CHECKING:
    from connectors.kit.files import Dropped, FilesClient

# A batch holds so many files at most: a pull that is killed goes on after the last one that landed.
MOST_FILES, MOST_BYTES = 60, 33_554_432
SEEN = ".seen.json"
HASH_LENGTH = 32


def pull_files(pull: Pull, stream: Stream) -> None:
    """Bring the files of a stream that are new, oldest first.

    Raises `FileRefused` for the files that cannot be received, after all others have landed.
    """
    known = _Known.of(pull, stream)
    refused: list[str] = []
    new = _new_pages(pull, stream, known, refused)
    first = next(new, None)
    while first is not None:
        first = _land(pull, stream, first, new)
    known.keep()
    if refused:
        sentence = f"{len(refused)} tệp không nhận được, các tệp khác đã nhận. {refused[0]}"
        raise FileRefused(sentence, source=pull.writing.contract.id, stream=stream.name)


def _land(pull: Pull, stream: Stream, first: RawPage, more: Iterator[RawPage]) -> RawPage | None:
    """Land one batch that begins with `first`; the page that no longer went into it."""
    page: RawPage | None = first
    with open_batch(pull.writing, stream.name, INCREMENTAL, pull.newest()) as batch:
        byte_count = file_count = 0
        while page is not None and file_count < MOST_FILES and byte_count + len(page.content) <= MOST_BYTES:
            batch.add(page)
            file_count, byte_count = file_count + 1, byte_count + len(page.content)
            page = next(more, None)
        pull.note(batch.land(batch.close_rows(), Coverage()))
    return page


def _new_pages(pull: Pull, stream: Stream, known: "_Known", refused: list[str]) -> Iterator[RawPage]:
    """The files that have to land; `refused` gathers sentences about those that cannot be received."""
    client: FilesClient = pull.client
    for number, file in enumerate(client.listing(stream.files or "*"), 1):
        origin = origin_of(file.path, pull.writing.keys, stream.paths)
        if known.is_seen(origin, file):
            continue
        try:
            content = client.read(file)
        except Unreceivable as reason:
            named = f"thứ {number} trong thư mục" if origin.startswith(HASHED_ORIGIN) else origin
            refused.append(f"Tệp {named} {reason}")
            continue
        if content is not None and known.is_new(origin, file, hashlib.sha256(content).hexdigest()):
            yield RawPage(content, origin, file.changed_at)


def origin_of(path: str, keys: Keys, named: str | None = None) -> str:
    """How a file is named in manifests: by its path where that is a mere code or looks like `named`, which was agreed,
    else by its keyed hash, for a name of a file may be the name of a person.
    """
    if named and re.fullmatch(named, path):
        return path
    return path if names_nobody(path) else f"{HASHED_ORIGIN}{keys.identifier_hash(path)[:HASH_LENGTH]}"


@dataclass
class _Known:
    """What has landed: the newest content of each origin, and all contents; and which files were looked at."""

    path: Path
    newest: dict[str, tuple[datetime | None, str]] = field(default_factory=dict)
    contents: set[str] = field(default_factory=set)
    seen: dict[str, list[str]] = field(default_factory=dict)
    now_seen: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pull: Pull, stream: Stream) -> "_Known":
        known = cls(pull.writing.landing / pull.writing.contract.id / stream.name / SEEN)
        for manifest in pull.of(stream):
            known._note(manifest)
        with suppress(FileNotFoundError, json.JSONDecodeError):
            known.seen = json.loads(known.path.read_bytes())
        return known

    def is_seen(self, origin: str, file: "Dropped") -> bool:
        """Whether this state of a file was looked at before, without reading it."""
        look = self.seen.get(origin)
        # What the note says counts only while that content is still among what landed.
        is_seen = look is not None and look[:2] == _state(file) and look[2] in self.contents
        if is_seen and look is not None:
            self.now_seen[origin] = look
        return is_seen

    def is_new(self, origin: str, file: "Dropped", content: str) -> bool:
        """Whether what a file holds has to land; remembered from now on."""
        self.now_seen[origin] = [*_state(file), content]
        before = self.newest.get(origin)
        is_new = content not in self.contents if before is None else before[1] != content
        if is_new:
            self.newest[origin] = (file.changed_at, content)
            self.contents.add(content)
        return is_new

    def keep(self) -> None:
        """Write down which files were looked at, where that is anything else than last time."""
        if self.now_seen != self.seen:
            write_atomically(self.path, json.dumps(self.now_seen, sort_keys=True).encode())

    def _note(self, manifest: Manifest) -> None:
        for page in manifest.pages:
            if page.origin and page.received_sha256:
                self.newest[page.origin] = (page.changed_at, page.received_sha256)
                self.contents.add(page.received_sha256)


def _state(file: "Dropped") -> list[str]:
    return [str(file.size), file.changed_at.isoformat()]
