"""The lock files: everything pinned, everything hashed, no word on where anything comes from."""

import re
import tomllib

import pytest

from tests.architecture.files import ROOT

LOCKS = ("requirements.lock", "requirements-setup.lock")
PINNED = re.compile(r"[a-z0-9][a-z0-9.-]*==[^\s;]+(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def faults(text: str) -> list[str]:
    """The entries of a lock that are not one pinned name with hashes."""
    entries = [[part.strip() for part in entry.split("\\\n")] for entry in re.split(r"\n(?=\S)", text.rstrip("\n"))]
    return [
        entry[0]
        for entry in entries
        if not PINNED.fullmatch(entry[0]) or len(entry) < 2 or not all(map(HASH.fullmatch, entry[1:]))
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_entry_is_pinned_and_hashed(name: str) -> None:
    assert faults((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "-" + "-index-url somewhere\n",
        "a==1.0\n",
        f"a>=1.0 \\\n    --hash=sha256:{'0' * 64}\n",
        f"a @ file:///somewhere/a.whl \\\n    --hash=sha256:{'0' * 64}\n",
        f"# from somewhere\na==1.0 \\\n    --hash=sha256:{'0' * 64}\n",
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert faults(f"b==2 ; python_version < '3.13' \\\n    --hash=sha256:{'1' * 64}\n{planted}")


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["develop"]]
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / LOCKS[0]).read_text(encoding="utf-8"), re.MULTILINE))
    assert {re.split(r"[\[=>< ]", name)[0].lower() for name in wanted} <= locked
    exact = {name for name in wanted if "==" in name and "[" not in name}
    assert {name for name in exact if f"\n{name} " not in "\n" + (ROOT / LOCKS[0]).read_text(encoding="utf-8")} == set()


def test_duckdb_and_its_extensions_move_together() -> None:
    text = (ROOT / LOCKS[0]).read_text(encoding="utf-8")
    assert {version for _, version in re.findall(r"^duckdb(-extension-\w+)?==(\S+)", text, re.MULTILINE)} == {"1.5.5"}
