"""Somebody at the server drops a bad file, reads the cell, drops the good one, accepts it and sees it land."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from connectors.kit import inbox
from connectors.kit.runner import pull
from dashboards.app import server
from tests.connectors.uploaded import APPLICANT, dossier_list, line, plain_list
from tests.dashboards.served import listening, visiting
from tests.installation import Installation

BAD = line(2, **{"Ngày nộp hồ sơ": "31/02/2026"})


@pytest.fixture
def address(empty: Installation) -> Iterator[str]:
    with listening(server) as port:
        yield f"http://127.0.0.1:{port}/upload?source=one_stop"


def said(page: Page) -> str:
    return page.locator("#upload-result").inner_text()


def file(content: bytes, name: str = "danh sach.xlsx") -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def drop(page: Page, content: bytes, name: str) -> None:
    """Let go of a file over the place for it, as a hand does."""
    page.evaluate(
        """([text, name]) => {
            const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], name));
            const zone = document.getElementById("upload-drop");
            for (const kind of ["dragover", "drop"])
                zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        [base64.b64encode(content).decode(), name],
    )


def test_from_a_bad_file_to_a_good_one_in_the_warehouse(address: str, browser: Browser) -> None:
    with visiting(browser, 1440, 900) as visit:
        page = visit.page
        page.goto(address)
        page.locator("#upload-input").set_input_files(file(dossier_list(line(1), BAD)))
        page.get_by_text("Trang tính 1, ô G7").wait_for()
        assert "Không đọc được ngày: '31/02/2026'" in said(page) and "Đơn vị gửi" in said(page)
        assert APPLICANT not in page.content(), "nothing of a person comes back"
        page.get_by_role("button", name="Không nộp tệp này").click()
        page.locator("#upload-result").wait_for(state="hidden")
        drop(page, plain_list(line(1), line(2)), "tot.csv")
        page.get_by_role("button", name="Chấp nhận").wait_for()
        page.locator("#upload-who").fill("UBND xã Vạn Tường")
        page.get_by_role("button", name="Chấp nhận").click()
        page.get_by_text("Đã chấp nhận. Tệp vào kho").wait_for()
        row = page.locator("#upload-files tbody tr")
        assert "UBND xã Vạn Tường" in row.inner_text() and "Chờ lượt lấy dữ liệu kế tiếp" in row.inner_text()
        assert pull("one_stop").rows == 2
        page.reload()
        page.get_by_text("Đã vào kho").wait_for()
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Rút tệp").click()
        page.get_by_text("Đã yêu cầu rút").wait_for()
    assert inbox.received("one_stop")[0].state == "withdrawing"


def test_a_file_nobody_can_read_is_refused_in_words_and_cannot_be_accepted(address: str, browser: Browser) -> None:
    with visiting(browser, 390, 844) as visit:
        page = visit.page
        page.goto(address)
        page.locator("#upload-input").set_input_files(file(b"\x7fELF" + bytes(99)))
        page.get_by_text("Không nhận kiểu tệp này").wait_for()
        assert page.get_by_role("button", name="Chấp nhận").count() == 0
        page.locator("#upload-input").set_input_files(file(plain_list(line(1), BAD), "danh sach.csv"))
        page.get_by_role("button", name="Chấp nhận").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("#upload-who").bounding_box()["width"] > 200  # type: ignore[index]


def test_it_is_all_reached_by_keys_and_read_by_a_screen_reader(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.locator("#upload-input").set_input_files(file(plain_list(line(1), BAD), "a.csv"))
    accept = page.get_by_role("button", name="Chấp nhận")
    accept.wait_for()
    found = Axe().run(page).response["violations"]
    grave = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
    assert grave == []
    with page.expect_download() as kept:
        page.get_by_role("link", name="Tải toàn bộ lỗi").click()
    assert kept.value.suggested_filename == "loi-trong-tep.xlsx"
    page.locator("#upload-who").focus()
    page.keyboard.type("UBND xã")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        if reached[-1] == "Chấp nhận":
            break
    assert "upload-input" in reached and reached[-1] == "Chấp nhận"
    page.keyboard.press("Enter")
    page.get_by_text("Đã chấp nhận").wait_for()
    context.close()


def test_forms_that_differ_stand_beside_the_own_count(synthetic: Installation, browser: Browser) -> None:
    with listening(server) as port, visiting(browser, 1440, 900) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}/upload?source=one_stop")
        table = visit.page.get_by_role("region", name="Các ô của biểu khác với số đếm trong kho")
        table.wait_for()
        rows = table.locator("tbody tr").all_inner_texts()
        assert len(rows) == 8, "cells that agree are left out"
        assert "101\t100\t1" in rows[0] and "không có trong kho" in rows[-1]
        assert visit.page.get_by_text("DỮ LIỆU MÔ PHỎNG").count() == 1
