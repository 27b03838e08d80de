"""What the sandbox announces to everybody else: when its clock started and which sources it stands in for."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from config.files import write_atomically
from config.places import places
from config.settings import source_settings


@dataclass(frozen=True)
class SandboxState:
    """The sandbox's clock shows `starts_at` at the real instant `started_at`, and moves on from there.

    `sources` is {source id: its settings}, as they would stand in the environment for the real system. `awaited` are
    those that it will stand in for as soon as their past has landed: nobody may pull their present before that.
    """

    seed: int
    scale: float
    starts_at: datetime
    started_at: datetime
    sources: Mapping[str, Mapping[str, str]]
    awaited: tuple[str, ...] = ()

    def at(self, real: datetime) -> datetime:
        """The sandbox's instant at the real instant `real`."""
        return self.starts_at + (real - self.started_at)

    def stands_in_for(self, source_id: str) -> bool:
        """Whether this source is invented: announced here, and nothing set for the real one."""
        return source_id in self.sources and not source_settings(source_id)

    def awaits(self, source_id: str) -> bool:
        """Whether this source is invented and its first figures are still on their way."""
        return source_id in self.awaited and not source_settings(source_id)

    def is_in_use(self) -> bool:
        """Whether any source is still the sandbox's."""
        return any(self.stands_in_for(source_id) for source_id in self.sources)


def read_sandbox_state(path: Path | None = None) -> SandboxState | None:
    """What was announced last in this IOC_HOME, or None where no sandbox ever ran."""
    try:
        text = (path or places().sandbox_state).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    raw = json.loads(text)
    return SandboxState(
        **raw
        | {
            "starts_at": datetime.fromisoformat(raw["starts_at"]),
            "started_at": datetime.fromisoformat(raw["started_at"]),
            "awaited": tuple(raw.get("awaited", ())),
        }
    )


def write_sandbox_state(state: SandboxState, path: Path | None = None) -> None:
    """Announce a sandbox, in one atomic step."""
    text = json.dumps(asdict(state), default=datetime.isoformat, ensure_ascii=False, indent=2)
    write_atomically(path or places().sandbox_state, text.encode())
