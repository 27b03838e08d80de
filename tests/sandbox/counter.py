"""A one-stop counter to ask: the sandbox's application over a small district, with a clock that tests set by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

from config.clock import TIMEZONE
from sandbox.one_stop import District
from sandbox.server import application

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=TIMEZONE)
SECRET = "chỉ dùng khi thử"


@dataclass
class StandingClock:
    """Shows `instant` until told otherwise."""

    instant: datetime

    def __call__(self) -> datetime:
        return self.instant

    def pass_by(self, **duration: float) -> None:
        """Let some time pass."""
        self.instant += timedelta(**duration)


@dataclass
class Counter:
    """Asks the application over HTTP, as a client on this machine with a living token."""

    district: District
    clock: StandingClock = field(default_factory=lambda: StandingClock(NOON))
    real: StandingClock = field(default_factory=lambda: StandingClock(NOON))
    host: str = "127.0.0.1"

    def __post_init__(self) -> None:
        app = application(self.district, self.clock, secret=SECRET, real_now=self.real)
        self.http = TestClient(app, client=(self.host, 50_000))
        self.log_in()

    def log_in(self) -> None:
        """Take a new token for all further requests."""
        answer = self.http.post("/one_stop/token", data=credentials())
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def page(self, path: str = "pa/dossier/search", **parameters: object) -> dict[str, Any]:
        """One page of a list; parameters are written with `_` for `-`."""
        asked = {name.replace("_", "-"): str(value) for name, value in parameters.items()}
        answer = self.http.get(f"/one_stop/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def everything(
        self, path: str = "pa/dossier/search", size: int = 500, **parameters: object
    ) -> list[dict[str, Any]]:
        """All rows of a list, page by page."""
        rows: list[dict[str, Any]] = []
        page: dict[str, Any] = {"last": False}
        number = 0
        while not page["last"]:
            page = self.page(path, page=number, size=size, spec="slice", **parameters)
            rows += page["content"]
            number += 1
        return rows


def credentials(**changed: str) -> dict[str, str]:
    """The form that opens the door, with some fields changed."""
    form = {"grant_type": "client_credentials", "client_id": "ioc-sandbox", "client_secret": SECRET}
    return form | changed


def wire_instant(instant: datetime) -> str:
    """An instant as the source writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def read_instant(text: str) -> datetime:
    """The Vietnamese instant of a text of the source."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(TIMEZONE)


def status_of(row: dict[str, Any]) -> int:
    """The status, whichever of its two shapes the source chose."""
    status = row["dossierStatus"]
    return int(status["id"] if isinstance(status, dict) else status)
