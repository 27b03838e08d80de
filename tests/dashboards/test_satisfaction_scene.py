"""The wall's scene of satisfaction: nine slots that say what the snapshot says, each share with what it rests on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboards import words
from dashboards.components.course import Course
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.satisfaction.facts import Facts, read_facts
from dashboards.screens.wall.scenes.satisfaction.scene import SCENE
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.satisfied import first, published, records
from tests.dashboards.views import followed
from tests.dashboards.walls import IN_WORDS, component, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader

SATISFIED, RATED = "satisfied_share", "rated_share"
DISSATISFIED, REJECTED = "dissatisfied_ratings", "rejected_rating_share"
COMMUNES = ("21040", "21061", "21085", "21100", "21109")
QUARTER = "rated_date >= DATE '2026-09-15'"
WHERE_TO = {
    1: {}, 2: {"group": "unit"}, 3: {"tab": "reasons"}, 4: {"tab": "lateness"}, 5: {"tab": "rated"},
    6: {"tab": "rejected"}, 7: {"tab": "hours"}, 8: {"view": "trend"}, 9: {"view": "766"},
}  # fmt: skip


def tile(slot: int, scope: str = "BS5") -> Component:
    return slots(component(wall_of("satisfaction", scope=scope)))[slot]


def said(slot: int, scope: str = "BS5") -> str:
    return " ".join(text(tile(slot, scope)).split())


def sample(of: dict[str, Any]) -> tuple[str, str]:
    """How a share's sample and its interval are written."""
    return f"n = {words.number(of['n'])} lượt", f"khoảng tin cậy 95%: {words.interval(of['low'], of['high'])}"


def heard(slot: int, scope: str = "BS5") -> list[str]:
    """What the drawings of a slot say to those who do not see them."""
    return [str(attributes_of(each)["alt"]) for each in walk(tile(slot, scope)) if type(each).__name__ == "Img"]


def assert_within_bands(course: Course) -> None:
    """Every share that is known lies between the ends of its interval."""
    known = [month for month in course.months if month.share is not None]
    assert known
    for month in known:
        assert month.share is not None and month.low is not None and month.high is not None
        assert month.low <= month.share <= month.high, month.name


def facts(scope: str = "BS5") -> Facts:
    snapshot = reader.current()
    assert snapshot is not None
    return read_facts(find_stage(snapshot, scope))


def test_the_share_stands_with_sample_interval_target_and_guards(synthetic: Installation) -> None:
    whole, shown = published(SATISFIED), said(1)
    assert words.share(whole["value"]) in shown and "Mục tiêu 90%" in shown
    assert all(each in shown for each in sample(whole))
    for indicator in (REJECTED, RATED, DISSATISFIED):
        assert float(numbers(tile(1))[indicator, "BS5"]) == pytest.approx(float(published(indicator)["value"]))


def test_each_centre_has_its_sample_and_too_few_are_words(synthetic: Installation) -> None:
    """D12 and D13."""
    shown, told = said(2), {code: published(SATISFIED, code) for code in COMMUNES}
    assert "Chưa đủ mẫu (n = 17, cần 30)" in shown and "Mục tiêu 90%" in shown
    for code, row in told.items():
        assert row["state"] == "below_minimum" or f"n = {words.number(row['n'])}" in shown, code
    drawn = [each for each in walk(tile(2)) if getattr(each, "className", "") == "interval-line"]
    assert len(drawn) == sum(row["state"] == "shown" for row in told.values()) > 1


def test_each_centre_of_which_too_much_was_rejected_says_how_much(synthetic: Installation) -> None:
    """D12: and what its share would be with it, where that was very much."""
    noted = [text(each) for each in walk(tile(2)) if getattr(each, "className", "") == "to-target-note"]
    beyond = {code: published(REJECTED, code) for code in COMMUNES}
    told = [words.share(row["value"]) for row in beyond.values() if row["value"] > 0.02]
    assert 0 < len(told) < len(COMMUNES) and sum("bị loại" in note for note in noted) == len(told)
    assert all(any(f"bị loại {share}" in note for note in noted) for share in told)
    raw = first(
        "SELECT count(*) FILTER (WHERE is_satisfied) / count(*) AS share FROM marts.rating "
        f"WHERE current_unit_code = '21061' AND {QUARTER}"
    )
    assert f"Nếu kể cả lượt bị loại: xã Vạn Tường {words.share(raw['share'])}" in text(tile(2))


def test_five_reasons_stand_with_their_counts(synthetic: Installation) -> None:
    counted = records(
        "SELECT reason_code, count(*) AS ratings FROM (SELECT unnest(reason_codes) AS reason_code FROM marts.rating "
        f"WHERE is_valid AND is_dissatisfied AND {QUARTER}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5"
    )
    shown = {key: value for (key, _unit), value in numbers(tile(3)).items()}
    assert list(shown.items()) == [(f"{DISSATISFIED}:{row['reason_code']}", f"{row['ratings']}") for row in counted]
    assert f"trong {published(DISSATISFIED)['value']:.0f} lượt đánh giá không hài lòng" in said(3)


@pytest.mark.parametrize("which", ["reason_code = 'R6'", "true"])
def test_ratings_that_tell_no_reason_are_counted(synthetic: Installation, synthetic_file: Path, which: str) -> None:
    publish_with(synthetic, synthetic_file, f"DELETE FROM marts.rating_reason WHERE {which}")
    silent = records(
        "SELECT count(*) AS n FROM marts.rating WHERE is_valid AND is_dissatisfied AND rating_id NOT IN "
        f"(SELECT rating_id FROM marts.rating_reason) AND {QUARTER}"
    )[0]["n"]
    total = f"{published(DISSATISFIED)['value']:.0f}"
    told = f"trong {total} lượt không hài lòng, {silent} không nêu lý do"
    assert silent and (told if which != "true" else f"Không nêu lý do: {total}") in said(3)
    assert words.NO_EVENTS not in said(3)


def test_lateness_and_hours_stand_with_samples_and_bands(synthetic: Installation) -> None:
    """D14."""
    shown, read = said(4), facts()
    for key in ("on_time", "late"):
        row = first(
            "SELECT count(*) AS n, count(*) FILTER (WHERE is_satisfied) / count(*) AS value FROM marts.rating WHERE "
            f"is_valid AND lateness = '{key}' AND rated_date BETWEEN DATE '2025-11-24' AND DATE '2026-11-23'"
        )
        reading = read.lateness[key]
        assert words.share(row["value"]) in shown and reading.denominator == row["n"]
        assert all(each in shown for each in sample({"n": row["n"], "low": reading.low, "high": reading.high}))
    assert_within_bands(read.hours)
    assert "Dải màu là khoảng tin cậy 95%" in said(7)


def test_the_hours_of_a_day_are_all_there(synthetic: Installation) -> None:
    rows = records(
        "SELECT rated_hour AS hour, count(*) AS n, count(*) FILTER (WHERE is_satisfied) / count(*) AS share "
        f"FROM marts.rating WHERE is_valid AND {QUARTER} GROUP BY 1 ORDER BY 1"
    )
    shares, counts = heard(7)
    for row in rows:
        assert f"{row['hour']} giờ {words.number(row['n'])}" in counts
        assert row["n"] < 30 or f"{row['hour']} giờ {words.share(row['share'])}" in shares
    assert len(facts().hours.months) == rows[-1]["hour"] - rows[0]["hour"] + 1


def test_who_was_heard_and_what_does_not_count(synthetic: Installation) -> None:
    rated = published(RATED)
    assert f"{words.number(rated['numerator'])} trên {words.number(rated['denominator'])} hồ sơ trả kết quả" in said(5)
    assert "Mục tiêu 30%" in said(5) and words.share(rated["value"]) in said(5)
    rejected = published(REJECTED)
    assert f"{words.number(rejected['numerator'])} trên {words.number(rejected['denominator'])} lượt bấm" in said(6)
    assert "Mục tiêu 2%" in said(6) and "K-VT-02 · bấm dồn một nút 240" in said(6)


def test_an_agency_whose_results_nobody_rated_has_its_share(synthetic: Installation, synthetic_file: Path) -> None:
    none = "UPDATE marts.indicator_value SET numerator = 0, value = 0"
    change = f"{none} WHERE indicator = 'rated_share'; {none}, denominator = 0 WHERE indicator = 'satisfied_share'"
    publish_with(synthetic, synthetic_file, change)
    assert numbers(tile(5, "21061")) == {(RATED, "21061"): "0.0", (RATED, "H48.152.01"): "0.0"}
    assert words.NO_EVENTS not in said(5, "21061") and "Trung tâm Phục vụ hành chính công 0,0%" in said(5, "21061")


def test_of_many_agencies_that_hand_out_the_others_are_counted(synthetic: Installation) -> None:
    read = facts("21061")
    names = {f"H48.152.0{number}": f"Phòng Mẫu {number} xã Vạn Tường" for number in range(2, 7)}
    others = (replace(read.reading(RATED), unit_code=code, unit_name=name) for code, name in names.items())
    links_of = Links.of(read.place, "http://127.0.0.1:1", "/satisfaction")
    drawn = SCENE.slots[5].draw(replace(read, among=(*read.among, *others)), links_of)
    listed = [text(each) for each in walk(drawn) if getattr(each, "className", "") == "to-target-name"]
    assert listed == ["Phòng Mẫu 2", "Phòng Mẫu 3", "Phòng Mẫu 4"] and "và 3 mục nữa" in text(drawn)


@pytest.mark.parametrize("slot", [7, 8])
def test_samples_that_are_too_small_are_told_as_such_beside_their_bars(synthetic: Installation, slot: int) -> None:
    """D13."""
    shown, (counts,) = said(slot, "21100"), heard(slot, "21100")
    assert "Chưa đủ mẫu (cần 30)" in shown and words.NO_DATA not in shown + counts
    assert "khoảng tin cậy" not in shown


def test_a_gap_among_hours_says_why(synthetic: Installation) -> None:
    shares, _counts = heard(7)
    small = [month for month in facts().hours.months if (month.received or 0) < 30]
    assert small and "Chỗ trống: chưa đủ mẫu (cần 30)" in said(7)
    for hour in small:
        why = "Chưa đủ mẫu (cần 30)" if hour.received else words.NO_EVENTS
        assert f"{hour.name} {why}" in shares and words.NO_DATA not in shares


def test_months_that_are_hidden_are_told_as_hidden(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, IN_WORDS["suppressed"])
    assert words.SUPPRESSED in said(8) and words.NO_DATA not in said(8)


def test_twelve_months_stand_with_their_band(synthetic: Installation) -> None:
    months = facts().months.months
    assert len(months) == 12 and months[-1].is_open
    assert_within_bands(facts().months)
    shares, _counts = heard(8)
    assert all(f"{month.name} {words.share(month.share)}" in shares for month in months if month.share is not None)
    assert "Dải màu là khoảng tin cậy 95%" in said(8) and "Mục tiêu 90%" in said(8)


def test_every_slot_leads_to_its_tab(synthetic: Installation) -> None:
    found = slots(component(wall_of("satisfaction")))
    assert list(found) == list(WHERE_TO)
    for slot, where in WHERE_TO.items():
        leads = links(found[slot])[0]
        assert ("/procedures?" if slot == 9 else "/satisfaction?") in leads, slot
        assert where.items() <= followed(leads).items() and followed(leads)["unit"] == "BS5", slot


@pytest.mark.parametrize("state", ["no_events", "below_minimum"])
def test_where_there_is_nothing_words_stand(synthetic: Installation, synthetic_file: Path, state: str) -> None:
    publish_with(synthetic, synthetic_file, f"{IN_WORDS[state]};DELETE FROM marts.rating")
    for slot in (1, 2, 5, 6):
        assert set(numbers(tile(slot)).values()) <= {""}, slot
    told = words.NO_EVENTS if state == "no_events" else "Chưa đủ mẫu (n = 17, cần 30)"
    assert all(told.partition(" (")[0] in said(slot) for slot in (1, 2, 3)) and told in said(1)
    assert said(4).count(words.NO_EVENTS) >= 2 and told in said(7) and not heard(7)


def test_a_wall_of_one_commune_is_divided_by_its_centres(synthetic: Installation) -> None:
    shown = said(2, scope="21061")
    assert "Trung tâm Phục vụ hành chính công" in shown and "xã Bình Sơn" not in shown
    assert followed(links(tile(2, scope="21061"))[0])["group"] == "agency"
