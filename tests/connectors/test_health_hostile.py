"""Any bytes give rows or a held file: no crash, no hang, no more than 512 MB beside what the libraries take."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from connectors.kit.registry import source
from tests.connectors.health_files import packed, person, record, records, visit, visits
from tests.connectors.hostile import Hostile

HSSK, KCB, TUVAN = "hssk/51235/20261120.xml", "kcb/51200/20261120.xml", "tuvan/20261120.csv"
SAMPLES = [path.read_bytes() for path in sorted((source("health_record").folder / "sample").iterdir())]
SAID = " ".join(rule.where for rule in source("health_record").tables["delivery"].rules)
MEGABYTE = 1_048_576


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    with Hostile() as process:
        yield process


def is_expected(answer: str) -> bool:
    return answer == "rows" or f"'{answer}'" in SAID


def laughs(depth: int, width: int, reference: str) -> bytes:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * width if n else "ha"}">' for n in range(depth))
    return f'<?xml version="1.0"?><!DOCTYPE d [{names}]><DATA>{reference}</DATA>'.encode()


def bomb(megabytes: int) -> bytes:
    return packed(a=records(record(person(), "<A>" + "0" * MEGABYTE * megabytes + "</A>")))


LONG = {
    "billion laughs": laughs(12, 12, "&l11;"),
    "quadratic laughs": laughs(1, 1, "&l0;" * 500_000).replace(b'"ha"', b'"' + b"h" * 50_000 + b'"'),
    "late document type": b"<DATA>" + b" " * 70_000 + b"</DATA><!DOCTYPE a [<!ENTITY b 'c'>]>",
    "document type across pieces": b"<!--" + b"x" * (65_536 - 11) + b"--><!DOCTYPE a><DATA/>",
    "deep": b"<DATA>" + b"<A>" * 200_000,
    "deep record": records(record(person(), "<A>" * 5_000 + "</A>" * 5_000)),
    "huge attribute": b'<DATA a="' + b"x" * 12 * MEGABYTE + b'"/>',
    "many attributes": b"<DATA " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"/>",
    "huge text": records(record("<HOTEN>" + "x" * 11 * MEGABYTE + "</HOTEN>")),
    "endless record": records(record(person(), "<A/>" * 3_000_000)),
    "endless header": b"<DATA><HEADER>" + b"<A/>" * 3_000_000,
    "many names": b"<DATA>" + b"".join(b"<n%d/>" % n for n in range(500_000)) + b"</DATA>",
    "many empty records": records("<HOSOSUCKHOE/>" * 400_000),
    "many injections": records(record(person(), "<TIEMCHUNG>" + "<THONGTINMUITIEM/>" * 90_000 + "</TIEMCHUNG>")),
    "base64 of base64": visits(*(visit(str(n), "J00") for n in range(3))).replace(b"<TONG_HOP>", b"QUFB<TONG_HOP>"),
    "bomb of 60 MB": bomb(60),
    "bomb in small parts": packed(**{f"m{n}": b"<DATA>" + b" " * MEGABYTE + b"</DATA>" for n in range(190)}),
    "list without end": b"MA_PHIEN;CS_TU_VAN\r\n" + b"1;2\r\n" * 400_000,
    "list of one field": b'MA_PHIEN;A\r\n"' + b"x" * 3 * MEGABYTE,
    "null bytes": b"\0" * 200_000,
    "half a sign": b"<DATA>" + "ệ".encode()[:2],
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_made_to_hurt_is_refused_in_a_word(hostile: Hostile, name: str) -> None:
    answer = hostile.read(HSSK, LONG[name])
    assert is_expected(answer), answer
    if any(word in name for word in ("laughs", "bomb", "endless", "many empty", "document type", "deep", "list")):
        assert answer != "rows"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=some.binary(max_size=3_000), path=some.sampled_from([HSSK, KCB, TUVAN]))
def test_random_bytes_are_a_file_with_a_flaw(hostile: Hostile, content: bytes, path: str) -> None:
    answer = hostile.read(path, content)
    assert is_expected(answer) and answer != "rows", answer


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_a_file_that_was_tampered_with_is_taken_or_told(hostile: Hostile, data: some.DataObject) -> None:
    content = bytearray(data.draw(some.sampled_from(SAMPLES)))
    for _ in range(data.draw(some.integers(1, 4))):
        at = data.draw(some.integers(0, len(content)))
        removed = data.draw(some.integers(0, 60))
        content[at : at + removed] = data.draw(some.binary(max_size=12) | some.sampled_from(TAGS))
    answer = hostile.read(data.draw(some.sampled_from([HSSK, KCB, TUVAN])), bytes(content))
    assert is_expected(answer), answer


TAGS = [
    *(b"<HOSOSUCKHOE>", b"</HOSOSUCKHOE>", b"<HOSO><FILEHOSO>", b"<NGAYSINH>99/99/9999</NGAYSINH>", b"&#x0;", b"&amp;"),
    *(b"]]>", b"<![CDATA[", b"<?xml?>", b"<!--", b"\xef\xbb\xbf", b"<HEADER/>", b"<SIGNATURE/>", b"</DATA>", b'"'),
    *(b"<NGAYLAP>x</NGAYLAP>", b";;;\r\n", b"<MACSKCB>51200</MACSKCB>", b"<MA_BENH_CHINH>F32</MA_BENH_CHINH>"),
]


def test_a_process_that_dies_is_seen() -> None:
    with Hostile() as process:
        process._child.kill()
        assert process.read(HSSK, b"<DATA/>") == "died"
