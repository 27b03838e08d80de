"""What is read of a health facility's file, and by which word one that cannot be taken is told: bytes in, rows out."""

import zipfile
from io import BytesIO

import pytest

from connectors.health_record import diagnoses
from connectors.health_record.delivery import read_delivery
from connectors.kit.contract import HIDDEN
from connectors.kit.registry import source
from tests.connectors.health_files import injections, packed, person, record, records, visit, visits
from tests.installation import CLOCK

HSSK = "hssk/51235/20261120.xml"


# ----------------------------------------------------------------------------------------------------------- withheld
@pytest.mark.parametrize(
    "written",
    [
        *("F32.1", "f20", "F2O.0", "F-99", "F00*", "FI0.2", "Fl0", "B20", "b20.9", "B2.0", "B24", "B2O", "B2.I"),
        *("Z21", "z 21", "Z2I", "z2l", "Z2I;B23", "R75", "ZI1.4", "O98.7", "X60", "X6O", "X84.9", "x7l", "Y87.0"),
        *("Z91.5", "Z9I5", "Z50.2", "Z5O.2", "Z50.3", "Z71.4", "Z7L.4", "Z71.5", "Z86.5", "Z09.3", "Z54.3"),
        *("Z83.0", "Z81.8", "Z13.3", "Z03.2", "Z04.6", "O99.3", "B2 0.9", "X6 4", "F 32.1"),
    ],
)
def test_no_way_of_writing_hiv_mental_health_or_self_harm_lands(written: str) -> None:
    assert set(diagnoses.codes(written)) <= {HIDDEN}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *(("A97.1", "A97.1"), ("b08.4", "B08.4"), ("B5.0", "B5.0"), ("B05", "B05"), ("O98.8", "O98.8")),
        *(
            ("X59", "X59"),
            ("X85", "X85"),
            ("Z91.4", "Z91.4"),
            ("Z71.3", "Z71.3"),
            ("B19.9", "B19.9"),
            ("Z20.5", "Z20.5"),
        ),
    ],
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
    assert rows["delivery"][0] | {"sent_at": None} == {
        "stream_kind": "record",
        "facility_code": "51235",
        "day": "2026-11-20",
        "part": "1",
        "is_day_in_name": True,
        "received_at": "2026-11-23T07:30:00+07:00",
        "sent_at": None,
        "record_count": None,
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
    assert told["flaw"] is None


# ----------------------------------------------------------------------------------------------------- who and when
@pytest.mark.parametrize(
    ("general", "same_as"),
    [
        ("<MADINHDANH>099180000001</MADINHDANH><MABHXH>9900000001</MABHXH>", "099180000001"),
        ("<MADINHDANH>0991</MADINHDANH><MABHXH>9900000001</MABHXH>", "bhxh 9900000001"),
        ("<MATHE>GD4519900000001</MATHE>", "bhxh 9900000001"),
        ("<MA_NHANKHAU>NK7</MA_NHANKHAU>", "51235 NK7"),
        ("<HOTEN>Mẫu</HOTEN><MADINHDANH>000000000000</MADINHDANH>", None),
    ],
)
def test_a_person_is_told_by_the_best_number_there_is(general: str, same_as: str | None) -> None:
    (row,) = read_delivery(records(record(general)), HSSK, CLOCK)["person"]
    assert row["identifier"] == same_as


def test_a_facilitys_own_number_of_somebody_is_the_same_by_either_of_its_codes() -> None:
    told = [records(record("<MA_NHANKHAU>NK7</MA_NHANKHAU>"), sender=code) for code in ("51222", "8930000512222")]
    assert {read_delivery(each, HSSK, CLOCK)["person"][0]["identifier"] for each in told} == {"51222 NK7"}


@pytest.mark.parametrize(("born", "month"), [("05/03/2025", "2025-03-01"), ("1965", None), ("00/00/1965", None)])
def test_the_month_of_birth_lands_and_never_the_day(born: str, month: str | None) -> None:
    rows = read_delivery(records(record(person(born=born), injections(("SOI", "07/12/2025")))), HSSK, CLOCK)
    assert rows["person"][0]["birth_month"] == month
    assert born not in str(rows)


def test_a_list_has_another_number_whenever_it_is_another_and_none_where_it_is_missing() -> None:
    def told(more: str) -> int | None:
        number: int | None = read_delivery(records(record(person(), more)), HSSK, CLOCK)["person"][0]["injection_list"]
        return number

    first, second = ("SOI", "01/09/2026"), ("MR", "07/12/2025")
    whole = told(injections(first, second))
    withdrawn = injections(first, second).replace("<TRANGTHAI>1", "<TRANGTHAI>0", 1)
    assert told("") is None
    assert len({whole, told(injections(first)), told(withdrawn), told("<TIEMCHUNG/>"), None}) == 5
    assert whole == told(injections(second, first)) and told("<TIEMCHUNG/>") == told(injections())
    rows = read_delivery(records(record(person(), withdrawn)), HSSK, CLOCK)["vaccination"]
    assert [(row["vaccine_code"], row["injected_date"], row["injection_list"]) for row in rows] == [
        ("MR", "2025-12-07", told(withdrawn))
    ]


# ------------------------------------------------------------------------------------------------- by folder, by hand
VISIT = (
    "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP><MA_LK>77</MA_LK><MA_CSKCB>%s</MA_CSKCB>"
    "<NGAY_VAO>%s</NGAY_VAO></TONG_HOP></NOIDUNGFILE></FILEHOSO></HOSO>"
)


def visit_codes(path: str | None, sender: str, at: str, admitted: str = "202611200800") -> list[str]:
    content = visits(VISIT % (at, admitted)).replace(b"<MACSKCB>51200<", f"<MACSKCB>{sender}<".encode())
    return [row["visit_code"] for row in read_delivery(content, path, CLOCK)["visit"]]


@pytest.mark.parametrize("at", ["51231", "8930000512314", "51202", "8930000512024", "51999"])
@pytest.mark.parametrize("sender", ["51231", "8930000512314", "51202"])
def test_a_visit_bears_the_same_number_on_every_way_in(sender: str, at: str) -> None:
    """A station's file over SFTP and by hand, under any name; its sub-station's as well."""
    for path in ("kcb/51231/20261120.xml", "20261120.xml", None):
        assert visit_codes(path, sender, at) == ["51231 77"]
    if at != "51999":
        assert visit_codes("20261120.xml", "", at) == visit_codes("kcb/51231/20261120.xml", "", at) == ["51231 77"]


def test_a_visits_number_is_that_of_whoever_sent_on_its_own_day() -> None:
    assert visit_codes("kcb/51202/20251231.zip", "51202", "51202", "202512300800") == ["51202 77"]
    assert visit_codes(None, "51202", "51202", "202601020800") == ["51231 77"]
    assert visit_codes(None, "51231", "51231", "202512300800") == ["51231 77"], "admitted before it was a station"


def test_a_file_by_hand_is_its_stations_whose_ever_message_stands_first() -> None:
    content = packed(a=records(record(person()), sender="51222"), b=records(record(person()), sender="51235"))
    told = read_delivery(content, "20261120_2.zip", CLOCK)["delivery"][0]
    known = (told["facility_code"], told["day"], told["part"], told["is_day_in_name"])
    assert known == ("51235", "2026-11-20", "2", True)
    assert read_delivery(content, None, CLOCK)["delivery"][0]["is_day_in_name"] is False


SESSIONS = "MA_PHIEN;CS_YEU_CAU;CS_TU_VAN;BAT_DAU;TRANG_THAI\n1;51222;51200;19/11/2026 08:05;DANG_DIEN_RA\n"


@pytest.mark.parametrize(("path", "day"), [("tuvan/20261120.csv", "2026-11-20"), (None, "2026-11-19")])
def test_a_list_of_sessions_says_of_which_day_it_is(path: str | None, day: str) -> None:
    rows = read_delivery(SESSIONS.encode(), path, CLOCK)
    assert (rows["telehealth"][0]["told_date"], rows["delivery"][0]["day"]) == (day, day)


def test_without_a_folder_the_message_says_whose_it_is() -> None:
    told = read_delivery(records(record(person())), "20261120_1.xml", CLOCK)["delivery"][0]
    assert (told["stream_kind"], told["facility_code"], told["day"]) == ("record", "51235", "2026-11-20")


# ------------------------------------------------------------------------------------------------------------- places
def lines(content: bytes, path: str = HSSK) -> dict[str, list[int | None]]:
    rows = read_delivery(content, path, CLOCK)
    return {table: [row.get("line") for row in rows[table]] for table in rows if table != "delivery" and rows[table]}


def test_each_row_says_in_which_line_of_its_file_it_stands() -> None:
    one = record(
        f"\n{person()}\n", "\n" + injections(("SOI", "01/11/2026"), ("MR", "02/11/2026")).replace("><T", ">\n<T")
    )
    told = records("\n", one, "\n", record(person("099180000002")))
    starts = [number for number, text in enumerate(told.decode().split("\n"), 1) if "<HOSOSUCKHOE>" in text]
    given = [number for number, text in enumerate(told.decode().split("\n"), 1) if "<THONGTINMUITIEM>" in text]
    assert lines(told) == {"person": starts, "vaccination": given} and len(starts) == len(given) == 2
    assert lines(visits("\n", visit("7", "J00"), "\n\n", visit("8", "J00")), "kcb/51200/20261120.xml") == {
        "visit": [2, 4]
    }
    assert lines(b"MA_PHIEN;TRANG_THAI\nTS1;DA_HUY\nTS2;DA_HUY\n", "tuvan/20261120.csv") == {"telehealth": [2, 3]}


def test_no_line_is_told_that_could_be_another_files() -> None:
    told = records("\n", record(person()))
    assert lines(packed(a=told), "hssk/51235/20261120.zip") == {"person": [2]}
    assert lines(packed(a=told, b=told), "hssk/51235/20261120.zip") == {"person": [None, None]}
    assert lines(told.replace(b"\n", b"")) == {"person": [None]}, "all of it is one line"
