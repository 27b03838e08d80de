"""Rules on Python files that import-linter and ruff cannot say: clocks, environment, excepts, names, imports."""

import ast
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions

from tests.architecture.files import ROOMS, Finding, Source

WALL_CLOCKS = {
    *(f"datetime.datetime.{call}" for call in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{call}" for call in ("time", "time_ns", "localtime", "gmtime", "ctime")),
    *(f"pandas.Timestamp.{call}" for call in ("now", "utcnow", "today")),
    *(f"{library}.{call}" for library in ("pendulum", "arrow") for call in ("now", "utcnow", "today")),
    "airflow.sdk.timezone.utcnow",
}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.unsetenv"}
NETWORK = {"urllib.request", "http.client", "ftplib", "smtplib", "telnetlib"}
VAGUE = {"common", "helper", "helpers", "manager", "managers", "util", "utils"}
VAGUE_CLASS_ENDINGS = ("Helper", "Helpers", "Manager", "Util", "Utils")
BROAD = {"Exception", "BaseException"}
DAG_IMPORTS = ("airflow.sdk", "connectors.kit.registry", "connectors.kit.contract")  # the registry's own types


def clocks(source: Source) -> Iterator[Finding]:
    """Only config/clock.py asks what time it is; time.monotonic and perf_counter measure, and are free."""
    if source.path.as_posix() != "config/clock.py":
        for node, name in _references(source):
            if name in WALL_CLOCKS:
                yield _finding(source, node, f"{name} is a second clock; ask config.clock")


def environment(source: Source) -> Iterator[Finding]:
    """Only config/settings.py reads the environment."""
    if source.path.as_posix() != "config/settings.py":
        for node, name in _references(source):
            if name in ENVIRONMENT:
                yield _finding(source, node, f"{name}: ask config.settings (for a child process: child_environment)")


def network(source: Source) -> Iterator[Finding]:
    """The standard library's ways out of this machine belong to connectors, like httpx does."""
    if source.room != "connectors":
        for node, name in _imports(source.tree):
            if any(name == way or name.startswith(f"{way}.") for way in NETWORK):
                yield _finding(source, node, f"{name}: the network belongs to connectors")


def broad_excepts(source: Source) -> Iterator[Finding]:
    """One broad `except`, at the runner's rim; any other says why in a comment on its line."""
    if source.path.as_posix() == "connectors/kit/runner.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = None if node.type is None else set(map(ast.unparse, _elements(node.type)))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            caught = set(map(ast.unparse, node.args))
        else:
            continue
        if (caught is None or caught & BROAD) and not _has_reason(source.lines[node.lineno - 1]):
            yield _finding(
                source, node, "a broad except hides faults: name the errors, or give the reason in a comment"
            )


def names(source: Source) -> Iterator[Finding]:
    """A name says what a thing is for; these say nothing."""
    for part in (*source.path.parts[:-1], source.path.stem):
        if VAGUE & set(part.lower().split("_")):
            yield Finding(source.path, 1, f"{part!r} says nothing about what is in it")
    for node in ast.walk(source.tree) if source.path.suffix == ".py" else ():
        if isinstance(node, ast.ClassDef) and node.name.endswith(VAGUE_CLASS_ENDINGS):
            yield _finding(source, node, f"class {node.name} says nothing about what it is")


def dag_imports(source: Source) -> Iterator[Finding]:
    """A DAG file is parsed every few seconds: at its top only airflow.sdk, the standard library and the registry."""
    for node, name in _imports(ast.Module(list(_outside_functions(source.tree)), [])):
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(DAG_IMPORTS):
            yield _finding(source, node, f"{name} belongs inside the task, not at the top of a DAG file")


def dag_names(source: Source) -> Iterator[Finding]:
    """dags/ is on Airflow's path: a file there hides the package of the same name from every task (seen)."""
    if source.path.stem in {*ROOMS, "tests", *sys.stdlib_module_names, *packages_distributions()}:
        yield Finding(
            source.path, 1, f"{source.path.stem} is the name of a package, which tasks could no longer import"
        )


def connector_imports(source: Source) -> Iterator[Finding]:
    """Source folders never import one another, and the kit imports none of them by name."""
    own = source.path.parts[1]
    for node, name in _imports(source.tree):
        room, _, rest = name.partition(".")
        other = rest.split(".")[0]
        if room == "connectors" and other not in ("", "kit", own):
            yield _finding(source, node, f"connectors.{own} must not know connectors.{other}")


def _references(source: Source) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Each name used or imported, written in full whatever it was imported as."""
    aliases = dict(_aliases(source.tree))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node, _dotted(node, aliases)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _dotted(node: ast.expr, aliases: Mapping[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, aliases)}.{node.attr}"
    return aliases.get(node.id, node.id) if isinstance(node, ast.Name) else "?"


def _imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Each module imported; `from a import b` counts as a.b, which is the module where b is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _outside_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run when the file is read: all but the bodies of functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                waiting.append(child)
                if isinstance(child, ast.Import | ast.ImportFrom):
                    yield child


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _has_reason(line: str) -> bool:
    _, mark, comment = line.partition("#")
    return bool(mark) and len(comment.split()) >= 2 and not comment.strip().startswith(("noqa", "type:"))


def _finding(source: Source, node: ast.expr | ast.stmt | ast.ExceptHandler, sentence: str) -> Finding:
    return Finding(source.path, node.lineno, sentence)
