"""docs/interfaces.md as data: what each of its tables and lists promises, by the words that introduce it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tests.architecture.files import ROOT

PAGE = ROOT / "docs/interfaces.md"


@dataclass(frozen=True)
class Call:
    """One command as documented: `pull SOURCE [--since D]` has the argument SOURCE and the option --since."""

    name: str
    arguments: tuple[str, ...]
    options: frozenset[str]


@lru_cache(maxsize=1)
def page() -> str:
    """The page with its lines joined, since a promise may run over the end of a line."""
    return PAGE.read_text(encoding="utf-8")


def section(number: int) -> str:
    """One numbered section."""
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", page(), re.MULTILINE | re.DOTALL)
    assert found, f"docs/interfaces.md has no section {number}"
    return found[0]


def rows(number: int) -> Iterator[list[str]]:
    """The cells of each table row of a section, its head left out."""
    for line in section(number).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and line.count("`") >= 2 and not cells[0].startswith("-"):
            yield cells


def quoted(number: int, introduction: str) -> str:
    """What stands in the first backticks after some words of a section, on one line."""
    text = re.sub(r"\s+", " ", section(number))
    found = re.search(re.escape(introduction) + r"[^`]*`([^`]+)`", text)
    assert found, f"docs/interfaces.md {number}: nothing in backticks after {introduction!r}"
    return found[1]


def words(text: str) -> frozenset[str]:
    """The names of a list like `a, b (what b is), c {d, e}`: a, b, c."""
    bare = re.sub(r"\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]", "", text)
    return frozenset(re.findall(r"[a-z]\w*", bare))


def calls() -> Mapping[str, Call]:
    """The commands of section 1."""
    found = {}
    for cells in rows(1):
        name, *rest = cells[0].strip("`").split()
        rest = [word.strip("[]") for word in rest]
        options = frozenset(word for word in rest if word.startswith("--"))
        values = {word for before, word in pairwise(rest) if before.startswith("--")}
        arguments = tuple(word for word in rest if word.isupper() and word not in values)
        found[name] = Call(name, arguments, options)
    return found


def settings() -> frozenset[str]:
    """All `IOC_…` names of section 1, braces written out: IOC_PORTS__{PAGES,WALL} is two."""
    found: set[str] = set()
    for name in re.findall(r"`(IOC_[A-Z_]+(?:\{[A-Z_,\s]+\})?)`", section(1)):
        stem, _, inner = name.partition("{")
        found.update(stem + part.strip() for part in inner.rstrip("}").split(",")) if inner else found.add(stem)
    return frozenset(found)


def tables() -> Mapping[str, frozenset[str]]:
    """{table: its columns} of section 6; `marts.form_06a` writes c1 … c11."""
    found: dict[str, frozenset[str]] = {}
    for names, columns in rows(6):
        numbered = {f"c{number}" for number in range(1, 12)} if "c1 … c11" in columns else set()
        listed = words(re.sub(r":.*", "", columns.replace("c1 … c11", ""))) - {"x"}
        for name in re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", names):
            found[name] = listed - {"decimal"} | numbered
    return found


def declared_keys(title: str) -> frozenset[str]:
    """The keys of one table of a declaration, as in `[schedule] nightly, office`."""
    text = re.sub(r"\s+", " ", section(3) + section(6))
    found = re.search(re.escape(title) + r" ([^`\[]+)`", text)
    assert found, f"docs/interfaces.md: no list of keys after {title}"
    return words(found[1])


def signatures() -> Mapping[str, str]:
    """{module.function: its parameters as written} for each call that section 5 lets cross a wall."""
    text = re.sub(r"\s+", " ", section(5))
    found = dict(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)\(([^`]*?)\) ->", text))
    assert found, "docs/interfaces.md 5 names no calls"
    return found
