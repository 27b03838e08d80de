"""The guides in docs/vi name only commands, options, variables, files and pages that exist; letters stay unnumbered."""

import re
import shlex
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from config.displays import read_displays
from config.places import Places
from connectors.kit.registry import sources
from dashboards.navigation import screens
from ioc.main import app
from tests.architecture.files import ROOT
from tests.architecture.settings_names import source_variables, variables

GUIDES = sorted((ROOT / "docs/vi").glob("*.md"))
LETTERS = [path for path in GUIDES if path.name.startswith("cong-van-")]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"^(?:\.venv/bin/)?ioc(?: (.*))?$")
ELSEWHERE = ("/etc/", "/tmp/")
"""Where the files lie that a guide writes on a machine it sets up."""
PATH = re.compile(r"^(docs|config|connectors|dashboards|tests|data)/[\w./-]+$")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
DATA = {name for name, kind in vars(Places).items() if isinstance(kind, property)}
KNOWN = variables().union(*map(source_variables, sources().values()))


def said(text: str) -> Iterator[str]:
    """What a guide quotes as code, line by line."""
    for block, inline in CODE.findall(text):
        yield from filter(None, (block or inline).splitlines())


def unknown(text: str) -> list[str]:
    """What a guide quotes that does not exist."""
    return [line for line in said(text) if not _exists(line.strip())]


def _exists(line: str) -> bool:
    command = COMMAND.match(line)
    if command:
        return _is_command(shlex.split(command[1] or ""))
    if line.startswith("make "):
        return line.split()[1] in TARGETS
    if line.startswith("IOC_"):
        return line in KNOWN
    if line.startswith("/wall/"):
        return line in {"/wall/", *(f"/wall/{display.name}/" for display in read_displays())}
    if line.startswith("/") and not line.startswith(ELSEWHERE):
        return line in {screen.path for screen in screens()}
    return _is_there(line) if PATH.match(line) else True


def _is_command(words: list[str]) -> bool:
    """A call of the command line: its name, its options, no more arguments than it takes, a source that exists."""
    group = typer.main.get_command(app)
    while words and hasattr(group, "commands"):
        if words[0] not in group.commands:
            return False
        group, words = group.commands[words[0]], words[1:]
    options = {each for parameter in group.params for each in parameter.opts if each.startswith("-")}
    arguments = [parameter for parameter in group.params if not parameter.opts[0].startswith("-")]
    plain = [word for place, word in enumerate(words) if not word.startswith("-") and not _is_value(words, place)]
    takes_source = any(parameter.name in ("source", "source_id") for parameter in arguments)
    is_source = not (takes_source and plain) or plain[0] in sources()
    return {word for word in words if word.startswith("-")} <= options and len(plain) <= len(arguments) and is_source


def _is_value(words: list[str], place: int) -> bool:
    """Whether a word is what the option before it is given."""
    return place > 0 and words[place - 1] in ("--since", "--until", "--reason")


def _is_there(path: str) -> bool:
    return path.split("/")[1] in DATA if path.startswith("data/") else (ROOT / path).exists()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_names_what_exists(path: Path) -> None:
    assert unknown(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_is_composed_unicode(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_there_is_a_letter_for_every_source_and_both_guides() -> None:
    told = {variable for path in GUIDES for variable in KNOWN if variable in path.read_text(encoding="utf-8")}
    assert len(LETTERS) == len(sources())
    assert {f"IOC_{source.id.upper()}" for source in sources().values()} <= {name.partition("__")[0] for name in told}
    assert {"cai-dat-va-dem-dau.md", "xu-ly-su-co.md"} <= {path.name for path in GUIDES}


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.name)
def test_a_letter_has_its_parts_and_leaves_number_and_day_blank(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Kính gửi:", "V/v "):
        assert part in text
    for part in ("TM. ỦY BAN NHÂN DÂN", "Nơi nhận:", "- Lưu: VT", "PHỤ LỤC KỸ THUẬT", "**Căn cứ**"):
        assert part in text
    assert re.search(r"Số: {6,}/UBND-VP", text) and re.search(r"ngày {6}tháng {6}năm 20…", text)
    assert "huyện" not in text.replace("Trung tâm Y tế", ""), "no district authority since 01/07/2025"


@pytest.mark.parametrize(
    "line",
    [
        *("`ioc fly`", "`.venv/bin/ioc pull`x`ioc pull nowhere`", "`ioc build --fast`", "`make coffee`"),
        *("`IOC_SMAS__PASSWORD`", "`/uploads`", "`docs/vi/khong-co.md`", "`data/kho`", "`ioc keys lose`"),
        "`/wall/cinema/`",
    ],
)
def test_a_planted_fault_is_found(line: str) -> None:
    assert unknown(line)
