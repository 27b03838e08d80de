"""Which landed records are gone at their source: no list of keys has them, or a newer whole page lacks them."""

from connectors.kit.contract import Source, Table
from connectors.kit.exit_sql import PLACE, nothing_gone


def gone_sql(name: str, source: Source, table: Table) -> str:
    """Makes <name>_removed: the records that are gone at their source, as far as it says so."""
    return _left_out_sql(name, table) if table.whole else _unlisted_sql(name, source, table)


def _left_out_sql(name: str, table: Table) -> str:
    """Records whose newest page is older than the newest one of that of which they were then a part.

    What a newer page does not bring at all stays: it may be unreadable there, or come in two files.
    """
    part = ", ".join(f'"{column}"' for column in table.whole)
    order = ", ".join(f'"{column}" NULLS FIRST' for column in table.version if column != "_row")
    return f"""
        CREATE TEMP TABLE {name}_removed AS
        WITH paged AS (
            SELECT _record AS record, {part}, dense_rank() OVER (ORDER BY {order}) AS page
            FROM {name}_candidate
        ),
        newest AS (SELECT {part}, max(page) AS page FROM paged GROUP BY ALL),
        standing AS (
            SELECT DISTINCT * FROM paged QUALIFY rank() OVER (PARTITION BY record ORDER BY page DESC) = 1
        )
        SELECT DISTINCT standing.record
        FROM standing
        INNER JOIN newest USING ({part})
        WHERE standing.page < newest.page
    """


def _unlisted_sql(name: str, source: Source, table: Table) -> str:
    """Records that the newest reconciliation of their dates, later than their last landing, no longer lists."""
    if table.removed_by is None or table.covered_by is None:
        return nothing_gone(name)
    keys = f"candidate.{source.id}__{table.removed_by}"
    on_key = " AND ".join(f'listed."{column}" = candidate."{column}"' for column in table.key)
    return f"""
        CREATE TEMP TABLE {name}_removed AS
        WITH covering AS (
            SELECT ranked.record, ranked.{PLACE.replace(", ", ", ranked.")}, max(batch.landed_at) AS listed_at
            FROM {name}_ranked AS ranked
            INNER JOIN {name}_candidate AS candidate USING ({PLACE})
            INNER JOIN landed.batch AS batch
                ON batch.source = '{source.id}' AND batch.kind = 'reconciliation'
                AND batch.landed_at > ranked.last_landed_at
                AND candidate."{table.covered_by}" >= batch.window_from
                AND candidate."{table.covered_by}" < batch.window_until
            WHERE ranked.rank = 1
            GROUP BY ALL
        )
        SELECT covering.record
        FROM covering
        INNER JOIN {name}_candidate AS candidate USING ({PLACE})
        LEFT JOIN {keys} AS listed ON {on_key} AND listed.landed_at = covering.listed_at
        WHERE listed._batch IS NULL
    """
