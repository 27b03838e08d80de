"""Which answer of a source means what: come again, or give up, and with which named error."""

from email.utils import parsedate_to_datetime

import httpx

from connectors.kit.errors import ConnectorError, ContractBroken, SourceRefused

OVERLOADED = 429


class Passing(Exception):
    """A fault that may be gone at the next attempt. `wait_s` is what the source asked for, if anything."""

    def __init__(self, reason_vi: str, wait_s: float | None = None) -> None:
        super().__init__(reason_vi)
        self.wait_s = wait_s


class Final(Exception):
    """A verdict that no further attempt changes: (class of the named error, sentence)."""

    def __init__(self, error: type[ConnectorError], sentence_vi: str) -> None:
        super().__init__(error, sentence_vi)


def raise_if_passing(answer: httpx.Response) -> None:
    """Raises `Passing` where the source says that it cannot answer now."""
    if answer.status_code == OVERLOADED or answer.is_server_error:
        raise Passing(f"trả lỗi {answer.status_code}", _retry_after_s(answer))


def refusal(status: int, host: str) -> Final:
    """The verdict on a status that neither brings a page nor passes."""
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return Final(SourceRefused, f"{host} từ chối quyền truy cập (lỗi {status}). Hãy hỏi đơn vị quản lý hệ thống")
    return Final(ContractBroken, f"{host} không hiểu lời gọi (lỗi {status}): giao diện của hệ thống đã thay đổi")


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
