import json
from datetime import datetime, timedelta

import pytest

from config.clock import TIMEZONE
from ioc import standing
from warehouse.reader import KeptSnapshot, Snapshot, SourceState, State

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=TIMEZONE)
SNAPSHOT = Snapshot(
    id="ioc-1",
    digest="d",
    content_hash="c",
    known_at=NOW - timedelta(minutes=2),
    built_at=NOW - timedelta(minutes=1),
    today=NOW.date(),
    horizons={},
    newest_event_at={"one_stop": NOW},
    invented_sources=frozenset({"one_stop"}),
    held_sources=frozenset(),
)
SOURCE = SourceState(
    id="one_stop",
    title_vi="Một cửa",
    state="down",
    sentence_vi="Mất kết nối từ 07:00",
    cause="Nguồn không trả lời.",
    next_try_at=None,
    last_good_at=NOW,
    newest_event_at=None,
    deadline_at=NOW,
    rows={"in": 180000, "loaded": 179999, "held": 1},
    is_invented=True,
)


def test_json_is_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr(standing, "tell", printed.append)
    standing.as_json(NOW, SNAPSHOT, State((SOURCE,)))
    read = json.loads(printed[0])
    assert read["clock"] == "2026-11-23T07:30:00+07:00"
    assert set(read["snapshot"]) == {"id", "digest", "known_at", "built_at"}
    source = read["sources"]["one_stop"]
    promised = {"state", "cause", "next_try_at", "last_good_at", "newest_event_at", "deadline_at", "rows"}
    assert set(source) == promised
    assert (source["state"], source["newest_event_at"], source["rows"]["in"]) == ("down", None, 180000)


def test_lines_are_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr(standing, "tell", printed.append)
    standing.as_lines(NOW, None, State((SOURCE,), "Bản số liệu 24/11 không qua kiểm tra · đang dùng bản 23/11"))
    assert printed == [
        "Đồng hồ: 07:30 23/11/2026",
        "Bản công bố: chưa có.",
        "Bản số liệu 24/11 không qua kiểm tra · đang dùng bản 23/11",
        "Một cửa (one_stop): Mất kết nối từ 07:00",
        "  Nguồn không trả lời.",
        "  sự kiện mới nhất chưa có, lần kéo tốt 07:30 23/11/2026",
        "  số dòng: tiếp nhận 180.000, dùng 179.999, giữ lại 1",
    ]


def test_kept_snapshots_are_counted_and_recomputed_ones_named(capsys: pytest.CaptureFixture[str]) -> None:
    nights = [NOW - timedelta(days=day) for day in (20, 1)]
    kept = [KeptSnapshot(f"ioc-{number}", "published", at, at, at.date(), "c") for number, at in enumerate(nights)]
    asked = KeptSnapshot("asof-1", "recomputed", nights[0], NOW, nights[0].date(), "c")
    standing.as_kept([*kept, asked])
    assert capsys.readouterr().out.splitlines() == [
        "Bản công bố được giữ: 2, cũ nhất ioc-0",
        "Bản dựng lại: asof-1, những gì đã biết đến 07:30 03/11/2026, dựng 07:30 23/11/2026",
    ]
    standing.as_kept([])
    assert capsys.readouterr().out == ""
