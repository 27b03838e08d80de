"""What a wall shows on every frame that is painted, from the moment that a test begins to watch."""

from playwright.sync_api import Page

PAINTED_MS = 60
# Every frame that is painted: how many pages and scenes it shows, and which tile of which scene is seen first.
WATCH = """() => { window.seen = []; const look = () => {
    const shown = [...document.querySelectorAll('.page-shown')];
    const tile = shown.length && shown[0].querySelector('.tile');
    const isSeen = tile && tile.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const heads = [...document.querySelectorAll('.part h1')].filter(e => e.checkVisibility({visibilityProperty: true}));
    const scene = tile && tile.closest('.part').className.replace('part scene-', '');
    const seen = isSeen ? `${scene} ${tile.className}` : 'nothing';
    window.seen.push(`${shown.length} ${heads.length} ${seen}`);
    requestAnimationFrame(look); }; look(); }"""


def watch(page: Page) -> None:
    """Begin to note each frame."""
    page.evaluate(WATCH)


def seen(page: Page) -> list[str]:
    """What was seen since, each once, in its order: how many pages and scenes, and the scene and tile seen first."""
    page.wait_for_timeout(PAINTED_MS)
    return list(dict.fromkeys(page.evaluate("window.seen")))
