"""A few files of health written out by hand, from folder and inbox into the marts: what counts, and where."""

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from config import clock
from connectors.kit import inbox
from connectors.kit.runner import pull
from tests.connectors.health_files import injections, packed, person, record, records, sent_by, visited
from tests.installation import CLOCK, installed
from warehouse.cache import bring
from warehouse.horizon import collect
from warehouse.landed import open_build
from warehouse.steps import steps

EARLY = CLOCK - timedelta(days=2)
MARTS = (
    *("unit", "unit_lineage", "facility", "told_commune", "home_facility", "record_list"),
    *(
        "health_person",
        "health_visit",
        "child_vaccination",
        "chronic_care",
        "health_span",
        "telehealth_session",
        "received_delivery",
        "facility_delivery",
    ),
)
DOSES = ("SOI", "01/05/2026"), ("MR", "01/09/2026")
MENDED = ("SOI", "01/05/2026"), ("MR", "11/09/2026")
KINDS = ("mended", "withdrawn", "emptied", "silent", "same", "elsewhere")
CHILDREN = {name: f"09932500000{number}" for number, name in enumerate(KINDS)}
BEFORE = "202504290800"
LIST = "MA_PHIEN;CS_YEU_CAU;CS_TU_VAN;BAT_DAU;TRANG_THAI\r\n"


def child(name: str, *given: tuple[str, str]) -> str:
    return record(person(CHILDREN[name], born="15/01/2025"), injections(*given))


def checked(identity: str, *days: str) -> str:
    exams = "".join(
        f"<HOSOKHAMCHUABENH><NGAYKHAM>{day}</NGAYKHAM><LYDOKHAM>Khám sức khỏe định kỳ</LYDOKHAM></HOSOKHAMCHUABENH>"
        for day in days
    )
    return record(person(identity), f"<DANHSACHHOSOKHAMCHUABENH>{exams}</DANHSACHHOSOKHAMCHUABENH>")


FIRST = {
    "hssk/51235/20261119.xml": records(
        *(child(name, *DOSES) for name in CHILDREN), checked("099180000101", "02/01/2026"),
        checked("099180000102", "05/03/2026"), sent="19/11/2026 21:00:00"
    ),
    # Bình Thạnh's people at the station of Châu Ổ and at their own, before the reform and after it.
    "hssk/51201/20250430.xml": records(
        record(person("099180000201", "21046")), record(person("099180000202", "21040")), sender="51201",
        sent="29/04/2025 21:00:00",
    ),
    "hssk/51201/20250831.xml": records(
        record(person("099180000203", "21040")), sender="51201", sent="29/08/2025 21:00:00"
    ),
    "kcb/51201/20250831.zip": packed(
        a=sent_by("51201", visited("1", "51201", BEFORE, "21046"), visited("2", "51202", BEFORE, "21046")),
        b=sent_by("51201", visited("3", "51201", "202508280800", "21046"), visited("4", "51201", "202508280900")),
    ),
    "kcb/51231/20261120.xml": sent_by("51231", visited("71", "8930000512314"), visited("72", "51202")),
    "kcb/51231/20261119.xml": sent_by(
        "51231", visited("81", "51231", "202512300800"), visited("82", "51231", "201611200800"), sent="202611192130"
    ),
    "kcb/51232/20261119.xml": sent_by("51232", visited("1", "51232", "202611190800", "21061"), sent="202611192130"),
    "kcb/51232/20261119_2.xml": sent_by("51232", visited("2", "51232", "202611190800", "21061"))[:-90],
    "kcb/51232/20261118.xml": sent_by("51232", visited("3", "51232", "202611180800", "21061"))[:-90],
    "kcb/51232/20261118_2.xml": sent_by("51232", visited("4", "51232", "202611180800", "21061"), sent="202611182130"),
    "tuvan/20261119.csv": f"{LIST}T1;51222;51200;19/11/2026 08:05;DANG_DIEN_RA\r\n".encode(),
    "tuvan/20261120.csv": (
        f"{LIST}T1;51222;51200;19/11/2026 08:05;HOAN_THANH\r\nT2;;51200;20/11/2026 08:05;HOAN_THANH\r\n"
        "T3;51231;51200;30/12/2025 08:05;HOAN_THANH\r\nT4;51231;51200;30/12/2015 08:05;HOAN_THANH\r\n"
    ).encode(),
}  # fmt: skip
AGAIN = {
    "hssk/51235/20261120.xml": records(
        child("mended", *MENDED),
        child("withdrawn", *DOSES).replace("<TRANGTHAI>1", "<TRANGTHAI>0", 1),
        child("emptied"),
        record(person(CHILDREN["silent"], born="15/01/2025")),
        # The code of a commune that ended: the message is held, and its list is none.
        record(person(CHILDREN["elsewhere"], "21067", "15/01/2025"), injections(*MENDED, ("SOI", "02/09/2026"))),
        checked("099180000101", "30/12/2025"),
    ),
    # The day's file once more, made at the same minute by its own words.
    "hssk/51235/20261119_2.xml": records(child("same", *MENDED), sent="19/11/2026 21:00:00"),
    "tuvan/20261119_2.csv": f"{LIST}T1;51222;51200;19/11/2026 08:05;DANG_DIEN_RA\r\n\r\n".encode(),
    "kcb/51232/20261118.xml": sent_by("51232", visited("3", "51232", "202611180800", "21061"), sent="202611182130"),
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The marts of what was pulled twice, and brought once more by hand."""
    home = tmp_path_factory.mktemp("told")
    with installed(home / "ioc"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOC_HEALTH_RECORD__URL", str(home / "drop"))
        for files, at in ((FIRST, EARLY), (AGAIN, CLOCK - timedelta(hours=8))):
            for path, content in files.items():
                _put(home / "drop" / path, content, at)
            pull("health_record")
        inbox.accept(inbox.judge("health_record", "20261120.xml", FIRST["kcb/51231/20261120.xml"]), "Trạm Y tế")
        inbox.accept(inbox.judge("health_record", "theo-so.xml", _of_a_sub_station()), "Trạm Y tế")
        pull("health_record")
        yield _built()


def _put(place: Path, content: bytes, at: datetime) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    os.utime(place, (at.timestamp(), at.timestamp()))


def _of_a_sub_station() -> bytes:
    return sent_by("51202", visited("72", "51202"), visited("73", "51202"))


def _built() -> DuckDBPyConnection:
    made = open_build(":memory:", threads=1)
    wanted = [f"{schema}.health_record__" for schema in ("accepted", "staging")]
    chosen = {f"marts.{name}" for name in MARTS}
    all_steps = steps(collect(clock.today()), ())
    bring(
        made,
        [
            each
            for each in all_steps
            if each.name in chosen or each.name.startswith(("config", "landed.batch", *wanted))
        ],
    )
    return made


def column(build: DuckDBPyConnection, query: str) -> list[object]:
    """The rows of a query; those of one column as its values."""
    return [row if len(row) > 1 else row[0] for row in build.execute(query).fetchall()]


def held(build: DuckDBPyConnection, table: str) -> list[object]:
    return column(build, f"SELECT message_vi FROM part.held_row__health_record__{table} ORDER BY message_vi")


# ------------------------------------------------------------------------------------------------- by folder, by hand
def test_a_visit_brought_by_hand_is_the_one_that_came_by_folder(build: DuckDBPyConnection) -> None:
    """Also where it is told by thirteen digits, at a sub-station, or in the sub-station's own file."""
    at = "SELECT facility_code, count(*) FROM marts.health_visit WHERE admitted_date = DATE '2026-11-20' GROUP BY ALL"
    assert column(build, f"{at} ORDER BY 1") == [("51202", 2), ("51231", 1)]
    exits = "SELECT sum(row_count) FROM part.row_exit__health_record__visit WHERE exit = 'duplicate'"
    assert column(build, exits) == [3]


def test_a_file_under_another_name_says_for_which_day_it_is_taken(build: DuckDBPyConnection) -> None:
    (said,) = column(build, "SELECT message_vi FROM part.finding__health_record__delivery")
    assert "được nhận cho ngày 20/11/2026" in str(said) and "ví dụ 20261119 cho ngày hôm trước" in str(said)
    judged = inbox.judge("health_record", "theo-so.xml", _of_a_sub_station())
    assert (judged.refusal_vi, [each.message_vi for each in judged.wrong]) == (None, [said])


def test_a_day_is_received_when_each_of_its_parts_is_good(build: DuckDBPyConnection) -> None:
    """A part that is cut off is not hidden by its sibling; one that was sent again whole counts."""
    days = column(
        build,
        "SELECT period_end FROM marts.facility_delivery WHERE stream_kind = 'visit' AND unit_code = '51232' "
        "AND period_end BETWEEN DATE '2026-11-18' AND DATE '2026-11-20' AND received_at IS NOT NULL",
    )
    assert days == [date(2026, 11, 18)]
    assert [str(said).split(",")[0] for said in held(build, "delivery")] == ["Tệp bị cắt ngang khi gửi"]


# ------------------------------------------------------------------------------------------------------ lists are whole
def test_a_dose_that_was_mended_or_taken_back_counts_no_more(build: DuckDBPyConnection) -> None:
    seconds = column(build, "SELECT second_measles_date FROM marts.child_vaccination ORDER BY ALL")
    # One record tells no injections, which says nothing, and one is held; of the withdrawn one a single dose is left.
    assert seconds == [date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 11), date(2026, 9, 11), None]


def test_a_checkup_of_which_the_day_was_mended_counts_in_its_own_year(build: DuckDBPyConnection) -> None:
    spans = "SELECT from_date, until_date, person_count FROM marts.health_span WHERE indicator = 'annual_checkup_cover'"
    assert column(build, spans) == [(date(2026, 11, 19), date(2027, 1, 1), 1)], "the other's was last year"


# ------------------------------------------------------------------------------------------------ codes and their days
def test_facility_and_commune_are_those_of_the_day(build: DuckDBPyConnection) -> None:
    """Before the reform Bình Thạnh's people at the station of Châu Ổ are none of Châu Ổ."""
    told = "SELECT {day}, place_code, place_from FROM marts.{mart} WHERE {day} < DATE '2025-12-01' ORDER BY ALL"
    old, own = date(2020, 2, 1), date(2025, 7, 1)
    assert column(build, told.format(day="from_date", mart="health_person")) == [
        (date(2025, 4, 29), "21046", old), (date(2025, 4, 29), "51201", old), (date(2025, 8, 29), "51201", own),
    ]  # fmt: skip
    assert column(build, told.format(day="admitted_date", mart="health_visit")) == [
        (date(2025, 4, 29), "21046", old), (date(2025, 4, 29), "51202", old),
        (date(2025, 8, 28), "51201", own), (date(2025, 8, 28), "51201", own),
    ]  # fmt: skip


def test_whoever_was_admitted_before_a_station_began_is_its_own_and_a_mistyped_year_is_held(
    build: DuckDBPyConnection,
) -> None:
    early = "SELECT facility_code, facility_from, place_code FROM marts.health_visit WHERE admitted_date = '2025-12-30'"
    assert column(build, early) == [("51231", date(2026, 1, 1), "51231")]
    (said,) = held(build, "visit")
    assert str(said).startswith("Ngày khám 20/11/2016: chưa có cơ sở mang mã 51231") and "config/facilities.csv" in str(
        said
    )


def test_a_session_is_told_by_its_newest_list_and_none_is_lost(build: DuckDBPyConnection) -> None:
    sessions = "SELECT session_code, requesting_facility_code, status FROM marts.telehealth_session ORDER BY 1"
    assert column(build, sessions) == [("T1", "51222", "finished"), ("T3", "51231", "finished")]
    none, early = sorted(map(str, held(build, "telehealth")), reverse=True)
    assert none == "Thiếu trường bắt buộc: cơ sở yêu cầu"
    assert early.startswith("Ngày 30/12/2015: chưa có cơ sở mang mã 51231")
