"""What a soak says of elements: each page has its own count, and one that grows is told."""

import pytest

from tests.soak.figures import DOM_PART, Sample, dom_part


def sample(shows: str, nodes: int) -> Sample:
    return Sample(
        seconds=0, anonymous_mb=0, pss_mb=0, browser_pss_mb=0, shows=shows, nodes=nodes, refreshes=0, turns=0,
        frames=0, blank=0, load=0,
    )  # fmt: skip


def test_pages_differ_in_their_elements_and_a_page_from_itself_does_not() -> None:
    two_pages = [sample(shows, nodes) for shows, nodes in 3 * [("1/2 ioc-a", 212), ("2/2 ioc-a", 267)]]
    assert dom_part(two_pages) == 0
    grown = [*two_pages, sample("1/2 ioc-a", 215)]
    assert dom_part(grown) == pytest.approx(3 / 212) and dom_part(grown) > DOM_PART
