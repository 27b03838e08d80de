"""Ruff with the project's own settings, fed with planted faults: what is asked for is really asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.files import ROOT

SOUND = '"""Why this module is here."""\n'


def _ruff(path: str, text: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    command = [str(ruff), "check", "--output-format=concise", "--stdin-filename", path, "-"]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("D100", "A = 1\n"),
        ("D101", f"{SOUND}class Public:\n    a = 1\n"),
        ("D102", f'{SOUND}class Public:\n    """A thing."""\n\n    def call(self) -> None: ...\n'),
        ("D103", f"{SOUND}def public() -> None: ...\n"),
        ("E501", f"{SOUND}# {'a' * 120}\n"),
        ("F401", f"{SOUND}import json\n"),
    ],
)
def test_a_planted_fault_is_found(code: str, text: str) -> None:
    assert code in _ruff("warehouse/planted.py", text)


def test_what_is_right_is_left_alone() -> None:
    private = 'def _private() -> str:\n    return "–"\n'
    assert _ruff("warehouse/planted.py", f"{SOUND}\n\n{private}").strip() == "All checks passed!"
    assert _ruff("tests/planted.py", "def test_a() -> None:\n    assert True\n").strip() == "All checks passed!"
