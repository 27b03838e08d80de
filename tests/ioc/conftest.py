"""An empty IOC_HOME for every test, deaf to the settings of whoever runs the tests."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from config import settings as settings_module
from ioc import embedded_airflow
from ioc.progress import Display


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder; its ports are the usual ones unless a test sets others."""
    for name in ("BASE_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"IOC_ONE_STOP__{name}", raising=False)
    monkeypatch.setattr(settings_module, "ENV_FILE", tmp_path / "no.env")
    monkeypatch.setitem(settings_module.Settings.model_config, "env_file", tmp_path / "no.env")
    monkeypatch.setenv("IOC_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("IOC_KEY_FILE", str(tmp_path / "keys" / "keys.json"))
    settings_module.settings.cache_clear()
    embedded_airflow.kept_secrets.cache_clear()
    yield tmp_path / "data"
    settings_module.settings.cache_clear()
    embedded_airflow.kept_secrets.cache_clear()


@pytest.fixture
def shown() -> StringIO:
    """What the display of the test has printed."""
    return StringIO()


@pytest.fixture
def display(shown: StringIO) -> Display:
    """A display that is no terminal; what it says on stderr goes to the same place."""
    console = Console(file=shown, width=200)
    return Display(console, console)
