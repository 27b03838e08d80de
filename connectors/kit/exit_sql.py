"""One exit for each landed row, as SQL made from a contract: loaded, superseded, duplicate, held or removed.

The newest version of a key is judged; if it is held, the newest good one before it stays loaded and is behind
(docs/interfaces.md 4). The builder runs these statements over all that landed, and `connectors.kit.judging` over one
file that somebody brought.
"""

from connectors.kit.candidates import DUPLICATE_KEY_VI, faults, key_shown, message_of, persons, result_columns
from connectors.kit.contract import HIDDEN, Source, Table

SCHEMAS = ("landed", "candidate", "accepted", "part")
PLACE = "_batch, _page, _row"
PARTS = ("row_exit", "held_row", "finding")
# The shapes of what each source and each mart adds to a table of quality: parts are tables of the same columns.
SHAPES = """
    CREATE TABLE part.row_exit (source VARCHAR, table_name VARCHAR, batch VARCHAR, exit VARCHAR, row_count BIGINT);
    CREATE TABLE part.held_row (source VARCHAR, table_name VARCHAR, key VARCHAR, code VARCHAR, message_vi VARCHAR,
        mended_by VARCHAR, batch VARCHAR, page INTEGER, row INTEGER, landed_at TIMESTAMPTZ);
    CREATE TABLE part.finding AS FROM part.held_row;
"""


def exit_tables(name: str, *, keeps_candidates: bool) -> tuple[str, ...]:
    """The tables that judging `<source>__<table>` makes and leaves."""
    kept = (f"candidate.{name}",) if keeps_candidates else ()
    return (*kept, f"candidate.{name}_verdict", *(f"part.{part}__{name}" for part in PARTS))


def exit_views(name: str) -> tuple[str, ...]:
    """The views that staging models read."""
    return f"accepted.{name}", f"accepted.{name}_version", f"accepted.{name}_held"


def nothing_gone(name: str) -> str:
    """Makes <name>_removed where no record is gone at its source."""
    return f"CREATE TEMP TABLE {name}_removed (record UHUGEINT)"


def exit_statements(
    source: Source, table: Table, gone: str, *, keeps_candidates: bool, of_one_file: bool = False
) -> tuple[str, ...]:
    """What judges the rows of `landed.<source>__<table>`: makes the tables and views above.

    `gone` is the statement that makes <source>__<table>_removed; `keeps_candidates` leaves what decides about each row,
    candidate.<source>__<table>, to who reads it afterwards. Who brought one file sees its rows anyway,
    and is told them also where they are of persons.
    """
    place = PLACE if of_one_file else _locator(table)
    name = f"{source.id}__{table.name}"
    return (
        _candidate_sql(name, table),
        *([f"CREATE TABLE candidate.{name} AS FROM {name}_candidate"] if keeps_candidates else []),
        _ranked_sql(name, table),
        gone,
        _verdict_sql(name),
        f"DROP TABLE {name}_candidate",
        f"DROP TABLE {name}_ranked",
        f"DROP TABLE {name}_removed",
        _accepted_sql(name, table, "verdict.exit = 'loaded'", ""),
        _accepted_sql(name, table, "verdict.exit IN ('loaded', 'superseded') AND verdict._fault IS NULL", "_version"),
        _held_view_sql(name, table),
        *(f"CREATE TABLE part.{part}__{name} AS FROM part.{part}" for part in PARTS),
        _count_sql(name, source, table),
        _held_sql(name, source, table, place),
        *_finding_sql(name, source, table, place),
    )


def _candidate_sql(name: str, table: Table) -> str:
    """What decides about a row, and nothing else of it: the wide columns stay where they lie until exits are given."""
    fault = " ".join(f"WHEN {each.condition} THEN {index}" for index, each in enumerate(faults(table)))
    identity = f'"{table.identity}"' if table.identity else "NULL::VARCHAR"
    covered = [table.covered_by] if table.covered_by else []
    deciding = dict.fromkeys([*table.key, *table.version, *table.whole, *covered])
    return f"""
        CREATE TEMP TABLE {name}_candidate AS
        SELECT {", ".join(f'"{column}"' for column in deciding)}, landed_at, _content, {identity} AS _identity,
            {_record(table, identity)} AS _record, CASE {fault or "WHEN false THEN 0"} END AS _fault
        FROM landed.{name} AS candidate
    """


def _ranked_sql(name: str, table: Table) -> str:
    """Rows ranked by version, with repeats of the version before them and other records of their key told apart.

    Made for the statements of this judgement alone. All windows of one level but that of batches share one order: each
    further one would sort all rows again.
    """
    order = ", ".join(table.version)
    newest = ", ".join(f"{column} DESC NULLS LAST" for column in table.version)
    before = f"lead(_content) OVER (PARTITION BY _record ORDER BY {newest})"
    first_of_batch = f"first_value(_identity) OVER (PARTITION BY _record, _batch ORDER BY {newest})"
    is_other_record = f"_identity IS DISTINCT FROM {first_of_batch}" if table.identity else "false"
    return f"""
        CREATE TEMP TABLE {name}_ranked AS
        WITH told AS (
            SELECT _record AS record, {order}, landed_at, _fault, _fault IS NULL AS is_good,
                coalesce({before} = _content, false) AS is_duplicate,
                {is_other_record} AS is_other_record
            FROM {name}_candidate
        )
        SELECT record, {PLACE}, landed_at, _fault, is_duplicate, is_other_record,
            max(landed_at) OVER (newest ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_landed_at,
            CASE WHEN is_judged THEN count(*) FILTER (WHERE is_judged) OVER so_far END AS rank,
            CASE WHEN is_judged AND is_good THEN count(*) FILTER (WHERE is_judged AND is_good) OVER so_far END
                AS good_rank
        FROM (SELECT *, NOT (is_duplicate OR is_other_record) AS is_judged FROM told)
        WINDOW newest AS (PARTITION BY record ORDER BY {newest}), so_far AS (newest ROWS UNBOUNDED PRECEDING)
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
        FROM {name}_ranked AS ranked
        LEFT JOIN {name}_removed AS removed USING (record)
    """


def _accepted_sql(name: str, table: Table, condition: str, ending: str) -> str:
    return f"""
        CREATE VIEW accepted.{name}{ending} AS
        SELECT {result_columns(table)}, verdict.is_behind, verdict.landed_at, {PLACE}, verdict.exit AS _exit
        FROM landed.{name} AS candidate
        INNER JOIN candidate.{name}_verdict AS verdict USING ({PLACE})
        WHERE {condition}
    """


def _held_view_sql(name: str, table: Table) -> str:
    """The held rows with what could be read of them and why they are held: some are counted as what did not count."""
    return f"""
        CREATE VIEW accepted.{name}_held AS
        SELECT {result_columns(table)}, verdict.landed_at, {PLACE}, {_fault_code(table)} AS _code
        FROM landed.{name} AS candidate
        INNER JOIN candidate.{name}_verdict AS verdict USING ({PLACE})
        WHERE verdict.exit = 'held'
    """


def _fault_code(table: Table) -> str:
    code = " ".join(f"WHEN {index} THEN '{each.code}'" for index, each in enumerate(faults(table)))
    return f"CASE WHEN is_other_record THEN 'duplicate_key' ELSE CASE _fault {code} END END"


def _count_sql(name: str, source: Source, table: Table) -> str:
    return f"""
        INSERT INTO part.row_exit__{name}
        SELECT '{source.id}', '{table.name}', _batch, exit, count(*)
        FROM candidate.{name}_verdict
        GROUP BY ALL
    """


def _held_sql(name: str, source: Source, table: Table, place: str) -> str:
    judged = list(faults(table))
    message = " ".join(f"WHEN {index} THEN {each.message}" for index, each in enumerate(judged))
    mended_by = " ".join(f"WHEN {index} THEN '{each.mended_by}'" for index, each in enumerate(judged))
    return f"""
        INSERT INTO part.held_row__{name}
        SELECT '{source.id}', '{table.name}', {key_shown(table)},
            {_fault_code(table)},
            CASE WHEN is_other_record THEN '{DUPLICATE_KEY_VI}'
                ELSE CASE _fault {message} END END,
            CASE WHEN is_other_record THEN '{table.mended_by}' ELSE CASE _fault {mended_by} END END,
            {place}, verdict.landed_at
        FROM landed.{name} AS candidate
        INNER JOIN candidate.{name}_verdict AS verdict USING ({PLACE})
        WHERE verdict.exit = 'held'
    """


def _finding_sql(name: str, source: Source, table: Table, place: str) -> list[str]:
    return [
        f"""
        INSERT INTO part.finding__{name}
        SELECT '{source.id}', '{table.name}', {key_shown(table)}, '{rule.id}', {message_of(rule, table)},
            '{rule.mended_by}', {place}, landed_at
        FROM accepted.{name} AS candidate
        WHERE {rule.where}
        """
        for rule in table.rules
        if rule.effect == "finding"
    ]


def _locator(table: Table) -> str:
    """Where a listed row lies. One of a person is told down to its page: neighbours could be joined to one person."""
    return "_batch, _page, NULL::INTEGER" if persons(table) else PLACE
