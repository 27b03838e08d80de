"""Asks a source over HTTP: tokens that expire in mid-pull, retries, the owner's limits, errors with names.

Bytes are httpx's. An answer that cannot be read is as passing as one that did not come: a
gateway's error page, half a page, a page in another charset are asked for again before they become a named error.
"""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from connectors.kit.access import Access
from connectors.kit.attempts import Pace, ask
from connectors.kit.body import ACCEPTED_ENCODING, read_body
from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken, SourceUnavailable
from connectors.kit.landing import Window
from connectors.kit.login import Login
from connectors.kit.verdicts import Final, Passing, raise_if_passing, refusal

Page = TypeVar("Page")


class SourceClient:
    """One source's HTTP interface for the length of one pull. Not shared between threads at the same time."""

    def __init__(self, contract: Source, access: Access) -> None:
        self.limits = contract.limits
        self._contract = contract
        self._base_url = access.settings["base_url"].rstrip("/")
        self._pace = Pace(contract.limits.requests_per_second)
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
        url = f"{self._base_url}/{path.lstrip('/')}"
        try:
            return ask(lambda: read(self._attempt(method, url, sent)), ContractBroken)
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


def _open_client(contract: Source) -> httpx.Client:
    return httpx.Client(timeout=contract.limits.timeout_s, trust_env=False)
