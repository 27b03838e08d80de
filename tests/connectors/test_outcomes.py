"""Outcomes and locks: what is known of an action afterwards, also of one that ended without a word."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.errors import ConfigurationInvalid
from config.locks import hold
from config.outcomes import Process, SourceTotal, begin, finish, read_outcomes
from connectors.kit.runner import pull
from tests.connectors.district import District


def started(home: Path, process: Process) -> None:
    """An action that says it has started, in the name of another process."""
    outcome = begin("one_stop", "pull")
    content = json.loads(outcome.path.read_text()) | {"process": {"pid": process.pid, "started": process.started}}
    outcome.path.write_text(json.dumps(content))


def test_an_action_under_way_is_started_and_then_what_it_ended_as(home: Path) -> None:
    outcome = begin("build", "build")
    assert [one.state for one in read_outcomes(home / "outcomes")] == ["started"]
    finish(outcome, "ok", batches=["b"], rows=3, snapshot="ioc-1")
    (read,) = read_outcomes(home / "outcomes" / "build")
    assert (read.state, read.batches, read.rows, read.snapshot, read.ended_at) == (
        "ok",
        ("b",),
        3,
        "ioc-1",
        read.started_at,
    )


def test_the_file_is_as_the_interface_lists_it(home: Path) -> None:
    outcome = finish(begin("one_stop", "pull"), "failed", error="X", sentence_vi="Không được")
    assert set(json.loads(outcome.path.read_text())) == {
        *("source", "action", "state", "started_at", "ended_at", "process", "batches", "rows", "error"),
        *("sentence_vi", "next_try_at", "snapshot", "source_totals"),
    }


def test_what_the_source_counted_is_read_as_it_was_written(home: Path) -> None:
    counted = (
        SourceTotal("reason", None, None, 3, 3, True),
        SourceTotal("rating", date(2026, 11, 20), date(2026, 11, 24), 100, 99, True),
    )
    outcome = finish(begin("satisfaction", "pull"), "ok", source_totals=counted)
    assert [one.source_totals for one in read_outcomes(home / "outcomes")] == [counted]
    former = json.loads(outcome.path.read_text())
    del former["source_totals"]
    outcome.path.write_text(json.dumps(former))
    assert [one.source_totals for one in read_outcomes(home / "outcomes")] == [()], "as earlier versions wrote it"


def test_names_increase_while_the_clock_stands_still(home: Path) -> None:
    for _ in range(3):
        finish(begin("one_stop", "pull"), "ok")
    assert len(list((home / "outcomes" / "one_stop").iterdir())) == 3


def test_a_start_whose_process_is_gone_is_a_crash(home: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    started(home, Process(child.pid, "boot:1"))
    assert [one.state for one in read_outcomes(home / "outcomes")] == ["crashed"]


def test_a_reused_process_number_does_not_hide_a_crash(home: Path) -> None:
    started(home, Process(os.getpid(), "boot:1"))
    assert [one.state for one in read_outcomes(home / "outcomes")] == ["crashed"]


def test_a_process_that_was_not_waited_for_is_gone_all_the_same(home: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    mine = begin("one_stop", "pull").process
    process = Process.of(child.pid)
    assert process.is_running() and mine.is_running()
    assert not replace(process, started="boot:1").is_running()
    assert child.stdin
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not process.is_running()
    child.stdin.close()
    child.wait()


def test_a_failure_leaves_its_name_and_a_sentence(home: Path) -> None:
    with pytest.raises(ConfigurationInvalid, match="IOC_ONE_STOP__BASE_URL"):
        pull("one_stop")
    (outcome,) = read_outcomes(home / "outcomes")
    assert (outcome.state, outcome.error) == ("failed", "ConfigurationInvalid")
    assert "IOC_ONE_STOP__CLIENT_SECRET" in (outcome.sentence_vi or "")


def test_half_a_setting_is_named(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IOC_ONE_STOP__TOKEN_URL")
    with pytest.raises(ConfigurationInvalid, match="Thiếu IOC_ONE_STOP__TOKEN_URL để kết nối"):
        pull("one_stop")


def test_an_unforeseen_error_is_not_quoted(district: District, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Nguyễn Văn An 0905123456")

    monkeypatch.setattr("connectors.kit.runner.pull_full", fail)
    with pytest.raises(RuntimeError):
        pull("one_stop")
    (outcome,) = read_outcomes(home / "outcomes")
    assert (outcome.state, outcome.error) == ("failed", "RuntimeError")
    assert outcome.sentence_vi
    assert not {"Nguyễn", "0905123456"} & set(outcome.sentence_vi.split())


def test_a_lock_is_free_again_afterwards_and_says_who_held_it(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    with hold("build", "build"):
        held = json.loads((home / "locks" / "build.lock").read_text())
        assert held == {"pid": os.getpid(), "action": "build", "since": "2026-11-23T07:30:00+07:00"}
    with hold("build", "build"):
        pass
    assert caplog.text == ""
    assert (home / "locks" / "build.lock").read_text() == ""
