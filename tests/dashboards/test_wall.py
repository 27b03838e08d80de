"""The walls' server: its addresses, its small version endpoint, and its scene in every state."""

import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from config.displays import read_displays
from config.outcomes import begin, finish
from dashboards import standing, wall_app, words
from tests.dashboards.conftest import own_copy, publish
from tests.dashboards.elements import attributes_of, numbers, text, walk
from tests.dashboards.synthetic import STAMP, write_pointer_to
from tests.dashboards.walls import FIRST, YOUNG, component, publish_with, said, slots, wall_of
from tests.installation import CLOCK, Installation
from warehouse import reader


def test_each_profile_is_a_wall_of_its_own(wall: FlaskClient, synthetic: Installation) -> None:
    names = [display.name for display in read_displays()]
    assert names == ["television", "wall_3x3", "wall_3x2", "panel_4k", "visitors"]
    for name in names:
        assert wall.get(f"/wall/{name}/").status_code == 200
    assert wall.get("/wall/no_such_wall/").status_code == 404


def test_a_version_that_is_known_is_not_sent_again(wall: FlaskClient, synthetic: Installation) -> None:
    first = wall.get("/wall/version")
    again = wall.get("/wall/version", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.get_data() == b"" and again.headers["X-Wall-Time"] == CLOCK.isoformat()


def test_the_version_changes_with_what_is_said(
    wall: FlaskClient, synthetic: Installation, synthetic_file: Path
) -> None:
    versions = [wall.get("/wall/version").headers["ETag"]]
    synthetic.set_clock(CLOCK + timedelta(days=4))
    versions.append(wall.get("/wall/version").headers["ETag"])
    newer = shutil.copy(synthetic_file, synthetic.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb")
    write_pointer_to(synthetic.home, Path(newer))
    versions.append(wall.get("/wall/version").headers["ETag"])
    assert len(set(versions)) == 3


def test_the_version_changes_with_the_next_try(wall: FlaskClient, synthetic: Installation) -> None:
    """What is not down says when it is asked again, and that time passes while nothing else changes."""
    before, version = standing.standing(reader.current()), wall.get("/wall/version").headers["ETag"]
    synthetic.set_clock(min(each.next_try_at for each in before.sources if each.next_try_at) + timedelta(minutes=1))
    after = standing.standing(reader.current())
    assert [each.sentence_vi for each in after.sources] == [each.sentence_vi for each in before.sources]
    assert [each.next_try_at for each in after.sources] != [each.next_try_at for each in before.sources]
    assert wall.get("/wall/version").headers["ETag"] != version


def test_the_version_changes_with_the_day(
    wall: FlaskClient, synthetic: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many days late somebody is changes at midnight, whatever is told of the sources."""
    monkeypatch.setattr(standing, "state", lambda _now, _snapshot: reader.State(()))
    monkeypatch.setattr(standing, "nights", lambda _until: ())
    versions = []
    for hour, minute in ((22, 0), (23, 59), (24, 1)):
        synthetic.set_clock(CLOCK.replace(hour=0, minute=0) + timedelta(hours=hour, minutes=minute))
        versions.append(wall.get("/wall/version").headers["ETag"])
    assert versions[0] == versions[1] != versions[2]


def test_the_scene_carries_the_version_that_the_endpoint_names(wall: FlaskClient, synthetic: Installation) -> None:
    television = wall_app.apps[0]
    shown = next(each for each in walk(component(television)) if "data-version" in attributes_of(each))
    assert attributes_of(shown)["data-version"] == wall.get("/wall/version").get_json()["version"]


def test_words_and_mark_of_the_scene(synthetic: Installation) -> None:
    found = said()
    for part in (
        "Giải quyết thủ tục hành chính",
        "Cụm 5 xã (địa bàn huyện Bình Sơn cũ) · Quý IV/2026 (15/9–nay) · Số liệu sơ bộ",
        "so với cùng kỳ năm trước",
        "Cổng Dịch vụ công quốc gia ghi nhiều hơn 100 hồ sơ trong tháng 11",
        "Mục tiêu 98%",
        "Mục tiêu 80–100%",
        "không có ngày hẹn trả",
        "Trả lại, từ chối, rút:",
        "Cơ quan khác giải quyết, đang quá hạn:",
        STAMP,
        words.INVENTED,
    ):
        assert part in found, part


def test_a_wall_of_panels_gives_the_period_a_panel_of_its_own(synthetic: Installation) -> None:
    period = [
        each for each in walk(component(wall_of(profile="wall_3x3"))) if getattr(each, "className", "") == "head-period"
    ]
    assert [text(each) for each in period] == ["Quý IV/2026 (15/9–nay) · Số liệu sơ bộ"]


def test_the_mark_goes_when_nothing_is_invented(synthetic: Installation, synthetic_file: Path) -> None:
    write_pointer_to(synthetic.home, synthetic_file, invented=False)
    assert words.INVENTED not in said()


def test_without_an_earlier_period_it_says_so(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, YOUNG)
    found = said()
    assert words.NO_EARLIER_PERIOD in found and "so với cùng kỳ" not in found


def test_a_commune_with_few_dossiers_shows_words_and_no_number(synthetic: Installation, synthetic_file: Path) -> None:
    change = "UPDATE marts.indicator_value SET state = 'below_minimum', value = NULL, band = NULL, n = 17"
    publish_with(synthetic, synthetic_file, f"{change} WHERE indicator = 'on_time_share' AND unit_code = '21061'")
    assert "Chưa đủ mẫu (n = 17" in said()
    shown = numbers(component())
    assert [unit for (indicator, unit), value in shown.items() if indicator == "on_time_share" and not value] == [
        "21061"
    ]


def test_a_period_in_which_nothing_happened_is_told_in_words(
    synthetic: Installation, synthetic_file: Path, tmp_path: Path
) -> None:
    publish_with(synthetic, synthetic_file, "UPDATE marts.indicator_value SET state = 'no_events', value = NULL")
    found = slots(component())
    for slot in (1, 2, 3, 6, 8, 9):
        assert words.NO_EVENTS in text(found[slot]), slot


def test_a_snapshot_that_lacks_the_unit_or_its_period_says_which(synthetic: Installation, synthetic_file: Path) -> None:
    found = said(wall_of(scope="99999"))
    assert "Bản số liệu không có đơn vị 99999" in found and "kỳ báo cáo" not in found
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.period WHERE grain = 'report_quarter' AND is_open")
    assert "Bản số liệu không có kỳ báo cáo nào đang mở cho đơn vị BS5" in said()


def test_before_the_first_snapshot_it_waits_in_words_and_then_heals(
    wall: FlaskClient, empty: Installation, synthetic_file: Path
) -> None:
    before = wall.get("/wall/version").headers["ETag"]
    found = said()
    assert words.NO_DATA in found and "ioc up --once" in found and "hồ sơ" not in found
    publish(empty, synthetic_file)
    assert wall.get("/wall/version").headers["ETag"] != before
    assert "Đúng hạn theo xã" in said()


def test_what_cannot_be_read_leaves_the_scene_as_it_stands(wall: FlaskClient, synthetic: Installation) -> None:
    assert wall.get(f"{FIRST}scenes").status_code == 200
    own_copy(synthetic).write_bytes(b"this is no database")
    write_pointer_to(synthetic.home, synthetic.home / "warehouse" / "ioc-20261123T090000-00000000.duckdb")
    for kept in (synthetic.home / "warehouse").glob("ioc-*.json"):
        kept.unlink()
    answer = wall.get(f"{FIRST}scenes")
    assert answer.status_code == 503 and "Traceback" not in answer.get_data(as_text=True)
    assert wall.get("/wall/version").get_json()["version"] == wall_app.UNREADABLE
    found = said()
    assert "Chưa đọc được bản số liệu" in found and "Traceback" not in found


@pytest.mark.parametrize(("days", "working_days"), [(2, 1), (4, 3), (6, 3)])
def test_old_data_is_told_in_words(synthetic: Installation, days: int, working_days: int) -> None:
    """24/11 is a holiday, and after the fourth day comes a weekend."""
    synthetic.set_clock(CLOCK + timedelta(days=days, hours=2))
    assert f"Chậm {working_days} ngày làm việc · chờ từ 25/11" in said()


def test_the_wall_carries_no_table_and_no_figure_library(wall: FlaskClient, synthetic: Installation) -> None:
    for display in read_displays():
        shell = wall.get(f"/wall/{display.name}/").get_data(as_text=True)
        scripts = [part for part in shell.split('"') if part.endswith(".js") or ".js?" in part]
        assert len(scripts) >= 5
        assert not [name for name in scripts if any(part in name for part in ("ag_grid", "plotly", "dcc", "table"))]
        ours = [Path(urlsplit(name).path).name for name in scripts if "/assets/" in name]
        assert ours == ["forward.js", "pages.js", "shell.js", "wall.js"]


def test_every_inline_script_of_every_wall_is_allowed(wall: FlaskClient, synthetic: Installation) -> None:
    policy = wall.get(FIRST).headers["Content-Security-Policy"]
    for app in wall_app.apps:
        hashes = app.csp_hashes()
        assert hashes and all(quoted in policy for quoted in hashes)


def test_a_build_that_failed_is_told_beside_the_figures_it_left_standing(
    wall: FlaskClient, synthetic: Installation
) -> None:
    before = wall.get("/wall/version").headers["ETag"]
    synthetic.set_clock(CLOCK + timedelta(minutes=20))
    finish(begin("build", "build"), "failed", error="CheckFailed", sentence_vi="dossier: rows_kept")
    assert wall.get("/wall/version").headers["ETag"] != before
    assert "Bản số liệu lúc 07:50 không qua kiểm tra · đang dùng bản lúc 07:" in said()
