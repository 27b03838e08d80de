"""Whether a colour of judgement is ever alone on a wall, computed from what was drawn."""

from typing import Any

from playwright.sync_api import Page

BANDS = ("met", "watch", "missed")
# What is judged together: the nearest of these around a colour is its row. A drawing has the words of its tile.
ROW = "li, tr, p, .to-target-row, .ranking-row, .guard, .band, .line"
# Letters in the colour are words of their own; figures, bars and surfaces need a word or a sign beside them.
ALONE = """([bands, row]) => {
    const probe = document.body.appendChild(document.createElement('i')), found = {};
    for (const band of bands) { probe.style.color = `var(--${band})`; found[getComputedStyle(probe).color] = band; }
    probe.remove();
    const letters = e => [...e.childNodes].some(n => n.nodeType === 3 && /\\p{L}/u.test(n.textContent));
    const texts = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const bandOf = e => { const style = getComputedStyle(e);
        const drawn = e instanceof SVGElement ? [style.fill, style.stroke] : [style.backgroundColor,
            ...(parseFloat(style.borderTopWidth) ? [style.borderTopColor] : []), ...(texts(e) ? [style.color] : [])];
        return drawn.map(each => found[each]).find(Boolean); };
    return [...document.querySelectorAll('.page-shown .tile *')].filter(e => bandOf(e) &&
        e.checkVisibility({visibilityProperty: true}) && !e.matches('.sign, defs *') && !letters(e)).filter(e => {
            const isDrawn = e instanceof SVGElement, judged = e.closest(isDrawn ? '.tile-body' : row);
            return !judged?.querySelector(`.judgement, .sign ${isDrawn ? ', .trend-note, .footnote' : ''}`); }).map(e =>
        `${bandOf(e)}: ${e.closest('.tile').className} ${e.tagName} ${e.getAttribute('class')} ${e.textContent}`); }"""


def colours_alone(page: Page) -> list[str]:
    """What stands in a colour of judgement with neither a word nor a sign in its row."""
    found: list[Any] = page.evaluate(ALONE, [BANDS, ROW])
    return [str(each) for each in found]
