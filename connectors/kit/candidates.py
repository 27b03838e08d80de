"""Typing and judging landed rows by their contract: each row with its values, its first fault, and its content.

The SQL is generated from source.toml; nothing here knows a source. The builder runs it over all that landed, and
`connectors.kit.judging` over one file that somebody brought, so that both say the same sentences.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from connectors.kit.contract import HIDDEN, Column, Rule, Table

TYPES = {
    "code": "VARCHAR",
    "text": "VARCHAR",
    "integer": "INTEGER",
    "decimal": "DECIMAL(18, 6)",
    "instant": "TIMESTAMPTZ",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "list": "JSON",
}
UNREADABLE = {"instant": "date_unreadable", "date": "date_unreadable"}
# What a message may quote: a date, a number of at most eight digits, or a code of at most six letters; more digits
# without a letter may be a phone number, more letters a name, however either is cut by dots or dashes.
# Whatever is not ASCII counts as a letter: the classes of Unicode take a second to compile in as many messages.
LETTER = r"A-Za-z\x{80}-\x{10FFFF}"
QUOTED_MACRO = f"""
    CREATE OR REPLACE TEMP MACRO quoted(cell) AS CASE
        WHEN cell IS NULL THEN '(trống)'
        WHEN regexp_full_match(cell, '[0-9]{{1,4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,4}}([T ][0-9:.+-]{{0,20}}Z?)?') THEN cell
        WHEN length(cell) <= 40 AND regexp_full_match(cell, '[0-9{LETTER}.,:/+#!-]+')
            AND NOT regexp_matches(cell, '[0-9]{{9,}}')
            AND length(regexp_replace(cell, '[^{LETTER}]', '', 'g')) <= 6
            AND (regexp_matches(cell, '[{LETTER}]') OR length(regexp_replace(cell, '[^0-9]', '', 'g')) <= 8) THEN cell
        ELSE '{HIDDEN}'
    END
"""
DUPLICATE_KEY_VI = "Trùng mã hồ sơ với bản ghi khác trong cùng lần gửi"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Fault(NamedTuple):
    """A reason to hold a row: its code, its SQL condition, the SQL text of its message, who mends it.

    `column` is the one that is at fault, where it is one alone.
    """

    code: str
    condition: str
    message: str
    mended_by: str
    column: str | None = None


def typed_columns(table: Table, present: Collection[str] | None = None) -> str:
    """The SELECT list over rows `landed` that types every column, with a hash of their text as `_content`.

    Beside a column that is not text stands its text where that cannot be read. Columns that are not `present` (None:
    all are) are empty.
    """
    columns = table.landed_columns
    landed = {each.name for each in columns} if present is None else present
    text = {each.name: f'landed."{each.name}"' if each.name in landed else "NULL::VARCHAR" for each in columns}
    typed = [f'{_typed(column, text[column.name])} AS "{column.name}"' for column in columns]
    kept = [f'{_kept_text(each, text[each.name])} AS "{_text_of(each)}"' for each in columns if not is_text(each)]
    # DuckDB's hash tells one version of a record from the next; an md5 of the text takes as long as all the casts.
    return ", ".join((*typed, *kept, f"hash({', '.join(text.values())}) AS _content"))


def result_columns(table: Table) -> str:
    """The SELECT list of a judged row's own columns, in the contract's order."""
    return ", ".join(f'"{column.name}"' for column in table.landed_columns)


def key_shown(table: Table) -> str:
    """The SQL text of a row's key, as messages may quote it: its columns joined by " · ", but for `persons`."""
    named = [column for column in table.key if column not in persons(table)]
    return " || ' · ' || ".join(f'quoted("{column}"::VARCHAR)' for column in named) or "'(một người)'"


def persons(table: Table) -> frozenset[str]:
    """The columns of a key that stand for a person."""
    return frozenset(column for column in table.key if column in table.columns and table.columns[column].pii == "hash")


def is_text(column: Column) -> bool:
    """Whether a column keeps its landed text as it is."""
    return TYPES[column.type] == "VARCHAR"


def faults(table: Table) -> Iterator[Fault]:
    """Every reason to hold a row, in the order in which they are judged."""
    for column in table.landed_columns:
        mended_by = column.mended_by or table.mended_by
        if column.required:
            message = _literal(f"Thiếu trường bắt buộc: {column.label_vi}")
            # A value that cannot be read is there: its text stands beside it.
            is_absent = f'(coalesce("{column.name}"::VARCHAR, "{_text_of(column)}") IS NULL)'
            yield Fault("missing_required", is_absent, message, mended_by, column.name)
        yield from _malformed(column, mended_by)
    for rule in table.rules:
        if rule.effect == "hold":
            yield Fault(rule.id, f"({rule.where})", message_of(rule, table), rule.mended_by)


def message_of(rule: Rule, table: Table) -> str:
    """The SQL text expression of a rule's message, its placeholders quoted by type."""
    return _concatenated(
        rule.message_vi, {name: _shown(name, rule, table) for name in PLACEHOLDER.findall(rule.message_vi)}
    )


def _malformed(column: Column, mended_by: str) -> Iterator[Fault]:
    landed = f'"{_text_of(column)}"'
    if column.pattern:
        message = (
            f"'{column.label_vi[0].upper()}{column.label_vi[1:]} ''' || quoted({landed}) || ''' không đúng cấu trúc'"
        )
        is_malformed = f"(NOT regexp_full_match({landed}, {_literal(column.pattern)}))"
        yield Fault("code_malformed", is_malformed, message, mended_by, column.name)
    if not is_text(column):
        kind = UNREADABLE.get(column.type, "number_unreadable")
        what = "ngày" if kind == "date_unreadable" else column.label_vi
        message = f"'Không đọc được {what}: ''' || quoted({landed}) || ''''"
        yield Fault(kind, f'({landed} IS NOT NULL AND "{column.name}" IS NULL)', message, mended_by, column.name)


def _typed(column: Column, text: str) -> str:
    return text if is_text(column) else f"TRY_CAST({text} AS {TYPES[column.type]})"


def _kept_text(column: Column, text: str) -> str:
    return text if column.pattern else f"CASE WHEN {_typed(column, text)} IS NULL THEN {text} END"


def _text_of(column: Column) -> str:
    return column.name if is_text(column) else f"{column.name}__text"


def _shown(name: str, rule: Rule, table: Table) -> str:
    if name in rule.values:
        # A value of a rule is a date or a number: whichever its SQL gives.
        value = f"({rule.values[name]})::VARCHAR"
        return f"coalesce(strftime(TRY_CAST({value} AS DATE), '%d/%m/%Y'), quoted({value}))"
    kind = table.columns[name].type
    if kind in ("instant", "date"):
        return f"coalesce(strftime(candidate.\"{name}\"::DATE, '%d/%m/%Y'), '(trống)')"
    return f'quoted(candidate."{name}"::VARCHAR)'


def _concatenated(template: str, shown: dict[str, str]) -> str:
    pieces = PLACEHOLDER.split(template)
    parts = [shown[piece] if index % 2 else _literal(piece) for index, piece in enumerate(pieces) if piece]
    return " || ".join(parts) or "''"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
