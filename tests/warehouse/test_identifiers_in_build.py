"""No planted person can be found in a build, a snapshot, or anything else that is not encrypted."""

import logging
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from config.places import places
from connectors.kit.key_file import read_keys
from connectors.kit.runner import pull
from sandbox.people import Person
from tests.connectors.test_identifiers import forms, texts
from tests.installation import Installation, installed, served
from warehouse import build as build_module
from warehouse import reader
from warehouse.indicator_files import read_indicators

PEOPLE = (
    Person("Nguyễn Thị Gieo", "051190001234", "0905123456", gender=0),
    Person("Đặng Văn Cấy", "051090005678", "0914555777"),
    Person("Huỳnh Đức Trồng", "212345678", "0935.123.458"),
)
PLANTED = [text for one in PEOPLE for text in (one.full_name, one.identity_number, one.phone_number, one.email)]


def cells(database: Path) -> Iterator[tuple[str, str]]:
    """Every table of a DuckDB file as text, by its name."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT whole::VARCHAR FROM {table} AS whole").fetchall()
            yield table, "\n".join(text for (text,) in rows)


def found(pieces: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which planted identifier stands where, as it is or as its unkeyed digest."""
    wanted = {form.lower(): planted for planted in PLANTED for form in forms(planted)}
    return {
        (planted, where)
        for where, text in pieces
        for lowered in [text.lower()]
        for form, planted in wanted.items()
        if form in lowered
    }


def files(home: Path) -> Iterator[tuple[str, str]]:
    return ((path.name, text) for path, text in texts(home))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """An installation whose district knows these people, and everything that was logged."""
    logged: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    root, level = logging.getLogger(), logging.getLogger().level
    with installed(tmp_path_factory.mktemp("planted"), scale=0.002) as installation:
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            with served(installation, planted=PEOPLE):
                pull("one_stop", reconcile=True)
            # Indicators are numbers only, and take most of a build's time.
            installation.patch.setattr(build_module, "read_indicators", lambda: read_indicators()[:1])
            build_module.build()
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        yield installation, "\n".join(logged)


def test_the_people_did_apply(planted: tuple[Installation, str]) -> None:
    keyed = [read_keys().identifier_hash(one.identity_number) for one in PEOPLE]
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as connection:
        landed = connection.execute("SELECT applicant_identity FROM landed.one_stop__dossier").fetchall()
    assert all((one,) in landed for one in keyed)


def test_no_table_of_the_build_or_the_snapshot_names_them(planted: tuple[Installation, str]) -> None:
    databases = [places().build / "build.duckdb", *places().warehouse.glob("*.duckdb")]
    assert len(databases) == 2
    for database in databases:
        tables = dict(cells(database))
        assert all(tables[name] for name in ("marts.dossier", "quality.row_exit", "quality.outcome"))
        assert found(iter(tables.items())) == set()
    assert len(reader.sql("SELECT * FROM quality.provenance")) > 10


def test_no_file_and_no_log_line_names_them(planted: tuple[Installation, str]) -> None:
    installation, logged = planted
    names = {name for name, _ in files(installation.home)}
    assert {"manifest.json", "current.json", "dossier.parquet"} <= names
    assert found(files(installation.home)) == set()
    assert logged and found(iter([("log", logged)])) == set()


@pytest.mark.parametrize("planted_text", PLANTED)
def test_the_search_finds_what_is_there(tmp_path: Path, planted_text: str) -> None:
    file = tmp_path / "made.duckdb"
    with duckdb.connect(str(file)) as made:
        for number, form in enumerate(sorted(forms(planted_text))):
            made.execute(
                f"CREATE TABLE made_{number} AS SELECT 1 AS a, [{{'b': ?}}] AS nested", [f"x {form.upper()} y"]
            )
    where = {table for text, table in found(cells(file)) if text == planted_text}
    assert len(where) == len(forms(planted_text)) == len(list(cells(file)))
