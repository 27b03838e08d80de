"""What the scene on the data says in words of nights that failed: whole, and whose they were."""

import shutil

import pytest
from dash.development.base_component import Component

from config.outcomes import Action
from tests.dashboards.elements import text, walk
from tests.dashboards.unwell import outcome
from tests.dashboards.walls import component, slots, wall_of
from tests.installation import Installation

HEALTH = "Hồ sơ sức khỏe, lượt khám các cơ sở y tế"


def slot_6_said() -> list[Component]:
    """What is said of the nights in words."""
    return [
        each for each in walk(slots(component(wall_of("data")))[6]) if getattr(each, "className", "") == "night-said"
    ]


@pytest.mark.parametrize(
    ("source", "sentence", "told"),
    [
        (
            "satisfaction",
            "Hệ thống đánh giá hài lòng tại quầy không còn cột score, device_code trong bảng ratings. Dữ liệu còn",
            "Hệ thống đánh giá hài lòng tại quầy không còn cột score, device_code trong bảng ratings",
        ),
        (
            "build",
            "marts.dossier: 3 khóa (dossier_code, day) có hơn một dòng",
            "Dựng kho số liệu: marts.dossier: 3 khóa (dossier_code, day) có hơn một dòng",
        ),
        (
            "health_record",
            f"Lỗi chưa lường trước với {HEALTH}: ValueError. Hãy xem nhật ký của tiến trình",
            "Lỗi chưa lường trước với Hồ sơ sức khỏe: ValueError",
        ),
        ("health_record", f"{HEALTH} không còn trường MA_BN", "Hồ sơ sức khỏe không còn trường MA_BN"),
        (
            "smas",
            "Máy chủ sftp.example chưa có trong tệp known_hosts: hãy hỏi vân tay khóa rồi thêm vào",
            "Sổ điểm các trường: Máy chủ chưa có trong tệp known_hosts",
        ),
        ("smas", "Hết chỗ trên đĩa; hãy giải phóng chỗ", "Sổ điểm các trường: Hết chỗ trên đĩa"),
    ],
)
def test_a_night_says_whole_what_happened_and_whose_it_was(
    synthetic: Installation, source: str, sentence: str, told: str
) -> None:
    shutil.rmtree(synthetic.home / "outcomes")
    action: Action = "build" if source == "build" else "pull"
    outcome(synthetic, "23T01:10", "failed", sentence, source=source, action=action)
    assert text(slot_6_said()) == f"23/11 · {told}"


def test_a_build_that_held_a_source_back_says_so(synthetic: Installation) -> None:
    shutil.rmtree(synthetic.home / "outcomes")
    outcome(synthetic, "23T01:10", "partial", source="build", action="build")
    assert text(slot_6_said()) == (
        "23/11 · Dựng kho số liệu: Công bố được, nhưng giữ lại lần nhận mới nhất của nguồn không qua kiểm tra"
    )
