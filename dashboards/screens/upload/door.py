"""Who may bring files: until roles exist, only whoever sits at this machine, through pages of ours.

A proxy on this machine speaks for others. Most proxies do not say so: they call us by our loopback name, and add no
header. What the browser says of itself then still names the site that its reader sees: that must be the one that was
asked. Whoever writes requests by hand can say anything; so these pages are not to be proxied (docs/operations.md).
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request

from dashboards.messages import _

NAMES_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# A proxy on this machine speaks for others: then the peer's address says nothing of who asks.
OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
# No browser speaks it any more; nginx does to what stands behind it, unless told otherwise.
OF_OLD_PROXIES = "HTTP/1.0"
# The site that the reader of a browser sees. It tells Origin of each call, and Referer of what is opened from a page.
SITES = ("Origin", "Referer")
# A page of another site cannot send it without being asked first, which we do not answer.
OWN_HEADER = "X-IOC-Upload"
FROM_ELSEWHERE = _(
    "Until accounts with roles exist, files are accepted only at the server's own browser: open "
    "http://127.0.0.1 with the port of this page there."
)
NOT_FROM_OUR_PAGE = _("This call does not come from the page /upload of this server, and is not answered.")


def closed_to(asked: Request) -> str | None:
    """Why whoever sent a request may bring no files, as a sentence; None where they may."""
    host = urlsplit(f"//{asked.host}").hostname or ""
    is_here = _is_loopback(asked.remote_addr) and host in NAMES_OF_THIS_MACHINE
    is_proxied = asked.environ.get("SERVER_PROTOCOL") == OF_OLD_PROXIES or any(
        name in asked.headers for name in OF_A_PROXY
    )
    is_of_another_site = any(name in asked.headers and not _is_of_this_site(asked, name) for name in SITES)
    return FROM_ELSEWHERE if not is_here or is_proxied or is_of_another_site else None


def closed_to_call(asked: Request) -> str | None:
    """The same for what changes something: it must also come from our own page, and its browser must say so."""
    is_ours = (
        asked.headers.get(OWN_HEADER) == "1"
        and _is_of_this_site(asked, "Origin")
        and asked.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )
    return closed_to(asked) or (None if is_ours else NOT_FROM_OUR_PAGE)


def _is_of_this_site(asked: Request, header: str) -> bool:
    """Whether a header names the site by the very name and port that was asked, which is a loopback one."""
    return urlsplit(asked.headers.get(header, "")).netloc == asked.host


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
