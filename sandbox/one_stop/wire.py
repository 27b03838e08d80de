"""Dossiers in the one-stop system's own words: docs/interfaces.md 7 names every field."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import orjson

from sandbox.one_stop.applicant import applicant
from sandbox.one_stop.catalogue import catalogue
from sandbox.one_stop.catalogue_wire import Record, agency_fragments, procedure_fragments
from sandbox.one_stop.lives import COMPETENCES, MINISTRY, NEVER, SYSTEMS, Lives, Step
from sandbox.one_stop.moment import Moment
from sandbox.one_stop.papers import MASK_BITS
from sandbox.people import People
from sandbox.working_time import Integers

Texts: TypeAlias = list[str | None]
ONE_IN_BARE_STATUS = 8
ONE_IN_FREE_ENTRY = 3
NOTES = (
    "Đề nghị ông/bà {name}, số điện thoại {phone}, bổ sung bản sao giấy tờ tùy thân.",
    "Hồ sơ của {name} (CCCD {identity}) thiếu chữ ký tại tờ khai; đã gọi {phone}.",
    "Thành phần hồ sơ chưa hợp lệ, đề nghị nộp lại trong 05 ngày làm việc.",
    "Liên hệ người nộp {name}, thư điện tử {email}, để xác minh thông tin.",
)


@dataclass(frozen=True)
class Row:
    """One dossier of a page, taken out of the arrays; `at` and `due` are texts, None where not reached."""

    place: int
    at: Texts
    due: str | None
    updated: str | None
    reception_due: str | None
    status: int


def instant_texts(instants: Integers) -> list[Any]:
    """Instants (epoch seconds, any shape) as the system writes them, None for NEVER, as nested lists of that shape."""
    is_known = instants != NEVER
    written = np.datetime_as_string(np.where(is_known, instants, 0).astype("datetime64[s]"))
    texts = np.char.add(written, ".000+0000").astype(object)
    texts[~is_known] = None
    return list(texts.tolist())


def source_id(applied: int, number: int) -> str:
    """The system's own 24-digit identity of a dossier: instant of application (epoch seconds) and its random number."""
    return f"{applied:08x}{number:016x}"


def dossiers(seen: Moment, updated: Integers, places: Integers, pool: People) -> list[Record]:
    """The dossiers at these places as `seen`; `updated` (epoch seconds, over all lives) overrules the moment's own."""
    columns = zip(
        places.tolist(),
        instant_texts(seen.times(places)),
        instant_texts(seen.due[places]),
        instant_texts(updated[places]),
        instant_texts(seen.lives.reception_due[places]),
        seen.status[places].tolist(),
        strict=True,
    )
    return [_dossier(seen.lives, Row(*column), pool) for column in columns]


def _dossier(lives: Lives, row: Row, pool: People) -> Record:
    place, number = row.place, int(lives.number[row.place])
    procedure = catalogue().procedures[lives.procedure[place]]
    return {
        "id": source_id(int(lives.applied[place]), number),
        "code": lives.code[place],
        "nationCode": f"G99-{number:016d}" if lives.system[place] == MINISTRY else "",
        **_competent(lives, place),
        "applicantKind": int(lives.applicant_kind[place]),
        "applicant": {"data": applicant(lives, place, pool)},
        "dossierStatus": {"id": row.status} if number % ONE_IN_BARE_STATUS else row.status,
        **_dates(row),
        "supplementRequests": _supplements(lives, row, pool),
        "documents": _documents(lives, row, procedure.document_count),
        "fees": _fees(lives, row, procedure.fee),
        "results": _results(lives, row),
        "vneidVerified": bool(lives.is_verified[place]),
    }


def _competent(lives: Lives, place: int) -> Record:
    """What is done, by whom, and how it came in."""
    procedure = procedure_fragments()[lives.procedure[place]]
    offices, channel = agency_fragments(), int(lives.channel[place])
    return {
        "procedure": procedure.brief,
        "procedureLevel": procedure.online_level,
        "agency": offices[lives.agency[place]],
        "receivingAgency": offices[lives.receiving[place]],
        "competence": COMPETENCES[lives.competence[place]],
        "processingSystem": SYSTEMS[lives.system[place]],
        "procedureProcessDefinition": procedure.process,
        "dossierReceivingKind": {"id": channel} if channel else None,
    }


def _dates(row: Row) -> Record:
    at = row.at
    return {
        "appliedDate": at[Step.APPLIED],
        "acceptedDate": at[Step.ACCEPTED],
        "receptionDueDate": row.reception_due,
        "appointmentDate": row.due,
        "completedDate": at[Step.WITHDRAWN] or at[Step.COMPLETED],
        "returnedDate": at[Step.HANDED_OUT],
        "apologyLetterDate": at[Step.APOLOGISED],
        "updatedDate": row.updated,
    }


def _supplements(lives: Lives, row: Row, pool: People) -> list[Record]:
    pairs = (
        (Step.SUPPLEMENT_REQUESTED, Step.SUPPLIED),
        (Step.SECOND_SUPPLEMENT_REQUESTED, Step.SECOND_SUPPLIED),
    )
    asked = [pair for pair in pairs if row.at[pair[0]] is not None]
    if not asked:
        return []
    person = pool.person(int(lives.person[row.place]))
    note = NOTES[lives.note[row.place]].format(
        name=person.full_name, phone=person.phone_number, identity=person.identity_number, email=person.email
    )
    return [{"requestedDate": row.at[asks], "suppliedDate": row.at[gives], "note": note} for asks, gives in asked]


def _documents(lives: Lives, row: Row, count: int) -> orjson.Fragment:
    masks = int(lives.documents[row.place])
    if row.at[Step.DIGITISED] is None:
        masks &= ~((1 << MASK_BITS) - 1)
    return _documents_written(masks, count)


@lru_cache(maxsize=4096)
def _documents_written(masks: int, count: int) -> orjson.Fragment:
    rows = [
        {
            "code": f"TP{place + 1:02d}",
            "digitised": bool(masks >> place & 1),
            "reused": bool(masks >> MASK_BITS + place & 1),
            "fromRepository": bool(masks >> 2 * MASK_BITS + place & 1),
        }
        for place in range(count)
    ]
    return orjson.Fragment(orjson.dumps(rows))


def _fees(lives: Lives, row: Row, fee: int) -> list[Record]:
    if fee == 0 and int(lives.number[row.place]) % ONE_IN_FREE_ENTRY:
        return []
    paid = row.at[Step.FEE_PAID]
    return [
        {
            "name": "Phí, lệ phí",
            "amount": fee,
            "paidAmount": fee if paid else 0,
            "paidDate": paid,
            "paymentChannel": int(lives.payment_channel[row.place]) if paid else None,
        }
    ]


def _results(lives: Lives, row: Row) -> list[Record]:
    issued = row.at[Step.COMPLETED]
    if issued is None:
        return []
    file_id = f"{int(lives.number[row.place]):024x}" if lives.is_electronic[row.place] else None
    return [{"code": f"KQ-{lives.code[row.place]}", "fileId": file_id, "issuedDate": issued}]
