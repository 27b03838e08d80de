"""How a source, a night or a comparison stands, in word and sign; colour alone says nothing to one viewer in twelve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboards import words
from dashboards.messages import _
from warehouse.reader import Night


@dataclass(frozen=True)
class Mark:
    """`word` as it stands in a narrow cell; `sign` is a judgement's (met, within, watch, missed) or empty."""

    word: str
    sign: str

    @property
    def is_calm(self) -> bool:
        """Whether nobody has to do anything."""
        return self.sign in ("", "met", "within")

    @property
    def rank(self) -> int:
        """The place among others: what is broken before what is to be watched, and last what is calm."""
        return 2 if self.is_calm else 1 if self.sign == "watch" else 0


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


def heard(nights: Iterable[Night]) -> tuple[Night, ...]:
    """The nights of those that were ever heard from."""
    kept = list(nights)
    known = {night.source for night in kept if night.state != "before"}
    return tuple(night for night in kept if night.source in known)
