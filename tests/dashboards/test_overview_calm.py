"""What the wall's first tile says where nothing needs anybody: that all is well only where all of it is known."""

from pathlib import Path

import pytest

from connectors.kit.registry import sources
from tests.dashboards.test_overview_scene import NO_BANDS, NO_DELIVERIES, banded, drawn, said
from tests.dashboards.walls import connect, publish_with
from tests.installation import Installation

ALL_WELL = "Mọi chỉ tiêu chính đều đạt hoặc trong ngưỡng, dữ liệu đã về đủ"
NOTHING_MISSED = "Trong số đã đánh giá, không có chỉ tiêu nào không đạt hoặc cần theo dõi"
UNJUDGED = "{}/7 chỉ tiêu chính chưa đánh giá được đầy đủ"
OF_PORTAL = "Thiếu số liệu của 1 nguồn: Cổng Dịch vụ công quốc gia"
ALL_MET = "UPDATE marts.indicator_value SET band = 'met'; "


def test_a_band_of_a_period_that_is_over_is_no_matter_of_today(synthetic: Installation, synthetic_file: Path) -> None:
    planted = banded("on_time_share", "21085", "missed", "2025-12-15") + banded(
        "on_time_share", "21085", "met", "2026-09-15"
    )
    publish_with(synthetic, synthetic_file, NO_BANDS + NO_DELIVERIES + planted)
    assert said(drawn()[1]) == f"Việc cần chỉ đạo {NOTHING_MISSED} {UNJUDGED.format(7)} {OF_PORTAL}"


def test_all_is_well_only_where_all_was_judged_and_every_source_came(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, ALL_MET + NO_DELIVERIES)
    connect(synthetic, sources())
    assert said(drawn()[1]) == f"Việc cần chỉ đạo {ALL_WELL}"
    connect(synthetic, [each for each in sources() if each != "national_portal"])
    assert said(drawn()[1]) == f"Việc cần chỉ đạo {NOTHING_MISSED} {OF_PORTAL}"


@pytest.mark.parametrize(
    "hidden", ["band = NULL, value = NULL, state = 'below_minimum', n = 17", "band = 'no_baseline'", "grain = 'none'"]
)
def test_what_could_not_be_judged_of_one_commune_is_not_well(
    synthetic: Installation, synthetic_file: Path, hidden: str
) -> None:
    unjudged = (
        f"UPDATE marts.indicator_value SET {hidden} WHERE indicator = 'satisfied_share' AND unit_code = '21100'; "
    )
    publish_with(synthetic, synthetic_file, ALL_MET + NO_DELIVERIES + unjudged)
    connect(synthetic, sources())
    assert said(drawn()[1]) == f"Việc cần chỉ đạo {NOTHING_MISSED} {UNJUDGED.format(1)}"


def test_where_nothing_was_judged_nothing_is_said_to_be_well(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, NO_BANDS + NO_DELIVERIES)
    assert said(drawn()[1]) == f"Việc cần chỉ đạo {UNJUDGED.format(7)} {OF_PORTAL}"
