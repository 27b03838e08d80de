"""The list of telehealth sessions ("Bác sĩ cho mọi nhà"): a CSV file a day, whatever sign parts its columns.

Specialty and conclusion are passed over: they may tell of a mental illness, and hold names.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from connectors.health_record.flaws import Flawed
from connectors.health_record.texts import instant_text
from connectors.health_record.xml_stream import LINE

SESSION = "MA_PHIEN"
COLUMNS = {
    SESSION: "session_code",
    "CS_YEU_CAU": "requesting_facility_code",
    "CS_TU_VAN": "consulting_facility_code",
    "BAT_DAU": "started_at",
    "KET_THUC": "ended_at",
    "TRANG_THAI": "status",
    "CHUYEN_TUYEN": "is_transferred",
}
STATES = {"HOAN_THANH": "finished", "DA_HUY": "cancelled", "DANG_DIEN_RA": "running", "KHONG_KET_NOI": "failed"}
YES, NO = ("1", "Y", "C", "CO", "CÓ", "TRUE"), ("0", "N", "K", "KHONG", "KHÔNG", "FALSE")
INSTANTS = ("started_at", "ended_at")
MOST_SESSIONS, MOST_BYTES = 50_000, 16_777_216


def is_session_list(start: bytes) -> bool:
    """Whether a file begins with the list's headers."""
    return SESSION.encode() in start.splitlines()[0] if start.strip() else False


def is_cut_off(content: bytes) -> bool:
    """Whether the last line is not ended: a list has no other end by which one that came whole is known."""
    return not content.endswith((b"\n", b"\r"))


def sessions(content: bytes) -> Iterator[dict[str, Any]]:
    """The sessions of a list, each with its `line`. Raises `Flawed`: encoding, malformed, too_large."""
    if len(content) > MOST_BYTES:
        raise Flawed("too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Flawed("encoding") from error
    header = text.partition("\n")[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, line in enumerate(reader, 1):
            if number > MOST_SESSIONS:
                raise Flawed("too_large")
            yield _session(line) | {LINE: reader.line_num}
    except csv.Error as error:
        raise Flawed("malformed") from error


def _session(line: dict[str, Any]) -> dict[str, Any]:
    row = {name: (line.get(column) or "").strip() or None for column, name in COLUMNS.items()}
    row |= {name: instant_text(row[name]) for name in INSTANTS}
    state, moved = (row["status"] or "").upper(), (row["is_transferred"] or "").upper()
    is_transferred = "true" if moved in YES else "false" if moved in NO else row["is_transferred"]
    return row | {"status": STATES.get(state, row["status"]), "is_transferred": is_transferred}
