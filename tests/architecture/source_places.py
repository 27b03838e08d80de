"""Where a source may be named: what it consists of, and nothing else of the project."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from connectors.kit.registry import sources
from tests.architecture.files import Finding, Source

# Below these a source has a folder or files of its own, or is spoken of as data: rows, declarations, marts, screens.
OF_A_SOURCE = ("sandbox", "config/indicators", "warehouse/marts", "dashboards/screens", "tests")
DATA = (".csv", ".toml")
# What lies in a source's own folder. Modules beside pull.py are its parser's.
IN_FOLDER = re.compile(r"source\.toml|README\.md|[a-z_]+\.py|staging/[a-z_0-9]+\.sql|sample/[^/]+")
NEEDED = ("source.toml", "pull.py", "README.md")


def source_names(source: Source) -> Iterator[Finding]:
    """A source is its folder, what stands in for it, configuration, marts, screen and tests: nothing else names it."""
    for name in sources():
        if not _is_of(name, source.path):
            wanted = re.compile(rf"(?:(?<![A-Za-z0-9_])|(?<=IOC_)){name}(?=__|[^A-Za-z0-9_]|$)", re.IGNORECASE)
            for line, said in _code(source):
                if wanted.search(said):
                    yield Finding(source.path, line, f"{name} is named outside of its own places; let the kit do it")


def _is_of(name: str, path: Path) -> bool:
    if path.suffix in DATA and path.parts[0] == "config":
        return True
    return path.as_posix().startswith((f"connectors/{name}/", *(f"{place}/" for place in OF_A_SOURCE)))


def _code(source: Source) -> Iterator[tuple[int, str]]:
    """(line, text) of what is code: in Python names, imports and strings that document nothing; in SQL no remarks."""
    if source.path.suffix != ".py":
        for line, text in enumerate(source.lines, 1):
            yield line, text.partition("--")[0]
        return
    told = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, " ".join([node.module or "", *(alias.name for alias in node.names)])
        elif isinstance(node, ast.Import):
            yield node.lineno, " ".join(alias.name for alias in node.names)
