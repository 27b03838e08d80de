"""What a file is, is told by its bytes; whatever it is, it is judged by a sentence and nothing of it runs."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit import inbox
from connectors.kit.contract import Limits
from connectors.kit.screening import MEGABYTE, refusal
from tests.connectors.uploaded import archive, dossier_list, line, rows_of, text, with_part, workbook
from tests.installation import installed

LIMITS = Limits(timeout_s=1, max_bytes=2 * MEGABYTE)


@pytest.fixture(scope="module", autouse=True)
def _installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with installed(tmp_path_factory.mktemp("screening")):
        yield


def bomb() -> bytes:
    """40 MB of zeros in 40 kB."""
    return archive({"xl/workbook.xml": b"0" * 40 * MEGABYTE})


def lying() -> bytes:
    """An archive that states a member of 10 GB."""
    stated = bytearray(archive({"a.xml": b"<a/>"}))
    place = stated.rfind(b"PK\x01\x02")
    stated[place + 24 : place + 28] = (4_000_000_000).to_bytes(4, "little")
    return bytes(stated)


def secret() -> bytes:
    """What Office writes where a workbook has a password: a compound file with one part of that name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


REFUSED = {
    "too large": (b"a;b\n" * MEGABYTE, "lớn hơn giới hạn 2 MB"),
    "a program": (b"\x7fELF" + bytes(200), "Không nhận kiểu tệp này"),
    "a program of Windows named .xlsx": (b"MZ\x90\x00" + bytes(200), "Không nhận kiểu tệp này"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", "Không nhận kiểu tệp này"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(60), "Không nhận kiểu tệp này"),
    "a bomb": (bomb(), "lớn bất thường"),
    "an archive that lies": (lying(), "lớn bất thường"),
    "an archive in an archive": (archive({"a.zip": archive({"b.csv": b"1"})}), "chứa tệp nén khác"),
    "a torn archive": (dossier_list()[:-30], "bị hỏng hoặc bị cắt ngang"),
    "XML with entities": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD hoặc thực thể"),
    "XML in UTF-16 with entities": ('<?xml version="1.0"?><!DOCTYPE a []><a/>'.encode("utf-16"), "DTD hoặc thực thể"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_before_anything_reads_it(what: str) -> None:
    content, said = REFUSED[what]
    assert said in (refusal(content, LIMITS) or "")


FLAWED = {
    "empty": (b"", "rỗng (0 byte)"),
    "with a password": (secret(), "có mật khẩu"),
    "with a macro": (with_part(dossier_list(), "xl/vbaProject.bin", b"macro"), "có macro"),
    "no workbook": (archive({"a.csv": b"1;2"}), "không phải bảng tính"),
    "a web page": (b"<html><body>login</body></html>", "không phải bảng tính"),
    "in the code page of Windows": ("Mã hồ sơ;Trạng thái\n1;Đang xử lý".encode("cp1258", "replace"), "UTF-8"),
    "without a known header": (workbook([("a", "b"), (1, 2)]), "Không thấy bảng nào"),
    "of headers alone": (workbook(rows_of([])), "không có dòng dữ liệu nào"),
    "with too many rows": (text([("Mã hồ sơ", "Mã thủ tục"), *([("1", "2")] * 20_001)]), "trên 20.000 dòng"),
}


@pytest.mark.parametrize("what", FLAWED)
def test_a_flawed_list_is_refused_in_a_sentence(what: str) -> None:
    content, said = FLAWED[what]
    judgement = inbox.judge("one_stop", "danh-sach.xlsx", content)
    assert said in (judgement.refusal_vi or "")
    with pytest.raises(inbox.Refused):
        inbox.accept(judgement, "UBND xã Vạn Tường")


def test_a_name_says_nothing_of_what_a_file_is() -> None:
    listed = text(rows_of([line(1)]))
    for name in ("a.xlsx", "a.exe", "a", "../../etc/passwd", ""):
        assert inbox.judge("one_stop", name, listed).refusal_vi is None


def test_formulas_are_never_run() -> None:
    content = workbook(rows_of([line(1)]), formula='=WEBSERVICE("http://127.0.0.1:1/")&HYPERLINK("x")')
    assert inbox.judge("one_stop", "a.xlsx", content).loaded == {"dossier": 1}
    # Text that a spreadsheet would run stays text, and is told back by no sentence.
    judgement = inbox.judge("one_stop", "a.csv", text(rows_of([line(1, **{"Mã TTHC": "=cmd|' /C calc'!A0"})])))
    assert all("cmd" not in each.message_vi and "cmd" not in each.key for each in judgement.wrong)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_in_whatever_dress(encoding: str, delimiter: str) -> None:
    judgement = inbox.judge("one_stop", "a.csv", text(rows_of([line(1), line(2)]), delimiter, encoding))
    assert (judgement.refusal_vi, judgement.loaded) == (None, {"dossier": 2})


def torn(content: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    """A file with some bytes changed and its end cut off."""
    damaged = bytearray(content[: len(content) - cut % len(content)])
    for place, value in changes:
        if damaged:
            damaged[place % len(damaged)] = value
    return bytes(damaged)


DAMAGE = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12)


@settings(max_examples=25, deadline=None)
@given(DAMAGE, st.integers(0, 400), st.sampled_from(["xlsx", "csv"]))
def test_whatever_the_bytes_are_there_is_a_judgement(changes: list[tuple[int, int]], cut: int, kind: str) -> None:
    whole = dossier_list(line(1), line(2)) if kind == "xlsx" else text(rows_of([line(1), line(2)]))
    judgement = inbox.judge("one_stop", f"a.{kind}", torn(whole, changes, cut))
    assert judgement.refusal_vi or judgement.rows


def test_the_planted_bomb_is_one() -> None:
    with zipfile.ZipFile(BytesIO(bomb())) as opened:
        assert opened.infolist()[0].file_size > 500 * len(bomb())
