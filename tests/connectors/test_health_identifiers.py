"""No planted name, number, ethnicity or withheld diagnosis of a health file stands in rows, manifests, outcomes, logs
or messages: only the encrypted pages hold them.
"""

import logging
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from config.places import places
from connectors.kit.errors import ConnectorError
from connectors.kit.landing import manifests
from connectors.kit.runner import pull, replay
from tests.connectors.health_files import packed, record, records
from tests.connectors.test_identifiers import forms, texts
from tests.installation import CLOCK, installed

NAMES = ["Nguyễn Thị Gieo", "Đặng Văn Cấy", "Huỳnh Đức Trồng"]
NUMBERS = ["051190001234", "001090005678", "9876501234", "DN4519876501234", "0905123456", "0905.123.458"]
DAYS = ["17/09/1987", "17091987", "198709170000", "1987-09-17"]
WORDS = ["Khmer Crum", "Cao Đài Mẫu", "gieo.nguyen@example.vn", "Thôn Bí Mật 5"]
HASH = re.compile("[0-9a-f]{32,}")
WITHHELD = ["B20.9", "B24", "Z21", "F32.1", "F20.0", "XML6", "NGAYKD_HIV", "HIV", "tâm thần"]
# Days of birth and diagnoses look like other dates and codes: they are planted where they belong.
PLANTED = [*NAMES, *NUMBERS, *WORDS]
SOUGHT = [*PLANTED, *DAYS, *WITHHELD]
BORN, ILL = ("NGAYSINH", "NGAY_SINH"), ("MA_BENH_CHINH", "MA_BENH_KT", "LYDOKHAM", "CHAN_DOAN_RV", "GHI_CHU", "BENHSU")
GENERAL = (
    *("MADINHDANH", "VNEID", "MABHXH", "MATHE", "MAHO_GIADINH", "MA_NHANKHAU", "HOTEN", "QUANHE_CHUHO", "GIOITINH"),
    *("NGAYSINH", "MADANTOC", "MATONGIAO", "MANGHENGHIEP", "SOCMND", "NOICAP", "DIACHI_HIENTAI", "MATHONXOM_HIENTAI"),
    *("MAXA_HIENTAI", "MAXA_THUONGTRU", "DIENTHOAI_DD", "EMAIL", "NGAYCAPNHAT"),
)
INJECTION = ("MAVACXIN", "TENVACXIN", "NGAYTIEM", "PHANUNGSAUTIEM")
EXAMINATION = ("MA_LK", "NGAYKHAM", "BACSIKHAM", "LYDOKHAM", "BENHSU", "TUVAN")
SUMMARY = (
    *("MA_LK", "MA_BN", "HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH", "MA_DANTOC", "DIA_CHI", "MAXA_CU_TRU"),
    *("DIEN_THOAI", "MA_THE_BHYT", "LY_DO_VV", "CHAN_DOAN_VAO", "CHAN_DOAN_RV", "MA_BENH_CHINH", "MA_BENH_KT"),
    *("NGAY_VAO", "NGAY_RA", "MA_LOAI_KCB", "MA_CSKCB", "GHI_CHU"),
)
COLUMNS = "MA_PHIEN;CS_YEU_CAU;CS_TU_VAN;BAT_DAU;KET_THUC;CHUYEN_KHOA;KET_LUAN;CHUYEN_TUYEN;TRANG_THAI"


def filled(names: tuple[str, ...], turn: int) -> str:
    """Every field with something planted, another one each turn."""

    def planted(name: str, place: int) -> str:
        among = DAYS if name in BORN else WITHHELD if name in ILL and turn % 2 else PLANTED
        return among[(turn // 2 + place) % len(among)]

    return "".join(f"<{name}>{planted(name, place)}</{name}>" for place, name in enumerate(names))


def planted_records() -> bytes:
    parts = []
    for turn in range(2 * len(SOUGHT)):
        given = f"<TIEMCHUNG><THONGTINMUITIEM>{filled(INJECTION, turn)}</THONGTINMUITIEM></TIEMCHUNG>"
        exam = f"<HOSOKHAMCHUABENH>{filled(EXAMINATION, turn)}</HOSOKHAMCHUABENH>"
        more = f"{given}<DANHSACHHOSOKHAMCHUABENH>{exam}</DANHSACHHOSOKHAMCHUABENH><TIENSU>{NAMES[0]}</TIENSU>"
        parts.append(record(filled(GENERAL, turn), more))
    return records(*parts, signature=f"<SIGNATURE>{NAMES[1]}</SIGNATURE>")


def planted_visits() -> bytes:
    def visit(turn: int) -> str:
        summary = f"<TONG_HOP>{filled(SUMMARY, turn)}</TONG_HOP>"
        hiv = f"<FILEHOSO><LOAIHOSO>XML6</LOAIHOSO><NOIDUNGFILE>{filled(SUMMARY, turn)}</NOIDUNGFILE></FILEHOSO>"
        state = PLANTED[turn % len(PLANTED)]
        return (
            f"<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{summary}</NOIDUNGFILE></FILEHOSO>{hiv}"
            f"<TRANGTHAI_LIENTHONG>{state}</TRANGTHAI_LIENTHONG></HOSO>"
        )

    parts = "".join(visit(turn) for turn in range(2 * len(SOUGHT)))
    return (
        f"<GIAMDINHHS><MACSKCB>{NUMBERS[2]}</MACSKCB><NGAYLAP>{NAMES[2]}</NGAYLAP>"
        f"<DANHSACHHOSO>{parts}</DANHSACHHOSO></GIAMDINHHS>"
    ).encode()


def planted_sessions() -> bytes:
    lines = [";".join(PLANTED[(turn + n) % len(PLANTED)] for n in range(9)) for turn in range(2 * len(SOUGHT))]
    return "\r\n".join([COLUMNS, *lines, ""]).encode()


def found(home: Path) -> list[tuple[str, str]]:
    wanted = {form.lower(): planted for planted in SOUGHT for form in forms(planted)}
    # A code of four letters and digits stands in some keyed hash by chance.
    held = [(path, HASH.sub(" ", text.lower())) for path, text in texts(home) if "raw" not in path.parts]
    return [(planted, path.name) for path, text in held for form, planted in wanted.items() if form in text]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    drop = tmp_path / "drop"
    files = {
        "hssk/51235/20261120.xml": planted_records(),
        "hssk/51235/20261119.zip": packed(**{NAMES[0]: planted_records()}),
        "kcb/51200/20261120.xml": planted_visits(),
        "kcb/51200/20261121.xml": planted_visits()[:-40],
        "tuvan/20261120.csv": planted_sessions(),
        f"hssk/51235/{NAMES[0]} {NUMBERS[0]}.xml": planted_records() + b"\n",
    }
    for path, content in files.items():
        (drop / path).parent.mkdir(parents=True, exist_ok=True)
        (drop / path).write_bytes(content)
        os.utime(drop / path, ((CLOCK - timedelta(hours=8)).timestamp(),) * 2)
    return drop


def test_no_planted_identifier_leaves_the_encrypted_pages(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    with installed(tmp_path / "ioc") as made:
        monkeypatch.setenv("IOC_HEALTH_RECORD__URL", str(folder))
        pull("health_record")
        monkeypatch.setattr("connectors.health_record.pull.PARSER_VERSION", "another")
        assert replay("health_record").batches
        rows = dict.fromkeys(("delivery", "person", "vaccination", "checkup", "visit", "telehealth"), 0)
        for one in manifests(places().landing, "health_record"):
            rows = {name: rows[name] + one.rows[name] for name in rows}
        assert rows["delivery"] == 6 and min(rows.values()) > 5
        assert found(made.home) == []
        logged = caplog.text.lower()
        assert [each for each in (*PLANTED, *DAYS) for form in forms(each) if form.lower() in logged] == []


def test_what_cannot_be_received_quotes_nobody_either(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installed(tmp_path / "ioc") as made:
        monkeypatch.setenv("IOC_HEALTH_RECORD__URL", str(folder))
        monkeypatch.setattr("connectors.kit.files.FilesClient.read", refuse)
        with pytest.raises(ConnectorError) as caught:
            pull("health_record")
        assert not any(form in str(caught.value) for planted in PLANTED for form in forms(planted))
        assert found(made.home) == []


def refuse(client: object, file: object) -> bytes:
    from connectors.kit.errors import Unreceivable

    raise Unreceivable("không có quyền đọc")
