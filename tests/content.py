"""What a published snapshot says, as one hash: for comparing a run with faults to one without.

The columns that say in which batch a row landed, and when, differ by nature and are left out.
"""

import hashlib
from collections.abc import Iterable

from warehouse import reader

LANDING = {"landed_at", "known_at", "batch", "page", "row"}
# How often a row landed is of the pulling, not of what was pulled.
PULLING = "landed_row_day"
# What the source said between a fault and its mending stays in the history of the dossier.
HISTORY = "dossier_version"


def content(*, with_history: bool = True) -> str:
    """One hash over all published marts; equal rows, in whatever order, hash alike."""
    columns = reader.sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts' ORDER BY ALL"
    )
    tables = [
        _summed(str(table), (name for name in named.column_name if name not in LANDING))
        for table, named in columns.groupby("table_name")
        if table != PULLING and (with_history or table != HISTORY)
    ]
    sums = reader.sql(" UNION ALL ".join(tables)).sort_values("name").to_csv(index=False)
    return hashlib.sha256(sums.encode()).hexdigest()


def _summed(table: str, columns: Iterable[str]) -> str:
    """The query for a table's name, its number of rows and the sum of their hashes."""
    kept = ", ".join(f'"{name}"' for name in columns)
    return (
        f"SELECT '{table}' AS name, count(*) AS row_count, "
        "sum(md5_number_lower(whole::VARCHAR)::HUGEINT)::VARCHAR AS total "
        f"FROM (SELECT {kept} FROM marts.{table}) AS whole"
    )
