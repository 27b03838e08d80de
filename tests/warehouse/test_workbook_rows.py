"""What becomes of the rows of all tables of a workbook, and how one of them is shown as it was sent."""

import json

import pytest

from connectors.kit import runner
from connectors.kit.landing import manifests
from tests.connectors.workbooks import PUPILS, class_list, mark_sheet, xlsx
from tests.installation import Installation
from tests.warehouse.test_whole_pages import Put, exits, installation, judged, put  # noqa: F401


def test_a_year_that_the_calendar_lacks_is_held_in_every_table(put: Put) -> None:  # noqa: F811
    grids = class_list(), mark_sheet()
    for grid in grids:
        grid.rows[1] = ("Trường THCS Mẫu 12", None, None, "Năm học 2039-2040")
    put(xlsx(*grids), "51524512_2039-2040_HK1.xlsx")
    build = judged()
    assert exits(build, "workbook") == {"held": 1}
    assert exits(build, "pupil") == exits(build, "mark") == {"held": 3}
    for table in ("pupil", "mark"):
        held = build.execute(f"SELECT DISTINCT code FROM part.held_row__smas__{table}").fetchall()
        assert held == [("unknown_term",)]


def test_a_record_of_any_table_of_a_workbook_is_shown(put: Put, installation: Installation) -> None:  # noqa: F811
    put(xlsx(class_list(), mark_sheet()))
    (batch,) = [one.batch for one in manifests(installation.home / "landing", "smas")]
    second = json.loads(runner.show_raw(batch, 1, 2, "mark"))
    assert (second["pupil_code"], second["subject_code"]) == (PUPILS[1], "TOAN")
    assert json.loads(runner.show_raw(batch, 1, 1))["school_code"] == "51524512"
    with pytest.raises(LookupError, match="không có bảng dossier"):
        runner.show_raw(batch, 1, 1, "dossier")
