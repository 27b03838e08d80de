"""The oracle imports pandas, the standard library and itself: whoever shares code with the product shares its faults.

import-linter forbids what is named; here everything is forbidden that is not named.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.files import ROOT, Finding, Source, report

ALLOWED = {*sys.stdlib_module_names, "pandas"}
# What would bring in the product, or anything else, without an import that can be read here.
BACK_DOORS = {"importlib", "runpy", "ctypes", "subprocess", "sqlite3"}


def oracle_imports(source: Source) -> Iterator[Finding]:
    """Each import of the oracle is allowed, or another module of the oracle."""
    for node in ast.walk(source.tree):
        for name in _imported(node):
            room = name.split(".")[0]
            if not name.startswith("tests.oracle.") and (room not in ALLOWED or room in BACK_DOORS):
                yield Finding(
                    source.path, getattr(node, "lineno", 1), f"{name}: the oracle knows pandas and nothing else"
                )


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{'.' * node.level}{node.module or ''}"]
    return ["__import__"] if isinstance(node, ast.Name) and node.id == "__import__" else []


def _planted(text: str) -> str:
    return report(oracle_imports, (Source(Path("tests/oracle/planted.py"), text),))


def test_the_oracle_knows_pandas_and_nothing_else() -> None:
    paths = sorted((ROOT / "tests" / "oracle").glob("**/*.py"))
    assert len(paths) > 5
    read = tuple(Source(path.relative_to(ROOT), path.read_text(encoding="utf-8")) for path in paths)
    assert report(oracle_imports, read) == ""


def test_whatever_else_the_oracle_imports_is_noticed() -> None:
    for line in (
        "import duckdb",
        "import numpy",
        "from warehouse import indicators",
        "from config.settings import PROJECT",
        "from sandbox.one_stop import events",
        "from tests.installation import CLOCK",
        "from . import count",
        "import importlib",
        "def late():\n    import warehouse.build",
        "__import__('warehouse')",
    ):
        assert "the oracle knows pandas" in _planted(line), line


def test_what_the_oracle_needs_passes() -> None:
    assert _planted("import re\nimport pandas\nfrom tests.oracle.count import count\nfrom pathlib import Path") == ""
