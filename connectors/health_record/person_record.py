"""One HOSOSUCKHOE of QĐ 831: who it is (as little as counts need), the injections, and the check-ups.

Names, addresses, telephones, ethnicity and religion are never even looked at: only the fields named here are.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from connectors.health_record.flaws import Flawed
from connectors.health_record.texts import IDENTITY_DIGITS, birth, date_text, digits, instant, insurance_number

Row: TypeAlias = dict[str, Any]
GENERAL = frozenset({"MADINHDANH", "MABHXH", "MATHE", "MA_NHANKHAU", "NGAYSINH", "NGAYCAPNHAT"})
COMMUNES = ("MAXA_HIENTAI", "MAXA_THUONGTRU")
INJECTION = frozenset({"MAVACXIN", "NGAYTIEM", "TRANGTHAI"})
# What a check-up is told by, in the reason for which somebody came, without accents.
REASONS = (("dinh ky", "periodic"), ("sang loc", "screening"), ("tam soat", "screening"))
GIVEN = "1"
MOST_PARTS = 2_000


@dataclass(frozen=True)
class Sent:
    """What a message says of itself: who sent it, and when (ISO); and into whose folder it was delivered."""

    facility_code: str | None
    sent_at: str | None
    delivered_by: str | None = None


def record_rows(record: etree._Element, sent: Sent) -> Iterator[tuple[str, Row]]:
    """(table, row) of one record. One of nobody gives a row of `person` alone, which is held."""
    general = record.find("THONGTINCHUNG")
    known = _texts(general, GENERAL.union(COMMUNES))
    identifier, kind = identify(
        known.get("MADINHDANH"),
        insurance_number(known.get("MABHXH"), known.get("MATHE")),
        known.get("MA_NHANKHAU"),
        sent,
    )
    born = birth(known.get("NGAYSINH"))
    yield "person", _person(known, born, sent) | {"identifier": identifier, "person_key": kind}
    if identifier is None:
        return
    for row in _injections(record, born):
        yield "vaccination", row | {"identifier": identifier, "sent_at": sent.sent_at}
    for examination in _children(record, "DANHSACHHOSOKHAMCHUABENH", "HOSOKHAMCHUABENH"):
        yield "checkup", _checkup(examination, sent) | {"identifier": identifier, "sent_at": sent.sent_at}


def identify(
    identity: str | None, insurance: str | None, local: str | None, sent: Sent
) -> tuple[str | None, str | None]:
    """What tells a person from all others, and which number that is: identity, insurance, or the facility's own."""
    if number := digits(identity, *IDENTITY_DIGITS):
        return number, "identity"
    if insurance:
        return f"bhxh {insurance}", "insurance"
    if local and local.strip() and sent.facility_code:
        return f"{sent.facility_code} {local.strip()}", "record"
    return None, None


def _person(known: Mapping[str, str], born: date | None, sent: Sent) -> Row:
    updated = known.get("NGAYCAPNHAT") or (sent.sent_at or "")[:10]
    return {
        "facility_code": sent.facility_code,
        "commune_code": next((known[name].strip() for name in COMMUNES if known.get(name)), None),
        "birth_month": born.replace(day=1).isoformat() if born else None,
        "record_updated_date": date_text(updated or None),
        "sent_at": sent.sent_at,
    }


def _injections(record: etree._Element, born: date | None) -> Iterator[Row]:
    """The injections that were given, each vaccine's counted by date: QĐ 831 has no number of the dose."""
    found = [_texts(one, INJECTION) for one in _children(record, "TIEMCHUNG", "THONGTINMUITIEM")]
    given = [one for one in found if one.get("TRANGTHAI", GIVEN).strip() == GIVEN]
    dated = sorted(given, key=lambda one: (one.get("MAVACXIN", ""), date_text(one.get("NGAYTIEM")) or ""))
    count: dict[str, int] = {}
    for one in dated:
        vaccine, on = one.get("MAVACXIN", "").strip(), instant(one.get("NGAYTIEM"))
        count[vaccine] = count.get(vaccine, 0) + 1
        yield {
            "vaccine_code": vaccine or None,
            "dose_order": count[vaccine],
            "injected_date": date_text(one.get("NGAYTIEM")),
            "status": GIVEN,
            "is_before_birth": bool(born and on and on.date() < born),
        }


def _checkup(examination: etree._Element, sent: Sent) -> Row:
    told = _texts(examination, frozenset({"NGAYKHAM", "LYDOKHAM"}))
    reason = folded(told.get("LYDOKHAM", ""))
    return {
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
