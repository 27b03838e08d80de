"""Pulls a drop folder: each new or changed file is a page, and a page that has landed before is not landed again.

What is new is told from the manifests: the same name with other content is, and so is content that no name had before.
A copy of what landed is not, under another name of the same place or one that tells nothing, and neither is a file that
was only touched. `.seen.json` beside the batches spares reading such files again; it may be deleted at any time.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.files import write_atomically
from connectors.kit.batch import Coverage, open_batch
from connectors.kit.bringing import Pull
from connectors.kit.contract import Stream
from connectors.kit.errors import FileRefused, Unreceivable
from connectors.kit.landing import Manifest
from connectors.kit.pages import HASHED_ORIGIN, RawPage, prefetched
from connectors.kit.privacy import Keys
from connectors.kit.windows import INCREMENTAL

if TYPE_CHECKING:
    from connectors.kit.files import Dropped, FilesClient

# A batch holds so many files at most: a pull that is killed goes on after the last one that landed.
MOST_FILES, MOST_BYTES = 60, 33_554_432
SEEN = ".seen.json"
LOST_AND_FOUND = "lost+found"
# A folder that is named in plain: a number or a school year, too short to be a phone's or anybody's.
FOLDER = re.compile(r"[0-9]{1,4}(?:-[0-9]{4})?")
HASH_LENGTH = 32
# So many of what was refused a sentence names.
MOST_NAMED = 5


def pull_files(pull: Pull, stream: Stream) -> None:
    """Bring the files of a stream that are new, oldest first.

    Raises `FileRefused` for the files that cannot be received, after all others have landed.
    """
    known = _Known.of(pull, stream, Names.of(stream))
    refused: list[str] = []
    # The next file is on its way while this one is parsed: a server far away answers five times a file.
    with closing(prefetched(_new_pages(pull, stream, known, refused))) as new:
        first = next(new, None)
        while first is not None:
            first = _land(pull, stream, first, new)
    known.keep()
    if refused:
        told = "; ".join(refused[:MOST_NAMED])
        more = f"; và {len(refused) - MOST_NAMED} tệp, thư mục khác" if len(refused) > MOST_NAMED else ""
        sentence = f"{len(refused)} tệp hoặc thư mục không nhận được, các tệp khác đã nhận. {told}{more}"
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
    listing = client.listing(stream.files or "*")
    refused += [_refused_folder(path, number) for number, path in enumerate(listing.unreadable, 1)]
    for number, file in enumerate(listing.files, 1):
        origin = known.names.origin_of(file.path, pull.writing.keys)
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


def _refused_folder(path: str, number: int) -> str:
    is_plain = path == LOST_AND_FOUND or all(map(FOLDER.fullmatch, path.split("/")))
    return f"Thư mục con {path if is_plain else f'thứ {number}'} không xem được"


@dataclass(frozen=True)
class Names:
    """Which paths are mere codes, by the `names` of a stream; any other may hold the name of a person."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, stream: Stream) -> "Names":
        """Those of a stream; where it declares none, no path is a code."""
        return cls(re.compile(stream.names, re.IGNORECASE | re.ASCII) if stream.names else None)

    def origin_of(self, path: str, keys: Keys) -> str:
        """How a file is named in manifests: by its path where that is a mere code, else by its keyed hash."""
        return path if self._match(path) else f"{HASHED_ORIGIN}{keys.identifier_hash(path)[:HASH_LENGTH]}"

    def place_of(self, origin: str) -> str | None:
        """What a file is of, as its name says; None where that tells nothing."""
        match = self._match(origin)
        return match[1].upper() if match else None

    def _match(self, path: str) -> re.Match[str] | None:
        return self.pattern.fullmatch(path) if self.pattern else None


@dataclass
class _Known:
    """What has landed: the newest content of each origin, and all contents, also by what they are of; and which files
    were looked at.
    """

    path: Path
    names: Names
    newest: dict[str, tuple[datetime | None, str]] = field(default_factory=dict)
    contents: set[str] = field(default_factory=set)
    placed: set[tuple[str, str]] = field(default_factory=set)
    seen: dict[str, list[str]] = field(default_factory=dict)
    now_seen: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pull: Pull, stream: Stream, names: Names) -> "_Known":
        known = cls(pull.writing.landing / pull.writing.contract.id / stream.name / SEEN, names)
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
        is_new = not self._is_copy(origin, content) if before is None else before[1] != content
        if is_new:
            self._add(origin, file.changed_at, content)
        return is_new

    def keep(self) -> None:
        """Write down which files were looked at, where that is anything else than last time."""
        if self.now_seen != self.seen:
            write_atomically(self.path, json.dumps(self.now_seen, sort_keys=True).encode())

    def _note(self, manifest: Manifest) -> None:
        for page in manifest.pages:
            if page.origin and page.received_sha256:
                self._add(page.origin, page.changed_at, page.received_sha256)

    def _is_copy(self, origin: str, content: str) -> bool:
        """Whether a file with a new name holds what landed: two schools may send the same, an empty file above all."""
        place = self.names.place_of(origin)
        return content in self.contents if place is None else (place, content) in self.placed

    def _add(self, origin: str, changed_at: datetime | None, content: str) -> None:
        self.newest[origin] = (changed_at, content)
        self.contents.add(content)
        if place := self.names.place_of(origin):
            self.placed.add((place, content))


def _state(file: "Dropped") -> list[str]:
    return [str(file.size), file.changed_at.isoformat()]
