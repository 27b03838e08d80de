"""What a source folder's pull.py offers to the kit, and the pages that pass between them."""

from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, Protocol, cast

import orjson

from connectors.kit.errors import ContractBroken
from connectors.kit.landing import Watermark, Window

# Begins the `origin` of a file whose path is no mere code: the rest is its keyed hash.
HASHED_ORIGIN = "~"


@dataclass(frozen=True)
class RawPage:
    """One page as the source sent it.

    One that was a file has an `origin`, the same for each later state of this file, and says when it was `changed_at`.
    """

    content: bytes
    origin: str | None = None
    changed_at: datetime | None = None

    @property
    def file_name(self) -> str | None:
        """The path of a page that was a file, below its folder, where that is a mere code."""
        return None if self.origin is None or self.origin.startswith(HASHED_ORIGIN) else self.origin

    def flaw_vi(self) -> str:
        """Why a page that is not as agreed is not, as far as its bytes tell; nothing of them is quoted."""
        try:
            text = self.content.decode()
        except UnicodeDecodeError:
            return "không theo bảng mã UTF-8"
        if text.lstrip().startswith("<"):
            return "là trang HTML, thường là trang báo lỗi hoặc trang đăng nhập"
        try:
            orjson.loads(text)
        except orjson.JSONDecodeError:
            return "bị cắt ngang hoặc không phải JSON"
        return "không có cấu trúc đã thỏa thuận"

    @cached_property
    def document(self) -> Any:
        """The page read as JSON, once, by whichever thread asks first. Raises `orjson.JSONDecodeError`."""
        return orjson.loads(self.content)


class Connector(Protocol):
    """The module `connectors.<source>.pull`. `fetch`, `count` and `newest` use the network, the others never do.

    `client` is what `connectors.kit.client` opens for the source's kind. A source of files has no need of these three:
    the kit brings whatever is new in its drop folder.
    """

    PARSER_VERSION: str

    def fetch(self, stream: str, window: Window, client: Any) -> Iterator[RawPage]:
        """The pages of a window of a stream; with `changed_after`, newest first and down to that instant."""

    def count(self, stream: str, window: Window, client: Any) -> int | None:
        """How many records the source says it has in a window; None where it cannot say."""

    def newest(self, stream: str, client: Any, not_after: datetime) -> Watermark | None:
        """The source's newest change up to `not_after`, or its newest number; None where it has none."""

    def parse(self, table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
        """The records of one table in a page, in the source's shape and order."""

    def identity(self, record: Mapping[str, Any]) -> object:
        """What tells one record of the source from every other, for comparing with `count`."""


def connector(source_id: str) -> Connector:
    """The source's own module."""
    return cast(Connector, import_module(f"connectors.{source_id}.pull"))


def unreadable(page: RawPage, *, source: str, stream: str) -> ContractBroken:
    """The named error for a page that is not what was agreed with the source."""
    sentence = (
        f"Nguồn trả về nội dung không phải trang JSON đã thỏa thuận: trang {page.flaw_vi()}. "
        "Dữ liệu đã nhận vẫn giữ nguyên. Hãy hỏi đơn vị quản lý hệ thống; nếu giao diện đã đổi, hãy sửa pull.py"
    )
    return ContractBroken(sentence, source=source, stream=stream)


def prefetched(pages: Iterator[RawPage]) -> Generator[RawPage, None, None]:
    """The same pages, the next one being fetched in the background while this one is worked on."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch") as background:
        ahead = background.submit(next, pages, None)
        while (page := ahead.result()) is not None:
            ahead = background.submit(next, pages, None)
            yield page
