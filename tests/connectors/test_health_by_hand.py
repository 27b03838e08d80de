"""Files of health facilities that somebody brings by hand: told at once what is wrong, and where."""

from pathlib import Path

import pytest

from connectors.kit import inbox
from connectors.kit.registry import source
from tests.installation import installed


@pytest.mark.parametrize(
    ("name", "code", "stands_there"),
    [
        ("20261120_1.xml", "date_unreadable", "31/02/2026"),
        ("20261120_2.xml", "unknown_diagnosis", "<HOSO>"),
        ("20261120_5.csv", "unknown_facility", "51123"),
    ],
)
def test_what_is_wrong_in_a_health_file_is_told_by_its_line(
    tmp_path: Path, name: str, code: str, stands_there: str
) -> None:
    content = (source("health_record").folder / "sample" / name).read_bytes()
    with installed(tmp_path):
        wrong = inbox.judge("health_record", name, content).wrong
    assert wrong and all(each.line and each.sheet is None and each.cell is None for each in wrong)
    (found,) = (each for each in wrong if each.code == code)
    assert stands_there in content.decode().splitlines()[(found.line or 0) - 1]
