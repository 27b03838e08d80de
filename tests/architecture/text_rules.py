"""Rules on SQL, TOML and prose: no clock in the data's way, one spelling, nothing of anybody's machine."""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any

from tests.architecture.files import Finding, Source

SQL_CLOCK = re.compile(
    r"\b(?:now|today|get_current_timestamp|get_current_time|transaction_timestamp)\s*\("
    r"|\bcurrent_(?:date|time|timestamp|localtime|localtimestamp)\b|\blocaltimestamp\b",
    re.IGNORECASE,
)
SQL_NOISE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
LOOKS_LIKE_SQL = re.compile(r"\b(?:SELECT|WHERE|INSERT|UPDATE|DELETE)\b")
SQL_KEYS = {"where", "values", "numerator", "denominator", "date", "opened", "closed", "sql", "expression"}

# The old style puts the tone of an open "oa", "oe", "uy" on its last letter; "quy" and closed syllables are the same
# in both. The letters are written as numbers here, or this file would break its own rule.
OLD_TONE = re.compile(
    "o[\u00e0\u00e1\u1ea3\u00e3\u1ea1\u00e8\u00e9\u1ebb\u1ebd\u1eb9](?!\\w)|(?<!q)u[\u1ef3\u00fd\u1ef7\u1ef9\u1ef5](?!\\w)",
    re.IGNORECASE,
)
OLD_RATIO = re.compile("\\bt\u1ec9 l\u1ec7", re.IGNORECASE)

# In pieces, or this file would break its own rule.
FOREIGN = re.compile(
    r"py"
    r"pi\.|python"
    r"hosted|npm"
    r"js\.|-"
    r"-(?:extra-)?index|/op"
    r"t/(?:wheels|pypi)"
    r"|(?<![\w.])/(?:root|work|home)/\w",
    re.IGNORECASE,
)


def sql_clocks(source: Source) -> Iterator[Finding]:
    """The warehouse is a pure function of (landing, SQL, config): today comes in as a value, never from the engine."""
    for line, text in _sql_in(source):
        bare = SQL_NOISE.sub(lambda noise: re.sub(r"[^\n]", " ", noise[0]), text)
        for match in SQL_CLOCK.finditer(bare):
            yield Finding(
                source.path, line + bare.count("\n", 0, match.start()), f"{match[0]!r} reads the engine's clock"
            )


def composed(source: Source) -> Iterator[Finding]:
    """Letters and accents as one character (NFC): otherwise two texts that look equal are not."""
    for number, line in enumerate(source.lines, 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Finding(source.path, number, "not in Unicode NFC")


def spelling(source: Source) -> Iterator[Finding]:
    """One spelling of Vietnamese everywhere; a line that must quote another one says `spelling: reason`."""
    for number, line in enumerate(source.lines, 1):
        for match in (*OLD_TONE.finditer(line), *OLD_RATIO.finditer(line)):
            if "spelling:" not in line:
                yield Finding(source.path, number, f"old spelling {match[0]!r} in {line.strip()[:60]!r}")


def foreign(source: Source) -> Iterator[Finding]:
    """Where packages come from, and where a checkout lies, is nobody's business but the machine's."""
    for number, line in enumerate(source.lines, 1):
        for match in FOREIGN.finditer(line):
            yield Finding(source.path, number, f"{match[0]!r}: an address or a place of one machine")


def _sql_in(source: Source) -> Iterator[tuple[int, str]]:
    """(first line, SQL) of each piece of SQL in a .sql, .toml or .py file."""
    if source.path.suffix == ".sql":
        yield 1, source.text
    elif source.path.suffix == ".toml":
        for text in _expressions(tomllib.loads(source.text), False):
            yield source.text.count("\n", 0, max(source.text.find(text.split("\n")[0]), 0)) + 1, text
    elif source.path.suffix == ".py":
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and LOOKS_LIKE_SQL.search(node.value):
                yield node.lineno, node.value


def _expressions(value: Any, is_sql: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _expressions(inner, is_sql or key in SQL_KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from _expressions(inner, is_sql)
    elif isinstance(value, str) and is_sql:
        yield value
