"""The files for those who mend held rows: opened, and compared with what the snapshot holds."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboards import words
from dashboards.screens.data_health.address import HELD, Asked
from dashboards.screens.data_health.download import register
from dashboards.screens.data_health.screen import layout
from tests.dashboards.elements import links
from tests.dashboards.test_export import sheets_of
from tests.dashboards.unwell import HELD as PLANTED
from tests.dashboards.unwell import hold_rows
from tests.installation import Installation
from warehouse import reader

OWNERS = {owner for *_, owner, _count in PLANTED}
# An identity, insurance or phone number, an e-mail address, and the keyed hash of any of them.
PERSONAL = re.compile(r"(?<![0-9.T])[0-9]{9,12}(?![0-9])|\S@\S|[0-9a-f]{32}")


@pytest.fixture
def files(synthetic: Installation, synthetic_file: Path) -> FlaskClient:
    hold_rows(synthetic, synthetic_file)
    server = Flask("files")
    register(server)
    return server.test_client()


def held(owner: str = "") -> list[tuple[str, str, str, int]]:
    """(key, sentence, batch, row) of quality.held_row, of one owner or of all."""
    where = f"WHERE mended_by = '{owner}'" if owner else ""
    rows = reader.sql(f'SELECT key, message_vi, batch, "row" FROM quality.held_row {where}').to_dict("records")
    return sorted((row["key"], row["message_vi"], row["batch"], int(row["row"])) for row in rows)


def test_the_workbook_has_a_sheet_an_owner_with_that_owners_rows(files: FlaskClient) -> None:
    answer = files.get("/data-health.xlsx?view=held")
    assert answer.status_code == 200 and ".xlsx" in answer.headers["Content-Disposition"]
    sheets = sheets_of(answer.data)
    assert set(sheets) == OWNERS | {"Định nghĩa"}
    for owner in OWNERS:
        banner, heads, *rows = sheets[owner]
        assert words.INVENTED in str(banner[0]) and "11 bản ghi giữ lại" in str(banner[0])
        at = {str(head): number for number, head in enumerate(heads)}
        found = [(row[at["Khóa"]], row[at["Lỗi gì"]], row[at["Lần nhận"]], int(float(row[at["Dòng"]]))) for row in rows]
        assert sorted(found) == held(owner) and len(rows) > 0
        assert {row[at["Nơi sửa"]] for row in rows} == {owner}
    told = " ".join(str(cell) for row in sheets["Định nghĩa"] for cell in row)
    assert all(code in told for _, _, code, *_ in PLANTED) and "view=held" in told
    assert not PERSONAL.search(str(sheets))


def test_the_csv_of_an_owner_is_that_owners_rows_and_runs_nothing(files: FlaskClient) -> None:
    answer = files.get("/data-health.csv", query_string={"view": "held", "owner": "Trường"})
    heads, *rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    at = {head: number for number, head in enumerate(heads)}
    assert len(rows) == len(held("Trường")) == 4
    sentences = {row[at["Lỗi gì"]] for row in rows}
    assert {said.lstrip("'") for said in sentences} == {sentence for _, sentence, *_ in held("Trường")}
    assert not any(said.startswith("=") for said in sentences), "no cell is a formula"
    assert all(words.INVENTED in row[-1] for row in rows) and not PERSONAL.search(answer.data.decode())


def test_the_links_of_the_page_give_what_the_page_lists(files: FlaskClient) -> None:
    page = layout(view=HELD)
    offered = [link for link in links(page) if ".xlsx" in link]
    assert len(offered) == len(OWNERS)
    counted = [len(sheets_of(files.get(link).data)) - 1 for link in offered]
    assert counted == [1] * len(OWNERS), "one sheet each, and the definitions"
    snapshot = reader.current()
    assert snapshot and all(f"snapshot={snapshot.id}" in link for link in offered)


def test_findings_have_their_file_too(files: FlaskClient) -> None:
    sheets = sheets_of(files.get("/data-health.xlsx?view=findings&source=smas").data)
    ((*_banner,), _heads, row) = sheets["Trường"]
    assert "7,9 và 7,6" in str(row)


@pytest.mark.parametrize("query", ["view=form", "", "view=moon", "view=held&snapshot=ioc-none", "source=x"])
def test_what_has_no_file_is_told_so(files: FlaskClient, query: str) -> None:
    answer = files.get(f"/data-health.xlsx?{query}")
    assert answer.status_code == 404 and "Traceback" not in answer.get_data(as_text=True)


def test_without_a_held_row_there_is_an_empty_file_that_says_so(files: FlaskClient) -> None:
    sheets = sheets_of(files.get("/data-health.xlsx?view=held&owner=nobody").data)
    assert list(sheets) == ["Định nghĩa"] and "0 bản ghi giữ lại" in str(sheets)
    assert Asked.read({"view": "held"}).link() == "/data-health?view=held"
