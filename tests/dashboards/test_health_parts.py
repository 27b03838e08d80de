"""What the wall's scene of health stations says on the wall of one commune of how far its own files go."""

from pathlib import Path

from tests.dashboards.test_health_scene import said
from tests.dashboards.walls import publish_with
from tests.installation import Installation

BINH_MINH, DONG_SON = "21085", "21109"


def test_a_commune_s_tiles_say_how_far_its_own_records_go(synthetic: Installation, synthetic_file: Path) -> None:
    """D07: others' files came up to 22/11, which its targets are asked for by."""
    publish_with(synthetic, synthetic_file, "UPDATE marts.health_denominator SET denominator_date = NULL")
    for slot in (3, 4):
        told = said(slot, BINH_MINH)
        assert "theo tiến độ đến 22/11" in told and "số liệu ngày 16/11/2026" in told
        assert "Mới nhận 0/1 trạm · hồ sơ của xã đến 16/11" in told
        assert "hồ sơ của xã" not in said(slot) + said(slot, DONG_SON)
        assert "số liệu ngày 22/11/2026" in said(slot)
