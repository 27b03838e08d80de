"""One HOSOSUCKHOE of QĐ 831: who it is (as little as counts need), the injections, and the check-ups.

Names, addresses, telephones, ethnicity and religion are never even looked at: only the fields named here are.
"""

import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from config.facilities import short_code
from connectors.health_record.flaws import Flawed
from connectors.health_record.texts import IDENTITY_DIGITS, birth, date_text, digits, instant, insurance_number
from connectors.health_record.xml_stream import LINE, line_of

Row: TypeAlias = dict[str, Any]
GENERAL = frozenset({"MADINHDANH", "MABHXH", "MATHE", "MA_NHANKHAU", "NGAYSINH", "NGAYCAPNHAT"})
COMMUNES = ("MAXA_HIENTAI", "MAXA_THUONGTRU")
INJECTION = frozenset({"MAVACXIN", "NGAYTIEM", "TRANGTHAI"})
# What a check-up is told by, in the reason for which somebody came, without accents.
REASONS = (("dinh ky", "periodic"), ("sang loc", "screening"), ("tam soat", "screening"))
GIVEN = "1"
MOST_PARTS = 2_000
INJECTIONS, CHECKUPS = "TIEMCHUNG", "DANHSACHHOSOKHAMCHUABENH"
# A list is told from another by so many digits: the most that a number in a row may have.
LIST_NUMBERS = 10**8


@dataclass(frozen=True)
class Sent:
    """What a message says of itself: who sent it (else whose folder it lay in), and when (ISO)."""

    facility_code: str | None
    sent_at: str | None


def record_rows(record: etree._Element, sent: Sent) -> Iterator[tuple[str, Row]]:
    """(table, row) of one record. One of nobody gives a row of `person` alone, which is held.

    Each list of injections or check-ups is whole: its number stands in its rows and in the person's, so that only those
    of the newest list count. A part that is not in the message says nothing.
    """
    general = record.find("THONGTINCHUNG")
    known = _texts(general, GENERAL.union(COMMUNES))
    insurance = insurance_number(known.get("MABHXH"), known.get("MATHE"))
    identifier = identify(known.get("MADINHDANH"), insurance, known.get("MA_NHANKHAU"), sent)
    born = birth(known.get("NGAYSINH"))
    injections = _injections(record, born)
    checkups = [_checkup(each, sent) for each in _children(record, CHECKUPS, "HOSOKHAMCHUABENH")]
    lists = {
        "injection_list": _list_number(record, INJECTIONS, injections),
        "checkup_list": _list_number(record, CHECKUPS, checkups),
    }
    whose = {"identifier": identifier, "sent_at": sent.sent_at}
    yield "person", _person(known, born, sent) | whose | lists | {LINE: line_of(record)}
    if identifier is None:
        return
    for row in injections:
        yield "vaccination", row | whose | {"injection_list": lists["injection_list"]}
    for row in checkups:
        yield "checkup", row | whose | {"checkup_list": lists["checkup_list"]}


def identify(identity: str | None, insurance: str | None, local: str | None, sent: Sent) -> str | None:
    """What tells a person from all others: the number of the identity, of the insurance, or the facility's own."""
    if number := digits(identity, *IDENTITY_DIGITS):
        return number
    if insurance:
        return f"bhxh {insurance}"
    if local and local.strip() and sent.facility_code:
        return f"{short_code(sent.facility_code)} {local.strip()}"
    return None


def _person(known: Mapping[str, str], born: date | None, sent: Sent) -> Row:
    updated = known.get("NGAYCAPNHAT") or (sent.sent_at or "")[:10]
    return {
        "facility_code": sent.facility_code,
        "commune_code": next((known[name].strip() for name in COMMUNES if known.get(name)), None),
        "birth_month": born.replace(day=1).isoformat() if born else None,
        "record_updated_date": date_text(updated or None),
    }


def _injections(record: etree._Element, born: date | None) -> list[Row]:
    """The injections that were given."""
    found = [(_texts(one, INJECTION), line_of(one)) for one in _children(record, INJECTIONS, "THONGTINMUITIEM")]
    given = ((told, line) for told, line in found if told.get("TRANGTHAI", GIVEN).strip() == GIVEN)
    return [_injection(told, born) | {LINE: line} for told, line in given]


def _injection(told: Mapping[str, str], born: date | None) -> Row:
    on = instant(told.get("NGAYTIEM"))
    return {
        "vaccine_code": told.get("MAVACXIN", "").strip() or None,
        "injected_date": date_text(told.get("NGAYTIEM")),
        "is_before_birth": bool(born and on and on.date() < born),
    }


def _list_number(record: etree._Element, part: str, rows: Sequence[Row]) -> int | None:
    """A number that changes whenever the list does, also to an empty one; None where the message has no such part."""
    if record.find(part) is None:
        return None
    told = sorted(repr({name: value for name, value in row.items() if name != LINE}) for row in rows)
    return zlib.crc32(repr(told).encode()) % LIST_NUMBERS


def _checkup(examination: etree._Element, sent: Sent) -> Row:
    told = _texts(examination, frozenset({"NGAYKHAM", "LYDOKHAM"}))
    reason = folded(told.get("LYDOKHAM", ""))
    return {
        LINE: line_of(examination),
        "facility_code": sent.facility_code,
        "examined_date": date_text(told.get("NGAYKHAM")),
        "kind": next((kind for words, kind in REASONS if words in reason), "visit"),
    }


def folded(text: str) -> str:
    """Text in small letters without accents."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _children(record: etree._Element, group: str, name: str) -> list[etree._Element]:
    grouped = record.find(group)
    found = [] if grouped is None else grouped.findall(name)
    if len(found) > MOST_PARTS:
        raise Flawed("record_too_large")
    return found


def _texts(element: etree._Element | None, wanted: frozenset[str]) -> dict[str, str]:
    """{name: text} of the children that are wanted and hold anything."""
    if element is None:
        return {}
    return {child.tag: child.text for child in element if child.tag in wanted and child.text}
