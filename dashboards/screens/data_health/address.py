"""The address of the page: which view, of which source, reason and owner, from which snapshot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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

    `code` is the reason for holding a row or the kind of a finding, `owner` who mends it.
    """

    view: str = SOURCES
    source: str = ""
    code: str = ""
    owner: str = ""
    snapshot: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for. Raises `Refusal` for a view or a source that does not exist."""
        given = {name: query[name].strip() for name in cls.__dataclass_fields__ if query.get(name, "").strip()}
        asked = cls(**given)
        if asked.view not in VIEWS:
            what = _("The address names a view that does not exist: {value}", value=asked.view)
            raise Refusal(what, _("Choose one of those on the page."), link=cls().link())
        if asked.source and asked.source not in sources():
            what = _("There is no source {value}", value=asked.source)
            raise Refusal(what, _("Choose one of those on the page."), link=cls().link())
        return asked

    def link(self, path: str = PATH, **changes: str) -> str:
        """The address with some values changed; empty values are left out."""
        told = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"{path}?{urlencode(told)}" if told else path

    def to(self, view: str, **changes: str) -> str:
        """Another view of the same source and snapshot."""
        return self.link(**({"view": view, "code": "", "owner": ""} | changes))

    @property
    def of_snapshot(self) -> OfSnapshot:
        """Which snapshot the address means."""
        return OfSnapshot(snapshot=self.snapshot)

    @property
    def filters(self) -> dict[str, str]:
        """The parameters of the queries on held rows and findings."""
        return {"source": self.source, "code": self.code, "owner": self.owner}
