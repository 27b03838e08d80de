"""The source's HTTP side: tokens, retries, limits, and errors that say what to do without saying a secret."""

import time
import traceback
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from connectors.kit import registry
from connectors.kit.access import access
from connectors.kit.attempts import ATTEMPTS
from connectors.kit.body import GZIP
from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken, SourceRefused, SourceUnavailable
from connectors.kit.http import SourceClient
from connectors.kit.runner import pull
from tests.connectors.district import SECRET, District

ASKED = {"page": 0, "size": 10}


def limited(**limits: float) -> Source:
    contract = registry.source("one_stop")
    return replace(contract, limits=replace(contract.limits, **limits))  # type: ignore[arg-type]


def ask(contract: Source) -> bytes:
    with SourceClient(contract, access(contract)) as client:
        return client.get("bd/procedure", ASKED, stream="procedure", read=bytes)


def test_a_token_about_to_expire_is_renewed_before_it_is_used(district: District) -> None:
    district.fill(30)
    district.expires_in = 29
    pull("one_stop")
    assert len(district.tokens) >= len(district.asked)


def test_a_token_that_lasts_is_used_for_the_whole_pull(district: District) -> None:
    district.fill(30)
    pull("one_stop")
    assert len(district.tokens) == 1


def test_a_token_refused_in_mid_pull_is_replaced_once(district: District) -> None:
    district.fill(30)

    def revoke(path: str, asked: dict[str, str]) -> None:
        if len(district.asked) == 5:
            district.valid.clear()

    district.before_answer = revoke
    assert pull("one_stop").rows == 32
    assert len(district.tokens) == 2


def test_a_source_that_refuses_every_token_is_not_asked_for_ever(district: District) -> None:
    district.faults = [(401, {}, b"{}")] * 5
    with pytest.raises(SourceRefused, match="lỗi 401"):
        ask(limited())
    assert len(district.tokens) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_passing_faults_are_tried_again(district: District, status: int) -> None:
    district.faults = [(status, {}, b"")] * (ATTEMPTS - 1)
    assert b"TLHDH" in ask(limited())
    assert len(district.asked) == ATTEMPTS


def test_passing_faults_of_the_token_address_are_tried_again(district: District) -> None:
    district.token_faults = [(503, {}, b"")] * 2
    assert b"TLHDH" in ask(limited())


def test_retry_after_is_honoured(district: District) -> None:
    district.faults = [(429, {"Retry-After": "1"}, b"")]
    started = time.monotonic()
    ask(limited())
    assert time.monotonic() - started >= 1


def test_retry_after_as_a_date_is_measured_on_the_sources_clock(district: District) -> None:
    dates = {"Date": "Mon, 23 Nov 2026 00:30:00 GMT", "Retry-After": "Mon, 23 Nov 2026 00:30:01 GMT"}
    district.faults = [(503, dates, b"")]
    started = time.monotonic()
    ask(limited())
    assert 1 <= time.monotonic() - started < 5


def test_a_source_that_stays_broken_is_unavailable_and_says_where(district: District) -> None:
    district.faults = [(503, {}, b"")] * ATTEMPTS
    with pytest.raises(SourceUnavailable, match=r"không trả lời tại 127\.0\.0\.1:\d+ \(trả lỗi 503\)"):
        ask(limited())


def test_a_silent_source_is_unavailable_and_says_how_long_was_waited(district: District) -> None:
    district.before_answer = lambda path, asked: time.sleep(0.15)
    with pytest.raises(SourceUnavailable, match=r"hết 0.05 giây chờ"):
        ask(limited(timeout_s=0.05))


def test_an_address_where_nobody_listens_is_unavailable(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_ONE_STOP__TOKEN_URL", "http://127.0.0.1:9/token")
    with pytest.raises(SourceUnavailable, match="không kết nối được"):
        ask(limited())


def test_a_wrong_secret_is_named_and_not_quoted(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_ONE_STOP__CLIENT_SECRET", "wrong horse")
    with pytest.raises(SourceRefused, match="IOC_ONE_STOP__CLIENT_SECRET") as caught:
        pull("one_stop")
    assert "wrong horse" not in "".join(traceback.format_exception(caught.value))
    assert not district.tokens


def test_the_client_never_shows_its_secret(district: District) -> None:
    assert SECRET not in repr(access(registry.source("one_stop")))


def test_an_answer_beyond_the_limit_is_given_up(district: District) -> None:
    with pytest.raises(ContractBroken, match="lớn hơn giới hạn 100 byte"):
        ask(limited(max_bytes=100))


def test_what_unpacks_beyond_the_limit_is_given_up_before_it_is_unpacked(district: District) -> None:
    bomb = zlib.compress(bytes(64 << 20), wbits=GZIP)
    district.faults = [(200, {"Content-Encoding": "gzip"}, bomb)]
    tracemalloc.start()
    with pytest.raises(ContractBroken, match="lớn hơn giới hạn 1000000 byte"):
        ask(limited(max_bytes=1_000_000))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert len(district.asked) == 1


def test_a_packed_answer_is_unpacked(district: District) -> None:
    district.faults = [(200, {"Content-Encoding": "gzip"}, zlib.compress(b"all is well", wbits=GZIP))]
    assert ask(limited()) == b"all is well"


@pytest.mark.parametrize(
    ("broken", "said"), [(slice(0, -9), "bị cắt ngang"), (slice(None, None, -1), "nén bị hỏng")], ids=["cut", "garbled"]
)
def test_a_packed_answer_that_is_damaged_is_asked_for_again(district: District, broken: slice, said: str) -> None:
    packed = zlib.compress(b"all is well", wbits=GZIP)[broken]
    district.faults = [(200, {"Content-Encoding": "gzip"}, packed)]
    assert b"TLHDH" in ask(limited())
    district.faults = [(200, {"Content-Encoding": "gzip"}, packed)] * ATTEMPTS
    with pytest.raises(SourceUnavailable, match=said):
        ask(limited())


def test_a_packing_that_nobody_asked_for_breaks_the_contract(district: District) -> None:
    district.faults = [(200, {"Content-Encoding": "br"}, b"")]
    with pytest.raises(ContractBroken, match="chỉ nhận gzip"):
        ask(limited())


def test_a_source_that_asks_for_a_long_pause_is_left_alone_until_the_next_pull(district: District) -> None:
    district.faults = [(429, {"Retry-After": "600"}, b"")]
    with pytest.raises(SourceUnavailable, match="trả lỗi 429"):
        ask(limited())
    assert len(district.asked) == 1


def test_an_unreadable_answer_to_the_question_for_a_token_is_passing(district: District) -> None:
    district.token_faults = [(200, {}, b"<html>login</html>")] * 2
    assert b"TLHDH" in ask(limited())
    assert len(district.tokens) == 1


def test_an_unknown_address_breaks_the_contract(district: District) -> None:
    district.faults = [(404, {}, b"")]
    with pytest.raises(ContractBroken, match="lỗi 404"):
        ask(limited())


def test_requests_keep_their_distance(district: District) -> None:
    contract = limited(requests_per_second=20)
    started = time.monotonic()
    with SourceClient(contract, access(contract)) as client:
        for _ in range(5):
            client.get("bd/procedure", ASKED, stream="procedure", read=bytes)
    assert time.monotonic() - started >= 5 / 20


def test_no_more_requests_than_a_day_allows(district: District) -> None:
    contract = limited(per_day=2)
    with SourceClient(contract, access(contract)) as client:
        client.get("bd/procedure", ASKED, stream="procedure", read=bytes)
        with pytest.raises(SourceUnavailable, match="hết 2 lượt gọi"):
            client.get("bd/procedure", ASKED, stream="procedure", read=bytes)


NO_PAGES = {
    b"<html>login</html>": "là trang HTML",
    b'{"content": [': "bị cắt ngang",
    '{"content": [], "last": true, "a": "Bình"}'.encode("latin-1"): "không theo bảng mã UTF-8",
    b"[]": "không có cấu trúc",
    b'{"content": {}, "last": true}': "không có cấu trúc",
    b'{"content": [1], "last": true}': "không có cấu trúc",
    b'{"content": []}': "không có cấu trúc",
}


@pytest.mark.parametrize("body", NO_PAGES)
def test_what_is_no_page_is_asked_for_again(district: District, body: bytes) -> None:
    district.faults = [(200, {}, body)] * (ATTEMPTS - 1)
    assert pull("one_stop").state == "ok"
    assert [path for path, _ in district.asked[:ATTEMPTS]] == ["/bd/procedure"] * ATTEMPTS


@pytest.mark.parametrize("body", NO_PAGES)
def test_what_stays_no_page_breaks_the_contract_and_says_what_came(district: District, body: bytes) -> None:
    district.faults = [(200, {}, body)] * ATTEMPTS
    with pytest.raises(ContractBroken, match=f"không phải trang JSON.*{NO_PAGES[body]}"):
        pull("one_stop")
