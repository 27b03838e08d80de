"""Who may bring files: until roles exist, only whoever sits at this machine, through pages of ours."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request

from dashboards.messages import _

NAMES_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# A proxy on this machine speaks for others: then the peer's address says nothing of who asks.
OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
# A page of another site cannot send it without being asked first, which we do not answer.
OWN_HEADER, SAME = "X-IOC-Upload", "same-origin"
FROM_ELSEWHERE = _(
    "Until accounts with roles exist, files are accepted only at the server's own browser: open "
    "http://127.0.0.1 with the port of this page there."
)
NOT_FROM_OUR_PAGE = _("This call does not come from the page /upload of this server, and is not answered.")


def closed_to(asked: Request) -> str | None:
    """Why whoever sent a request may bring no files, as a sentence; None where they may."""
    host = urlsplit(f"//{asked.host}").hostname or ""
    is_here = _is_loopback(asked.remote_addr) and host in NAMES_OF_THIS_MACHINE
    return None if is_here and not any(name in asked.headers for name in OF_A_PROXY) else FROM_ELSEWHERE


def closed_to_call(asked: Request) -> str | None:
    """The same for what changes something: it must also come from our own page."""
    is_ours = (
        asked.headers.get(OWN_HEADER) == "1" and asked.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )
    return closed_to(asked) or (None if is_ours else NOT_FROM_OUR_PAGE)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
