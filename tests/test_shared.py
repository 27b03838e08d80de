import itertools
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.shared import made_once, makers_first


def test_workers_share_what_one_of_them_made_and_begin_anew_what_failed(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = itertools.count()
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    monkeypatch.setattr(tmp_path_factory, "getbasetemp", lambda: tmp_path / "popen-gw0")
    monkeypatch.setattr(tmp_path_factory, "mktemp", lambda name: tmp_path / f"of-{next(number)}")
    made: list[Path] = []

    def make(folder: Path) -> None:
        assert not list(folder.iterdir())
        (folder / "half").touch()
        made.append(folder)
        if len(made) == 1:
            raise OSError("no room")
        (folder / "whole").touch()

    def work() -> None:
        got.append(made_once(tmp_path_factory, "world", make))

    got: list[Path] = []
    with pytest.raises(OSError, match="no room"):
        work()
    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert len(made) == 2 and len(set(got)) == 3
    assert [sorted(path.name for path in each.iterdir()) for each in got] == [["half", "whole"]] * 3


def test_who_makes_what_is_shared_comes_first_with_all_of_its_file() -> None:
    def item(file: str, *names: str) -> Any:
        return SimpleNamespace(path=Path(file), fixturenames=names)

    told = [("a", ()), ("b", ("demo",)), ("b", ()), ("c", ("demo",)), ("d", ("world", "demo")), ("d", ())]
    items = [item(file, *names) for file, names in told]
    ordered = makers_first(items, ("world", "demo", "unasked"))
    assert ordered == [*items[4:6], *items[1:3], items[0], items[3]]
