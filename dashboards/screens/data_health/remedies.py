"""What is to be done about a source that does not stand well."""

from collections.abc import Mapping
from typing import Any

from dash import html

from connectors.kit.registry import sources
from dashboards.messages import _
from warehouse.reader import SourceState


def to_do(source: SourceState) -> tuple[str, str]:
    """(what whoever runs this does next, the command for it); both empty where there is nothing to do."""
    contract = sources().get(source.id)
    if contract is None:
        return "", ""
    if source.lacks_senders and source.state in ("partial", "late"):
        return _("Remind those who have not sent: the list stands under “Who has not sent”."), ""
    owner, pull = contract.owner, f"ioc pull {source.id}"
    told: Mapping[str, tuple[str, str]] = {
        "late": (_("Find out why nothing ran, then pull by hand."), f"ioc doctor && {pull}"),
        "down": (_("If it lasts, call {owner}; try at once by hand.", owner=owner), pull),
        "partial": (_("What came stays; bring the rest by hand or wait for the next try."), pull),
        "nothing_received": (_("Pull for the first time."), pull),
        "not_connected": (_("Set the source's address and account in .env, then pull."), _setting(source.id)),
    }
    return told.get(source.state, ("", ""))


def _setting(source_id: str) -> str:
    names = sources()[source_id].settings
    return " ".join(f"IOC_{source_id}__{name}=…".upper() for name in names)


def command(text: str) -> Any:
    """A command to copy; nothing where there is none."""
    return html.Code(text) if text else None
