"""What looks for faults of accessibility finds those that are planted."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.dashboards.reach import too_low, walked
from tests.dashboards.test_accessibility import assert_well_formed, grave

FAULTY = (
    """<html lang="vi"><title>A</title><style>a {{ outline: none; }}</style><main><h1>A</h1>{planted}</main></html>"""
)


@pytest.mark.parametrize(
    ("planted", "looked"),
    [
        ('<img src="data:,">', grave),
        ('<p style="color:#999">Words that are hard to read</p>', grave),
        ('<a href="#b">B</a>', too_low),
        ('<a href="#b">B</a>', lambda page: [step for step in walked(page) if not step["isSeen"]]),
    ],
)
def test_a_planted_fault_is_found(browser: Browser, planted: str, looked: Any) -> None:
    page = browser.new_page()
    page.set_content(FAULTY.format(planted=planted))
    assert len(looked(page)) == 1
    page.close()


def test_a_heading_that_skips_a_level_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(FAULTY.format(planted="<h3>B</h3>"))
    with pytest.raises(AssertionError):
        assert_well_formed(page)
    page.close()
