"""Asks a source over HTTP: tokens that expire in mid-pull, retries, the owner's limits, errors with names.

Attempts are tenacity's, bytes are httpx's. An answer that cannot be read is as passing as one that did not come: a
gateway's error page, half a page, a page in another charset are asked for again before they become a named error.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from config import clock
from connectors.kit.access import Access
from connectors.kit.body import ACCEPTED_ENCODING, read_body
from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken, SourceUnavailable
from connectors.kit.landing import Window
from connectors.kit.login import Login
from connectors.kit.verdicts import Final, Passing, raise_if_passing, refusal

ATTEMPTS = 6
FIRST_WAIT_S = 0.3
LONGEST_WAIT_S = 60.0

log = logging.getLogger(__name__)

Page = TypeVar("Page")


class SourceClient:
    """One source's HTTP interface for the length of one pull. Not shared between threads at the same time."""

    def __init__(self, contract: Source, access: Access) -> None:
        self.limits = contract.limits
        self._contract = contract
        self._base_url = access.settings["base_url"].rstrip("/")
        self._pace = _Pace(contract.limits.requests_per_second)
        self._left_today = contract.limits.per_day
        self._login = Login(contract, access, self._count_request) if contract.auth != "none" else None
        self._client = self._login.client if self._login else _open_client(contract)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(
        self,
        path: str,
        parameters: Mapping[str, str | int],
        *,
        stream: str,
        window: Window | None = None,
        read: Callable[[bytes], Page],
    ) -> Page:
        """One answer as `read` makes it; `read` raises `ContractBroken` where the body is not what was agreed.

        Raises `SourceUnavailable`, `SourceRefused` or `ContractBroken`.
        """
        return self._ask("GET", path, {"params": dict(parameters)}, stream, window, read)

    def post(
        self,
        path: str,
        document: Mapping[str, object],
        *,
        stream: str,
        window: Window | None = None,
        read: Callable[[bytes], Page],
    ) -> Page:
        """The answer to a JSON document, for sources that are asked so. Reads and raises as `get` does."""
        return self._ask("POST", path, {"json": dict(document)}, stream, window, read)

    def _ask(
        self,
        method: str,
        path: str,
        sent: Mapping[str, Any],
        stream: str,
        window: Window | None,
        read: Callable[[bytes], Page],
    ) -> Page:
        where = {"source": self._contract.id, "stream": stream, "window": str(window or "")}
        attempts = Retrying(
            retry=retry_if_exception_type((Passing, ContractBroken)),
            stop=_is_over,
            wait=_wait_s,
            sleep=clock.pause,
            reraise=True,
        )
        try:
            return attempts(lambda: read(self._attempt(method, f"{self._base_url}/{path.lstrip('/')}", sent)))
        except Passing as fault:
            sentence = f"{self._contract.title_vi} không trả lời tại {self._host} ({fault}). Dữ liệu đã nhận vẫn giữ"
            sentence += " nguyên; lần lấy sau sẽ tiếp tục. Nếu kéo dài, hãy liên hệ đơn vị quản lý hệ thống."
            raise SourceUnavailable(sentence, **where) from fault
        except Final as verdict:
            error, sentence = verdict.args
            raise error(sentence, **where) from verdict.__cause__

    def _attempt(self, method: str, url: str, sent: Mapping[str, Any]) -> bytes:
        try:
            if self._login:
                self._login.ensure()
            status, body = self._receive(method, url, sent)
            if status == httpx.codes.UNAUTHORIZED and self._login:
                self._login.renew()
                status, body = self._receive(method, url, sent)
        except httpx.TimeoutException as error:
            raise Passing(f"hết {self.limits.timeout_s:g} giây chờ") from error
        except httpx.TransportError as error:
            raise Passing("không kết nối được hoặc bị ngắt giữa chừng") from error
        if status != httpx.codes.OK:
            raise refusal(status, self._host)
        return body

    def _receive(self, method: str, url: str, sent: Mapping[str, Any]) -> tuple[int, bytes]:
        self._count_request()
        limits, headers = self.limits, {"Accept-Encoding": ACCEPTED_ENCODING}
        until = time.monotonic() + limits.timeout_s
        with self._client.stream(method, url, headers=headers, **sent) as answer:
            raise_if_passing(answer)
            if answer.status_code != httpx.codes.OK:
                return answer.status_code, b""
            body = read_body(answer, max_bytes=limits.max_bytes, seconds=limits.timeout_s, until=until)
            return answer.status_code, body

    def _count_request(self) -> None:
        if not self._left_today:
            raise Final(SourceUnavailable, f"Đã dùng hết {self.limits.per_day} lượt gọi cho phép trong một ngày")
        self._left_today -= 1
        self._pace.wait()

    @property
    def _host(self) -> str:
        return httpx.URL(self._base_url).netloc.decode()


class _Pace:
    """Keeps requests at least a fixed time apart."""

    def __init__(self, requests_per_second: float) -> None:
        self._apart_s = 1 / requests_per_second
        self._next_at = 0.0

    def wait(self) -> None:
        pause = self._next_at - time.monotonic()
        if pause > 0:
            clock.pause(pause)
        self._next_at = time.monotonic() + self._apart_s


def _open_client(contract: Source) -> httpx.Client:
    return httpx.Client(timeout=contract.limits.timeout_s, trust_env=False)


def _is_over(state: RetryCallState) -> bool:
    """After the last attempt, or where the source asks for a longer pause than a pull may take."""
    return stop_after_attempt(ATTEMPTS)(state) or (_asked_s(state) or 0.0) > LONGEST_WAIT_S


def _wait_s(state: RetryCallState) -> float:
    """What the source asked for, else doubling from `FIRST_WAIT_S`, spread so that clients do not come all at once."""
    asked = _asked_s(state)
    grown = FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25)
    wait = min(LONGEST_WAIT_S, asked or grown)
    fault = state.outcome.exception() if state.outcome else None
    log.info("attempt %d failed (%s), next one in %.1f s", state.attempt_number, fault, wait)
    return wait


def _asked_s(state: RetryCallState) -> float | None:
    fault = state.outcome.exception() if state.outcome else None
    return fault.wait_s if isinstance(fault, Passing) else None
