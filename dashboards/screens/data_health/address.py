"""The address of the page: which view, of which source, reason and owner, from which snapshot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Self
from urllib.parse import urlencode

from connectors.kit.registry import sources
from dashboards.address import Address
from dashboards.messages import _
from dashboards.refusal import Refusal
from dashboards.screens.data_health import SCREEN

PATH = SCREEN.path
SOURCES, NIGHTS, DELIVERIES, HELD, FINDINGS, TOTALS, FORM = (
    "", "nights", "deliveries", "held", "findings", "totals", "form",
)  # fmt: skip
OF_THE_FORM = ("", "one_stop")
VIEWS = MappingProxyType(
    {
        SOURCES: _("Sources"),
        NIGHTS: _("30 nights"),
        DELIVERIES: _("Who has not sent"),
        HELD: _("Held rows"),
        FINDINGS: _("Findings"),
        TOTALS: _("Control totals"),
        FORM: _("Form II.06a"),
    }
)


@dataclass(frozen=True)
class OfSnapshot(Address):
    """The part of the address that says which snapshot."""

    PATH: ClassVar[str] = PATH


@dataclass(frozen=True)
class Asked:
    """What an address asks for; empty means the usual: every source, every reason and owner, the snapshot served now.

    `code` is the reason for holding a row or the kind of a finding, `owner` who mends it; `since` and `until` are the
    first and last day (2026-11-01) on which the listed held rows landed.
    """

    view: str = SOURCES
    source: str = ""
    code: str = ""
    owner: str = ""
    snapshot: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for. Raises `Refusal` for a view, a source or a day that does not exist."""
        # A name that an address gives twice comes as a list.
        first = {name: text if isinstance(text, str) else next(iter(text), "") for name, text in query.items()}
        given = {name: first[name].strip() for name in cls.__dataclass_fields__ if first.get(name, "").strip()}
        asked = cls(**given)
        asked._check()
        return asked.known_view

    def _check(self) -> None:
        wrong = ""
        if self.view not in VIEWS:
            wrong = _("The address names a view that does not exist: {value}", value=self.view)
        elif self.source and self.source not in sources():
            wrong = _("There is no source {value}", value=self.source)
        for written in (self.since, self.until):
            if written and day_in(written) is None:
                wrong = _("The address names a date that cannot be read: {date}", date=written)
        if wrong:
            raise Refusal(wrong, _("Choose one of those on the page."), link=type(self)().link())

    @property
    def known_view(self) -> Self:
        """The same, but all sources where a source has not the view: the form is of the one-stop system alone."""
        return replace(self, source="") if self.view == FORM and self.source not in OF_THE_FORM else self

    def link(self, path: str = PATH, **changes: str) -> str:
        """The address with some values changed; empty values are left out."""
        told = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"{path}?{urlencode(told)}" if told else path

    def to(self, view: str, **changes: str) -> str:
        """Another view of the same source and snapshot."""
        return self.link(**({"view": view, "code": "", "owner": "", "since": "", "until": ""} | changes))

    @property
    def of_snapshot(self) -> OfSnapshot:
        """Which snapshot the address means."""
        return OfSnapshot(snapshot=self.snapshot)

    @property
    def filters(self) -> dict[str, str]:
        """The parameters of the queries on held rows and findings."""
        return {"source": self.source, "code": self.code, "owner": self.owner}

    @property
    def landed(self) -> dict[str, date | None]:
        """The days on which the held rows landed; None is any."""
        return {"since": day_in(self.since), "until": day_in(self.until)}

    def views(self) -> dict[str, str]:
        """The views that its source has, {view: its name}."""
        return {view: name for view, name in VIEWS.items() if view != FORM or self.source in OF_THE_FORM}


def day_in(written: str) -> date | None:
    """The day of an address; None where it names none that can be read."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
