"""The connector against the sandbox's own server: the same wire, bad days on request, and nobody's name in the rows."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.sandbox_state import read_sandbox_state
from config.settings import PROJECT, child_environment
from connectors.kit.contract import HIDDEN
from connectors.kit.errors import SourceUnavailable
from connectors.kit.key_file import read_keys
from connectors.kit.landing import manifests
from connectors.kit.raw import raw_pages
from connectors.kit.runner import pull
from tests.connectors.landed import batches, latest, rows
from tests.connectors.test_identifiers import texts

SERVE = "from sandbox.server import serve; serve(host='127.0.0.1', port=0, scale=0.01, seed=7)"
MAX_BYTES = 1 << 25


@pytest.fixture
def admin(home: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A sandbox of about 1,800 dossiers that stands in for one_stop; the client speaks to its /admin."""
    with (
        (tmp_path / "sandbox.log").open("w") as log,
        subprocess.Popen([sys.executable, "-c", SERVE], cwd=PROJECT, env=child_environment({}), stderr=log) as server,
    ):
        deadline = time.monotonic() + 30
        while not (state := read_sandbox_state()) or not state.sources:
            assert time.monotonic() < deadline and server.poll() is None, (tmp_path / "sandbox.log").read_text()
            time.sleep(0.05)
        base = state.sources["one_stop"]["base_url"].removesuffix("/one_stop")
        with httpx.Client(base_url=f"{base}/admin/", trust_env=False) as client:
            yield client
        server.terminate()


def order(admin: httpx.Client, what: str, **wanted: Any) -> None:
    admin.post(what, json=wanted).raise_for_status()


def sent(home: Path) -> list[dict[str, Any]]:
    """Every dossier in the raw pages, as the sandbox sent it."""
    keys = read_keys()
    landed = [one for one in manifests(home / "landing", "one_stop") if one.stream == "dossier"]
    pages = (page.content for one in landed for _, page in raw_pages(one, keys, MAX_BYTES))
    return [record for content in pages for record in json.loads(content)["content"]]


def test_a_pull_on_bad_days_brings_all_and_a_second_only_changes(admin: httpx.Client, home: Path) -> None:
    order(admin, "faults", kind="too_many_requests", times=2, path="/one_stop/bd")
    order(admin, "faults", kind="server_error", times=3, path="/one_stop/pa")
    first = pull("one_stop")
    landed = manifests(home / "landing", "one_stop")
    assert all(one.invented for one in landed)
    assert first.rows == sum(sum(one.rows.values()) for one in landed)
    totals = [one.source_totals[0].total for one in batches(home, "dossier", "backfill")]
    assert sum(totals) == len(rows(home)) > 150
    assert pull("one_stop").batches == ()
    code, gone = rows(home)[0]["code"], rows(home)[1]["code"]
    order(admin, "faults", kind="expire_tokens")
    order(admin, "touch", code=code)
    order(admin, "delete", code=gone)
    pull("one_stop", reconcile=True)
    touched = dict(latest(rows(home)))[code]
    assert touched == "2026-11-23T00:30:00.000+0000"
    keys = {row["code"] for row in rows(home, "dossier_key")}
    assert code in keys
    assert gone not in keys


def test_a_source_that_stays_down_is_named_and_the_next_pull_goes_on(admin: httpx.Client, home: Path) -> None:
    order(admin, "faults", kind="server_error", times=6, path="/one_stop/ba")
    with pytest.raises(SourceUnavailable, match="lỗi 500"):
        pull("one_stop")
    assert pull("one_stop").state == "ok"
    assert len(batches(home, "procedure")) == 1


def test_nobody_stands_in_the_rows(admin: httpx.Client, home: Path) -> None:
    pull("one_stop", reconcile=True)
    people = [record["applicant"]["data"] for record in sent(home)]
    personal = {
        str(person[name]) for person in people for name in ("fullname", "identityNumber", "phoneNumber", "email")
    }
    notes = {asked["note"] for record in sent(home) for asked in record["supplementRequests"]}
    assert len(personal) > 500
    assert notes
    readable = "\n".join(text for path, text in texts(home) if path.parent.name != "raw")
    assert "H48.1" in readable
    assert [value for value in personal | notes if value and value in readable] == []


def test_what_lands_hidden_in_the_sandbox_is_known(admin: httpx.Client, home: Path) -> None:
    pull("one_stop")
    hidden = {name for row in rows(home) for name, value in row.items() if HIDDEN in str(value)}
    assert hidden <= {"code", "national_code", "results"}
