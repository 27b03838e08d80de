"""The project's own text files, as the architecture rules read them, and what a rule reports."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ioc", "config", "connectors", "warehouse", "dashboards", "sandbox")
ROOMS = (*PACKAGES, "dags")

TEXT = {"", ".css", ".csv", ".html", ".js", ".json", ".lock", ".md", ".py", ".sh", ".sql", ".toml", ".txt", ".yml"}
HIDDEN_BUT_OURS = {".ci", ".dockerignore", ".env.example", ".gitignore", ".github"}
NOT_OURS = {"__pycache__", "node_modules"}
# What a run leaves beside the rooms; a folder inside of one may be called so.
LEFT_BEHIND = {ROOT / "build", ROOT / "data"}


@dataclass(frozen=True)
class Source:
    """One text file; `path` is relative to the project and may be invented by a test that plants a fault."""

    path: Path
    text: str

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@dataclass(frozen=True)
class Finding:
    """One place that breaks a rule."""

    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


Rule = Callable[[Source], Iterator[Finding]]


@lru_cache(maxsize=1)
def repository() -> tuple[Source, ...]:
    """Every text file that a clone of the project would hold."""
    return tuple(
        Source(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
        for path in sorted(_below(ROOT))
        if _is_text(path)
    )


def sources(suffix: str, rooms: tuple[str, ...] = ROOMS) -> tuple[Source, ...]:
    """The files with one ending, in the rooms named."""
    return tuple(source for source in repository() if source.path.suffix == suffix and source.room in rooms)


def report(rule: Rule, among: tuple[Source, ...]) -> str:
    """What a rule finds, one line each; the empty text when all is well."""
    return "\n".join(str(finding) for source in among for finding in rule(source))


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_OURS or path in LEFT_BEHIND or path.name.endswith(".egg-info"):
            continue
        if path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS:
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def _is_text(path: Path) -> bool:
    return path.suffix in TEXT or path.name in HIDDEN_BUT_OURS
