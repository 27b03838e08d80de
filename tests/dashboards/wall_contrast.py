"""How the texts of a wall stand out from what is drawn beneath their letters."""

import base64
from typing import Any

from playwright.sync_api import Page

LEAST_CONTRAST = 7.0
# The picture without its letters, read back pixel by pixel beneath each of them.
BENEATH = """async ([picture, texts]) => {
    const image = new Image(); image.src = picture; await image.decode();
    const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
    const context = canvas.getContext('2d', {willReadFrequently: true}); context.drawImage(image, 0, 0);
    const scale = image.width / 1920;
    const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = (r, g, b) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    return texts.map(t => {
        const [r, g, b, a = 1] = t.colour.match(/[\\d.]+/g).map(Number), ink = luminance(r, g, b);
        if (a < 1) return 0;
        const width = Math.max(1, Math.floor((t.right - t.left) * scale));
        const height = Math.max(1, Math.floor((t.bottom - t.top) * scale));
        const data = context.getImageData(t.left * scale, t.top * scale, width, height).data, found = [];
        for (let i = 0; i < data.length; i += 16) {
            const ground = luminance(data[i], data[i + 1], data[i + 2]);
            found.push((Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
        }
        found.sort((a, b) => a - b);
        return found[Math.floor(found.length / 50)];
    }); }"""


def contrasts(page: Page, texts: list[dict[str, Any]]) -> list[float]:
    """The contrast of each text with what is drawn beneath its letters: all but the worst fiftieth of it, where a
    letter may touch a line."""
    hidden = page.add_style_tag(content=".wall * { color: transparent !important; }")
    picture = base64.b64encode(page.screenshot(scale="css")).decode()
    hidden.evaluate("style => style.remove()")
    found: list[float] = page.evaluate(BENEATH, [f"data:image/png;base64,{picture}", texts])
    return found


def assert_stands_out(page: Page, texts: list[dict[str, Any]]) -> None:
    """Every text has the contrast that a wall asks for; one whose colour lets through what lies beneath has none."""
    found = zip(texts, contrasts(page, texts), strict=True)
    faint = [(text["text"], round(ratio, 1)) for text, ratio in found if ratio < LEAST_CONTRAST]
    assert faint == [], faint
