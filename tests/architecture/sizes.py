"""What is too long to read in one go, and which exceptions give a reason. `make check` prints the list.

An exception is a comment `# size: reason` (in SQL `-- size: reason`): for a module outside of any function, for a
function inside it or on the line above it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.files import ROOMS, Finding, Source, repository

MODULE_LINES = 250
FUNCTION_LINES = 30
SQL_LINES = 80
REASON = re.compile(r"(?:#|--) size: (\S+ \S.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Long:
    """A piece above its limit; `reason` is None where none is given."""

    source: Source
    name: str
    line: int
    lines: int
    limit: int
    reason: str | None

    def __str__(self) -> str:
        where = f"{self.source.path}:{self.line}: {self.name} has {self.lines} lines, at most {self.limit}"
        return f"{where} ({self.reason})" if self.reason else where


def long_pieces(source: Source) -> Iterator[Long]:
    """Each module, function or SQL file above its limit."""
    if source.path.suffix == ".sql":
        yield from _whole(source, SQL_LINES, source.lines)
    elif source.path.suffix == ".py":
        functions = [node for node in ast.walk(source.tree) if isinstance(node, Function)]
        spans = [_span(node) for node in functions]
        outside = [line for number, line in enumerate(source.lines, 1) if not any(number in span for span in spans)]
        yield from _whole(source, MODULE_LINES, outside)
        for node, span in zip(functions, spans, strict=True):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                reason = _reason([source.lines[number - 1] for number in span])
                yield Long(source, f"{node.name}()", node.lineno, length, FUNCTION_LINES, reason)


def sizes(source: Source) -> Iterator[Finding]:
    """What is above its limit without a reason."""
    for piece in long_pieces(source):
        if piece.reason is None:
            yield Finding(source.path, piece.line, f"{piece.name} has {piece.lines} lines, at most {piece.limit}")


def sized_files() -> tuple[Source, ...]:
    """The files that have a limit: Python and SQL of every room, tests included."""
    return tuple(source for source in repository() if source.room in (*ROOMS, "tests"))


def main() -> int:
    """Prints every long piece; the exit status is 1 where one gives no reason."""
    pieces = [piece for source in sized_files() for piece in long_pieces(source)]
    for piece in pieces:
        print(piece)
    print(f"{len(pieces)} above their limit, {sum(piece.reason is not None for piece in pieces)} of them with a reason")
    return int(any(piece.reason is None for piece in pieces))


def _whole(source: Source, limit: int, where_reason: list[str]) -> Iterator[Long]:
    if len(source.lines) > limit:
        yield Long(source, source.path.name, 1, len(source.lines), limit, _reason(where_reason))


def _span(node: Function) -> range:
    """The lines of a function, its decorators, and the line above."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return range(max(first - 1, 1), (node.end_lineno or node.lineno) + 1)


def _reason(lines: list[str]) -> str | None:
    return next((match[1] for line in lines if (match := REASON.search(line))), None)


if __name__ == "__main__":
    sys.exit(main())
