"""Who holds what is late: every dossier once, under its agency, as many as the warehouse counts; the same on file."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from dashboards import words
from dashboards.app import server as pages_server
from dashboards.competence import COMPETENCES
from dashboards.screens.follow_up.figures import FORWARDED, OWN, SOON
from dashboards.screens.follow_up.holders import SHOWN
from dashboards.screens.follow_up.screen import layout
from dashboards.screens.procedures.screen import layout as procedures
from tests.dashboards.conftest import publish
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.late_district import changed, codes, file_server, holders, published, write_late
from tests.dashboards.served import listening, visiting
from tests.dashboards.test_export import sheets_of
from tests.installation import Installation
from warehouse import reader

UNITS = ("BS5", "21040", "21061", "21085", "21100", "21109", "H48.152.03", "H48.14.07", "000.40.53.H48")


@pytest.fixture(scope="module")
def late_file(synthetic_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_late(synthetic_file, tmp_path_factory.mktemp("late"))


@pytest.fixture
def late(synthetic: Installation, late_file: Path) -> Installation:
    """The invented district on a bad morning."""
    publish(synthetic, late_file)
    return synthetic


@pytest.fixture
def files() -> FlaskClient:
    return file_server()


@pytest.mark.parametrize("unit", UNITS)
def test_the_page_adds_up_to_the_warehouse(real: Installation, unit: str) -> None:
    _adds_up(unit)


@pytest.mark.parametrize(("unit", "least"), [("BS5", 100), ("21061", 20), ("21109", 5), ("H48.152.03", 5)])
def test_the_page_adds_up_where_much_is_late(late: Installation, unit: str, least: int) -> None:
    assert _adds_up(unit)[OWN] >= least


def test_what_others_hold_adds_up_too(late: Installation) -> None:
    assert _adds_up("H48.14.07")[FORWARDED] >= 5
    assert _adds_up("BS5")[SOON] >= 3


def _adds_up(unit: str) -> dict[str, int]:
    page = layout(unit=unit)
    expected = published(unit)
    shown = {name: int(float(value or 0)) for (name, of), value in numbers(page).items() if of == unit}
    assert shown == expected
    found = [attributes_of(each) for each in holders(page)]
    assert sum(int(each["data-overdue"]) for each in found) == expected[OWN] + expected[FORWARDED]
    assert sum(int(each["data-soon"]) for each in found) == expected[SOON]
    assert len({each["data-agency"] for each in found}) == len(found)
    return expected


def test_every_dossier_stands_once_under_its_own_agency(late: Installation) -> None:
    page = layout()
    due = (
        "(is_own_competence AND due_soon_from_date <= DATE '2026-11-23' "
        "AND (due_soon_until_date IS NULL OR due_soon_until_date > DATE '2026-11-23'))"
    )
    rows = reader.sql(
        f"SELECT dossier_code, agency_code, agency_name_vi, competence FROM marts.dossier WHERE is_overdue OR {due}"
    )
    assert len(rows) > 100 and rows.competence.nunique() == 3
    by_code = rows.set_index("dossier_code").to_dict("index")
    cut = {code for code, count in rows.groupby("agency_code").size().items() if count > SHOWN}
    assert len(codes(page)) == len(set(codes(page))) >= sum(row["agency_code"] not in cut for row in by_code.values())
    for each in holders(page):
        agency = attributes_of(each)["data-agency"]
        assert {by_code[code]["agency_code"] for code in codes([each])} == {agency}
        competences = {COMPETENCES[by_code[code]["competence"]] for code in codes([each])}
        assert {words for words in COMPETENCES.values() if words in text(each)} == competences


def test_days_late_are_those_of_the_warehouse(late: Installation) -> None:
    said = text(layout())
    rows = reader.sql("SELECT dossier_code, overdue_working_days FROM marts.dossier WHERE is_overdue")
    assert rows.overdue_working_days.nunique() > 10 and rows.overdue_working_days.max() > 300
    for days in set(rows.overdue_working_days):
        assert (words.late_by(int(days)) if days else "chưa đủ 1 ngày làm việc") in said


def test_an_agency_with_many_shows_fifty_and_leads_to_all(late: Installation, late_file: Path) -> None:
    with changed(late, late_file) as connection:
        connection.execute(
            "UPDATE marts.dossier SET agency_code = 'H48.152.03', agency_from = DATE '2025-07-01' WHERE is_overdue"
        )
    page = layout(unit="H48.152.03")
    (held,) = holders(page)
    total = int(attributes_of(held)["data-overdue"]) + int(attributes_of(held)["data-soon"])
    assert total > SHOWN == len(codes(page))
    assert f"Đang hiện 50 trong {total} hồ sơ" in text(held)
    lists = [parse_qs(urlsplit(link).query) for link in links(held) if "measure=" in link]
    assert {"overdue_open", "overdue_forwarded"} <= {each["measure"][0] for each in lists}
    for each in lists:
        named = each.get("agency", each["unit"])
        assert (named[0], each["basis"][0], each["grain"][0]) == ("H48.152.03", "successor", "report_quarter")


def test_every_list_that_the_page_leads_to_holds_as_many(late: Installation) -> None:
    followed = 0
    for held in holders(layout()):
        for link in (each for each in walk(held) if "measure=" in attributes_of(each).get("href", "")):
            query = {name: given[0] for name, given in parse_qs(urlsplit(attributes_of(link)["href"]).query).items()}
            counted = [attributes_of(each).get("data-count") for each in walk(procedures(**query))]
            assert f"({next(filter(None, counted))})" in text(link), query
            followed += 1
    assert followed > 15


def test_an_agency_that_is_no_more_is_not_asked_but_told(late: Installation) -> None:
    page = layout()
    old = [each for each in holders(page) if attributes_of(each)["data-agency"].startswith("000.")]
    assert old, "the synthetic district has overdue dossiers of agencies that ended"
    assert all("kết thúc hoạt động ngày 30/06/2025" in text(each) for each in old)
    assert not [each for each in old if "Đề nghị" in text(each)]
    working = [each for each in holders(page) if each not in old and int(attributes_of(each)["data-overdue"])]
    assert working and all("khẩn trương giải quyết" in text(each) for each in working)


def test_the_file_is_the_page(late: Installation, files: FlaskClient) -> None:
    for query in ({"unit": "BS5"}, {"unit": "21061"}, {"unit": "BS5", "late": "6-10"}):
        page = layout(**query)
        (link,) = [each for each in links(page) if each.startswith("/follow-up.xlsx")]
        answer = files.get(link)
        assert answer.status_code == 200
        sheets = sheets_of(answer.get_data())
        assert list(sheets) == ["Hồ sơ", "Theo cơ quan", "Định nghĩa"]
        rows, summary = sheets["Hồ sơ"][2:], sheets["Theo cơ quan"][2:]
        held = [attributes_of(each) for each in holders(page)]
        assert [row[0] for row in summary] == list(dict.fromkeys(row[0] for row in rows)), (
            "grouped, in the page's order"
        )
        assert [int(row[1] + row[2]) for row in summary] == [int(each["data-overdue"]) for each in held]
        assert [int(row[6]) for row in summary] == [int(each["data-soon"]) for each in held]
        assert [int(sum(row[3:6])) for row in summary] == [int(row[1] + row[2]) for row in summary]
        assert len(rows) == sum(int(each["data-overdue"]) + int(each["data-soon"]) for each in held)
        assert set(codes(page)) <= {row[1] for row in rows}
        assert len({row[1] for row in rows}) == len(rows)


def test_the_file_says_what_it_is_and_keeps_its_snapshot(synthetic: Installation, files: FlaskClient) -> None:
    answer = files.get("/follow-up.xlsx?unit=21061")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="don-doc-21061-20261123.xlsx"'
    sheets = sheets_of(answer.get_data())
    for rows in sheets.values():
        assert rows[0][0].startswith(words.INVENTED) and "Xã Vạn Tường" in rows[0][0]
    told = {row[0]: row[1:] for row in sheets["Định nghĩa"]}
    assert told["Bản số liệu"] == ["ioc-20261123T001530-5eed5eed"]
    assert told["Trang"] == ["http://localhost/follow-up?unit=21061&snapshot=ioc-20261123T001530-5eed5eed"]
    assert f"{len(sheets['Hồ sơ']) - 2} hồ sơ" in sheets["Hồ sơ"][0][0]
    assert told["Hồ sơ đang giải quyết quá hạn"][1:] == ["0", "kế hoạch của đơn vị (giả định)"]
    assert "cột 11" in told["Hồ sơ đang giải quyết quá hạn"][0]
    (used,) = (synthetic.home / "warehouse").glob("*.used")
    note = json.loads(used.read_text(encoding="utf-8").splitlines()[0])
    assert note["by"] == "export /follow-up.xlsx?unit=21061"


SMALL = """() => [...document.querySelectorAll('main a, main summary, main button, main input')]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).map(e => e.textContent)"""


@pytest.mark.parametrize("width", [390, pytest.param(768, marks=pytest.mark.slow), 1440])
def test_it_fits_phone_tablet_and_desk_and_is_large_enough_to_press(
    browser: Browser, late: Installation, width: int
) -> None:
    with listening(pages_server) as port, visiting(browser, width, 844) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}/follow-up")
        expect(visit.page.locator(".holder").first).to_be_visible()
        for _ in range(2):
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visit.page.evaluate(SMALL) == []
            visit.page.locator(".holder > summary").first.click()
        for menu in visit.page.locator(".menu").all():
            menu.locator("summary").click()
            box = menu.locator("ul").bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, "a menu leaves the screen"
            menu.locator("summary").click()
        assert visit.page.get_by_text(words.INVENTED).is_visible()


def test_the_keyboard_opens_an_agency_and_follows_a_dossier(browser: Browser, late: Installation) -> None:
    with listening(pages_server) as port, visiting(browser, 1440, 900) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}/follow-up")
        first = visit.page.locator(".holder").first
        expect(first.locator("tbody a").first).not_to_be_visible()
        first.locator("summary").focus()
        assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        visit.page.keyboard.press("Enter")
        code = first.locator("tbody a").first
        expect(code).to_be_visible()
        visit.page.keyboard.press("Tab")
        expect(code).to_be_focused()
        assert date(2026, 11, 23).strftime("%d/%m/%Y") in visit.page.locator(".about").inner_text()
