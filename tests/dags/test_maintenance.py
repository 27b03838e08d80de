"""What would grow for ever is cut back, and no further than that."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.outcomes import begin, finish, prune_outcomes, read_outcomes
from config.places import places
from config.settings import PROJECT, child_environment, settings
from connectors.kit.landing import manifests
from ioc import embedded_airflow
from tests.connectors.landed import known_dossier, land

NOW = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
TEND = "import sys; sys.path.insert(0, 'dags'); import maintenance; maintenance.tend_landing.function()"


def set_clock(monkeypatch: pytest.MonkeyPatch, days_ago: float) -> None:
    monkeypatch.setenv("IOC_CLOCK", (NOW - timedelta(days=days_ago)).isoformat())
    settings.cache_clear()


def test_old_outcomes_go_but_never_the_newest_of_an_action(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for days_ago in (500, 401, 399, 1):
        set_clock(monkeypatch, days_ago)
        finish(begin("one_stop", "pull"), "ok")
        if days_ago > 400:
            finish(begin("one_stop", "replay"), "ok")
            finish(begin("build", "build"), "failed")
    set_clock(monkeypatch, 0)
    assert prune_outcomes(places().outcomes, 400) == 4
    kept = [(one.source, one.action, (NOW - one.started_at).days) for one in read_outcomes(places().outcomes)]
    assert sorted(kept) == [
        ("build", "build", 401),
        ("one_stop", "pull", 1),
        ("one_stop", "pull", 399),
        ("one_stop", "replay", 401),
    ]
    assert prune_outcomes(places().outcomes, 400) == 0


def test_a_night_compacts_and_retains_every_source(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 100)
    land(*([known_dossier(number)] for number in range(22)))
    set_clock(monkeypatch, 0)
    environment = child_environment(embedded_airflow.environment())
    subprocess.run([sys.executable, "-c", TEND], env=environment, cwd=PROJECT, check=True, capture_output=True)
    landed = manifests(places().landing, "one_stop")
    assert [one.block is not None for one in landed] == [True] * 18 + [False] * 4
    assert not any((one.folder / "raw").exists() for one in landed)
    assert {(one.action, one.state) for one in read_outcomes(places().outcomes)} == {
        ("compact", "ok"),
        ("retain", "ok"),
    }
