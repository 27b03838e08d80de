"""Where things lie below IOC_HOME: one name for each place, so that no path is written twice."""

from dataclasses import dataclass
from pathlib import Path

from config.settings import settings


@dataclass(frozen=True)
class Places:
    """The folders of one installation."""

    home: Path

    @property
    def landing(self) -> Path:
        """What the sources sent: immutable batches."""
        return self.home / "landing"

    @property
    def outcomes(self) -> Path:
        """One JSON file for each pull and build that was started."""
        return self.home / "outcomes"

    @property
    def build(self) -> Path:
        """The builder's own files; may be deleted at any time."""
        return self.home / "build"

    @property
    def warehouse(self) -> Path:
        """Published snapshots and the pointer to the current one."""
        return self.home / "warehouse"

    @property
    def pointer(self) -> Path:
        """Names the snapshot that readers open."""
        return self.warehouse / "current.json"

    @property
    def asof(self) -> Path:
        """Snapshots of what was known at an earlier time; the pointer never names them."""
        return self.home / "asof"

    @property
    def inbox(self) -> Path:
        """Files brought by hand, before their DAG lands them."""
        return self.home / "inbox"

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME of the embedded Airflow."""
        return self.home / "airflow"

    @property
    def logs(self) -> Path:
        """What the processes of `ioc up` print."""
        return self.home / "logs"

    @property
    def locks(self) -> Path:
        """One lock file for each source and one for the build."""
        return self.home / "locks"

    @property
    def geo(self) -> Path:
        """Boundaries of communes as GeoJSON, where the operator has put them."""
        return self.home / "geo"

    @property
    def sandbox_stores(self) -> Path:
        """The databases and drop folders that the sandbox keeps for sources without a server."""
        return self.home / "sandbox"

    @property
    def sandbox_state(self) -> Path:
        """The running sandbox's clock and addresses."""
        return self.home / "sandbox.json"


def places() -> Places:
    """The places of this process's IOC_HOME."""
    return Places(settings().home)
