"""A screen is a folder that knows no other: what two of them need stands in dashboards/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import ROOT, Finding, Source, report, sources

SCREENS = ("dashboards", "screens")
SCENES = ("dashboards", "screens", "wall", "scenes")
ASKING = frozenset({"query", "judged"})
PAGE = re.compile(r"page=\"/([a-z-]+)\"")


def owner(parts: tuple[str, ...]) -> str:
    """Whose a module or folder is: "<screen>", "wall/scenes/<scene>", or nobody's for what all of them share."""
    if parts[:4] == SCENES and len(parts) > 4:
        return "/".join(parts[2:5])
    return parts[2] if parts[:2] == SCREENS and len(parts) > 2 else ""


def strangers(source: Source) -> Iterator[Finding]:
    """A screen imports itself and what is shared; a scene also the wall's frame; what is shared imports no screen."""
    own = owner(source.path.with_suffix("").parts)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in _imported(node):
                whose = owner(tuple(name.split(".")))
                if whose and not _is_open(own, whose, source.path):
                    yield Finding(source.path, node.lineno, f"imports {name}, which is another screen's")


def strange_queries(source: Source) -> Iterator[Finding]:
    """A screen asks its own queries and the shared ones; a scene also the wall's and those of the page it leads to."""
    own = owner(source.path.with_suffix("").parts)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _called(node) in ASKING and node.args:
            folder, slash, _name = _beginning(node.args[0]).rpartition("/")
            if slash and folder not in _open_to(own):
                yield Finding(source.path, node.lineno, f"asks a query of {folder}, which is another screen's")


def _is_open(own: str, whose: str, path: Path) -> bool:
    if own == "":
        return path.name == "wall_app.py" and whose == "wall"
    return whose == own or (own.startswith("wall/scenes/") and whose == "wall")


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [f"{node.module or ''}.{each.name}" for each in node.names]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _beginning(node: ast.expr) -> str:
    """The name of a query as far as it is written out."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _open_to(own: str) -> set[str]:
    """The folders whose queries a screen or scene may ask; a scene declares the page that it leads to."""
    if not own.startswith("wall/scenes/"):
        return {own}
    found = PAGE.search(ROOT.joinpath(*SCREENS, own, "scene.py").read_text(encoding="utf-8"))
    return {own, "wall", *([found[1].replace("-", "_")] if found else [])}


@pytest.mark.parametrize("rule", [strangers, strange_queries])
def test_no_screen_knows_another(rule: object) -> None:
    among = sources(".py", ("dashboards",))
    assert len({owner(source.path.parts) for source in among}) > 4
    found = report(rule, among)  # type: ignore[arg-type]
    assert not found, f"{rule.__doc__}\n{found}"


HERE, SCENE, SHARED = (
    Path("dashboards/screens/procedures/a.py"),
    Path("dashboards/screens/wall/scenes/procedures/a.py"),
    Path("dashboards/a.py"),
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (HERE, "from dashboards.screens.follow_up.figures import OWN"),
        (HERE, "import dashboards.screens.wall.room"),
        (HERE, "from dashboards.screens import indicators"),
        (SCENE, "from dashboards.screens.procedures import SCREEN"),
        (SCENE, "from dashboards.screens.wall.scenes.education.slots import SLOTS"),
        (Path("dashboards/screens/wall/a.py"), "from dashboards.screens.wall.scenes.procedures import slots"),
        (SHARED, "from dashboards.screens.procedures.place import Place"),
        (HERE, 'query("wall/received", scope=SCOPE)'),
        (HERE, 'reader.query(f"wall/{name}", scope=SCOPE)'),
        (HERE, 'judged("indicators/values", counted)'),
        (SCENE, 'query("indicators/values", scope=SCOPE)'),
    ],
)
def test_a_planted_stranger_is_found(path: Path, text: str) -> None:
    source = (Source(path, text),)
    assert len((report(strangers, source) + report(strange_queries, source)).splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (HERE, "from dashboards.screens.procedures.address import View\nfrom dashboards.place import Place"),
        (SCENE, "from dashboards.screens.wall.tiles import tile"),
        (Path("dashboards/wall_app.py"), "from dashboards.screens.wall.room import room_for"),
        (HERE, 'query("procedures/parts", scope=SCOPE)\nquery("units", scope=SCOPE)'),
        (SCENE, 'query("procedures/parts")\nquery("wall/period")\nquery("wall/scenes/procedures/months")'),
    ],
)
def test_what_is_ones_own_or_shared_is_left_alone(path: Path, text: str) -> None:
    source = (Source(path, text),)
    assert report(strangers, source) + report(strange_queries, source) == ""
