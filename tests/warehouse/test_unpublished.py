"""Rows of single persons stay in the build file: no snapshot holds them, and no number leads to them."""

from datetime import date

import duckdb
import pytest

from config.places import places
from connectors.kit.registry import sources
from tests.installation import Installation
from warehouse import reader
from warehouse.graph import read_models
from warehouse.indicator_files import read_indicators
from warehouse.reader import Counted, QueryInvalid, Scope

WITHHELD = {model.table for model in read_models(sources().values()) if not model.is_published}


def tables(file: str) -> set[str]:
    with duckdb.connect(file, read_only=True) as connection:
        found = connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    return {name for (name,) in found}


def test_a_snapshot_holds_no_row_of_a_pupil(demo: Installation) -> None:
    assert {"marts.pupil_term", "marts.pupil_subject_term", "marts.class_count"} <= WITHHELD
    assert tables(str(places().build / "build.duckdb")) >= WITHHELD
    snapshot = reader.current()
    assert snapshot is not None
    published = tables(str(places().warehouse / f"{snapshot.id}.duckdb"))
    assert not published & WITHHELD and "marts.class_term" in published
    columns = reader.sql("SELECT column_name FROM duckdb_columns() WHERE column_name LIKE '%hash%'")
    assert columns.empty


def test_a_number_over_such_rows_is_not_followed_to_them(demo: Installation) -> None:
    over = [each for each in read_indicators() if each.definitions[-1].mart in WITHHELD]
    assert len(over) >= 8
    for indicator in over:
        assert not indicator.rows_vi, f"{indicator.id} offers a list of rows that nobody may see"
        asked = Counted(indicator.id, "BS5", date(2025, 7, 1), "successor", date(2025, 9, 5), date(2026, 5, 31))
        with pytest.raises(QueryInvalid, match="dữ liệu từng người"):
            reader.query("procedures/whole", asked, scope=Scope.everything())
    told = reader.sql("SELECT indicator FROM marts.indicator_definition WHERE mart IS NULL")["indicator"]
    assert set(told) == {indicator.id for indicator in over}
