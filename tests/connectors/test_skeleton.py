"""`make source` writes a folder that holds from its first minute: in a copy of the project, down to its page."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import PROJECT
from connectors.kit.registry import sources
from connectors.kit.skeleton.__main__ import main

HEAVY = shutil.ignore_patterns("__pycache__", ".*_cache", "*.woff2", "oracle")
AT_ROOT = {".git", ".venv", "data", "docs"}
NAMES = {
    "http": "a_source_with_a_name_of_forty_letters_h1",
    "database": "a_source_with_a_name_of_forty_letters_d1",
    "files": "a_source_with_a_name_of_forty_letters_f1",
}
# Printed by a process that begins in the copy: what it finds there, without being told where to look.
FOUND = """
import json, sys
from datetime import date
from connectors.kit.landing import manifests
from connectors.kit.registry import sources
from connectors.kit.skeleton.__main__ import main
from config.places import places
from tests.connectors.test_contract_of_sources import land, sample_pages
from warehouse.build import build
from warehouse import build as module, reader
module.read_indicators = lambda: ()
source = sources()[sys.argv[1]]
land(source, list(sample_pages(source)))
build()
exits = reader.sql(f"SELECT exit, sum(row_count) AS n FROM quality.row_exit WHERE source = '{source.id}' GROUP BY ALL")
held = reader.sql(f"SELECT code, mended_by, key FROM quality.held_row WHERE source = '{source.id}'")
from dashboards.app import server
from dashboards.screens.data_health.screen import layout
from tests.dashboards.elements import text
print(json.dumps({
    "sources": sorted(sources()),
    "exits": dict(zip(exits.exit, map(int, exits.n))),
    "held": held.values.tolist(),
    "row": source.title_vi in text(layout()),
    "page": text(layout(source=source.id)),
}))
"""


@dataclass(frozen=True)
class Copy:
    """A copy of the project, whose own modules its processes import."""

    folder: Path

    def run(self, *command: str, status: int = 0) -> str:
        """What a command in the copy says; it must end with `status`."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, *arguments: str, status: int = 0) -> str:
        return self.run(sys.executable, *arguments, status=status)

    @property
    def environment(self) -> Mapping[str, str]:
        home = {
            "PYTHONPATH": str(self.folder),
            "IOC_HOME": str(self.folder / "data"),
            "IOC_KEY_FILE": str(self.folder / "keys.json"),
            "IOC_CLOCK": "2026-11-23T07:30:00+07:00",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("IOC_")} | home

    def files_of(self, name: str) -> list[str]:
        below = [path.relative_to(self.folder) for path in (self.folder / "connectors" / name).rglob("*.py")]
        return [*map(str, below), f"tests/connectors/test_{name}.py"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The project with a new source of each kind."""
    folder = tmp_path_factory.mktemp("project") / "copy"
    shutil.copytree(PROJECT, folder, ignore=_left_out)
    made = Copy(folder)
    for kind, name in NAMES.items():
        said = made.python("-m", "connectors.kit.skeleton", name, *([] if kind == "http" else [kind]))
        assert f"connectors/{name}/source.toml" in said and "docs/add-a-source.md" in said
    return made


def _left_out(folder: str, names: list[str]) -> set[str]:
    return HEAVY(folder, names) | (AT_ROOT if Path(folder) == PROJECT else set())


def test_a_skeleton_of_each_kind_is_found_and_passes_the_contract_tests(copy: Copy) -> None:
    chosen = " or ".join(NAMES.values())
    said = copy.python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, "tests/connectors/test_contract_of_sources.py",
        "tests/architecture/test_sources.py", *(f"tests/connectors/test_{name}.py" for name in NAMES.values()),
    )  # fmt: skip
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed[1]) >= 3 * (9 + 3) and "failed" not in said


def test_a_skeleton_has_the_style_of_the_house(copy: Copy) -> None:
    files = [file for name in NAMES.values() for file in copy.files_of(name)]
    assert len(files) == 3 * 3
    copy.python("-m", "ruff", "check", *files)
    copy.python("-m", "ruff", "format", "--check", *files)
    written = [path for name in NAMES.values() for path in (copy.folder / "connectors" / name).rglob("*.*")]
    assert not [path for path in written if "{{" in path.read_text(encoding="utf-8")]


@pytest.mark.slow
def test_a_skeleton_has_the_types_of_the_house(copy: Copy) -> None:
    files = [file for name in NAMES.values() for file in copy.files_of(name)]
    assert "no issues found" in copy.python("-m", "mypy", *files)


def test_a_new_source_has_its_tables_its_held_rows_and_its_page(copy: Copy) -> None:
    name = NAMES["http"]
    found = json.loads(copy.python("-c", FOUND, name).strip().splitlines()[-1])
    assert set(found["sources"]) == {*sources(), *NAMES.values()}
    assert found["exits"] == {"loaded": 2, "held": 1}
    assert found["held"] == [["happened_after_update", "Đơn vị gửi", "A-0002"]]
    assert found["row"] and "3 = 2 đang dùng + 1 giữ lại" in found["page"]


def test_a_new_source_has_its_dag(copy: Copy) -> None:
    loader = copy.folder / "tests" / "dags" / "load_dags.py"
    said = copy.python(str(loader), str(copy.folder / "dags"))
    assert all(f'"ingest__{name}"' in said for name in NAMES.values()) and '"errors": {}' in said


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("one_stop", "http", "đã có người dùng"),
        ("kit", "http", "đã có người dùng"),
        ("build", "http", "đã có người dùng"),
        ("Land", "http", "chữ thường không dấu"),
        ("đất", "http", "chữ thường không dấu"),
        ("../up", "http", "chữ thường không dấu"),
        ("a", "http", "3 đến 40"),
        ("x" * 41, "http", "3 đến 40"),
        ("import", "http", "từ khóa của Python"),
        ("land", "ftp", "http, database, files"),
        ("", "", "make source NAME="),
    ],
)
def test_a_name_or_kind_that_cannot_be_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], name: str, kind: str, said: str
) -> None:
    before = sorted((PROJECT / "connectors").iterdir())
    assert main([name, kind]) == 2
    assert said in capsys.readouterr().err
    assert sorted((PROJECT / "connectors").iterdir()) == before


def test_make_passes_name_and_kind_on(copy: Copy) -> None:
    recipe = copy.run("make", "-n", "--no-print-directory", "-o", "setup", "source", "NAME=land", "KIND=files")
    assert re.search(r'python -m connectors\.kit\.skeleton "land" "files"', recipe)
