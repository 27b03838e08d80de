"""One HOSO of the insurance XML (QĐ 130/4750/3176): its table XML1 alone, the visit as a whole.

All other tables are passed over unread: XML6 is HIV, and no count needs drugs, services or findings.
"""

import base64
import binascii
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from config.facilities import sender_code
from connectors.health_record import diagnoses
from connectors.health_record.flaws import Flawed
from connectors.health_record.person_record import Row, Sent, identify
from connectors.health_record.texts import instant, instant_text, insurance_number
from connectors.health_record.xml_stream import LINE, elements, line_of

VISIT_TABLE, VISIT = "XML1", "TONG_HOP"
# One visit's XML1 in base64; the largest seen has four kilobytes.
MOST_BYTES = 262_144
FIELDS = frozenset(
    {
        *("MA_LK", "MA_BN", "SO_CCCD", "MA_THE_BHYT", "MA_CSKCB", "MA_LOAI_KCB", "NGAY_VAO", "NGAY_RA"),
        *("MAXA_CU_TRU", "MA_BENH_CHINH", "MA_BENH_KT"),
    }
)
LINK_STATE = "TRANGTHAI_LIENTHONG"


def visit_rows(record: etree._Element, sent: Sent) -> Iterator[tuple[str, Row]]:
    """(table, row) of one HOSO: its visit, or nothing where it holds none."""
    for file in record.iterfind("FILEHOSO"):
        if (file.findtext("LOAIHOSO") or "").strip().upper() == VISIT_TABLE:
            for told in _summaries(file.find("NOIDUNGFILE")):
                link_state = record.findtext(LINK_STATE)
                yield "visit", _visit(told, sent) | {"link_state": link_state, LINE: line_of(record)}


def _summaries(content: etree._Element | None) -> Iterator[dict[str, str]]:
    """The fields of XML1, which stand in the file as they are or, as the insurance has it, in base64."""
    if content is None:
        return
    inner = content.find(VISIT)
    if inner is not None:
        yield _fields(inner)
    elif content.text and content.text.strip():
        try:
            packed = base64.b64decode(content.text, validate=False)
        except (binascii.Error, ValueError) as error:
            raise Flawed("malformed") from error
        yield from (_fields(each) for each in elements(BytesIO(packed), (VISIT,), MOST_BYTES))


def _fields(summary: etree._Element) -> dict[str, str]:
    return {child.tag: child.text.strip() for child in summary if child.tag in FIELDS and child.text}


def _visit(told: dict[str, str], sent: Sent) -> dict[str, Any]:
    facility = told.get("MA_CSKCB") or sent.facility_code
    insurance = insurance_number(None, told.get("MA_THE_BHYT"))
    return {
        "visit_code": _visit_code(told, sent),
        "identifier": identify(told.get("SO_CCCD"), insurance, told.get("MA_BN"), sent),
        "facility_code": facility,
        "visit_kind": told.get("MA_LOAI_KCB"),
        "admitted_at": instant_text(told.get("NGAY_VAO")),
        "has_wrong_discharge": _has_wrong_discharge(told),
        "commune_code": told.get("MAXA_CU_TRU"),
        "main_diagnosis": diagnoses.main_code(told.get("MA_BENH_CHINH")),
        "other_diagnoses": diagnoses.as_list(diagnoses.codes(told.get("MA_BENH_KT"))),
        "is_insured": bool(told.get("MA_THE_BHYT")),
        "sent_at": sent.sent_at,
    }


def _visit_code(told: dict[str, str], sent: Sent) -> str | None:
    """A visit's number with whose number it is: the sender's, by the same code on every way that the file may come."""
    number, sender = told.get("MA_LK"), sent.facility_code or told.get("MA_CSKCB")
    if not number or not sender:
        return number
    admitted = instant(told.get("NGAY_VAO"))
    return f"{sender_code(sender, admitted.date() if admitted else None)} {number}"


def _has_wrong_discharge(told: dict[str, str]) -> bool:
    """Whether a discharge is told that is no instant, or lies before the admission."""
    admitted, discharged = instant(told.get("NGAY_VAO")), instant(told.get("NGAY_RA"))
    return bool(told.get("NGAY_RA")) and (discharged is None or (admitted is not None and discharged < admitted))
