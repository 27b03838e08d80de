"""How a source or a night stands, in word, sign and colour at once; and what is to be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dash import html

from connectors.kit.registry import sources
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.messages import _
from warehouse.reader import SourceState


@dataclass(frozen=True)
class Mark:
    """`word` as it stands in a narrow cell; `sign` is a judgement's (met, within, watch, missed) or empty."""

    word: str
    sign: str

    @property
    def is_calm(self) -> bool:
        """Whether nobody has to do anything."""
        return self.sign in ("", "met", "within")


SOURCES: Mapping[str, Mark] = MappingProxyType(
    {
        "fresh": Mark(_("In time"), "met"),
        "due_soon": Mark(_("Due soon"), "within"),
        "late": Mark(_("Late"), "watch"),
        "down": Mark(_("Connection lost"), "missed"),
        "partial": Mark(_("Partly received"), "watch"),
        "not_expected": Mark(_("Not expected yet"), "within"),
        "day_off": Mark(_("Day off"), "within"),
        "nothing_received": Mark(words.NO_DATA, "missed"),
        "not_connected": Mark(words.NO_SOURCE, ""),
    }
)
NIGHTS: Mapping[str, Mark] = MappingProxyType(
    {
        "received": Mark(_("In"), "met"),
        "retried": Mark(_("2nd try"), "within"),
        "late": Mark(_("Late"), "watch"),
        "partial": Mark(_("Partial"), "watch"),
        "failed": Mark(_("Failed"), "missed"),
        "crashed": Mark(_("Stopped"), "missed"),
        "missing": Mark(_("Missing"), "missed"),
        "waiting": Mark(_("Waits"), ""),
        "day_off": Mark(_("Off"), ""),
        "quiet": Mark(_("No new"), ""),
        "before": Mark("–", ""),
    }
)
DELIVERIES: Mapping[str, Mark] = MappingProxyType(
    {"missing": Mark(_("Not sent yet"), "missed"), "late": Mark(_("Late"), "watch")}
)
ADDS_UP, DIFFERS = Mark(_("Adds up"), "met"), Mark(_("Differs"), "watch")


def marked(mark: Mark) -> html.Span:
    """The word with its drawn sign, in its colour."""
    if not mark.sign:
        return html.Span(mark.word, className="quiet")
    sign = html.Span(className=f"sign sign-{mark.sign}", **attributes(aria_hidden="true"))
    return html.Span([sign, mark.word], className=f"judgement judgement-{mark.sign}")


def to_do(source: SourceState) -> tuple[str, str]:
    """(what whoever runs this does next, the command for it); both empty where there is nothing to do."""
    contract = sources().get(source.id)
    if contract is None:
        return "", ""
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
