"""What somebody meets who opens a screen for the first time: when there is something, when there is a number, how much
came over the line."""

from dataclasses import dataclass

from playwright.sync_api import Browser

PATIENCE_MS = 30_000
# Looked for at each frame, so that the number is timed when it can be seen, not when the test asks.
WATCH = """addEventListener('DOMContentLoaded', () => { const look = () => {
    const numbers = [...document.querySelectorAll('[data-indicator]')];
    if (numbers.some(each => each.textContent.trim() && each.getClientRects().length))
        document.documentElement.dataset.firstNumberAt = performance.now();
    else requestAnimationFrame(look); }; look(); });"""


@dataclass(frozen=True)
class Visit:
    """One visit with nothing kept from before; `bytes` as they came over the line, compressed, headers included."""

    first_paint_s: float
    first_number_s: float
    bytes: int
    requests: int


def visit(browser: Browser, address: str, size: tuple[int, int] = (1920, 1080)) -> Visit:
    """Open an address in a context of its own, until its first number is there and the line is quiet."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    # Not wait_for_function: it evaluates its text again and again, which the product's policy refuses.
    marked = page.locator("html[data-first-number-at]")
    marked.wait_for(state="attached", timeout=PATIENCE_MS)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    number = float(marked.get_attribute("data-first-number-at") or "nan")
    context.close()
    return Visit(painted / 1000, number / 1000, sum(map(int, sizes)), len(sizes))
