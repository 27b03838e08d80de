"""What is read of a health facility's file, and by which word one that cannot be taken is told: bytes in, rows out."""

import zipfile
from io import BytesIO

import pytest

from connectors.health_record import diagnoses
from connectors.health_record.delivery import read_delivery
from connectors.kit.contract import HIDDEN
from connectors.kit.registry import source
from tests.connectors.health_files import SIGNED, injections, packed, person, record, records, visit, visits
from tests.installation import CLOCK

HSSK = "hssk/51235/20261120.xml"


# ----------------------------------------------------------------------------------------------------------- withheld
@pytest.mark.parametrize(
    "written",
    ["F32.1", "f20", "F2O.0", "F-99", "B20", "b20.9", "B2.0", "B24", "Z21", "z 21", "Z2I;B23", "B2O", "R75", "F00*"],
)
def test_no_way_of_writing_hiv_or_mental_health_lands(written: str) -> None:
    shown = diagnoses.codes(written)
    assert not [code for code in shown if code != HIDDEN and code[:1] in "FB" and code not in ("B",)], shown
    assert not [code for code in shown if code.startswith(("Z21", "R75"))]


@pytest.mark.parametrize(
    ("written", "shown"), [("A97.1", "A97.1"), ("b08.4", "B08.4"), ("B5.0", "B5.0"), ("B05", "B05")]
)
def test_other_diagnoses_land_as_they_are(written: str, shown: str) -> None:
    assert diagnoses.main_code(written) == shown


# ------------------------------------------------------------------------------------------------------------- flaws
def bomb() -> bytes:
    return packed(a=b"<DATA>" + b"\0" * 60_000_000 + b"</DATA>")


def many_members() -> bytes:
    return packed(**{f"m{number}": b"<DATA/>" for number in range(300)})


def locked() -> bytes:
    content = bytearray(packed(a=records(record(person()))))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        central = archive.start_dir
    content[6] |= 1
    content[central + 8] |= 1
    return bytes(content)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><DATA>&lol9;</DATA>"
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><DATA><HEADER/>&x;</DATA>'
FLAWS = {
    "empty": b"",
    "cut_off": records(record(person()))[:300],
    "malformed": records("<HOSOSUCKHOE><A></B></HOSOSUCKHOE>"),
    "no_records": b"<html><body>404</body></html>",
    "encoding": records(record(person())).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "doctype": LAUGHS,
    "too_large": bomb(),
    "password": locked(),
    "corrupt": packed(a=records(record(person())))[:150],
    "not_signed": records(record(person()), signature="<SIGNATURE> </SIGNATURE>"),
    "record_too_large": records(record(person(), "<A/>" * 700_000)),
    "other_kind": visits(visit("1", "J00")),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_file_that_cannot_be_taken_is_one_row_with_its_flaw(flaw: str) -> None:
    rows = read_delivery(FLAWS[flaw], HSSK, CLOCK)
    assert set(rows) == {"delivery"}
    assert rows["delivery"][0] | {"sent_at": None, "is_signed": None} == {
        "stream_kind": "record",
        "facility_code": "51235",
        "day": "2026-11-20",
        "received_at": "2026-11-23T07:30:00+07:00",
        "sent_at": None,
        "record_count": None,
        "is_signed": None,
        "flaw": flaw,
    }


@pytest.mark.parametrize(
    ("content", "flaw"),
    [(OUTSIDE, "doctype"), (many_members(), "too_large"), (b"\x8a\x8b" * 40, "malformed"), (b"PK\x03\x04", "corrupt")],
)
def test_other_ways_to_the_same_flaws(content: bytes, flaw: str) -> None:
    assert read_delivery(content, HSSK, None)["delivery"][0]["flaw"] in (flaw, "encoding")


def test_every_flaw_has_a_sentence() -> None:
    said = " ".join(rule.where for rule in source("health_record").tables["delivery"].rules)
    assert [flaw for flaw in FLAWS if f"'{flaw}'" not in said] == []


def test_a_file_without_a_place_for_a_signature_is_merely_unsigned() -> None:
    told = read_delivery(records(record(person()), signature=""), HSSK, CLOCK)["delivery"][0]
    assert (told["flaw"], told["is_signed"]) == (None, None)
    assert read_delivery(records(record(person()), signature=SIGNED), HSSK, CLOCK)["delivery"][0]["is_signed"] is True


# ----------------------------------------------------------------------------------------------------- who and when
@pytest.mark.parametrize(
    ("general", "kind", "same_as"),
    [
        ("<MADINHDANH>099180000001</MADINHDANH><MABHXH>9900000001</MABHXH>", "identity", "099180000001"),
        ("<MADINHDANH>0991</MADINHDANH><MABHXH>9900000001</MABHXH>", "insurance", "bhxh 9900000001"),
        ("<MATHE>GD4519900000001</MATHE>", "insurance", "bhxh 9900000001"),
        ("<MA_NHANKHAU>NK7</MA_NHANKHAU>", "record", "51235 NK7"),
        ("<HOTEN>Mẫu</HOTEN><MADINHDANH>000000000000</MADINHDANH>", None, None),
    ],
)
def test_a_person_is_told_by_the_best_number_there_is(general: str, kind: str | None, same_as: str | None) -> None:
    (row,) = read_delivery(records(record(general)), HSSK, CLOCK)["person"]
    assert (row["person_key"], row["identifier"]) == (kind, same_as)


@pytest.mark.parametrize(("born", "month"), [("05/03/2025", "2025-03-01"), ("1965", None), ("00/00/1965", None)])
def test_the_month_of_birth_lands_and_never_the_day(born: str, month: str | None) -> None:
    rows = read_delivery(records(record(person(born=born), injections(("SOI", "07/12/2025")))), HSSK, CLOCK)
    assert rows["person"][0]["birth_month"] == month
    assert born not in str(rows)


def test_doses_are_counted_by_date_whatever_their_order_in_the_record() -> None:
    given = injections(
        ("5TRONG1", "05/07/2025"), ("5TRONG1", "05/05/2025"), ("SOI", "07/12/2025"), ("5TRONG1", "05/06/2025")
    )
    rows = read_delivery(records(record(person(), given)), HSSK, CLOCK)["vaccination"]
    assert [(row["vaccine_code"], row["dose_order"], row["injected_date"]) for row in rows] == [
        ("5TRONG1", 1, "2025-05-05"),
        ("5TRONG1", 2, "2025-06-05"),
        ("5TRONG1", 3, "2025-07-05"),
        ("SOI", 1, "2025-12-07"),
    ]


def test_without_a_folder_the_message_says_whose_it_is() -> None:
    told = read_delivery(records(record(person())), "20261120_1.xml", CLOCK)["delivery"][0]
    assert (told["stream_kind"], told["facility_code"], told["day"]) == ("record", "51235", "2026-11-20")
