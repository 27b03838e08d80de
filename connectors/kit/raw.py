"""Opens raw pages again, as the source sent them: to parse them once more, or to show one to whoever may see it."""

from collections.abc import Iterator

import orjson

from connectors.kit.batch import KEY
from connectors.kit.errors import RawExpired
from connectors.kit.forms import PLACE
from connectors.kit.landing import RAW, Manifest, PageEntry
from connectors.kit.pages import RawPage
from connectors.kit.privacy import Keys, PageCipher
from connectors.kit.readings import Reading


def has_raw(manifest: Manifest) -> bool:
    """Whether the raw pages of a batch are still kept."""
    return (manifest.folder / RAW / KEY).exists()


def raw_pages(manifest: Manifest, keys: Keys, max_bytes: int) -> Iterator[tuple[int, RawPage]]:
    """All pages of a batch with their numbers (from 1). Raises `RawExpired` or `PageUnreadable`."""
    cipher = _cipher(manifest, keys)
    for number, entry in enumerate(manifest.pages, 1):
        yield number, _opened(manifest, entry, cipher, max_bytes)


def raw_page(manifest: Manifest, number: int, keys: Keys, max_bytes: int) -> RawPage:
    """Page `number` (from 1) of a batch. Raises `RawExpired`, `PageUnreadable`, or `IndexError` for no such page."""
    if not 1 <= number <= len(manifest.pages):
        raise IndexError(f"Đợt {manifest.batch} có {len(manifest.pages)} trang, không có trang {number}")
    return _opened(manifest, manifest.pages[number - 1], _cipher(manifest, keys), max_bytes)


def raw_record(
    read: Reading, manifest: Manifest, received: RawPage, page: int, row: int, table: str | None = None
) -> bytes:
    """Record `row` (from 1) of an opened page as indented JSON, of `table` or the stream's first one.

    Raises `LookupError` where there is none.
    """
    tables = read.contract.streams[manifest.stream].tables
    if table is not None and table not in tables:
        raise LookupError(f"Đợt {manifest.batch} có các bảng {', '.join(tables)}, không có bảng {table}")
    records = list(read.reader.parse(table or tables[0], received))
    if not 1 <= row <= len(records):
        raise LookupError(f"Trang {page} của đợt {manifest.batch} có {len(records)} bản ghi, không có bản ghi {row}")
    told = {name: value for name, value in records[row - 1].items() if name != PLACE}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _opened(manifest: Manifest, entry: PageEntry, cipher: PageCipher, max_bytes: int) -> RawPage:
    content = cipher.open(entry.name, (manifest.folder / RAW / entry.name).read_bytes(), max_bytes)
    return RawPage(content, entry.origin, entry.changed_at)


def _cipher(manifest: Manifest, keys: Keys) -> PageCipher:
    try:
        wrapped = (manifest.folder / RAW / KEY).read_bytes()
    except FileNotFoundError as error:
        sentence = (
            f"Trang gốc của đợt {manifest.batch} đã hết hạn lưu, hoặc có bản ghi phải xóa theo luật, nên đã được xóa; "
            "các dòng dữ liệu khác vẫn còn"
        )
        raise RawExpired(sentence, source=manifest.source, stream=manifest.stream) from error
    return PageCipher(keys.unwrap(wrapped), f"{manifest.source}/{manifest.stream}/{manifest.batch}")
