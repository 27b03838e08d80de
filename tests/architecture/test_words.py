"""What viewers read stands in the catalogues: no Vietnamese in the code of dashboards/, outside of its docstrings."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import Finding, Source, report, sources

# Letters that no other tongue of this repository has; a name of a place in a comment or docstring is free to have them.
MARKS = {"\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0309", "\u031b", "\u0323"}
BARRED = frozenset("\u0111\u0110")


def vietnamese(source: Source) -> Iterator[Finding]:
    """Words for viewers come from `_("…")` and a catalogue; an exception gives its reason as `# vietnamese: reason`."""
    documented = set(_docstrings(source.tree))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
            line = source.lines[node.lineno - 1]
            if _is_vietnamese(node.value) and "# vietnamese:" not in line:
                yield Finding(source.path, node.lineno, f"{node.value[:70]!r} belongs into a catalogue")


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string that is a statement of its own: docstrings of modules, classes, functions and constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _is_vietnamese(text: str) -> bool:
    return any(letter in MARKS or letter in BARRED for letter in unicodedata.normalize("NFD", text))


def test_the_screens_take_their_words_from_the_catalogues() -> None:
    among = sources(".py", ("dashboards",))
    assert len(among) > 20
    found = report(vietnamese, among)
    assert not found, f"{vietnamese.__doc__}\n{len(found.splitlines())} of them:\n{found}"


PLANTED = [
    'TITLE = "Thủ tục"',
    "TITLE = f'{count} hồ sơ'",
    'def a() -> str:\n    """Says so."""\n    return "đúng hạn"',
    'WORDS = {"up": "tăng"}',
    'a(title="Đạt")',
    f"TITLE = {unicodedata.normalize('NFD', 'hồ sơ')!r}",
]
INNOCENT = [
    '"""Hồ sơ."""\nTITLE = _("Dossiers")  # hồ sơ',
    'class A:\n    """Thủ tục."""\n\n    def b(self) -> str:\n        """Đạt."""\n        return "met · 5 × 3 – …"',
    'A = 1\n"""Mục tiêu."""',
    'a = "đ"  # vietnamese: the letter that takes no accent away when it is decomposed',
]


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_word_is_found(text: str) -> None:
    assert report(vietnamese, (Source(Path("dashboards/a.py"), text),)).count("\n") == 0
    assert report(vietnamese, (Source(Path("dashboards/a.py"), text),))


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert report(vietnamese, (Source(Path("dashboards/a.py"), text),)) == ""
