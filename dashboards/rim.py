"""The rim of the pages: a viewer is told what is the matter and what to do, and never meets a stack trace."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from dash import html

from config.sandbox_state import read_sandbox_state
from dashboards.components.page import refused
from dashboards.messages import _
from dashboards.refusal import Refusal
from warehouse.reader import SnapshotOutdated

LOG = logging.getLogger(__name__)
UNREADABLE = _("This page cannot show its figures now")
TO_DO = _(
    "The snapshot is being replaced or cannot be read. Wait a minute and load the page again; if that does not help, "
    "ask the administrator to find the cause with the command below."
)
OUTDATED = _("This snapshot was built by an earlier version")
BUILD_ANEW = _("It lacks tables that the page needs. The administrator builds a new one with the command below.")
Result = TypeVar("Result")


def or_explained(layout: Callable[..., html.Div]) -> Callable[..., html.Div]:
    """A page's layout that explains itself where it cannot be made."""

    @wraps(layout)
    def explained(**query: Any) -> html.Div:
        try:
            return layout(**query)
        except Refusal as refusal:
            return _refused(refusal)
        except SnapshotOutdated as outdated:
            LOG.warning("page %s: %s", layout.__module__, outdated)
            return _refused(Refusal(OUTDATED, BUILD_ANEW, command="ioc build"))
        except Exception:  # whatever broke, the viewer gets a sentence and the log gets the reason
            LOG.exception("page %s with %s", layout.__module__, query)
            return _refused(Refusal(UNREADABLE, TO_DO, command="ioc doctor"))

    return explained


def _refused(refusal: Refusal) -> html.Div:
    """The page of a refusal: while the sandbox stands in for any source, it bears the mark without any figure, too."""
    return refused(refusal, is_invented=bool(tried(_is_invented)))


def _is_invented() -> bool:
    sandbox = read_sandbox_state()
    return sandbox is not None and (sandbox.is_in_use() or any(map(sandbox.awaits, sandbox.awaited)))


def tried(call: Callable[..., Result], *given: Any) -> Result | None:
    """What `call` returns, or None and a line in the log where it raises: for callbacks that must answer."""
    try:
        return call(*given)
    except Exception:  # the callback turns None into a sentence; the log gets the reason
        LOG.exception("%s", call.__qualname__)
        return None
