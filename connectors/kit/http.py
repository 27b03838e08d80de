"""Asks a source over HTTP: tokens that expire in mid-pull, retries, the owner's limits, errors with names.

Tokens are authlib's, attempts are tenacity's, bytes are httpx's; what is here is which answer means what.
"""

import logging
import random
import time
import warnings
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from connectors.kit.access import Access
from connectors.kit.contract import Source
from connectors.kit.errors import ConnectorError, ContractBroken, SourceRefused, SourceUnavailable
from connectors.kit.landing import Window

# authlib 1.9 announces another HTTP library at import, whether or not that one is installed.
with warnings.catch_warnings(record=True):
    from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

ATTEMPTS = 6
FIRST_WAIT_S = 0.3
LONGEST_WAIT_S = 60.0
REFRESH_EARLY_S = 30
OVERLOADED = 429

log = logging.getLogger(__name__)


class _Passing(Exception):
    """A fault that may be gone at the next attempt. `wait_s` is what the source asked for, if anything."""

    def __init__(self, reason_vi: str, wait_s: float | None = None) -> None:
        super().__init__(reason_vi)
        self.wait_s = wait_s


class SourceClient:
    """One source's HTTP interface for the length of one pull. Not shared between threads at the same time."""

    def __init__(self, contract: Source, access: Access) -> None:
        self.limits = contract.limits
        self._contract = contract
        self._base_url = access.settings["base_url"].rstrip("/")
        self._token_url = access.settings["token_url"]
        self._pace = _Pace(contract.limits.requests_per_second)
        self._left_today = contract.limits.per_day
        self._client = OAuth2Client(
            client_id=access.settings["client_id"],
            client_secret=access.settings["client_secret"],
            token_endpoint=self._token_url,
            token_endpoint_auth_method="client_secret_post",
            grant_type="client_credentials",
            leeway=REFRESH_EARLY_S,
            timeout=contract.limits.timeout_s,
            # Proxies and certificates of the environment are not ours to follow: only config reads the environment.
            trust_env=False,
        )
        self._client.register_compliance_hook("access_token_response", self._judge_token_answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(
        self, path: str, parameters: Mapping[str, str | int], *, stream: str, window: Window | None = None
    ) -> bytes:
        """The body of one answer. Raises `SourceUnavailable`, `SourceRefused` or `ContractBroken`."""
        where = str(window or "")
        attempts = Retrying(
            retry=retry_if_exception_type(_Passing), stop=stop_after_attempt(ATTEMPTS), wait=_wait_s, reraise=True
        )
        try:
            return attempts(self._attempt, f"{self._base_url}/{path.lstrip('/')}", parameters)
        except _Passing as fault:
            sentence = f"{self._contract.title_vi} không trả lời tại {self._host} ({fault}). Dữ liệu đã nhận vẫn giữ"
            sentence += " nguyên; lần lấy sau sẽ tiếp tục. Nếu kéo dài, hãy liên hệ đơn vị quản lý hệ thống."
            raise SourceUnavailable(sentence, source=self._contract.id, stream=stream, window=where) from fault
        except _Final as verdict:
            error, sentence = verdict.args
            raise error(sentence, source=self._contract.id, stream=stream, window=where) from verdict.__cause__

    def _attempt(self, url: str, parameters: Mapping[str, str | int]) -> bytes:
        try:
            if not self._client.token:
                self._fetch_token()
            status, body = self._receive(url, parameters)
            if status == httpx.codes.UNAUTHORIZED:
                self._fetch_token()
                status, body = self._receive(url, parameters)
        except httpx.TimeoutException as error:
            raise _Passing(f"hết {self.limits.timeout_s:g} giây chờ") from error
        except httpx.TransportError as error:
            raise _Passing("không kết nối được hoặc bị ngắt giữa chừng") from error
        if status != httpx.codes.OK:
            raise _verdict(status, self._host)
        return body

    def _receive(self, url: str, parameters: Mapping[str, str | int]) -> tuple[int, bytes]:
        self._count_request()
        with self._client.stream("GET", url, params=dict(parameters)) as answer:
            _raise_if_passing(answer)
            if answer.status_code != httpx.codes.OK:
                return answer.status_code, b""
            return answer.status_code, self._read(answer)

    def _read(self, answer: httpx.Response) -> bytes:
        """The body, unpacked, given up as soon as it grows beyond what the contract allows."""
        body = bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > self.limits.max_bytes:
                raise _Final(
                    ContractBroken, f"{self._host} gửi một trang lớn hơn giới hạn {self.limits.max_bytes} byte"
                )
        return bytes(body)

    def _fetch_token(self) -> None:
        self._count_request()
        try:
            self._client.fetch_token(self._token_url, grant_type="client_credentials")
        except (OAuthError, ValueError, KeyError) as error:
            raise _Final(SourceRefused, self._refusal()) from error
        if "access_token" not in self._client.token:
            raise _Final(SourceRefused, self._refusal())

    def _judge_token_answer(self, answer: httpx.Response) -> httpx.Response:
        _raise_if_passing(answer)
        if answer.status_code != httpx.codes.OK:
            raise _Final(SourceRefused, self._refusal())
        return answer

    def _refusal(self) -> str:
        prefix = f"IOC_{self._contract.id.upper()}__"
        host = httpx.URL(self._token_url).netloc.decode()
        return (
            f"{self._contract.title_vi} không chấp nhận tài khoản kết nối tại {host}. "
            f"Hãy kiểm tra {prefix}CLIENT_ID, {prefix}CLIENT_SECRET và {prefix}TOKEN_URL"
        )

    def _count_request(self) -> None:
        if not self._left_today:
            raise _Final(SourceUnavailable, f"Đã dùng hết {self.limits.per_day} lượt gọi cho phép trong một ngày")
        self._left_today -= 1
        self._pace.wait()

    @property
    def _host(self) -> str:
        return httpx.URL(self._base_url).netloc.decode()


class _Final(Exception):
    """A verdict that no further attempt changes: (class of the named error, sentence)."""

    def __init__(self, error: type[ConnectorError], sentence_vi: str) -> None:
        super().__init__(error, sentence_vi)


class _Pace:
    """Keeps requests at least a fixed time apart."""

    def __init__(self, requests_per_second: float) -> None:
        self._apart_s = 1 / requests_per_second
        self._next_at = 0.0

    def wait(self) -> None:
        pause = self._next_at - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._next_at = time.monotonic() + self._apart_s


def _raise_if_passing(answer: httpx.Response) -> None:
    if answer.status_code == OVERLOADED or answer.is_server_error:
        raise _Passing(f"trả lỗi {answer.status_code}", _retry_after_s(answer))


def _retry_after_s(answer: httpx.Response) -> float | None:
    """Seconds the source asks to wait; a date is measured against the answer's own Date, not against our clock."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(answer.headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def _wait_s(state: RetryCallState) -> float:
    """What the source asked for, else doubling from `FIRST_WAIT_S`, spread so that clients do not come all at once."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.wait_s if isinstance(fault, _Passing) else None
    grown = FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25)
    wait = min(LONGEST_WAIT_S, max(asked or 0.0, 0.0 if asked else grown))
    log.info("attempt %d failed (%s), next one in %.1f s", state.attempt_number, fault, wait)
    return wait


def _verdict(status: int, host: str) -> _Final:
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return _Final(SourceRefused, f"{host} từ chối quyền truy cập (lỗi {status}). Hãy hỏi đơn vị quản lý hệ thống")
    return _Final(ContractBroken, f"{host} không hiểu lời gọi (lỗi {status}): giao diện của hệ thống đã thay đổi")
