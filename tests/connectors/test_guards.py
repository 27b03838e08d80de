"""What may land as a code, a number or a date, and what never does."""

import base64
import hashlib
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.kit.guards import (
    code_guard,
    looks_harmless,
    looks_like_code,
    looks_like_instant,
    looks_like_number,
    looks_like_plain_text,
)
from connectors.kit.registry import sources

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Hồ", "Đinh"]
MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Quang", "Thanh", "Xuân", "Kim"]
GIVEN = ["An", "Bình", "Phương", "Nghiêm", "Hường", "Tuyết", "Quyền", "Khánh", "Thảo", "Yến", "Oanh", "Trung"]
SEPARATORS = [" ", ".", "-", "_", "", ":", "/"]

CODES = [
    "1.001612",
    "1.001612.000.00.00.H48",
    "2.000815",
    "000.00.53.H48",
    "H48.021.01",
    "G09.20",
    "000.00.53.H48-220921-0099",
    "H48-220921-0099",
    "000.00.00.G01-220921-0001",
    "TLHDH",
    "G05-KH02",
    "64f0c1a2b3c4d5e6f7a8b9c0",
    "642031415926535897932384",
    "00000000000000a6745ca39e",
    "0b0e7b7a-5d0c-4f62-9d0e-6f3c1a2b3c4d",
    "d",
    "OWN",
    "GT.0012",
    "12345678",
]


def plain(name: str) -> str:
    stripped = unicodedata.normalize("NFD", name).replace("đ", "d").replace("Đ", "D")
    return "".join(sign for sign in stripped if not unicodedata.combining(sign))


names = st.tuples(st.sampled_from(FAMILY), st.sampled_from(MIDDLE), st.sampled_from(GIVEN))
identities = st.integers(1, 96).flatmap(lambda place: st.from_regex(rf"{place:03d}[0-3][0-9]{{8}}", fullmatch=True))
phones = st.from_regex(r"(0|84|\+84)[35789][0-9]{8}", fullmatch=True)


@pytest.mark.parametrize("code", CODES)
def test_codes_pass(code: str) -> None:
    assert looks_like_code(code)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("dossier", "competence", "CROSS_BOUNDARY"),
        ("dossier", "competence", "FORWARDED"),
        ("dossier", "processing_system", "PROVINCE"),
        ("dossier", "processing_system", "MINISTRY"),
        ("dossier", "field_code", "NGUOICOCONG"),
        ("dossier", "code", "000.00.53.H48-220921-00991234567"),
        ("procedure", "field_code", "CHUNGTHUC"),
        ("agency", "level", "district_department"),
    ],
)
def test_a_columns_own_pattern_lets_its_words_pass(table: str, column: str, value: str) -> None:
    assert not looks_like_code(value)
    assert code_guard(sources()["one_stop"].tables[table].columns[column].pattern)(value)


@given(names, st.sampled_from(SEPARATORS), st.sampled_from([str, plain]), st.sampled_from([str, str.upper, str.lower]))
@example(("Lý", "Kim", "Bình"), ".", plain, str.lower)
def test_no_name_is_a_code(name: tuple[str, ...], separator: str, spell: type[str], write: type[str]) -> None:
    text = write(spell(separator.join(name)))
    assert not looks_like_code(text)
    assert not looks_harmless(text)


@given(phones, st.sampled_from(SEPARATORS))
def test_no_phone_number_is_a_code_or_a_number(phone: str, separator: str) -> None:
    national = re.sub(r"^(\+?84)", "0", phone)
    grouped = separator.join((national[:4], national[4:7], national[7:]))
    for text in (phone, national, grouped, f"SDT-{national}", f"SDT.{grouped}"):
        assert not looks_harmless(text), text


@given(
    identities,
    st.sampled_from(["{}", "{}.0", "-{}", "CCCD:{}", "H48-{}", "{}/1", "{:.4}.{}", "000000000000{}", "{}{}"]),
)
def test_no_identity_number_is_a_code_or_a_number(identity: str, frame: str) -> None:
    assert not looks_harmless(frame.format(identity, identity))


@given(st.from_regex(r"(DN|HS|GD|TE)[0-9]{13}", fullmatch=True))
def test_no_insurance_number_is_a_code(number: str) -> None:
    assert not looks_harmless(number)


@given(identities, st.sampled_from(["md5", "sha1", "sha256"]))
def test_an_unkeyed_digest_is_no_code(identity: str, algorithm: str) -> None:
    digest = hashlib.new(algorithm, identity.encode())
    assert not looks_like_code(digest.hexdigest())
    assert not looks_like_code(base64.urlsafe_b64encode(digest.digest()).decode())


@given(st.emails())
def test_no_e_mail_address_lands_even_as_text(address: str) -> None:
    assert not looks_harmless(address)
    assert not looks_like_plain_text(f"liên hệ {address} nhé")


@given(st.text())
def test_a_code_is_short_plain_and_has_no_long_run(text: str) -> None:
    if looks_like_code(text):
        assert 0 < len(text) <= 64
        assert text.isascii()
        assert not set(text) & set(" \n\t@,;'\"")
        assert len(text) in (24, 36) or not re.search(r"\d{9}|[A-Za-z]{7}", text)


@pytest.mark.parametrize(
    "text", ["212.345.678", "90-512-34-56", "0510.9000.1234", "21/23/45/67/8", "0" * 12 + "051090001234"]
)
def test_digits_alone_are_no_code_however_they_are_grouped(text: str) -> None:
    assert not looks_harmless(text)


@pytest.mark.parametrize("text", ["0", "1", "-3", "+2", "1.5", "1,5", "12345678", "120000000", "007"])
def test_numbers(text: str) -> None:
    assert looks_like_number(text)


@pytest.mark.parametrize(
    "text", ["", "một", "1e9", "0905123456", "051090001234", "84300000000", "212345678", "9051.23456", "1 000", "٣"]
)
def test_no_numbers(text: str) -> None:
    assert not looks_like_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T17:00:00.000+0000",
        "2026-11-23",
        "2026-11-23T07:30:00+07:00",
        "2026-11-23 07:30",
        "2026-02-31T17:00:00Z",
        "31/02/2026",
        "3/2/2026 07:30",
        "20261123",
        "20261123073000",
    ],
)
def test_dates_whether_or_not_there_is_such_a_day(text: str) -> None:
    assert looks_like_instant(text)


@pytest.mark.parametrize("text", ["", "chưa rõ", "0905123456", "051090001234", "2026-11-23T07:30 ông An", "20269923"])
def test_no_dates(text: str) -> None:
    assert not looks_like_instant(text)


@pytest.mark.parametrize("text", ["Đăng ký hộ kinh doanh", "Mức độ 4", "Nghị định 61/2018/NĐ-CP ngày 23/4/2018"])
def test_plain_text_passes(text: str) -> None:
    assert looks_like_plain_text(text)


@pytest.mark.parametrize("text", ["gọi 0905 123 456", "CCCD 051090001234", "0905.123.456", "x@y.vn"])
def test_text_with_an_identifier_does_not(text: str) -> None:
    assert not looks_like_plain_text(text)
