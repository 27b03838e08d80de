"""Where a source may be named: what it consists of, and nothing else of the project."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from connectors.kit.registry import sources
from tests.architecture.files import Finding, Source

# Where all sources meet: what stands in for them, what is counted of them, the screens about all of them and what
# those share, and tests.
SHARED = (
    *("sandbox", "config/indicators", "warehouse/marts/quality", "dashboards/screens/data_health"),
    *("dashboards/screens/wall", "dashboards/overview", "tests"),
)
# The subjects of a source: folders of marts and screens, and their style sheets. Where none are listed, its own name.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    # A rating is of a dossier: the screen of ratings counts dossiers handed out too.
    "one_stop": ("dossier", "procedures", "follow_up", "satisfaction"),
    "national_portal": ("dossier", "procedures"),
    "smas": ("education",),
    "health_record": ("health",),
}
OF_A_SUBJECT = (
    *("warehouse/marts/{}/", "dashboards/screens/{}/", "dashboards/assets/pages/{}.css"),
    "dashboards/assets/wall/scenes/{}.css",
)
DATA = (".csv", ".toml")
REMARK = {".sql": "--", ".toml": "#", ".css": "/*", ".js": "//"}
# What lies in a source's own folder. Modules beside pull.py are its parser's.
IN_FOLDER = re.compile(r"source\.toml|README\.md|[a-z_]+\.py|staging/[a-z_0-9]+\.sql|sample/[^/]+")
NEEDED = ("source.toml", "pull.py", "README.md")


def source_names(source: Source) -> Iterator[Finding]:
    """A source is its folder, what stands in for it, configuration, marts, screen and tests: nothing else names it."""
    for name in sources():
        if not _is_of(name, source.path):
            wanted = re.compile(rf"(?:(?<![A-Za-z0-9_])|(?<=IOC_)){name}(?=__|[^A-Za-z0-9_]|$)", re.IGNORECASE)
            for line, said in [(1, source.path.as_posix()), *_code(source)]:
                if wanted.search(said):
                    yield Finding(source.path, line, f"{name} is named outside of its own places; let the kit do it")


def tries(source: Source, name: str) -> bool:
    """Whether a test imports a module of the source's folder, asks the kit for the source, or pulls it."""
    nodes = list(ast.walk(source.tree))
    modules = (f"{node.module}." for node in nodes if isinstance(node, ast.ImportFrom))
    pulled = (ast.unparse(node) for node in nodes if isinstance(node, ast.Call))
    wanted = re.compile(rf"(?:\w+\.)*(?:pull|source|connector)\('{name}'[,)]")
    return any(each.startswith(f"connectors.{name}.") for each in modules) or any(map(wanted.match, pulled))


def _is_of(name: str, path: Path) -> bool:
    if path.suffix in DATA and path.parts[0] == "config":
        return True
    own = (place.format(subject) for subject in SUBJECTS.get(name, (name,)) for place in OF_A_SUBJECT)
    return path.as_posix().startswith((f"connectors/{name}/", *(f"{place}/" for place in SHARED), *own))


def _code(source: Source) -> Iterator[tuple[int, str]]:
    """(line, text) of what is code: in Python names, imports and strings that document nothing; else no remarks."""
    if source.path.suffix != ".py":
        for line, text in enumerate(source.lines, 1):
            yield line, text.partition(REMARK[source.path.suffix])[0]
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
