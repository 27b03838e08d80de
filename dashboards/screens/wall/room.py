"""How large text is on a wall, where its tiles lie, and whether a profile has room for what its slots say.

The style sheet takes its sizes from here, so that the arithmetic that lets a profile in is the one it is drawn by.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.displays import Display, Pages
from config.errors import ConfigurationInvalid
from config.programmes import Programme
from dashboards.messages import _
from dashboards.screens.wall.fit import LINE, Tile
from dashboards.screens.wall.need import ANGLES
from dashboards.screens.wall.scene import Scene, scenes

LEAST_GAP = 8.0
LEAST_FRAME_EM = {False: 53, True: 36}
"""How long head and foot are at their longest, in em of rows of lists: in one panel, or divided among several."""
FACTORS = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0)
"""Where there is room text grows, down this list: nobody is bound to the distance that was measured."""
FACTORS_ALONE = (1.4, 1.3, 1.2, 1.1, 1.0)
"""How much further it grows in a tile that has a page for itself."""
HEAD_ROWS, FOOT_LINES = 2, 3
PIXELS_PER_REM = 16


@dataclass(frozen=True)
class Page:
    """One page of a scene: what it holds, and how long it stands."""

    scene: str
    slots: tuple[int, ...]
    dwell_s: int


@dataclass(frozen=True)
class Room:
    """The layout of one profile, lengths in CSS pixels. `factor` is how much larger than its angle all text is.

    `scenes` are those that the profile shows in any of its programmes, {name: scene}.
    """

    display: Display
    scenes: Mapping[str, Scene[Any]]
    factor: float = 1.0

    @property
    def sizes(self) -> dict[str, float]:
        """Font sizes by role."""
        return self._sizes(self.factor)

    def grown(self, page: Page) -> dict[str, str]:
        """The sizes of the tiles of a page as custom properties, where they are larger than elsewhere."""
        if self.is_of_panels or len(page.slots) > 1:
            return {}
        (tile,) = self._tiles_of(page)
        grown = (self._sizes(self.factor * each) for each in FACTORS_ALONE)
        return _lengths(next(sizes for sizes in grown if not any(tile.lacks(sizes))))

    @property
    def gap(self) -> float:
        """What stays free around each tile, at a panel's edge the bezel at least."""
        return max(LEAST_GAP, self.display.bezel)

    @property
    def padding(self) -> float:
        """What stays free inside of a tile."""
        return self.sizes["small"] * 0.75

    @property
    def head(self) -> float:
        """The height of the frame's head."""
        return self.gap + LINE * (self.sizes["large"] + HEAD_ROWS * self.sizes["medium"])

    @property
    def foot(self) -> float:
        """The height of the frame's foot."""
        return self.gap + LINE * FOOT_LINES * self.sizes["small"]

    @property
    def is_of_panels(self) -> bool:
        """Whether each slot has a panel of its own."""
        return self.display.panels != (1, 1)

    @property
    def has_framed_panels(self) -> bool:
        """Whether head and foot cross panels, and their parts lie in panels of their own."""
        return self.display.panels[0] > 1

    def beside(self, sources: int) -> int:
        """How many of so many sources a panel's foot holds side by side; snapshot and mark have the last of several."""
        return math.ceil(sources / max(1, self.display.panels[0] - 1))

    @property
    def class_name(self) -> str:
        """The classes of what holds the scenes."""
        return "wall wall-of-panels" if self.has_framed_panels else "wall"

    def pages(self, programme: Programme) -> tuple[Page, ...]:
        """The pages of a programme, in the order in which they are turned."""
        return tuple(
            Page(each.scene, slots, each.dwell_s)
            for each in programme.scenes
            for slots in self._slots(self.scenes[each.scene], is_for_visitors=programme.is_for_visitors)
        )

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """The pages of all programmes."""
        return tuple(dict.fromkeys(page for each in self.display.possible for page in self.pages(each)))

    def _slots(self, scene: Scene[Any], *, is_for_visitors: bool) -> Pages:
        """What each page of a scene holds; of what visitors may see no page holds more than of the whole."""
        pages = self.display.pages[len(scene.slots)]
        if not is_for_visitors:
            return pages
        seen = [slot for page in pages for slot in page if slot in scene.open_to_visitors()]
        most = max(map(len, pages))
        return tuple(tuple(seen[at : at + most]) for at in range(0, len(seen), most))

    def place(self, index: int, page: Page) -> str:
        """The classes of a page's n-th cell: where it must leave room for head and foot."""
        row = index // self.columns(page)
        is_last = row == self.display.panels[1] - 1
        return "cell" + " cell-top" * (row == 0) + " cell-bottom" * is_last

    def columns(self, page: Page) -> int:
        """Tiles side by side on a page."""
        return self.display.panels[0] if self.is_of_panels else len(page.slots)

    def tiles(self) -> Iterator[Tile]:
        """Every slot of every page."""
        return (tile for page in self.all_pages for tile in self._tiles_of(page))

    def css(self) -> str:
        """The lengths as custom properties of the page's root, in rem of a canvas 120 rem wide."""
        lengths = self.sizes | {"gap": self.gap, "padding": self.padding, "head": self.head, "foot": self.foot}
        given = _lengths(lengths)
        given |= {"--canvas-rem": f"{self.display.canvas[1] / PIXELS_PER_REM:g}", "--line-height": f"{LINE:g}"}
        given |= {"--panel-columns": str(self.display.panels[0]), "--panel-rows": str(self.display.panels[1])}
        return f":root{{{';'.join(f'{name}:{value}' for name, value in given.items())}}}"

    def shortcomings(self) -> Iterator[str]:
        """What a slot needs and has not, with the arithmetic; nothing where all have room."""
        for tile in self.tiles():
            for needed, has in tile.lacks(self.sizes):
                yield self._too_small(tile, needed, has)
        yield from self._narrow_frame()

    def _sizes(self, factor: float) -> dict[str, float]:
        """Rounded up: a size just below its angle would be too small."""
        return {role: math.ceil(4 * factor * self.display.css_px(angle)) / 4 for role, angle in ANGLES.items()}

    def _tiles_of(self, page: Page) -> Iterator[Tile]:
        across, down = self.display.panel
        width = across if self.is_of_panels else across / len(page.slots)
        for index, slot in enumerate(page.slots):
            place = self.place(index, page).split()
            framed = self.head * ("cell-top" in place) + self.foot * ("cell-bottom" in place)
            need = self.scenes[page.scene].slots[slot].need
            high = down - framed - 2 * self.gap
            yield Tile(page.scene, slot, need, width - 2 * self.gap, high, self.padding)

    def _narrow_frame(self) -> Iterator[str]:
        em, medium = LEAST_FRAME_EM[self.has_framed_panels], self.sizes["medium"]
        has = self.display.panel[0] - 4 * self.gap
        if em * medium > has:
            yield _(
                "config/displays.toml: [{display}]: head and foot need {needed} px of width = {em} × {medium}, and "
                "there are {has} px on a canvas 1920 px wide. Lower distance_m or raise diagonal_inches.",
                display=self.display.name, needed=round(em * medium), em=em, medium=round(medium), has=round(has),
            )  # fmt: skip

    def _too_small(self, tile: Tile, needed: str, has: float) -> str:
        return _(
            "config/displays.toml: [{display}] {key}: scene {scene}, slot {slot} needs {needed}, and there are {has} "
            "px on a canvas 1920 px wide. Lower distance_m, raise diagonal_inches, or put fewer slots on a page.",
            display=self.display.name,
            key=f"pages_of_{len(self.scenes[tile.scene].slots)}",
            scene=tile.scene,
            slot=tile.slot,
            needed=needed,
            has=round(has),
        )


def room_for(display: Display, known: Mapping[str, Scene[Any]] | None = None) -> Room:
    """The layout of a profile, its text as large as all slots of its scenes have room for.

    `known` are the scenes that there are (None: those below scenes/). Raises `ConfigurationInvalid` for a scene that is
    none of them, and with the arithmetic where a slot has no room for the least sizes.
    """
    shown = _shown(display, scenes() if known is None else known)
    lacking = next(Room(display, shown).shortcomings(), None)
    if lacking is not None:
        raise ConfigurationInvalid(lacking)
    return next(room for factor in FACTORS if not any((room := Room(display, shown, factor)).shortcomings()))


def _shown(display: Display, known: Mapping[str, Scene[Any]]) -> dict[str, Scene[Any]]:
    for programme in display.possible:
        for each in programme.scenes:
            _require_scene(display, programme, each.scene, known)
    return {each.scene: known[each.scene] for programme in display.possible for each in programme.scenes}


def _require_scene(display: Display, programme: Programme, scene: str, known: Mapping[str, Scene[Any]]) -> None:
    key = f"programmes.{programme.name}.scenes" if programme.name else "scenes"
    if scene not in known:
        said = _(
            "config/displays.toml: [{display}] {key}: there is no scene {scene}; choose among: {known}.",
            display=display.name, key=key, scene=scene, known=", ".join(known),
        )  # fmt: skip
        raise ConfigurationInvalid(said)
    if programme.is_for_visitors and not known[scene].open_to_visitors():
        said = _(
            "config/displays.toml: [{display}] {key}: visitors may see no slot of the scene {scene}; "
            "choose among: {known}.",
            display=display.name, key=key, scene=scene,
            known=", ".join(name for name, each in known.items() if each.open_to_visitors()),
        )  # fmt: skip
        raise ConfigurationInvalid(said)


def _lengths(px: Mapping[str, float]) -> dict[str, str]:
    """Lengths in CSS pixels as custom properties in rem."""
    return {f"--{name}": f"{length / PIXELS_PER_REM:.4f}rem" for name, length in px.items()}
