"""Fills the templates of a kind of source. A template is a text with `{{name}}` for what differs between sources."""

import keyword
import re
from pathlib import Path

from config import clock
from config.errors import ConfigurationInvalid
from config.files import write_atomically

TEMPLATES = Path(__file__).with_name("templates")
KINDS = ("http", "database", "files")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LEAST, MOST = 3, 40
ENDING = ".template"
# Folders beside the sources that are none, and what outcomes and locks are already called.
RESERVED = frozenset({"kit", "build", "keys", "config", "sample", "staging"})


def write_skeleton(name: str, kind: str, project: Path) -> list[Path]:
    """Write `connectors/<name>/` and its test below `project`; the files written, in order.

    Raises `ConfigurationInvalid` for a kind that does not exist, and a name that is malformed or taken.
    """
    _require(kind in KINDS, f"KIND {kind!r} không có; chọn một trong: {', '.join(KINDS)}.")
    _require_name(name, project)
    values = {"name": name, "NAME": name.upper(), "Class": _words(name), "day": clock.today().isoformat()}
    written = []
    for template, target in _targets(name, kind, project):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, _filled(template.read_text(encoding="utf-8"), values).encode())
        written.append(target)
    return written


def _require_name(name: str, project: Path) -> None:
    taken = {path.name for path in (project / "connectors").iterdir()} | RESERVED
    _require(
        bool(NAME.fullmatch(name)) and LEAST <= len(name) <= MOST,
        f"NAME {name!r} không dùng được: {LEAST} đến {MOST} chữ thường không dấu, chữ số và dấu gạch dưới, "
        "bắt đầu bằng chữ, ví dụ land_records.",
    )
    _require(not keyword.iskeyword(name), f"NAME {name!r} là một từ khóa của Python; chọn tên khác.")
    _require(name not in taken, f"NAME {name!r} đã có người dùng; xem thư mục connectors/ và chọn tên khác.")
    test = project / "tests" / "connectors" / f"test_{name}.py"
    _require(not test.exists(), f"NAME {name!r} đã có tệp kiểm thử {test.name}; chọn tên khác.")


def _targets(name: str, kind: str, project: Path) -> list[tuple[Path, Path]]:
    """(template, file to write); those of the kind, and those that every source has."""
    found = [path for folder in ("every", kind) for path in sorted((TEMPLATES / folder).rglob(f"*{ENDING}"))]
    return [(path, _target(path, name, project)) for path in found]


def _target(template: Path, name: str, project: Path) -> Path:
    below = template.relative_to(TEMPLATES).parts[1:]
    plain = below[-1].removesuffix(ENDING)
    if plain.startswith("test_"):
        return project / "tests" / "connectors" / f"test_{name}.py"
    return project.joinpath("connectors", name, *below[:-1], plain)


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ConfigurationInvalid(sentence)
