"""Lists and forms of the one-stop system as offices export them, read cell by cell."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from connectors.kit import inbox
from connectors.kit.cells import boolean_text, date_text, decimal_text, instant_text, letters_of, whole_text
from connectors.kit.landing import UPLOAD
from connectors.kit.pages import RawPage
from connectors.kit.readings import reading
from connectors.kit.registry import source
from connectors.one_stop.agencies import agency_code
from tests.connectors.uploaded import HEADERS, by_unit, dossier_list, form_06a, line, text, workbook
from tests.installation import installed

LAND = (10, 6, 3, 1, 7, 2, 4, 1, 3, 2, 1)
CIVIL = (20, 10, 8, 2, 15, 10, 4, 1, 5, 4, 1)


@pytest.fixture(scope="module", autouse=True)
def _installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with installed(tmp_path_factory.mktemp("forms")):
        yield


def records(table: str, content: bytes, source_id: str = "one_stop") -> list[dict[str, Any]]:
    """The records of one table in a file, without where they stand."""
    found = reading(source(source_id), UPLOAD).reader.parse(table, RawPage(content))
    return [{name: value for name, value in each.items() if name != "_place"} for each in found]


CELLS = {
    (instant_text, "12/10/2026 08:30"): "2026-10-12T08:30:00+07:00",
    (instant_text, "08:30 12/10/2026"): "2026-10-12T08:30:00+07:00",
    (instant_text, "2026-10-12 08:30:11"): "2026-10-12T08:30:11+07:00",
    (instant_text, "1/2/2026"): "2026-02-01T00:00:00+07:00",
    (instant_text, "31/02/2026"): "31/02/2026",
    (date_text, "ngày 5/1/2026"): "2026-01-05",
    (date_text, "46000"): "2025-12-09",
    (whole_text, "1.234"): "1234",
    (whole_text, "12.0"): "12",
    (decimal_text, "1.234,5"): "1234.5",
    (decimal_text, "0.5"): "0.5",
    (boolean_text, "Có"): "true",
    (boolean_text, "không"): "false",
    (boolean_text, "có lẽ"): "có lẽ",
}


@pytest.mark.parametrize("asked", CELLS)
def test_a_cell_is_read_as_vietnamese_offices_write_it(asked: tuple[Any, str]) -> None:
    read, cell = asked
    assert read(cell) == CELLS[asked]


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letters_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_list_is_read_under_its_letterhead() -> None:
    (found,) = records("dossier", dossier_list(line(7)))
    assert found == {
        "code": "H48.152-261012-0007",
        "procedure_code": "1.001612",
        "agency_code": "H48.152",
        "status_code": "4",
        "channel_code": "2",
        "competence": "OWN",
        "applied_at": "2026-10-12T08:30:00+07:00",
        "accepted_at": "2026-10-12T00:00:00+07:00",
        "due_at": "2026-10-19T00:00:00+07:00",
        "updated_at": "2026-10-12T08:30:00+07:00",
    }


def test_names_and_phones_are_not_even_looked_at() -> None:
    said = str(records("dossier", dossier_list(line(1))))
    assert "Thử Nghiệm" not in said and "0912345678" not in said


def test_order_case_and_accents_of_headers_do_not_matter() -> None:
    shuffled = tuple(reversed(HEADERS))
    heads = ["so  ho so" if head == "Số hồ sơ" else head.upper() for head in shuffled]
    plain = workbook([heads, [line(1).get(head) for head in shuffled]])
    assert records("dossier", plain) == records("dossier", dossier_list(line(1)))


def test_a_former_agency_is_told_from_a_new_one_of_its_name_by_the_day() -> None:
    old = line(1, **{"Đơn vị giải quyết": "UBND xã Bình Minh", "Ngày nộp hồ sơ": "12/03/2025"})
    new = line(2, **{"Đơn vị giải quyết": "Ủy ban nhân dân xã Bình Minh"})
    assert [each["agency_code"] for each in records("dossier", dossier_list(old, new))] == ["000.36.53.H48", "H48.153"]
    assert agency_code("Phòng Kinh tế xã Vạn Tường (H48.152.03)") == "H48.152.03"
    assert agency_code("Phòng không có") is None


def test_every_sheet_with_the_list_is_read_and_places_name_it() -> None:
    judgement = inbox.judge("one_stop", "a.xlsx", dossier_list(line(1), line(2, **{"Ngày nộp hồ sơ": "31/02/2026"})))
    (wrong,) = judgement.wrong
    assert (wrong.sheet, wrong.line, wrong.cell) == (1, 7, "G7")
    assert wrong.message_vi == "Không đọc được ngày: '31/02/2026'"


def test_form_06a_gives_a_row_a_field_and_the_sum() -> None:
    found = records("unit_total", form_06a({"Đất đai": LAND, "Hộ tịch": CIVIL}))
    assert [each["field_name"] for each in found] == ["Đất đai", "Hộ tịch", "TOTAL"]
    about = {"form": "II06A", "agency_code": "H48.152", "period_from": "2026-09-15", "period_until": "2026-12-14"}
    assert all(about.items() <= each.items() for each in found)
    assert _counts(found[0]) == LAND
    assert _counts(found[2]) == tuple(map(sum, zip(LAND, CIVIL, strict=True)))


def test_totals_by_unit_give_a_row_an_agency_and_no_sum() -> None:
    units = {"UBND xã Vạn Tường": LAND, "Phòng Kinh tế xã Vạn Tường": CIVIL, "Tổng cộng": CIVIL}
    found = records("unit_total", by_unit(units))
    told = [(each["form"], each["agency_code"], each["field_name"]) for each in found]
    assert told == [("THDV", "H48.152", "TOTAL"), ("THDV", "H48.152.03", "TOTAL")]
    assert [_counts(each) for each in found] == [LAND, CIVIL]


def test_a_form_that_does_not_add_up_is_a_finding_and_one_without_period_is_held() -> None:
    judgement = inbox.judge("one_stop", "a.xlsx", form_06a({"Đất đai": (99, *LAND[1:])}))
    assert {(each.effect, each.code) for each in judgement.wrong} == {("finding", "form_does_not_add_up")}
    assert "cột 1 = 99, cột 5 + cột 9 = 10" in judgement.wrong[0].message_vi
    without = inbox.judge("one_stop", "a.xlsx", form_06a({"Đất đai": LAND}, period="quý này"))
    assert {each.code for each in without.wrong} == {"missing_required"} and without.refusal_vi


def test_a_cell_of_a_form_that_is_no_number_is_named() -> None:
    wrong = inbox.judge("one_stop", "a.xlsx", form_06a({"Đất đai": LAND, "Hộ tịch": ("x", *CIVIL[1:])})).wrong
    assert [(each.cell, each.message_vi) for each in wrong if each.effect == "hold"] == [
        ("C9", "Không đọc được cột 1: '«giá trị không hiển thị»'")
    ]


@pytest.mark.parametrize("source_id", ["one_stop", "satisfaction", "national_portal"])
def test_every_empty_form_is_read_back_by_its_own_headers(source_id: str) -> None:
    for template in inbox.templates(source_id):
        filled = text([template.headers, ["1"] * len(template.headers)])
        assert inbox.judge(source_id, "a.csv", filled).rows == {template.table: 1}, template


def test_sources_of_files_have_no_forms_of_ours() -> None:
    assert inbox.templates("smas") == ()


def _counts(record: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(record[f"c{number}"]) for number in range(1, 12))
