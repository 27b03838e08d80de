"""What every page takes from dashboards/: addresses that lead elsewhere, periods that overlap, navigation, the foot."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboards.address import BY_TERM, Address
from dashboards.app import server
from dashboards.components.freshness import freshness
from dashboards.components.page import page
from dashboards.navigation import FOLDER, Screen, screen_of, screens
from dashboards.place import Period, Unit, choose_period, find_place
from dashboards.refusal import Refusal
from tests.dashboards.elements import text, walk
from tests.installation import CLOCK, Installation
from warehouse.reader import SourceState

# screens.md 6.3, as far as they exist.
ORDER = [
    "/",
    "/procedures",
    "/follow-up",
    "/health",
    "/education",
    "/satisfaction",
    "/indicators",
    "/data-health",
    "/upload",
]
TERMS = tuple(
    Period("school_term", date(2025, 9, 5), end, end, False, title)
    for title, end in (
        ("Cả năm", date(2026, 5, 31)),
        ("Cuối kỳ I", date(2026, 1, 17)),
        ("Giữa kỳ I", date(2025, 11, 8)),
    )
)
CLUSTER = Unit("BS5", date(2025, 7, 1), None, "area", "Cụm 5 xã", "cụm 5 xã", None, None)


@dataclass(frozen=True)
class Terms(Address):
    PATH: ClassVar[str] = "/terms"
    GRAINS = BY_TERM
    OF_A_PART: ClassVar[tuple[str, ...]] = ("subject",)

    grain: str = "school_term"
    subject: str = ""


def asked(link: str) -> dict[str, str]:
    return {name: given[0] for name, given in parse_qs(urlsplit(link).query).items()}


def test_a_page_of_its_own_kind_of_period_reads_and_writes_it() -> None:
    view = Terms.read({"start": "2025-09-05", "end": "2026-01-17", "subject": "TOAN"})
    assert (
        view.link() == "/terms?unit=BS5&basis=successor&grain=school_term&start=2025-09-05&end=2026-01-17&subject=TOAN"
    )
    assert asked(view.elsewhere("21061")) == {
        "unit": "21061", "basis": "successor", "grain": "school_term", "start": "2025-09-05", "end": "2026-01-17",
    }  # fmt: skip
    with pytest.raises(Refusal, match="report_quarter"):
        Terms.read({"grain": "report_quarter"})
    with pytest.raises(Refusal, match="31/02"):
        Terms.read({"end": "31/02"})


def test_another_page_is_of_the_same_unit_period_and_snapshot() -> None:
    view = Terms(unit="21061", start="2025-09-05", snapshot="ioc-1", subject="TOAN")
    found = view.at("/data-health", source="smas", unit="21085", part="")
    assert urlsplit(found).path == "/data-health"
    assert asked(found) == {
        "unit": "21085", "basis": "successor", "grain": "school_term", "start": "2025-09-05", "snapshot": "ioc-1",
        "source": "smas",
    }  # fmt: skip


def test_a_name_given_twice_is_read_once() -> None:
    assert Terms.read({"unit": ["21061", "21085"]}).unit == "21061"  # type: ignore[dict-item]


@pytest.mark.parametrize("wanted", TERMS)
def test_terms_that_begin_on_one_day_are_told_apart_by_their_last(wanted: Period) -> None:
    assert wanted.named == {"start": "2025-09-05", "end": wanted.end.isoformat()}
    assert choose_period(TERMS, CLUSTER, Terms(**wanted.named)) == wanted


def test_a_term_that_is_none_is_refused_with_the_way_to_the_newest() -> None:
    with pytest.raises(Refusal) as refused:
        choose_period(TERMS, CLUSTER, Terms(start="2025-09-05", end="2026-02-01", subject="TOAN"))
    assert refused.value.link == "/terms?unit=BS5&basis=successor&grain=school_term"


def test_the_navigation_holds_the_pages_that_exist_in_their_order(pages: FlaskClient) -> None:
    paths = [screen.path for screen in screens()]
    assert paths == [path for path in ORDER if path in paths] and len(paths) > 2
    assert paths[0] == "/" and pages.get("/").status_code == 200
    found = screen_of("dossier")
    assert found is not None and found.path == "/procedures" and screen_of("weather") is None


@pytest.mark.parametrize("sources", [("one_stop",), ("one_stop", "national_portal"), None])
def test_the_foot_says_the_age_of_the_pages_own_sources(
    synthetic: Installation, sources: tuple[str, ...] | None
) -> None:
    screen = Screen("/terms", "Kỳ học", 55, sources)
    place = find_place(Address())
    drawn = page(screen, "Kỳ học", "", [], ["nội dung"], place.snapshot)
    named = [text(each) for each in walk(drawn) if getattr(each, "className", "") == "freshness-name"]
    assert len(named) >= 3 if sources is None else len(named) == len(sources)
    assert "Hệ thống thông tin giải quyết TTHC" in named


def test_the_foot_says_how_far_the_figures_of_a_source_go_that_is_down(synthetic: Installation) -> None:
    newest, sentence = CLOCK - timedelta(days=2), "Mất kết nối nguồn từ 01:02 ngày 23/11 · thử lại lúc 08:00"
    down = SourceState("a", "Hồ sơ sức khỏe, lượt khám", "down", sentence, None, None, newest, newest, CLOCK, {}, False)
    assert text(freshness([down])).endswith(f"{sentence} · số liệu đến 07:30 ngày 21/11")
    far = "Mất kết nối nguồn từ 01:02 ngày 23/11 · số liệu đến 07:30 ngày 21/11"
    assert text(freshness([down], is_far=True)).endswith(far)
    assert text(freshness([down], is_far=True, is_brief=True)).endswith("Mất kết nối · số liệu đến 21/11")
    nothing = replace(down, newest_event_at=None)
    assert text(freshness([nothing])).endswith("thử lại lúc 08:00")


def test_the_files_of_every_page_that_has_some_are_answered_for() -> None:
    rules = {rule.rule for rule in server.url_map.iter_rules()}
    having = [path.parent.name.replace("_", "-") for path in FOLDER.glob("*/download.py")]
    assert len(having) >= 2
    for name in having:
        assert any(rule.startswith((f"/{name}.", f"/{name}/")) for rule in rules), name
    assert Path(FOLDER / "procedures" / "download.py").exists()
