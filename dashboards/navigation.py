"""Which pages there are: each screen's folder declares its own in `SCREEN`, and is found by its presence."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask

PACKAGE = "dashboards.screens"
FOLDER = Path(__file__).parent / "screens"


@dataclass(frozen=True)
class Screen:
    """A page: its path, its name in the navigation, and its place there (`order`, the smallest first).

    `sources` are the ids of the sources whose age its foot says; None is every source. `subjects` are the subjects of
    the indicators that it shows, `marts` those whose rows it lists where its address names `measure` and `part`.
    """

    path: str
    name: str
    order: int
    sources: tuple[str, ...] | None = None
    subjects: tuple[str, ...] = ()
    marts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def screens() -> tuple[Screen, ...]:
    """The pages that exist, in the order of the navigation. A folder without `SCREEN` is no page of a desk."""
    declared = (getattr(import_module(name), "SCREEN", None) for name in _packages())
    return tuple(sorted((screen for screen in declared if screen is not None), key=lambda screen: screen.order))


def screen_of(subject: str) -> Screen | None:
    """The page that shows the rows of a subject's indicators; None where there is none yet."""
    return next((screen for screen in screens() if subject in screen.subjects), None)


def register_files(server: Flask) -> None:
    """Let a server answer for the files of every page: of each screen with a module `download`, its `register`."""
    for name in _packages():
        if find_spec(f"{name}.download") is not None:
            import_module(f"{name}.download").register(server)


def _packages() -> list[str]:
    return [f"{PACKAGE}.{path.parent.name}" for path in sorted(FOLDER.glob("*/__init__.py"))]
