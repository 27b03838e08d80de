"""Files brought by hand: judge one in memory, accept it into the inbox, take it back.

The one part of the kit, beside the declarations, that the screens may use. It never reads the key file: a file that was
accepted waits in the inbox, readable by its owner alone, until the next pull of its source lands and encrypts it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from config import clock
from config.locks import hold
from connectors.kit import receipts
from connectors.kit.contract import Table
from connectors.kit.errors import ContractBroken
from connectors.kit.forms import Form, template_columns
from connectors.kit.guards import looks_like_plain_text, names_nobody
from connectors.kit.judging import Judged, judge_page
from connectors.kit.judging import Wrong as Wrong
from connectors.kit.landing import UPLOAD
from connectors.kit.pages import RawPage
from connectors.kit.readings import FormReader, Reading, Unreadable, forms_of, reading
from connectors.kit.receipts import Receipt as Receipt
from connectors.kit.registry import source, sources
from connectors.kit.schedule import next_try_at
from connectors.kit.screening import refusal

INBOX = "inbox"
MOST_WHO = 80
SAME_STATES = ("waiting", "landing", "landed")
NAME = re.compile(r"[^/\\]{1,120}")
ABSENT = "Cả tệp không có cột bắt buộc: {labels}; hãy thêm cột đó rồi nộp lại"
NOTHING_GOOD = "Không có dòng nào dùng được: mọi dòng đọc được đều bị giữ lại; hãy sửa các ô nêu dưới đây rồi nộp lại"
EMPTY = "Đọc được tệp nhưng không có dòng dữ liệu nào"
SAME = "Tệp này đã được {who} nộp lúc {at}; không cần nộp lại"
WHO = "Hãy ghi tên cơ quan, đơn vị nộp (không quá 80 ký tự, không ghi số định danh hay số điện thoại)"
BROKEN = "Tệp không theo cấu trúc mà nguồn này đọc được; hãy xuất lại tệp từ phần mềm"
BEING_LANDED = "Tệp đang được đưa vào kho; hãy đợi một phút rồi rút, khi đó tệp đã có trong danh sách đã vào kho"
GONE = "Không có tệp này trong hộp nhận, hoặc tệp đã được rút"


class Refused(ValueError):
    """What was asked for cannot be done; `str()` of it says why, and what to do."""


@dataclass(frozen=True)
class Template:
    """An empty form to fill in: the headers of its columns, the required ones first told apart."""

    table: str
    title_vi: str
    headers: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What is known of a file that somebody brought. `refusal_vi` says why it may not be accepted, where it may not.

    `rows` read and `loaded` are by table; `wrong` is line by line; `unjudged` are the rules that only a build can
    judge. `name` is the file's own where that is a mere code.
    """

    source: str
    stream: str | None
    name: str | None
    sha256: str
    content: bytes = field(repr=False)
    refusal_vi: str | None
    rows: Mapping[str, int]
    loaded: Mapping[str, int]
    wrong: tuple[Wrong, ...]
    unjudged: tuple[str, ...]

    @property
    def held(self) -> int:
        """How many rows a build would hold."""
        return sum(each.effect == "hold" for each in self.wrong)


def judge(source_id: str, name: str, content: bytes) -> Judgement:
    """Judge a file against its source's contract, in memory. Raises `ConfigurationInvalid` for an unknown source."""
    contract = source(source_id)
    own_name = name if NAME.fullmatch(name) and names_nobody(name) else None
    digest = hashlib.sha256(content).hexdigest()
    judgement = Judgement(source_id, None, own_name, digest, content, None, {}, {}, (), ())
    refused = refusal(content, contract.limits)
    if refused:
        return replace(judgement, refusal_vi=refused)
    read = reading(contract, UPLOAD)
    try:
        stream = _stream(read, content)
        judged = judge_page(read, stream, RawPage(content, own_name, clock.now()), clock.now())
    except Unreadable as error:
        return replace(judgement, refusal_vi=str(error))
    except ContractBroken as error:
        return replace(judgement, refusal_vi=_sentence(error))
    return replace(
        judgement,
        stream=stream,
        refusal_vi=_refusal(judged),
        rows=judged.rows,
        loaded=judged.loaded,
        wrong=judged.wrong,
        unjudged=judged.unjudged,
    )


def accept(judgement: Judgement, who: str) -> Receipt:
    """Put a judged file into the inbox, for the next pull of its source to land. Raises `Refused`."""
    if judgement.refusal_vi or judgement.stream is None:
        raise Refused(judgement.refusal_vi or BROKEN)
    signed = _signed(who)
    with hold(INBOX, "accept"):
        receipts.remove_unfinished(judgement.source)
        _require_new(judgement)
        receipt = Receipt(
            id=receipts.new_id(judgement.source),
            source=judgement.source,
            stream=judgement.stream,
            name=judgement.name,
            bytes=len(judgement.content),
            sha256=judgement.sha256,
            who=signed,
            accepted_at=clock.now(),
            rows=dict(judgement.rows),
            held=judgement.held,
        )
        receipts.keep(receipt, judgement.content)
    return receipt


def withdraw(source_id: str, receipt_id: str, who: str) -> Receipt:
    """Take a file back: at once while it waits; from the next pull on where it has landed. Raises `Refused`."""
    signed = _signed(who)
    with hold(INBOX, "withdraw"):
        receipt = receipts.read(source(source_id).id, receipt_id)
        if receipt is None or receipt.state in ("withdrawing", "withdrawn", "refused"):
            raise Refused(GONE)
        asked = replace(receipt, withdrawn_by=signed, withdrawn_at=clock.now())
        if receipt.state == "landed":
            return receipts.write(replace(asked, state="withdrawing"))
        if not receipts.take_back(receipt):
            raise Refused(BEING_LANDED)
        return receipts.write(replace(asked, state="withdrawn"))


def received(source_id: str | None = None) -> tuple[Receipt, ...]:
    """The receipts of one source, or of all, the newest first."""
    wanted = [source_id] if source_id else list(sources())
    found = [receipt for each in wanted for receipt in receipts.of_source(each)]
    return tuple(sorted(found, key=lambda receipt: (receipt.accepted_at, receipt.id), reverse=True))


def templates(source_id: str) -> tuple[Template, ...]:
    """The empty forms of a source; none where it reads files that another program makes."""
    contract = source(source_id)
    return tuple(_template(form, contract.tables[form.table]) for form in forms_of(contract))


def lands_at(source_id: str) -> datetime:
    """When the next pull of a source is due, with which a waiting file lands."""
    return next_try_at(source(source_id), clock.now())


def _template(form: Form, table: Table) -> Template:
    columns = template_columns(form, table)
    labels = tuple(f"{column.label_vi[:1].upper()}{column.label_vi[1:]}" for column in columns)
    required = tuple(label for label, column in zip(labels, columns, strict=True) if column.required)
    return Template(table.name, form.title_vi, labels, required)


def _stream(read: Reading, content: bytes) -> str:
    """The stream that a file is of. Raises `Unreadable`."""
    if isinstance(read.reader, FormReader):
        return read.reader.stream_of(content)
    told = getattr(read.reader, "stream_of", None)
    streams = [stream.name for stream in read.contract.streams.values() if stream.files]
    stream = told(content) if told else streams[0]
    if stream not in read.contract.streams:
        raise Unreadable(BROKEN)
    return str(stream)


def _refusal(judged: Judged) -> str | None:
    if judged.absent:
        return ABSENT.format(labels=", ".join(judged.absent))
    if not any(judged.rows.values()):
        return EMPTY
    return None if any(judged.loaded.values()) else NOTHING_GOOD


def _require_new(judgement: Judgement) -> None:
    for receipt in receipts.of_source(judgement.source):
        if receipt.sha256 == judgement.sha256 and receipt.state in SAME_STATES:
            raise Refused(SAME.format(who=receipt.who, at=f"{receipt.accepted_at:%H:%M ngày %d/%m/%Y}"))


def _signed(who: str) -> str:
    signed = " ".join(who.split())
    if not signed or len(signed) > MOST_WHO or not signed.isprintable() or not looks_like_plain_text(signed):
        raise Refused(WHO)
    return signed


def _sentence(error: ContractBroken) -> str:
    """What a person can do about a file that its parser cannot read at all."""
    cause = error.__cause__
    return str(cause) if isinstance(cause, Unreadable) else BROKEN
