"""What one page view is about, read from one snapshot and from the outcomes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from connectors.kit.registry import sources
from dashboards.place import SCOPE, day_of
from dashboards.screens.data_health.address import Asked
from dashboards.standing import known_nights, standing
from warehouse.reader import Night, Snapshot, SourceState, query

EVERY_ROW = 1_000_000
# While nothing has been counted yet.
DAYS_BACK = 60


@dataclass(frozen=True)
class Facts:
    """One view: what the address asks for, the snapshot it is read from, and how the sources stand now."""

    asked: Asked
    snapshot: Snapshot
    sources: tuple[SourceState, ...]

    def ask(self, name: str, **given: Any) -> pd.DataFrame:
        """The rows of one of this screen's queries."""
        return query(f"data_health/{name}", scope=SCOPE, snapshot=self.snapshot.id, **given)

    def filtered(self, name: str) -> pd.DataFrame:
        """The rows of held_kinds or finding_kinds that the address means."""
        return self.ask(name, **self._filters(name))

    def listed(self, name: str, most: int = EVERY_ROW) -> pd.DataFrame:
        """The rows of held_rows or finding_rows that the address means, `most` of them; large, and never kept."""
        return self.ask(name, once=True, most=most, **self._filters(name))

    def _filters(self, name: str) -> dict[str, Any]:
        """Findings have no days: those that a mart finds never landed."""
        return self.asked.filters | (self.asked.landed if name.startswith("held_") else {})

    @property
    def owed_since(self) -> date:
        """From when on what came late or was made up for is told: as in the figure above. The missing has no limit."""
        values = self.ask("values").to_dict("records")
        starts = [day_of(row["period_start"]) for row in values if row["indicator"] == "sources_on_time_share"]
        return starts[0] if starts else self.snapshot.today - timedelta(days=DAYS_BACK)

    def nights(self) -> tuple[Night, ...]:
        """Thirty nights of the sources and the builds; of a past snapshot, those it could know."""
        until = self.snapshot.built_at if self.asked.snapshot else None
        return tuple(each for each in known_nights(self.snapshot, until) if self.asked.source in ("", each.source))

    def title(self, source_id: str) -> str:
        """What a source is called; its id where nobody declares it any more."""
        declared = sources().get(source_id)
        return declared.title_vi if declared else source_id

    @property
    def connected(self) -> frozenset[str]:
        """The ids of the sources that somebody has connected: of the others nothing is waited for."""
        return frozenset(each.id for each in self.sources if each.is_connected)

    @property
    def shown(self) -> tuple[SourceState, ...]:
        """The source of the address, or all."""
        return tuple(each for each in self.sources if self.asked.source in ("", each.id))


def read_facts(asked: Asked, snapshot: Snapshot) -> Facts:
    """The facts of an address on one snapshot."""
    return Facts(asked, snapshot, standing(snapshot).sources)
