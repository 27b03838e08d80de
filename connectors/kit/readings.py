"""Who reads a batch's pages: the source's own pull.py, or, for what people brought, the source's forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from connectors.kit.contract import Source
from connectors.kit.forms import Form, by_name, find_form, form_records, plain_forms
from connectors.kit.landing import BY_HAND
from connectors.kit.pages import RawPage, connector
from connectors.kit.sheets import FLAWS_VI, open_sheets
from connectors.kit.workbook import Sheet

NO_FORM = (
    "Không thấy bảng nào của nguồn này trong tệp. Dòng tiêu đề phải có các cột khóa; hãy tải mẫu trống của nguồn, hoặc "
    "xuất lại danh sách với các cột đó"
)
SEVERAL = "Tệp chứa biểu của nhiều loại ({titles}); hãy tách mỗi loại thành một tệp"


class Unreadable(ValueError):
    """A file that no form of the source fits; `str()` of it is a sentence."""


class Reader(Protocol):
    """What reads the pages of a batch."""

    PARSER_VERSION: str

    def parse(self, table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
        """The records of one table in a page."""

    def identity(self, record: Mapping[str, Any]) -> object:
        """What tells one record of the source from every other."""


class Uploads(Protocol):
    """What a source's uploads.py may offer beside its declaration: its forms, and its own way of reading sheets."""

    UPLOAD_VERSION: str

    def forms(self, contract: Source) -> Sequence[Form]:
        """The forms that people may bring."""

    def other_records(self, sheets: Sequence[Sheet]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """{table: records} of sheets that are laid out like no form."""


@dataclass(frozen=True)
class Reading:
    """A contract, and who reads its pages into records of the shape that it names."""

    contract: Source
    reader: Reader


def reading(contract: Source, kind: str) -> Reading:
    """How the pages of a batch of this kind are read."""
    if kind not in BY_HAND or contract.kind == "files":
        return Reading(contract, connector(contract.id))
    return Reading(by_name(contract), FormReader(contract))


def forms_of(contract: Source) -> Sequence[Form]:
    """The forms in which people may bring what a source has; none where it reads files itself."""
    if contract.kind == "files":
        return ()
    uploads = _uploads(contract.id)
    return uploads.forms(contract) if uploads else plain_forms(contract)


class FormReader:
    """Reads workbooks and tables of text by the forms of a source."""

    def __init__(self, contract: Source) -> None:
        uploads = _uploads(contract.id)
        self.PARSER_VERSION = f"forms-{uploads.UPLOAD_VERSION if uploads else 1}"
        self._contract = contract
        self._uploads = uploads
        self._content: bytes | None = None
        self._records: Mapping[str, Sequence[Mapping[str, Any]]] = {}

    def parse(self, table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
        """The records of one table in a file. Raises `Unreadable`."""
        yield from self._read(page.content).get(table, ())

    def identity(self, record: Mapping[str, Any]) -> object:
        """Lists made by people have no numbers of the source's own."""
        return None

    def stream_of(self, content: bytes) -> str:
        """The stream whose tables a file holds. Raises `Unreadable`."""
        found = [self._contract.tables[name] for name in self._read(content)]
        if len({table.stream for table in found}) > 1:
            raise Unreadable(SEVERAL.format(titles=", ".join(sorted(table.title_vi for table in found))))
        return found[0].stream

    def _read(self, content: bytes) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All records of a file. It is asked for its stream, and then for each of its tables."""
        if content != self._content:
            self._records = self._opened(content)
            self._content = content
        return self._records

    def _opened(self, content: bytes) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        opened = open_sheets(content)
        if opened.flaw:
            raise Unreadable(FLAWS_VI[opened.flaw])
        other = self._uploads.other_records(opened.sheets) if self._uploads else {}
        return other or self._by_forms(opened.sheets)

    def _by_forms(self, sheets: Sequence[Sheet]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        forms = forms_of(self._contract)
        found = [each for sheet in sheets if (each := find_form(sheet, forms, self._contract))]
        if not found:
            raise Unreadable(NO_FORM)
        records: dict[str, list[Mapping[str, Any]]] = {}
        for each in found:
            records.setdefault(each.form.table, []).extend(form_records(each, self._contract))
        return records


def _uploads(source_id: str) -> Uploads | None:
    name = f"connectors.{source_id}.uploads"
    return cast(Uploads, import_module(name)) if find_spec(name) else None
