"""The files of `/procedures`: each holds what its page shows, from the page's snapshot, and says so."""

import csv
import shutil
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboards import words
from dashboards.place import find_place
from dashboards.published import published
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.breakdown import ADDED, HEADS, lines
from dashboards.screens.procedures.digital import SHARES
from dashboards.screens.procedures.download import address
from dashboards.screens.procedures.map_view import MAPPED
from dashboards.screens.procedures.rows import asked_of_page, count_of, rows_for
from dashboards.screens.procedures.screen import layout, send_rows
from dashboards.screens.procedures.summary import TABLE
from dashboards.screens.procedures.trend import COLUMNS as MONTHLY
from dashboards.screens.procedures.trend import months
from dashboards.screens.procedures.values import whole
from tests.dashboards.conftest import own_copy
from tests.dashboards.elements import attributes_of, numbers, text, walk
from tests.dashboards.synthetic import write_pointer_to
from tests.dashboards.test_export import sheets_of
from tests.installation import Installation

PAGE_OF = "ioc-20261123T001530-5eed5eed"
NEWER = "ioc-20261123T080000-0badcafe"
NARROW = {
    "filterModel": {
        "agency_name_vi": {"filterType": "text", "type": "contains", "filter": "kinh te"},
        "received_date": {"type": "inRange", "dateFrom": "2026-10-01 00:00:00", "dateTo": "2026-11-15 00:00:00"},
    },
    "sortModel": [{"colId": "due_date", "sort": "desc"}],
}


def served(client: FlaskClient, link: str) -> bytes:
    answer = client.get(link)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return bytes(answer.get_data())


def table_of(client: FlaskClient, link: str) -> list[dict[str, str]]:
    """The rows of a CSV by their titles."""
    return list(csv.DictReader(StringIO(served(client, link).decode("utf-8-sig"), newline="")))


def links_of(page: Any) -> dict[str, str]:
    """{kind of file: where it is} of a page."""
    given = (attributes_of(each) for each in walk(page))
    return {each["id"].removeprefix("download-"): each["href"] for each in given if "download" in each}


def publish_newer(installation: Installation) -> None:
    """Serve a snapshot that no longer has half of the dossiers."""
    folder = installation.home / "warehouse"
    newer = Path(shutil.copy(folder / f"{PAGE_OF}.duckdb", folder / f"{NEWER}.duckdb"))
    with duckdb.connect(str(newer)) as connection:
        connection.execute("DELETE FROM marts.dossier WHERE page % 2 = 0")
        connection.execute("UPDATE marts.indicator_value SET value = 0, numerator = 0 WHERE value > 1")
    write_pointer_to(installation.home, newer)


def count_in(page: Any) -> int:
    """How many dossiers a list says to have."""
    return int(next(attributes_of(each)["data-count"] for each in walk(page) if "data-count" in attributes_of(each)))


def test_the_file_is_of_the_snapshot_of_its_page(pages: FlaskClient, synthetic: Installation) -> None:
    lists = layout(unit="21061", measure="dossiers_received")
    figures = layout(unit="21061", view="digital")
    received = numbers(layout(unit="21061"))["dossiers_received", "21061"]
    summary = links_of(layout(unit="21061"))
    publish_newer(synthetic)
    for link in [*links_of(lists).values(), *links_of(figures).values(), *summary.values()]:
        assert parse_qs(urlsplit(link).query)["snapshot"] == [PAGE_OF]
        assert parse_qs(urlsplit(link).query)["start"] == ["2026-09-15"]
        assert PAGE_OF in pages.get(link).headers["Content-Disposition"]
    rows = table_of(pages, links_of(lists)["csv"])
    assert len(rows) == count_in(lists) > count_of(find_place(View(unit="21061", measure="dossiers_received")))
    assert {row["Bản số liệu"] for row in rows} == {PAGE_OF}
    assert int(table_of(pages, summary["csv"])[-1][HEADS["dossiers_received"]]) == int(float(received))


def test_the_grid_leads_to_the_file_of_its_own_snapshot(pages: FlaskClient, synthetic: Installation) -> None:
    asked = asked_of_page(find_place(View(measure="dossiers_received")))
    publish_newer(synthetic)
    request = NARROW | {"startRow": 0, "endRow": 100}
    found, _notice, workbook, text_file = send_rows(request, asked)
    rows = table_of(pages, text_file)
    assert len(rows) == found["rowCount"] > 10 and {row["Bản số liệu"] for row in rows} == {PAGE_OF}
    assert len(sheets_of(served(pages, workbook))["Hồ sơ"]) == 2 + len(rows)


def test_the_file_of_a_list_has_the_rows_of_the_list(pages: FlaskClient, synthetic: Installation) -> None:
    view = View(unit="21061", measure="on_time_share", part="rest")
    rows = table_of(pages, links_of(layout(unit="21061", measure="on_time_share", part="rest"))["csv"])
    assert len(rows) == count_of(find_place(view)) > 3
    assert list(rows[0])[-2:] == ["Bản số liệu", "Ghi chú"]
    assert {row["Ghi chú"] for row in rows} == {words.INVENTED}


def test_the_file_follows_what_the_table_filters_and_sorts(pages: FlaskClient, synthetic: Installation) -> None:
    asked = asked_of_page(find_place(View(measure="dossiers_received")))
    link = address(View(**asked["view"]), asked["snapshot"], "csv", NARROW)
    rows = table_of(pages, link)
    shown_first = rows_for(NARROW | {"startRow": 0, "endRow": 100}, asked)
    assert len(rows) == shown_first["rowCount"] > 10
    assert all("Phòng Kinh tế" in row["Cơ quan giải quyết"] for row in rows)
    codes = [each["dossier_code"].split("]")[0].strip("[") for each in shown_first["rowData"]]
    assert [row["Mã hồ sơ"] for row in rows][: len(codes)] == codes
    assert len(rows) < len(table_of(pages, address(View(**asked["view"]), asked["snapshot"], "csv")))


def test_a_filtered_file_says_what_it_leaves_out(pages: FlaskClient, synthetic: Installation) -> None:
    asked = asked_of_page(find_place(View(measure="dossiers_received")))
    links = {kind: address(View(**asked["view"]), asked["snapshot"], kind, NARROW) for kind in ("csv", "xlsx")}
    rows = table_of(pages, links["csv"])
    said = (
        "Lọc theo Cơ quan giải quyết có chứa “kinh te”; Tiếp nhận trong khoảng 01/10/2026–15/11/2026",
        f"{words.number(len(rows))} hồ sơ",
    )
    sheets = sheets_of(served(pages, links["xlsx"]))
    assert len(sheets) == 2
    for sheet in sheets.values():
        assert all(part in sheet[0][0] for part in said), sheet[0]
    assert all(row["Ghi chú"].endswith(said[0]) for row in rows)


def test_a_list_without_rows_is_a_file_that_says_so(pages: FlaskClient, synthetic: Installation) -> None:
    asked = asked_of_page(find_place(View(measure="dossiers_received")))
    nothing = {"filterModel": {"dossier_code": {"filter": "no such code"}}}
    (row,) = table_of(pages, address(View(**asked["view"]), asked["snapshot"], "csv", nothing))
    assert (row["Mã hồ sơ"], row["Bản số liệu"]) == ("", PAGE_OF)
    assert row["Ghi chú"].startswith(words.INVENTED)
    sheets = sheets_of(served(pages, address(View(**asked["view"]), asked["snapshot"], "xlsx", nothing)))
    assert "0 hồ sơ" in sheets["Hồ sơ"][0][0] and len(sheets["Hồ sơ"]) == 2


def test_the_workbook_says_what_it_is_and_where_its_page_is(pages: FlaskClient, synthetic: Installation) -> None:
    content = served(pages, "/procedures.xlsx?unit=21061&measure=overdue_open")
    told = {row[0]: row[1] for row in sheets_of(content)["Định nghĩa"] if len(row) > 1}
    assert told["Bản số liệu"] == PAGE_OF and "Xã Vạn Tường" in told["Đơn vị, kỳ"]
    page = urlsplit(told["Trang"])
    assert (page.scheme, page.netloc, page.path) == ("http", "localhost", "/procedures")
    query = {name: given[0] for name, given in parse_qs(page.query).items()}
    assert (query["snapshot"], query["start"], query["measure"]) == (PAGE_OF, "2026-09-15", "overdue_open")
    assert any("cột 11" in str(cell) for row in sheets_of(content)["Định nghĩa"] for cell in row)
    assert b"<f>" not in content


@pytest.mark.parametrize(
    ("query", "indicators"),
    [
        ({"grain": "report_year"}, TABLE),
        ({"unit": "21061", "group": "field"}, TABLE),
        ({"unit": "21061", "group": "agency_field"}, TABLE),
        ({"grain": "report_year", "view": "digital"}, SHARES),
        ({"unit": "21061", "field": "LV3"}, TABLE),
        ({"view": "map"}, MAPPED[:1]),
        ({"view": "map", "measure": "overdue_open"}, ("overdue_open",)),
        ({"view": "map", "measure": "returned_share"}, ("returned_share",)),
    ],
)
def test_the_file_of_numbers_is_the_table_of_the_page(
    pages: FlaskClient, synthetic: Installation, query: dict[str, str], indicators: tuple[str, ...]
) -> None:
    page = layout(**query)
    rows = table_of(pages, links_of(page)["csv"])
    body = next(each for each in walk(page) if type(each).__name__ == "Table")
    drawn = [_cells(each) for each in walk(body) if type(each).__name__ == "Tr"][1:]
    assert [next(iter(row.values())) for row in rows] == [line[0] for line in drawn]
    for row, line in zip(rows, drawn, strict=True):
        for at, indicator in enumerate(indicators, start=1):
            head = HEADS[indicator]
            said = f"{head}: như trên màn hình"
            in_file = row[said] if said in row else words.number(int(row[head]))
            assert line[at].startswith(in_file) and in_file, (line, indicator)
            if row[head] and said in row:
                assert words.share(float(row[head].replace(",", "."))) in in_file or "%" in in_file


def _cells(line: Any) -> list[str]:
    return [text(cell) for cell in line.children]


def test_the_parts_of_the_file_add_up_where_something_is_left(pages: FlaskClient, synthetic: Installation) -> None:
    with duckdb.connect(str(own_copy(synthetic))) as connection:
        connection.execute("DELETE FROM marts.indicator_value WHERE unit_code = 'H48.152.03'")
    _adds_up(pages, View(unit="21061"))


def test_what_ended_agencies_left_to_the_whole_stands_in_the_file(pages: FlaskClient, real: Installation) -> None:
    _adds_up(pages, View(unit="BS5", basis="own", grain="month", start="2025-07-01"))


def _adds_up(client: FlaskClient, view: View) -> None:
    place = find_place(view)
    known = published(place, TABLE)
    found = lines(place, TABLE, whole(place, TABLE, known), known)
    assert found.rest and (found.rest.find("dossiers_resolved").value or 0) > 0
    for query in (view, place.on(view="digital").view):
        rows = table_of(client, f"/procedures.csv?{query.search()}")
        assert next(iter(rows[-2].values())) == "Ngoài các dòng trên"
        counts = [name for name in rows[0] if name.endswith("trên số hồ sơ") or name in {HEADS[each] for each in ADDED}]
        assert len(counts) == 5
        for name in counts:
            assert sum(int(row[name] or 0) for row in rows[:-1]) == int(rows[-1][name] or 0), name
    said = text(layout(**{name: given for name, given in vars(view).items() if given}))
    assert "Ngoài các dòng trên" in said and "kết thúc hoạt động" not in said
    assert found.rest.find("dossiers_resolved").text in said


def test_nothing_is_left_where_the_parts_are_all(pages: FlaskClient, synthetic: Installation) -> None:
    rows = table_of(pages, "/procedures.csv?grain=report_year")
    assert len(rows) == 5 + 1
    assert "Ngoài các dòng trên" not in {next(iter(row.values())) for row in rows}


def test_the_file_of_the_course_has_its_months(pages: FlaskClient, synthetic: Installation) -> None:
    page = layout(unit="21061", view="trend")
    rows = table_of(pages, links_of(page)["csv"])
    frame = months(find_place(View(unit="21061", view="trend")))
    assert len(rows) == frame.period_start.nunique() > 20
    assert (rows[0]["Tháng"], rows[-1]["Tháng"]) == ("11/2026", f"{frame.period_start.min():%m/%Y}")
    for indicator in MONTHLY:
        expected = frame[frame.indicator == indicator].sort_values("period_start", ascending=False)
        given = [float(row[HEADS[indicator]].replace(",", ".")) for row in rows if row[HEADS[indicator]]]
        assert given == [float(value) for value in expected.value if value is not None and value == value] != []
    assert all(row[f"{HEADS['on_time_share']}: như trên màn hình"] in text(page) for row in rows)


def test_every_page_of_numbers_offers_its_file_and_no_page_of_sentences(synthetic: Installation) -> None:
    for query in ({}, {"view": "digital"}, {"view": "trend"}, {"view": "map"}, {"measure": "overdue_open"}):
        assert set(links_of(layout(**query))) == {"xlsx", "csv"}, query
    for view in ("why", "provenance"):
        for query in ({}, {"measure": "overdue_open"}):
            page = layout(view=view, **query)
            assert links_of(page) == {} and "Tải xuống" not in text(page)
