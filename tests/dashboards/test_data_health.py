"""The page on the data itself, in health and in every trouble: what it says, whom it names, and what there is to do."""

import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboards import words
from dashboards.screens.data_health.address import FORM, HELD, VIEWS, Asked
from dashboards.screens.data_health.figures import Row
from dashboards.screens.data_health.screen import layout
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.unwell import DIFFERING, break_form, hold_rows, outcome
from tests.dashboards.views import followed
from tests.dashboards.walls import publish_with
from tests.installation import CLOCK, Installation
from warehouse import reader

RENAMED = "Nguồn không còn gửi cột score của bảng rating; sửa path trong source.toml rồi chạy ioc replay satisfaction"


def night(page: object, source: str, day: str) -> str:
    """The state of one cell of the picture of nights."""
    cells = [each for each in walk(page) if "data-state" in attributes_of(each) and "title" in attributes_of(each)]
    rows = [each for each in walk(page) if type(each).__name__ == "Tr" and text(each).startswith(source)]
    (found,) = [each for row in rows for each in walk(row) if each in cells and day in attributes_of(each)["title"]]
    return str(attributes_of(found)["data-state"])


def connected() -> list[reader.SourceState]:
    """The sources that are connected."""
    return [each for each in reader.state(CLOCK).sources if each.state != "not_connected"]


def test_a_healthy_morning(synthetic: Installation) -> None:
    page = layout()
    said = text(page)
    well = [each for each in connected() if each.state == "fresh"]
    assert (
        f"{len(well)} trong {len(connected())} nguồn đã nối có số liệu đúng hạn" in said
        and "Số liệu đến 07:15 ngày 23/11" in said
    )
    assert "6.000 = 6.000 đang dùng" in said and "07:15 ngày 23/11/2026 (hôm nay)" in said
    assert "07:45 ngày 23/11/2026" in said and "theo lịch" not in said, "when each is asked again"
    assert "Mới nhận 56/60 trường" in said and "Nhắc nơi chưa gửi" in said, "schools owe their mark books"
    assert "IOC_NATIONAL_PORTAL__BASE_URL" in said, "how a source that is not connected would be"
    value = reader.sql(
        "SELECT value FROM marts.indicator_value WHERE indicator = 'quarantined_share' AND grain = 'report_quarter' "
        "AND is_open AND basis = 'successor' AND unit_kind = 'area'"
    ).value[0]
    assert numbers(page)["quarantined_share", "BS5"] == str(value) and "Không đạt" not in said
    assert words.INVENTED in said and "Sao chép liên kết" in said and "In" in said


def test_a_source_that_is_down_says_why_since_when_and_what_to_do(synthetic: Installation) -> None:
    sentence = "Máy chủ SFTP từ chối mật khẩu"
    outcome(synthetic, "23T08:10", "failed", f"{sentence} [nguồn one_stop]", next_try="23T08:25")
    synthetic.set_clock(CLOCK + timedelta(minutes=50))
    said = text(layout())
    assert "[nguồn" not in said, "a stream's name is the administrator's"
    assert "Mất kết nối nguồn từ 08:10 ngày 23/11 · thử lại lúc 08:25" in said
    count = len(connected())
    of_all = f"{count - 3} trong {count} nguồn đã nối có số liệu đúng hạn; 3 nguồn cần xử lý"
    assert of_all in said, "and schools and a station that have not sent"
    assert said.index("Mất kết nối nguồn") < said.index("Mới nhận 4/5 trạm"), "what is broken first"
    assert sentence in said and "ioc pull one_stop" in said and "gọi Văn phòng UBND tỉnh" in said
    assert sentence in text(layout(source="one_stop"))


def test_a_late_source_and_a_partly_received_one(synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    said = text(layout())
    assert (
        "Chậm 3 ngày làm việc · chờ từ 25/11" in said
        and "4 ngày trước" in said
        and "ioc doctor && ioc pull one_stop" in said
    )
    outcome(synthetic, "23T08:20", "partial", "Luồng hồ sơ dừng ở trang 4")
    synthetic.set_clock(CLOCK + timedelta(hours=1))
    said = text(layout())
    assert "Mới nhận một phần" in said and "Luồng hồ sơ dừng ở trang 4" in said and "kéo tiếp bằng tay" in said


def test_two_nights_stopped_at_a_renamed_column_and_the_third_was_good(synthetic: Installation) -> None:
    """Situation D19."""
    shutil.rmtree(synthetic.home / "outcomes")
    for day in (17, 18, 19, 20, 23):
        outcome(synthetic, f"{day}T01:00", "ok")
        is_renamed = day in (18, 19)
        told = ("failed", RENAMED) if is_renamed else ("ok", None)
        outcome(synthetic, f"{day}T01:10", *told, source="satisfaction")
    for page in (layout(view="nights"), layout(source="satisfaction", view="nights"), layout()):
        title = "Hệ thống đánh giá hài lòng"
        states = [night(page, title, f"{day}/11/2026") for day in (17, 18, 19, 20)]
        assert states == ["received", "failed", "failed", "received"]
        assert text(page).count(RENAMED) == 2 and "cột score" in text(page)
    assert night(layout(), "Hệ thống thông tin giải quyết", "19/11/2026") == "received", "the rest went on"


def test_nights_are_told_that_have_no_snapshot_and_builds_that_held_back(synthetic: Installation) -> None:
    outcome(synthetic, "23T07:40", "failed", "Đĩa của máy chủ đầy", source="build", action="build")
    synthetic.set_clock(CLOCK + timedelta(hours=1))
    page = layout()
    assert night(page, "Dựng kho số liệu", "23/11/2026") == "failed" and "Đĩa của máy chủ đầy" in text(page)
    assert "không qua kiểm tra" in text(page)


def test_held_rows_by_reason_and_owner_down_to_the_page_they_stand_on(
    synthetic: Installation, synthetic_file: Path
) -> None:
    hold_rows(synthetic, synthetic_file)
    page = layout(view=HELD)
    assert "11 bản ghi giữ lại chờ sửa" in text(page) and "Trung tâm PVHCC xã: 5" in text(page)
    assert "11 bản ghi giữ lại chờ: Trung tâm PVHCC xã 5, Trường 4, Người quản trị 2" in text(layout())
    way = next(link for link in links(page) if "code=mark_out_of_range" in link)
    listed = layout(**followed(way))
    assert text(listed).count("Ô F17: 11,5 không nằm trong thang điểm 0–10") == 3 + 1, "three rows, and the example"
    assert "ioc raw 20261123T001500.000-0a1b2c3d 2 8 --table mark" in text(listed) and "51524512 · 8" in text(listed)
    assert "trang 2, dòng 8" in text(listed) and "Thiếu trường" not in text(listed)


def test_a_mark_that_differs_stands_beside_the_recomputed_one(synthetic: Installation, synthetic_file: Path) -> None:
    hold_rows(synthetic, synthetic_file)
    page = layout(view="findings", source="smas", code="mark_differs")
    cells = [text(each) for each in walk(page) if attributes_of(each).get("data-label") in ("Trong sổ", "Tính lại")]
    assert cells == ["7,9", "7,6"]
    plain = Row("one_stop", "dossier", "due_before_received", "Ngày 12/10 trước 14/10", "", "", "", None, None, None)
    assert plain.two_values == ("", "") and plain.raw_command == "" and DIFFERING


def test_the_form_that_does_not_add_up_leads_to_the_rows_that_break_it(
    synthetic: Installation, synthetic_file: Path
) -> None:
    """Situation D18."""
    assert "Biểu cân ở mọi xã" in text(layout(view=FORM))
    codes = break_form(synthetic, synthetic_file)
    page = layout(view=FORM)
    assert "Biểu không cân: xã Bình Minh (+3)" in text(page) and "Biểu không cân" in text(layout())
    assert (
        len(codes) == 3 and [code for code in codes if any(f"dossier={code}" in link for link in links(page))] == codes
    )
    assert "ioc raw" in text(page) and "3 hồ sơ làm lệch" in text(page)


def test_dossiers_of_earlier_periods_break_no_form_of_this_one(synthetic: Installation, synthetic_file: Path) -> None:
    change = (
        "INSERT INTO quality.finding SELECT 'one_stop', 'dossier', dossier_code, 'finished_without_date', 'x', 'y', "
        "'b', 1, 1, now() FROM marts.dossier WHERE is_own_competence AND received_date < DATE '2026-09-15' LIMIT 2"
    )
    publish_with(synthetic, synthetic_file, change)
    said = text(layout(view=FORM))
    assert "hồ sơ làm lệch" not in said and "2 hồ sơ của các kỳ trước cũng thiếu ngày kết thúc" in said
    schools = text(layout(view=FORM, source="smas"))
    assert "Biểu cân ở mọi xã" in schools and "Mọi nguồn" in schools
    assert not [link for link in links(layout(source="smas")) if "view=form" in link], "the form is of one source"


def test_an_address_that_names_a_view_twice_means_the_first(synthetic: Installation) -> None:
    assert "chờ sửa" in text(layout(view=["held", "form"])) or "giữ lại" in text(layout(view=["held", "form"]))
    assert Asked.read({"view": ["held", "form"]}).view == HELD  # type: ignore[dict-item]
    assert "không đọc được: soon" in text(layout(view=HELD, since="soon"))


def test_the_share_of_held_rows_leads_to_the_rows_that_it_counts(synthetic: Installation, synthetic_file: Path) -> None:
    hold_rows(synthetic, synthetic_file)
    tile = layout(view=HELD)
    way = next(followed(link) for link in links(tile) if "since=" in link and "code=" not in link)
    assert way["since"] <= "2026-11-23" <= way["until"] and "11 bản ghi giữ lại" in text(layout(**way))
    earlier = way | {"since": "2026-01-01", "until": "2026-01-31"}
    assert "Không có bản ghi nào giữ lại" in text(layout(**earlier)), "none of them landed then"
    assert "Số liệu lúc" in text(tile)


def test_a_night_is_told_to_a_leader_first(synthetic: Installation) -> None:
    whole = "Hệ thống không trả lời tại 127.0.0.1:38877 (trả lỗi 429). Dữ liệu vẫn giữ. Hãy sửa path trong source.toml"
    shutil.rmtree(synthetic.home / "outcomes")
    outcome(synthetic, "17T01:00", "ok")
    outcome(synthetic, "18T01:00", "failed", whole)
    page = layout(view="nights")
    details = [each for each in walk(page) if type(each).__name__ == "Details" and whole in text(each)]
    assert details and text(page).count("127.0.0.1:38877") == len(details)
    assert "Hệ thống không trả lời. Dữ liệu vẫn giữ." in text(page)


@pytest.mark.parametrize("view", VIEWS)
def test_before_the_first_snapshot_every_view_says_what_to_do(empty: Installation, view: str) -> None:
    said = text(layout(view=view))
    assert words.NO_DATA in said and "ioc up --once" in said


@pytest.mark.parametrize(("query", "said"), [({"view": "moon"}, "moon"), ({"source": "x'; DROP"}, "DROP")])
def test_an_address_that_errs_is_told_so(synthetic: Installation, query: dict[str, str], said: str) -> None:
    page = layout(**query)
    assert said in text(page) and Asked().link() in links(page)


def test_every_link_of_every_view_leads_on(synthetic: Installation, synthetic_file: Path) -> None:
    hold_rows(synthetic, synthetic_file)
    seen: set[str] = set()
    todo = {Asked().link()}
    while todo:
        address = todo.pop()
        seen.add(address)
        page = layout(**followed(address))
        assert attributes_of(page)["className"] == "page" and "chưa hiện được" not in text(page), address
        todo |= {link for link in links(page) if urlsplit(link).path == "/data-health"} - seen
    assert len(seen) > 40


def test_the_whole_page_is_from_one_snapshot(synthetic: Installation, synthetic_file: Path) -> None:
    first = reader.current()
    assert first
    hold_rows(synthetic, synthetic_file)
    assert "11 bản ghi giữ lại" in text(layout(view=HELD))
    page = layout(view=HELD, snapshot=first.id)
    assert "Không có bản ghi nào giữ lại" in text(page) and "Đây là số liệu như đã biết" in text(page)
