"""The catalogues hold what the screens say, all of it and nothing else, in one wording."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.architecture.files import ROOT

DASHBOARDS = ROOT / "dashboards"
PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")
PLANTED = Path("dashboards/screens/planted")


@dataclass(frozen=True)
class Said:
    """One message in the code: `_("…")` with a literal; `text` is None where it is no literal."""

    place: str
    text: str | None


@dataclass(frozen=True)
class Entry:
    """One entry of a catalogue."""

    catalogue: str
    english: str
    vietnamese: str


def said_in(path: Path, text: str) -> Iterator[Said]:
    """What a module says through `_`."""
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            given = node.args[0] if node.args else None
            is_literal = isinstance(given, ast.Constant) and isinstance(given.value, str)
            yield Said(f"{path}:{node.lineno}", given.value if is_literal else None)  # type: ignore[union-attr]


def without_literal(said: Sequence[Said]) -> list[str]:
    """Messages that nobody could look up beforehand."""
    return [f"{each.place}: `_` needs its English as a literal" for each in said if each.text is None]


def without_entry(said: Sequence[Said], entries: Sequence[Entry]) -> list[str]:
    """Messages that a viewer would meet in English."""
    known = {each.english for each in entries if each.vietnamese}
    return [f"{each.place}: no Vietnamese for {each.text!r}" for each in said if each.text and each.text not in known]


def unused(said: Sequence[Said], entries: Sequence[Entry]) -> list[str]:
    """Entries that no screen says."""
    used = {each.text for each in said}
    return [f"{each.catalogue}: nobody says {each.english!r}" for each in entries if each.english not in used]


def contradictions(entries: Sequence[Entry]) -> list[str]:
    """The same English in two wordings."""
    first: dict[str, Entry] = {}
    return [
        f"{each.catalogue}: {each.english!r} is {each.vietnamese!r}, in {known.catalogue} {known.vietnamese!r}"
        for each in entries
        if (known := first.setdefault(each.english, each)).vietnamese != each.vietnamese
    ]


def other_placeholders(entries: Sequence[Entry]) -> list[str]:
    """Entries that lose a value, or ask for one that they are not given."""
    return [
        f"{each.catalogue}: {sorted(wanted)} in {each.english!r}, {sorted(given)} in {each.vietnamese!r}"
        for each in entries
        if (wanted := set(PLACEHOLDER.findall(each.english))) != (given := set(PLACEHOLDER.findall(each.vietnamese)))
    ]


def decomposed(entries: Sequence[Entry]) -> list[str]:
    """Entries whose accents are characters of their own."""
    return [
        f"{each.catalogue}: {each.english!r} is not in Unicode NFC"
        for each in entries
        if not unicodedata.is_normalized("NFC", each.vietnamese)
    ]


@pytest.fixture(scope="module")
def said() -> list[Said]:
    paths = sorted(DASHBOARDS.rglob("*.py"))
    return [each for path in paths for each in said_in(path.relative_to(ROOT), path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [each for path in sorted(DASHBOARDS.rglob("vi.po")) for each in _entries(path)]


def _entries(path: Path) -> Iterator[Entry]:
    with path.open("rb") as file:
        for message in read_po(file, locale="vi", abort_invalid=True):
            if message.id:
                yield Entry(str(path.relative_to(ROOT)), str(message.id), str(message.string))


def lines(findings: Sequence[str]) -> str:
    """The findings as a test's failure shows them."""
    return "\n".join([f"{len(findings)} of them:", *findings])


def test_there_is_something_to_compare(said: list[Said], entries: list[Entry]) -> None:
    assert len(said) > 30 and len(entries) > 30


def test_every_message_is_a_literal(said: list[Said]) -> None:
    assert not (found := without_literal(said)), lines(found)


def test_every_message_has_its_vietnamese(said: list[Said], entries: list[Entry]) -> None:
    assert not (found := without_entry(said, entries)), lines(found)


def test_no_entry_is_left_over(said: list[Said], entries: list[Entry]) -> None:
    assert not (found := unused(said, entries)), lines(found)


def test_the_same_english_is_the_same_vietnamese(entries: list[Entry]) -> None:
    assert not (found := contradictions(entries)), lines(found)


def test_translations_keep_the_values(entries: list[Entry]) -> None:
    assert not (found := other_placeholders(entries)), lines(found)


def test_catalogues_are_composed(entries: list[Entry]) -> None:
    assert not (found := decomposed(entries)), lines(found)


ONE = Entry("a/vi.po", "up {count}", "tăng {count}")
OTHER = Entry("b/vi.po", "up {count}", "lên {count}")
FAULTS: Mapping[str, list[str]] = {
    "no literal": without_literal(list(said_in(PLANTED, "_(name)"))),
    "an f-string": without_literal(list(said_in(PLANTED, '_(f"up {count}")'))),
    "no entry": without_entry(list(said_in(PLANTED, '_("down {count}", count=1)')), [ONE]),
    "an empty entry": without_entry([Said("a.py:1", "Met")], [Entry("a/vi.po", "Met", "")]),
    "left over": unused([Said("a.py:1", "down {count}")], [ONE]),
    "two wordings": contradictions([ONE, OTHER]),
    "a lost value": other_placeholders([Entry("a/vi.po", "up {count}", "tăng")]),
    "another value": other_placeholders([Entry("a/vi.po", "up {count}", "tăng {number}")]),
    "decomposed": decomposed([Entry("a/vi.po", "share", unicodedata.normalize("NFD", "tỷ lệ"))]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    assert len(FAULTS[fault]) == 1


def test_what_is_right_is_left_alone() -> None:
    right = list(said_in(PLANTED, '_("up {count}", count=1)\nfor _, b in pairs: pass'))
    assert [each.text for each in right] == [ONE.english]
    assert without_entry(right, [ONE]) + unused(right, [ONE]) + contradictions([ONE, ONE]) == []
    assert other_placeholders([ONE]) + decomposed([ONE]) + without_literal(right) == []
