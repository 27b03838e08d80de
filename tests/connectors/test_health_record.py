"""What lands of the health facilities' files, and what becomes of files that are half, damaged or sent again."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from config import clock
from config.places import places
from connectors.kit.landing import manifests
from connectors.kit.registry import source
from connectors.kit.runner import pull
from tests.connectors.health_files import injections, packed, person, record, records, visit, visits
from tests.installation import CLOCK, Installation, installed
from warehouse.cache import bring
from warehouse.horizon import collect
from warehouse.landed import open_build
from warehouse.steps import steps

SAMPLES = source("health_record").folder / "sample"
HSSK, KCB = "hssk/51235/20261120.xml", "kcb/51200/20261120.xml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A drop folder that an empty installation pulls from."""
    with installed(tmp_path / "ioc") as made:
        monkeypatch.setenv("IOC_HEALTH_RECORD__URL", str(tmp_path / "drop"))
        (tmp_path / "drop").mkdir()
        assert isinstance(made, Installation)
        yield tmp_path / "drop"


def put(folder: Path, path: str, content: bytes, at: datetime = CLOCK - timedelta(hours=8)) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    os.utime(place, (at.timestamp(), at.timestamp()))


TABLES = tuple(source("health_record").tables)


def judged(*tables: str) -> DuckDBPyConnection:
    """A build file that holds the judged rows and the staging of tables of health (without any: of all)."""
    build = open_build(":memory:", threads=1)
    wanted = [f"{schema}.health_record__{name}" for schema in ("accepted", "staging") for name in tables or TABLES]
    prefixes = ("config", "landed.batch", *wanted)
    bring(build, [step for step in steps(collect(clock.today()), ()) if step.name.startswith(prefixes)])
    return build


def held(build: DuckDBPyConnection, *tables: str) -> Counter[tuple[str, str]]:
    """{(table, code): rows held} of tables (without any: of all)."""
    found: Counter[tuple[str, str]] = Counter()
    for table in tables or TABLES:
        rows = build.execute(f"SELECT code, message_vi FROM part.held_row__health_record__{table}").fetchall()
        found.update((table, code) for code, _ in rows)
    return found


def messages(build: DuckDBPyConnection) -> list[str]:
    return [
        sentence
        for table in TABLES
        for (sentence,) in build.execute(f"SELECT message_vi FROM part.held_row__health_record__{table}").fetchall()
    ]


# --------------------------------------------------------------------------------------------------------- the sample
SENTENCES = {
    "Mã bệnh 'B5.0' không phải mã ICD-10",
    "Mã cơ sở 51123 không có trong danh mục cơ sở khám, chữa bệnh",
    "Hồ sơ không có mã định danh, mã BHYT hoặc mã hồ sơ để ghép",
    "Ngày khám 25/12/2026 sau ngày gửi tệp",
    "Ngày tiêm trước ngày sinh",
    "Không đọc được ngày: '31/02/2026'",
    "Mã 21067 không còn hiệu lực từ 01/07/2025",
}


def test_the_sample_gives_what_counts_and_holds_what_does_not(folder: Path) -> None:
    kinds = {"20261120_2": "kcb/51200", "20261120_5": "tuvan", "20261120_4": "hssk/51232", "20261120_3": "hssk/51235"}
    for path in sorted(SAMPLES.iterdir()):
        number = path.name.replace("20261120_3", "20261119")
        put(folder, f"{kinds.get(path.stem, 'hssk/51235')}/{number}", path.read_bytes())
    pull("health_record")
    build = judged()
    assert held(build) == {
        ("delivery", "delivery_cut_off"): 1,
        ("person", "record_without_person"): 1,
        ("person", "unit_not_valid_on_date"): 1,
        ("vaccination", "vaccine_before_birth"): 1,
        ("checkup", "date_unreadable"): 1,
        ("checkup", "date_in_future"): 1,
        ("visit", "record_without_person"): 1,
        ("visit", "unknown_diagnosis"): 1,
        ("visit", "unknown_facility"): 1,
        ("visit", "date_in_future"): 1,
        ("telehealth", "unknown_facility"): 1,
    }
    assert set(messages(build)) >= SENTENCES
    visited = build.execute("SELECT main_diagnosis FROM staging.health_record__visit ORDER BY 1").fetchall()
    assert [code for (code,) in visited] == ["A90", "B08.4", "I10", "K29.7", None, None]
    assert build.execute("SELECT count(*) FROM staging.health_record__person").fetchone() == (8,)


def test_each_message_of_a_package_is_its_senders(folder: Path) -> None:
    put(folder, "hssk/51235/20261120.zip", (SAMPLES / "20261120_3.zip").read_bytes())
    pull("health_record")
    rows = judged("person").execute("SELECT facility_code FROM staging.health_record__person ORDER BY 1").fetchall()
    assert rows == [("51222",), ("51235",)]


# ------------------------------------------------------------------------------------------------------- files again
def test_a_record_sent_again_replaces_the_older_one_whenever_it_comes(folder: Path) -> None:
    newer = records(record(person(commune="21061")), sent="21/11/2026 08:00:00")
    put(folder, "hssk/51235/20261121.xml", newer, CLOCK - timedelta(days=1))
    put(folder, "hssk/51235/20261120.xml", records(record(person(commune="21109"))), CLOCK - timedelta(hours=2))
    pull("health_record")
    build = judged("person")
    assert build.execute("SELECT commune_code FROM staging.health_record__person").fetchall() == [("21061",)]
    versions = build.execute(
        "SELECT commune_code FROM staging.health_record__person_version ORDER BY sent_at"
    ).fetchall()
    assert versions == [("21109",), ("21061",)]


def test_a_message_stamped_ahead_is_held_and_hides_no_later_one(folder: Path) -> None:
    """The clock of the sender's machine was wrong for a day; what it writes once that is mended counts."""
    who, shots = person(commune="21061"), injections(("SOI", "01/11/2026"))
    early = records(record(person(), injections(("MR", "01/10/2026"))), sent="19/11/2062 08:00:00")
    put(folder, "hssk/51235/20261119.xml", early)
    put(folder, "kcb/51200/20261119.xml", visits(visit("7", "J00"), sent="206211192130"))
    put(folder, "hssk/51235/20261121.xml", records(record(who, shots), sent="21/11/2026 08:00:00"))
    put(folder, "kcb/51200/20261121.xml", visits(visit("7", "A90"), sent="202611211000"))
    pull("health_record")
    build = judged()
    ahead = {(table, "sent_in_future"): 1 for table in ("person", "vaccination", "visit")}
    assert held(build) == {("delivery", "sent_in_future"): 2, **ahead}
    assert any("19/11/2062" in said and "chỉnh đồng hồ" in said for said in messages(build))
    assert build.execute("SELECT commune_code FROM staging.health_record__person").fetchall() == [("21061",)]
    assert build.execute("SELECT vaccine_code FROM accepted.health_record__vaccination").fetchall() == [("SOI",)]
    assert build.execute("SELECT main_diagnosis FROM staging.health_record__visit").fetchall() == [("A90",)]


def test_a_visit_whose_diagnosis_was_changed_is_the_same_visit(folder: Path) -> None:
    put(folder, KCB, visits(visit("7", "A91"), visit("8", "J00")))
    pull("health_record")
    put(
        folder, "kcb/51200/20261121_2.xml", visits(visit("7", "A97.1"), sent="202611211000"), CLOCK - timedelta(hours=1)
    )
    pull("health_record")
    build = judged("visit")
    found = build.execute("SELECT main_diagnosis FROM staging.health_record__visit ORDER BY 1").fetchall()
    assert found == [("A97.1",), ("J00",)]
    exits = build.execute("SELECT exit, row_count FROM part.row_exit__health_record__visit ORDER BY ALL").fetchall()
    assert Counter(dict(exits))["superseded"] == 1


def test_one_visit_under_two_codes_of_its_facility_is_one(folder: Path) -> None:
    longer = visits(visit("7", "J00"), sent="202611210800").replace(b"<MA_CSKCB>51200<", b"<MA_CSKCB>8930000512000<")
    put(folder, KCB, visits(visit("7", "J00")))
    put(folder, "kcb/51200/20261121.xml", longer, CLOCK - timedelta(hours=1))
    pull("health_record")
    assert judged("visit").execute("SELECT facility_code FROM staging.health_record__visit").fetchall() == [
        ("8930000512000",)
    ]


@pytest.mark.parametrize("path", ["hssk/51235/20261120.xml", "hssk/51235/20261120.zip"])
def test_a_broken_file_is_held_whole_until_the_good_one_comes(folder: Path, path: str) -> None:
    good = records(*(record(person(f"0991800001{number:02d}")) for number in range(40)))
    good = packed(a=good) if path.endswith("zip") else good
    put(folder, path, good[: len(good) * 2 // 3])
    pull("health_record")
    build = judged("delivery", "person")
    assert sum(count for (table, _), count in held(build, "delivery", "person").items() if table == "delivery") == 1
    assert build.execute("SELECT count(*) FROM staging.health_record__person").fetchone() == (0,)
    put(folder, path, good, CLOCK - timedelta(hours=1))
    pull("health_record")
    build = judged("delivery", "person")
    assert held(build, "delivery", "person") == {}
    assert build.execute("SELECT count(*) FROM staging.health_record__person").fetchone() == (40,)
    told = build.execute(
        "SELECT facility_code, day, part, record_count FROM staging.health_record__delivery"
    ).fetchall()
    assert told == [("51235", datetime(2026, 11, 20).date(), "1", 40)]


@pytest.mark.parametrize("lost", [1, 9, 30, 300])
def test_a_list_of_sessions_that_was_cut_off_is_held_whole_until_the_good_one_comes(folder: Path, lost: int) -> None:
    line = "TS{};51235;51200;20/11/2026 08:{:02d}:00;20/11/2026 08:59:00;N;HOAN_THANH"
    lines = ["MA_PHIEN;CS_YEU_CAU;CS_TU_VAN;BAT_DAU;KET_THUC;CHUYEN_TUYEN;TRANG_THAI"]
    good = "".join(f"{each}\r\n" for each in [*lines, *(line.format(n, n) for n in range(20))]).encode()
    put(folder, "tuvan/20261120.csv", good[:-lost].rstrip(b"\n\r"))
    pull("health_record")
    build = judged("delivery", "telehealth")
    assert held(build, "delivery", "telehealth") == {("delivery", "delivery_cut_off"): 1}
    put(folder, "tuvan/20261120.csv", good, CLOCK - timedelta(hours=1))
    pull("health_record")
    build = judged("delivery", "telehealth")
    assert held(build, "delivery", "telehealth") == {}
    assert build.execute("SELECT count(*) FROM staging.health_record__telehealth").fetchone() == (20,)


def test_a_file_that_still_grows_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = records(record(person()))
    put(folder, HSSK, whole[:200], CLOCK - timedelta(seconds=5))
    monkeypatch.setattr(clock, "pause", lambda seconds: put(folder, HSSK, whole, CLOCK - timedelta(seconds=1)))
    pull("health_record")
    assert manifests(places().landing, "health_record") == []
    monkeypatch.setattr(clock, "pause", lambda seconds: None)
    pull("health_record")
    assert [one.rows["person"] for one in manifests(places().landing, "health_record")] == [1]


def test_a_withheld_main_diagnosis_leaves_the_visit(folder: Path) -> None:
    hiv = "<FILEHOSO><LOAIHOSO>XML6</LOAIHOSO><NOIDUNGFILE><HIV>B20</HIV></NOIDUNGFILE></FILEHOSO>"
    put(folder, KCB, visits(visit("1", "B20.9", more=hiv, other="J06.9"), visit("2", "J00", other="F32;Z21;I10")))
    pull("health_record")
    rows = judged("visit").execute(
        "SELECT main_diagnosis, [one.code FOR one IN other_diagnoses] FROM staging.health_record__visit ORDER BY 1"
    )
    assert rows.fetchall() == [("J00", ["I10"]), (None, ["J06.9"])]
