"""Files that a viewer asks for: made one at a time, and a sentence where there is none to give."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import Response, request

from dashboards.messages import _
from dashboards.refusal import Refusal
from dashboards.rim import BUILD_ANEW, OUTDATED, TO_DO, UNREADABLE
from warehouse.reader import SnapshotOutdated

LOG = logging.getLogger(__name__)
# A large file takes seconds and hundreds of megabytes: several at once would take both from everybody who reads pages.
ONE_AT_A_TIME = Lock()
# Who waits holds one of the worker's few threads.
LONGEST_WAIT_SECONDS = 20
# A snapshot is a file, and no file system takes a name above 255 bytes.
BUSY = _("The server is making another file. Try again in a minute.")


@dataclass(frozen=True)
class File:
    """A file to give: `name` has letters, digits, "-" and "." alone, since it goes into a header."""

    name: str
    content: bytes
    mimetype: str


class AddressUnreadable(Refusal):
    """The address is not one that a page of ours writes."""


def answer(make: Callable[[], File]) -> Response:
    """The file that `make` gives; in words why there is none, with 400, 404 or 503. No two are made at once."""
    if not ONE_AT_A_TIME.acquire(timeout=LONGEST_WAIT_SECONDS):
        return Response(BUSY, 503, {"Retry-After": "60"}, mimetype="text/plain")
    try:
        return _attached(make())
    except Refusal as refusal:
        status = 400 if isinstance(refusal, AddressUnreadable) else 404
        return Response(f"{refusal.what}. {refusal.to_do}", status, mimetype="text/plain")
    except SnapshotOutdated as outdated:
        LOG.warning("%s: %s", request.full_path, outdated)
        return Response(f"{OUTDATED}. {BUILD_ANEW}", 503, mimetype="text/plain")
    except Exception:  # whatever broke, the viewer gets a sentence and the log gets the reason
        LOG.exception("%s", request.full_path)
        return Response(f"{UNREADABLE}. {TO_DO}", 503, mimetype="text/plain")
    finally:
        ONE_AT_A_TIME.release()


def _attached(file: File) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, mimetype=file.mimetype, headers=headers)
