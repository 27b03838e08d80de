"""What every source's folder must hold, whoever wrote it: complete declarations, samples that land, staging that keeps
every row, nothing personal unsaid. A new source is found by its presence; nobody adds it here.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from fnmatch import fnmatch
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import sqlglot
from croniter import croniter  # type: ignore[import-untyped]
from sqlglot import exp

from config import clock
from config.places import places
from connectors.kit.batch import Coverage, Writing, open_batch
from connectors.kit.contract import Source, Table
from connectors.kit.key_file import read_keys
from connectors.kit.landing import manifests
from connectors.kit.pages import RawPage, connector
from connectors.kit.registry import sources
from tests.installation import Installation, installed
from warehouse.cache import bring
from warehouse.horizon import collect
from warehouse.landed import open_build
from warehouse.steps import steps

SECTIONS = ("How it is reached", "Quirks", "Personal data")
# What a column that may hold something of a person is called, in English, in Vietnamese without accents, or as a label.
PERSONAL = re.compile(
    r"full_?name|person|citizen|applicant|phone|mobile|e_?mail|address|birth|identity|insurance|ethnic|gender"
    r"|ho_?ten|cccd|cmnd|bhyt|dien_?thoai|dia_?chi|ngay_?sinh|dan_?toc|dinh_?danh"
    r"|họ (và )?tên|số điện thoại|địa chỉ|ngày sinh|dân tộc|số định danh|căn cước",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
LEAST_LETTERS = 2

each_source = pytest.mark.parametrize("source", sources().values(), ids=sources())
each_table = pytest.mark.parametrize(
    ("source", "table"),
    [(source, table) for source in sources().values() for table in source.tables.values()],
    ids=lambda given: given.id if isinstance(given, Source) else given.name,
)


# ------------------------------------------------------------------------------------------------------ declarations
@each_source
def test_the_declaration_is_complete(source: Source) -> None:
    assert source.title_vi.strip() and source.title_en.strip() and source.owner.strip()
    assert all(unicodedata.is_normalized("NFC", text) for text in (source.title_vi, source.owner))
    assert source.folder.name == source.id and re.fullmatch(r"[a-z][a-z0-9_]{2,40}", source.id)
    assert date.fromisoformat(source.first_day) <= clock.today() and time.fromisoformat(source.schedule.deadline)
    assert all(croniter.is_valid(each) for each in (source.schedule.nightly, source.schedule.office) if each)
    assert source.limits.max_bytes > 0 and source.limits.timeout_s > 0 and source.raw_days > 0
    assert source.settings and all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in source.settings)
    assert {table.stream for table in source.tables.values()} == set(source.streams), "a stream that feeds no table"


@each_table
def test_every_column_is_named_in_vietnamese(source: Source, table: Table) -> None:
    labels = [column.label_vi for column in table.columns.values()]
    assert all(len(label.strip()) >= LEAST_LETTERS and unicodedata.is_normalized("NFC", label) for label in labels)
    assert len(labels) == len(set(labels)), "two columns under one label cannot be told apart in a message"
    assert table.key and table.mended_by.strip()


@each_source
def test_a_column_that_may_be_personal_says_what_is_done_with_it(source: Source) -> None:
    assert not (found := unsaid(source.folder / "source.toml")), found


@each_table
def test_rules_read_what_there_is_and_say_what_is_wrong(source: Source, table: Table) -> None:
    ids = [rule.id for rule in table.rules]
    assert len(ids) == len(set(ids))
    for rule in table.rules:
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", rule.id) and rule.mended_by.strip()
        assert len(rule.message_vi) > 10 and unicodedata.is_normalized("NFC", rule.message_vi)
        assert set(PLACEHOLDER.findall(rule.message_vi)) <= set(table.columns) | set(rule.values), rule.id
        for said in (rule.where, *rule.values.values()):
            assert not (missing := unknown_columns(table, said)), (rule.id, missing)


# ------------------------------------------------------------------------------------------------------------- files
@each_source
def test_the_folder_holds_what_a_source_consists_of(source: Source) -> None:
    held = {path.name for path in source.folder.iterdir()}
    assert held >= {"__init__.py", "source.toml", "pull.py", "staging", "sample", "README.md"}
    said = (source.folder / "README.md").read_text(encoding="utf-8")
    assert f"({source.id})" in said.splitlines()[0] and all(f"## {each}" in said for each in SECTIONS)
    variables = [f"IOC_{source.id}__{name}".upper() for name in source.settings]
    assert any(variable in said for variable in variables), "how the operator connects it"
    assert list(source.folder.glob("staging/*.sql"))


@each_source
def test_the_module_offers_what_the_kit_asks_for(source: Source) -> None:
    module = connector(source.id)
    assert isinstance(module.PARSER_VERSION, str) and module.PARSER_VERSION
    asked = ("parse", "identity") if source.kind == "files" else ("fetch", "count", "newest", "parse", "identity")
    assert [name for name in asked if not callable(getattr(module, name, None))] == []


# ------------------------------------------------------------------------------------------------------------ samples
@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("contracts")) as made:
        yield made


@each_source
def test_the_sample_lands_and_staging_keeps_every_row(installation: Installation, source: Source) -> None:
    pages = list(sample_pages(source))
    assert pages, "sample/ holds a page for a stream at least"
    land(source, pages)
    landed = manifests(places().landing, source.id)
    rows = {name: sum(each.rows.get(name, 0) for each in landed) for name in source.tables}
    assert sum(rows.values()) > 0
    build = open_build(":memory:", threads=1)
    prefixes = ("config", "landed.batch", f"accepted.{source.id}__", f"staging.{source.id}__")
    plan = [step for step in steps(collect(clock.today()), ()) if step.name.startswith(prefixes)]
    # Raises where exits do not add up to what landed, or a staging model loses a row.
    bring(build, plan)
    loaded = {name: build.execute(f"SELECT count(*) FROM accepted.{source.id}__{name}").fetchone() for name in rows}
    assert sum(found[0] for found in loaded.values() if found) > 0, "every row of the sample is held"
    build.close()


@each_source
def test_nothing_declared_dropped_lands_and_hashes_are_hashes(installation: Installation, source: Source) -> None:
    if not manifests(places().landing, source.id):
        land(source, list(sample_pages(source)))
    for manifest in manifests(places().landing, source.id):
        for name in manifest.rows:
            table, rows = source.tables[name], pq.read_table(manifest.rows_file(name)).to_pylist()
            dropped = {column.name for column in table.columns.values() if column.pii == "drop"}
            hashed = [column.name for column in table.columns.values() if column.pii == "hash"]
            assert not [row for row in rows if dropped & row.keys()]
            assert all(re.fullmatch(r"[0-9a-f]{64}", row[each]) for row in rows for each in hashed if row[each])


def sample_pages(source: Source) -> Iterator[tuple[str, RawPage]]:
    """(stream, page) of each sample: a file is named after its stream, or after a pattern of a drop folder."""
    for path in sorted(each for each in source.folder.glob("sample/**/*") if each.is_file()):
        named = [name for name in source.streams if path.stem == name]
        matched = [name for name, stream in source.streams.items() if stream.files and fnmatch(path.name, stream.files)]
        for stream in (named or matched)[:1]:
            is_file = bool(source.streams[stream].files)
            yield stream, RawPage(path.read_bytes(), path.name if is_file else None, clock.now() if is_file else None)


def land(source: Source, pages: list[tuple[str, RawPage]]) -> None:
    """Land every page as a pull would, a batch each."""
    writing = Writing(source, connector(source.id), read_keys(), places().landing, is_invented=True)
    for stream, page in pages:
        landed = manifests(places().landing, source.id)
        with open_batch(writing, stream, "full", landed[-1] if landed else None) as batch:
            batch.add(page)
            batch.land(batch.close_rows(), Coverage())


def unsaid(path: Path) -> list[str]:
    """The columns of a source.toml that look personal and do not say `pii`: even "none" shows that somebody looked."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = [(name, each) for table in raw["table"].values() for name, each in table["column"].items()]
    return [name for name, each in columns if "pii" not in each and PERSONAL.search(f"{name} {each}")]


def unknown_columns(table: Table, condition: str) -> list[str]:
    """The columns of the table that a condition names, and that do not land."""
    known = {column.name for column in table.landed_columns} | {"landed_at", "_batch", "_page", "_row"}
    query = sqlglot.parse_one(f"SELECT {condition} FROM candidate", read="duckdb")
    own = [each for each in query.find_all(exp.Column) if each.table in ("", "candidate")]
    inside = {each for select in query.find_all(exp.Subquery) for each in select.find_all(exp.Column)}
    return sorted({each.name for each in own if each.table or each not in inside} - known)


# -------------------------------------------------------------------------------------------------- the tests' own eyes
def test_a_name_that_nobody_declared_personal_is_seen(tmp_path: Path) -> None:
    text = (sources()["one_stop"].folder / "source.toml").read_text(encoding="utf-8")
    planted = tmp_path / "source.toml"
    planted.write_text(text.replace('pii = "drop", ', ""), encoding="utf-8")
    assert {"applicant_name", "applicant_phone"} <= set(unsaid(planted))


def test_a_rule_on_a_column_that_is_not_there_is_seen() -> None:
    table = sources()["one_stop"].tables["dossier"]
    assert unknown_columns(table, "status_code = '4' AND no_such_column > 1") == ["no_such_column"]
    assert unknown_columns(table, "candidate.gone IS NULL") == ["gone"]
    assert unknown_columns(table, "agency_code NOT IN (SELECT a.agency_code FROM config.agency AS a)") == []
