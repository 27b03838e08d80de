"""One exit for each landed row: loaded, superseded, duplicate, held or removed, as docs/interfaces.md 4 says.

The newest version of a key is judged; if it is held, the newest good one before it stays loaded and is behind.
"""

from graphlib import CycleError, TopologicalSorter

from duckdb import DuckDBPyConnection

from connectors.kit.contract import HIDDEN, Source, Table
from warehouse.candidates import QUOTED_MACRO, faults, message_of, result_columns
from warehouse.errors import CheckFailed, ModelInvalid
from warehouse.gone import gone_sql
from warehouse.graph import tables_in

PLACE = "_batch, _page, _row"
PARTS = ("row_exit", "held_row", "finding")


def exit_tables(name: str) -> tuple[str, ...]:
    """The tables that judging `<source>__<table>` makes."""
    steps = ("", "_ranked", "_removed", "_verdict")
    return (*(f"candidate.{name}{step}" for step in steps), *(f"part.{part}__{name}" for part in PARTS))


def exit_views(name: str) -> tuple[str, ...]:
    """The views that staging models read."""
    return f"accepted.{name}", f"accepted.{name}_version"


def exit_statements(source: Source, table: Table) -> tuple[str, ...]:
    """What judges the rows of `landed.<source>__<table>`: makes the tables and views above."""
    name = f"{source.id}__{table.name}"
    return (
        _candidate_sql(name, table),
        _ranked_sql(name, table),
        gone_sql(name, source, table),
        _verdict_sql(name),
        _accepted_sql(name, table, "verdict.exit = 'loaded'", ""),
        _accepted_sql(name, table, "verdict.exit IN ('loaded', 'superseded') AND verdict._fault IS NULL", "_version"),
        *(f"CREATE TABLE part.{part}__{name} AS FROM part.{part}" for part in PARTS),
        _count_sql(name, source, table),
        _held_sql(name, source, table),
        *_finding_sql(name, source, table),
    )


def read_by(source: Source, table: Table) -> frozenset[str]:
    """The tables that judging reads beside the landed rows: those its rules name, and the list of keys that exist."""
    said = [text for rule in table.rules for text in (rule.where, *rule.values.values())]
    listed = {f"candidate.{source.id}__{table.removed_by}"} if table.removed_by else set()
    return frozenset(listed).union(*map(tables_in, said))


def in_order(source: Source) -> list[Table]:
    """A source's tables, each after those that judging it reads. Raises `ModelInvalid` where they read each other."""
    prefixes = (f"accepted.{source.id}__", f"candidate.{source.id}__")
    after = {
        table.name: [
            read.removeprefix(prefix)
            for read in sorted(read_by(source, table))
            for prefix in prefixes
            if read.startswith(prefix)
        ]
        for table in source.tables.values()
    }
    try:
        return [source.tables[name] for name in TopologicalSorter(after).static_order() if name in source.tables]
    except CycleError as error:
        raise ModelInvalid(f"{source.id}/source.toml: các bảng đọc vòng tròn: {' → '.join(error.args[1])}") from error


def give_exits(connection: DuckDBPyConnection, source: Source, table: Table, landed_count: int) -> None:
    """Judge all rows of one table: fills accepted.* and this table's parts of quality.

    Raises `CheckFailed` naming the source where the exits do not add up to `landed_count`.
    """
    connection.execute(QUOTED_MACRO)
    for statement in exit_statements(source, table):
        connection.execute(statement)
    _require_balance(connection, source, table, landed_count)


def _candidate_sql(name: str, table: Table) -> str:
    """What decides about a row, and nothing else of it: the wide columns stay where they lie until exits are given."""
    fault = " ".join(f"WHEN {condition} THEN {index}" for index, (_, condition, _, _) in enumerate(faults(table)))
    identity = f'"{table.identity}"' if table.identity else "NULL::VARCHAR"
    covered = [table.covered_by] if table.covered_by else []
    deciding = dict.fromkeys([*table.key, *table.version, *table.whole, *covered])
    return f"""
        CREATE TABLE candidate.{name} AS
        SELECT {", ".join(f'"{column}"' for column in deciding)}, landed_at, _content, {identity} AS _identity,
            {_record(table, identity)} AS _record, CASE {fault or "WHEN false THEN 0"} END AS _fault
        FROM landed.{name} AS candidate
    """


def _ranked_sql(name: str, table: Table) -> str:
    """Rows ranked by version, with repeats of the version before them and other records of their key told apart."""
    order = ", ".join(table.version)
    oldest = ", ".join(f"{column} NULLS FIRST" for column in table.version)
    newest = ", ".join(f"{column} DESC NULLS LAST" for column in table.version)
    return f"""
        CREATE TABLE candidate.{name}_ranked AS
        WITH told AS (
            SELECT _record AS record, {order}, landed_at, _fault, _fault IS NULL AS is_good,
                coalesce(lag(_content) OVER by_version = _content, false) AS is_duplicate,
                _identity IS DISTINCT FROM first_value(_identity) OVER by_batch AS is_other_record
            FROM candidate.{name}
            WINDOW by_version AS (PARTITION BY _record ORDER BY {oldest}),
                by_batch AS (PARTITION BY _record, _batch ORDER BY {newest})
        )
        SELECT record, {PLACE}, landed_at, _fault, is_duplicate, is_other_record,
            max(landed_at) OVER (PARTITION BY record) AS last_landed_at,
            CASE WHEN is_judged THEN row_number() OVER (PARTITION BY record, is_judged ORDER BY {newest}) END AS rank,
            CASE WHEN is_judged AND is_good THEN
                row_number() OVER (PARTITION BY record, is_judged, is_good ORDER BY {newest}) END AS good_rank
        FROM (SELECT *, NOT (is_duplicate OR is_other_record) AS is_judged FROM told)
    """


def _record(table: Table, identity: str) -> str:
    """What makes rows versions of one record: their key; a row whose key cannot be read is a record of its own."""
    key = ", ".join(f'"{column}"' for column in table.key)
    usable = " AND ".join(f"coalesce(\"{column}\"::VARCHAR, '{HIDDEN}') <> '{HIDDEN}'" for column in table.key)
    unusable = f"coalesce(nullif({identity}, '{HIDDEN}'), _content::VARCHAR)"
    return f"md5_number(concat_ws(chr(31), {key}, CASE WHEN {usable} THEN '' ELSE {unusable} END))"


def _verdict_sql(name: str) -> str:
    return f"""
        CREATE TABLE candidate.{name}_verdict AS
        SELECT {PLACE}, landed_at, _fault, is_other_record,
            CASE
                WHEN is_duplicate THEN 'duplicate'
                WHEN removed.record IS NOT NULL AND (is_other_record OR rank = 1 OR good_rank = 1) THEN 'removed'
                WHEN is_other_record THEN 'held'
                WHEN good_rank = 1 THEN 'loaded'
                WHEN rank = 1 THEN 'held'
                ELSE 'superseded'
            END AS exit,
            coalesce(good_rank = 1 AND rank > 1, false) AS is_behind
        FROM candidate.{name}_ranked AS ranked
        LEFT JOIN candidate.{name}_removed AS removed USING (record)
    """


def _accepted_sql(name: str, table: Table, condition: str, ending: str) -> str:
    return f"""
        CREATE VIEW accepted.{name}{ending} AS
        SELECT {result_columns(table)}, verdict.is_behind, verdict.landed_at, {PLACE}, verdict.exit AS _exit
        FROM landed.{name} AS candidate
        INNER JOIN candidate.{name}_verdict AS verdict USING ({PLACE})
        WHERE {condition}
    """


def _count_sql(name: str, source: Source, table: Table) -> str:
    return f"""
        INSERT INTO part.row_exit__{name}
        SELECT '{source.id}', '{table.name}', _batch, exit, count(*)
        FROM candidate.{name}_verdict
        GROUP BY ALL
    """


def _held_sql(name: str, source: Source, table: Table) -> str:
    judged = list(faults(table))
    code = " ".join(f"WHEN {index} THEN '{each[0]}'" for index, each in enumerate(judged))
    message = " ".join(f"WHEN {index} THEN {each[2]}" for index, each in enumerate(judged))
    mended_by = " ".join(f"WHEN {index} THEN '{each[3]}'" for index, each in enumerate(judged))
    return f"""
        INSERT INTO part.held_row__{name}
        SELECT '{source.id}', '{table.name}', {_key(table)},
            CASE WHEN is_other_record THEN 'duplicate_key' ELSE CASE _fault {code} END END,
            CASE WHEN is_other_record THEN 'Trùng mã hồ sơ với bản ghi khác trong cùng lần gửi'
                ELSE CASE _fault {message} END END,
            CASE WHEN is_other_record THEN '{table.mended_by}' ELSE CASE _fault {mended_by} END END,
            {_locator(table)}, verdict.landed_at
        FROM landed.{name} AS candidate
        INNER JOIN candidate.{name}_verdict AS verdict USING ({PLACE})
        WHERE verdict.exit = 'held'
    """


def _finding_sql(name: str, source: Source, table: Table) -> list[str]:
    return [
        f"""
        INSERT INTO part.finding__{name}
        SELECT '{source.id}', '{table.name}', {_key(table)}, '{rule.id}', {message_of(rule, table)}, '{rule.mended_by}',
            {_locator(table)}, landed_at
        FROM accepted.{name} AS candidate
        WHERE {rule.where}
        """
        for rule in table.rules
        if rule.effect == "finding"
    ]


def _key(table: Table) -> str:
    """What names a row that is listed: its key, but for what stands for a person."""
    return " || ' · ' || ".join(f'quoted("{column}"::VARCHAR)' for column in table.key if column not in _persons(table))


def _locator(table: Table) -> str:
    """Where a listed row lies. One of a person is told down to its page: neighbours could be joined to one person."""
    return "_batch, _page, NULL::INTEGER" if _persons(table) else PLACE


def _persons(table: Table) -> frozenset[str]:
    """The columns of a key that stand for a person."""
    return frozenset(column for column in table.key if column in table.columns and table.columns[column].pii == "hash")


def _require_balance(connection: DuckDBPyConnection, source: Source, table: Table, landed_count: int) -> None:
    name = f"{source.id}__{table.name}"
    (given,) = connection.execute(f"SELECT count(*) FROM candidate.{name}_verdict").fetchone() or (0,)
    if landed_count != given:
        raise CheckFailed(
            f"Bảng {name}: {landed_count} bản ghi nhận về nhưng {given} bản ghi có kết quả xử lý; "
            f"số liệu mới của nguồn {source.id} được giữ lại, xem bảng candidate.{name}_verdict trong tệp build.",
            source.id,
        )
