"""Lists and reads a drop folder, on this machine or over SFTP; fsspec speaks the protocol.

Only whole files count: one that changed less than a minute ago is looked at twice. An SFTP server is known by its key:
one that is new or has changed is refused, since whoever stands between would read the pupils' names.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import SplitResult, unquote

import paramiko  # type: ignore[import-untyped]
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from config import clock
from config.errors import ConfigurationInvalid
from config.settings import PREFIX
from connectors.kit.access import Access
from connectors.kit.attempts import ask
from connectors.kit.contract import Source
from connectors.kit.errors import ConnectorError, SourceRefused, SourceUnavailable, Unreceivable
from connectors.kit.sftp import AddressInvalid, UnknownHostKey, open_sftp, split_url
from connectors.kit.verdicts import Passing

# A file that has not changed for so long is taken to be whole; a younger one is listed again after a moment.
WHOLE_AFTER, MOMENT_S = timedelta(minutes=1), 2.0
# What programs call a file while they write it.
UNFINISHED = (".*", "~$*", "*.part", "*.filepart", "*.tmp", "*.crdownload")
MEGABYTE = 1_048_576
# Both tell the paths of files when they are asked to say all, and a file may be named after a person.
for library in ("fsspec", "paramiko"):
    logging.getLogger(library).setLevel(logging.WARNING)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Dropped:
    """A file in the folder: its path below it, and what tells that it changed."""

    path: str
    size: int
    changed_at: datetime


@dataclass(frozen=True)
class Listing:
    """The whole files, oldest change first, and the folders below the drop folder that could not be looked into."""

    files: list[Dropped]
    unreadable: list[str] = field(default_factory=list)


class FilesClient:
    """One source's drop folder for the length of one pull. Asked by one thread at a time."""

    def __init__(self, contract: Source, access: Access) -> None:
        self.limits = contract.limits
        self._contract = contract
        self._settings = access.settings
        split = _split(contract, access.settings["url"])
        self._is_remote = split.scheme == "sftp"
        self._folder = unquote(split.path) if split.scheme else access.settings["url"]
        self._folder = self._folder.rstrip("/") or "/"
        self._host = split.hostname or ""
        self._system: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def listing(self, pattern: str) -> Listing:
        """The whole files whose names match. Raises `SourceUnavailable` or `SourceRefused`."""
        found = self._listed(pattern)
        files = found.files
        young_since = clock.now() - WHOLE_AFTER
        if any(file.changed_at > young_since for file in files):
            clock.pause(MOMENT_S)
            again = set(self._listed(pattern).files)
            files = [file for file in files if file in again]
        return Listing(sorted(files, key=lambda file: (file.changed_at, file.path)), found.unreadable)

    def read(self, file: Dropped) -> bytes | None:
        """What a listed file holds; None where it is gone or changed meanwhile, for the next pull to bring.

        Raises `Unreceivable` where it is too large or may not be read, else as `listing`.
        """
        if file.size > self.limits.max_bytes:
            raise Unreceivable(f"lớn hơn giới hạn {self.limits.max_bytes // MEGABYTE} MB")
        try:
            content: bytes = self._ask(lambda system: self._content(system, file))
            after = self._ask(lambda system: self._now(system, file))
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise Unreceivable("không có quyền đọc") from error
        except SourceUnavailable as error:
            self._require_answer()
            raise Unreceivable("không đọc được, dù đã thử lại") from error
        return content if after == file and len(content) == file.size else None

    def _listed(self, pattern: str) -> Listing:
        """Files at any depth. Links are not followed: they may lead out of the folder."""
        found, folders = Listing([]), [self._folder]
        while folders:
            folder = folders.pop()
            for entry in self._entries(folder, found):
                path = self._path_of(entry["name"])
                if entry.get("islink"):
                    continue
                if entry["type"] == "directory":
                    folders.append(entry["name"])
                elif entry["type"] == "file" and _is_wanted(path, pattern):
                    found.files.append(_described(entry, path))
        return found

    def _entries(self, folder: str, found: Listing) -> list[Any]:
        """What a folder holds; one below the drop folder that cannot be looked into is noted and holds nothing."""
        if folder == self._folder:
            return self._require_answer()
        try:
            return self._ls(folder)
        except FileNotFoundError:
            return []
        except PermissionError:
            pass
        except SourceUnavailable:
            self._require_answer()
        found.unreadable.append(self._path_of(folder))
        return []

    def _require_answer(self) -> list[Any]:
        """What the drop folder itself holds. Raises as `listing`: whatever fails beside it fails by itself."""
        try:
            return self._ls(self._folder)
        except FileNotFoundError as error:
            raise self._error(SourceUnavailable, f"Không có thư mục nguồn{self._on_host}") from error
        except PermissionError as error:
            raise self._error(SourceRefused, f"Không có quyền xem thư mục nguồn{self._on_host}") from error

    def _ls(self, folder: str) -> list[Any]:
        return self._ask(lambda system: list(system.ls(folder, detail=True)))

    def _path_of(self, name: str) -> str:
        """The path below the drop folder."""
        return name[len(self._folder.rstrip("/")) + 1 :]

    def _content(self, system: Any, file: Dropped) -> bytes:
        with system.open(self._below(file.path), "rb") as opened:
            if hasattr(opened, "prefetch"):
                opened.prefetch(file.size)
            content: bytes = opened.read(self.limits.max_bytes + 1)
        # Where the line broke, paramiko may give what had come as if it were all.
        if len(content) < file.size and self._now(system, file) == file:
            raise EOFError
        return content

    def _now(self, system: Any, file: Dropped) -> Dropped:
        return _described(system.info(self._below(file.path)), file.path)

    def _below(self, path: str) -> str:
        return f"{self._folder.rstrip('/')}/{path}"

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        """The answer of the folder's system, asked again over a new connection where the old one broke."""
        try:
            return ask(lambda: self._attempt(question))
        except Passing as fault:
            what = f"kết nối được máy chủ {self._host}" if self._is_remote else "đọc được thư mục nguồn"
            sentence = f"Không {what} ({fault}). Lần lấy sau sẽ tiếp tục"
            raise self._error(SourceUnavailable, sentence) from fault

    def _attempt(self, question: Callable[[Any], Answer]) -> Answer:
        try:
            self._system = self._system or self._open()
            return question(self._system)
        except (FileNotFoundError, PermissionError):
            raise
        except UnknownHostKey as error:
            sentence = f"Máy chủ {self._host} chưa có trong tệp known_hosts: hãy hỏi vân tay khóa rồi thêm vào"
            raise self._error(SourceRefused, sentence) from error
        except paramiko.BadHostKeyException as error:
            sentence = (
                f"Khóa của máy chủ {self._host} đã đổi, có thể là máy chủ giả; không gửi mật khẩu. Hãy hỏi đơn vị"
            )
            raise self._error(SourceRefused, f"{sentence} quản lý, rồi sửa tệp known_hosts") from error
        except paramiko.AuthenticationException as error:
            raise self._error(SourceRefused, f"Máy chủ {self._host} từ chối tài khoản hoặc mật khẩu") from error
        except (OSError, EOFError, paramiko.SSHException) as error:
            self._close()
            raise Passing(type(error).__name__) from error

    def _open(self) -> Any:
        if self._is_remote:
            return open_sftp(self._settings, self.limits.timeout_s)
        return LocalFileSystem(skip_instance_cache=True)

    def _close(self) -> None:
        if self._system is not None and self._is_remote:
            self._system.client.close()
        self._system = None

    @property
    def _on_host(self) -> str:
        return f" trên máy chủ {self._host}" if self._is_remote else ""

    def _error(self, kind: type[ConnectorError], sentence: str) -> ConnectorError:
        return kind(sentence, source=self._contract.id)


def _split(contract: Source, url: str) -> SplitResult:
    try:
        return split_url(url)
    except AddressInvalid:
        raise ConfigurationInvalid(
            f"{PREFIX}{contract.id.upper()}__URL không phải địa chỉ của một thư mục; hãy ghi theo dạng "
            "sftp://tài-khoản:mật-khẩu@máy-chủ:22/thư/mục (dấu / ? # @ trong mật khẩu viết %2F %3F %23 %40) "
            "hoặc /đường/dẫn/thư/mục"
        ) from None


def _described(entry: Any, path: str) -> Dropped:
    changed = entry["mtime"]
    if not isinstance(changed, datetime):
        changed = datetime.fromtimestamp(changed, UTC)
    # Manifests hold instants to the millisecond.
    return Dropped(path, entry["size"], changed.replace(microsecond=changed.microsecond // 1000 * 1000))


def _is_wanted(path: str, pattern: str) -> bool:
    parts = path.split("/")
    unfinished = any(fnmatch(part, each) for part in parts for each in UNFINISHED)
    return not unfinished and fnmatch(parts[-1].lower(), pattern.lower())
