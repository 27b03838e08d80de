"""What the workers of one test run share: a folder that the first of them to need it fills while others wait."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this worker's own with what `make` wrote into the empty folder that it was given, once in a run.

    Copies may name files of the original, which stays to the end of the run. Raises what `make` raises; the next worker
    begins anew.
    """
    original = _of_the_run(factory) / f"shared-{name}"
    with original.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := original.with_suffix(".done")).exists():
            shutil.rmtree(original, ignore_errors=True)
            original.mkdir()
            make(original)
            done.touch()
    copied = factory.mktemp(name)
    shutil.copytree(original, copied, dirs_exist_ok=True)
    return copied


def makers_first(items: Sequence[pytest.Item], worlds: Iterable[str]) -> list[pytest.Item]:
    """`items` with one file before all others for each of `worlds`, fixtures of what is `made_once`: the first to need
    it. So each is made by one worker, and hardly one waits for it.
    """
    users = ([item.path for item in items if world in getattr(item, "fixturenames", ())] for world in worlds)
    makers = list(dict.fromkeys(paths[0] for paths in users if paths))
    return sorted(items, key=lambda item: makers.index(item.path) if item.path in makers else len(makers))


def _of_the_run(factory: pytest.TempPathFactory) -> Path:
    """Each worker of pytest-xdist has a folder of its own below that of the run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
