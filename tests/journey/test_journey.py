"""One dossier's whole way: source, Airflow, warehouse, wall, drill, provenance, raw page; every part the real one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas
import pytest
from playwright.sync_api import Page, sync_playwright

from config.outcomes import read_outcomes
from config.places import Places
from config.settings import PROJECT
from connectors.kit.landing import manifests
from connectors.kit.registry import sources
from sandbox.one_stop import events
from tests.browser import ARGUMENTS, chromium
from tests.ioc.started import Running, environment_for, let_facilities_begin, ours, up
from tests.oracle.count import count
from tests.oracle.facts import FORM

# A seed whose thousand dossiers hold no dirt, so that a plain count over the events is the truth.
SEED, SCALE = 8, 0.006
NIGHTS = 2
# Before, the wall shows the briefing alone.
WORKING_HOURS = "2026-11-23T09:00:00+07:00"
# The scene of procedures stands on one page of this wall, among those of other scenes.
PROCEDURES_SHOWN = "window.pages.show(window.pages.all().findIndex(page => page.closest('.scene-procedures')))"
QUARTER_START = pandas.Timestamp("2026-09-15")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A tiny district whose demo begins with two nights, in a folder that is not the project's."""
    folder = tmp_path_factory.mktemp("journey")
    given = environment_for(folder, SEED=SEED, SCALE=SCALE, PROLOGUE=NIGHTS, TODAY=WORKING_HOURS)
    of_facilities = Places(Places(Path(given["IOC_HOME"])).build / "prologue" / "health_record")
    let_facilities_begin(of_facilities, datetime.fromisoformat(WORKING_HOURS) - timedelta(days=7))
    return given


@pytest.fixture(scope="module")
def started(environment: dict[str, str]) -> Iterator[Running]:
    """`ioc up` until the first picture stands; at its end nothing runs any more."""
    with up(environment, until="Đang chạy") as one:
        sessions = {os.getsid(each.pid) for each in ours(environment)} - {os.getsid(0)}
        assert len(sessions) == 6, "sandbox, wall, pages and Airflow's three lead a session each"
        yield one
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(timeout=40) == 0
        assert ours(environment) == []


@pytest.fixture(scope="module")
def running(environment: dict[str, str], started: Running) -> dict[str, str]:
    """The environment of what runs."""
    return environment


@pytest.fixture
def page(running: dict[str, str]) -> Iterator[Page]:
    """A browser page; at its end no request had gone elsewhere and nothing had been complained of."""
    asked: list[str] = []
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        opened = browser.new_page(viewport={"width": 1920, "height": 1080})
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        yield opened
        browser.close()
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert wrong == []


def test_airflow_publishes_what_the_nights_before_and_its_own_pulls_landed(
    running: dict[str, str], started: Running
) -> None:
    home = Places(Path(running["IOC_HOME"]))
    pointer = json.loads(home.pointer.read_text(encoding="utf-8"))
    assert (home.warehouse / pointer["file"]).exists() and set(pointer["horizons"]) == set(sources())
    for source_id in sources():
        assert list(home.airflow.glob(f"logs/dag_id=ingest__{source_id}/**/*.log")), "Airflow pulled"
    assert list(home.airflow.glob("logs/dag_id=rebuild/run_id=asset_triggered*/**/*.log"))
    assert "✓ Các đêm trước của huyện mô phỏng" in started.said
    nights = [datetime.fromisoformat(f"2026-11-{day}T01:00:00+07:00") for day in (21, 22)]
    assert manifests(home.landing, "one_stop")[0].landed_at == nights[0]
    pulls = [each.started_at for each in read_outcomes(home.outcomes / "one_stop")]
    assert pulls[:NIGHTS] == nights and pulls[NIGHTS].hour == 9, "the last night is Airflow's"


def test_the_number_on_the_wall_is_the_count_of_events_and_its_rows_lead_to_the_raw_page(
    running: dict[str, str], page: Page
) -> None:
    expected = _counted(Path(running["IOC_HOME"]))
    _show_procedures(page, running)
    assert page.get_by_text("DỮ LIỆU MÔ PHỎNG").first.is_visible()
    on_wall = {name: _on_wall(page, name) for name in ("dossiers_received", "overdue_open")}
    assert on_wall == {"dossiers_received": expected["c2"] + expected["c3"], "overdue_open": expected["c11"]}
    share = float(page.locator("[data-indicator=on_time_share][data-unit=BS5]").first.get_attribute("data-value") or 0)
    assert share == pytest.approx((expected["c6"] + expected["c7"]) / expected["c5"], abs=1e-6)
    for name in ("overdue_open", "dossiers_received"):
        assert _drilled(page, running, name) == on_wall[name]
    _follow_to_the_raw_page(page, running)


@pytest.mark.slow
def test_what_was_known_on_a_past_night_is_read_beside_what_was_published(running: dict[str, str]) -> None:
    then = datetime.fromisoformat("2026-11-21T01:00:00+07:00")
    built = _ioc("build", "--as-known-at", "2026-11-21T12:00", environment=running)
    recomputed = built.split()[-1]
    assert built.startswith(f"Đã dựng bản {recomputed}.") and "đến 12:00 ngày 21/11/2026" in built
    known_then = _dossiers(running, "--snapshot", recomputed)
    assert known_then == events(SEED, SCALE, then)["dossier_code"].nunique()
    assert _dossiers(running) > known_then
    assert "Không có gì đổi" in _ioc("build", "--as-known-at", "2026-11-21T12:00", environment=running)
    assert f"Bản dựng lại: {recomputed}, những gì đã biết đến 01:00 21/11/2026" in _ioc("status", environment=running)


def _dossiers(running: dict[str, str], *snapshot: str) -> int:
    counted = _ioc("query", "SELECT count(*) AS n FROM marts.dossier", "--json", *snapshot, environment=running)
    return int(json.loads(counted)[0]["n"])


def _counted(home: Path) -> dict[str, int]:
    """II.06a of the cluster's open quarter, from the events up to the instant that the snapshot knows."""
    pointer = json.loads((home / "warehouse" / "current.json").read_text(encoding="utf-8"))
    known_at = datetime.fromisoformat(pointer["newest_event_at"]["one_stop"])
    assert _status(home)["held"] == 0, "the seed was chosen for having no dirt"
    built_at = datetime.fromisoformat(pointer["built_at"])
    grid = count(events(SEED, SCALE, known_at), [built_at], PROJECT / "config").grid
    of_cluster = grid[(grid.unit_code == "BS5") & (grid.basis == "own") & (grid.grain == "report_quarter")]
    (found,) = of_cluster[of_cluster.period_start == QUARTER_START][FORM].to_dict("records")
    return {str(column): int(number) for column, number in found.items()}


def _status(home: Path) -> dict[str, int]:
    done = _ioc("status", "--json", environment=os.environ | {"IOC_HOME": str(home)})
    rows: dict[str, int] = json.loads(done)["sources"]["one_stop"]["rows"]
    return rows


def _show_procedures(page: Page, running: dict[str, str]) -> None:
    page.goto(f"http://127.0.0.1:{running['IOC_PORTS__WALL']}/wall/wall_3x3/")
    page.locator(".page-shown .tile").first.wait_for()
    page.evaluate(PROCEDURES_SHOWN)


def _on_wall(page: Page, indicator: str) -> int:
    text = page.locator(f"[data-indicator={indicator}][data-unit=BS5]").first.get_attribute("data-value")
    return int(float(text or "nan"))


def _drilled(page: Page, running: dict[str, str], indicator: str) -> int:
    """How many rows stand behind a number: its link followed, and the list counted."""
    _show_procedures(page, running)
    number = page.locator("a.number-link", has=page.locator(f"[data-indicator={indicator}]")).first
    href = number.get_attribute("href") or ""
    assert parse_qs(urlsplit(href).query)["measure"] == [indicator]
    page.goto(href)
    counted = page.locator("#dossier-count")
    counted.wait_for()
    return int(counted.get_attribute("data-count") or -1)


def _follow_to_the_raw_page(page: Page, running: dict[str, str]) -> None:
    link = page.locator("#dossiers .ag-cell a").first
    code = link.inner_text()
    link.click()
    command = page.locator("code", has_text="ioc raw").first
    command.wait_for()
    batch, number, row = command.inner_text().split()[2:]
    raw = json.loads(_ioc("raw", batch, number, row, environment=running))
    assert raw["code"] == code
    whole = json.loads(_ioc("raw", batch, number, environment=running))
    assert whole["content"][int(row) - 1]["code"] == code


def _ioc(*arguments: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "ioc", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=True)
    return done.stdout
