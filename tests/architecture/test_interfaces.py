"""The code against docs/interfaces.md. The page is the promise: where they differ, one of them must change."""

import importlib
import inspect
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import get_args, get_origin, get_type_hints

import pytest
import typer.main

from config.places import Places
from config.sandbox_state import SandboxState
from config.settings import settings
from connectors.kit import contract
from connectors.kit.registry import sources
from ioc.main import app
from tests.architecture import interfaces_page as promised
from tests.architecture.files import ROOT
from tests.architecture.settings_names import source_variables, variables
from warehouse.build import run_models
from warehouse.horizon import collect
from warehouse.landed import open_build
from warehouse.publish import exported_tables
from warehouse.sentences import StateName

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
INDICATORS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("config/indicators/*.toml")
}


def _names(kind: type) -> frozenset[str]:
    assert is_dataclass(kind)
    return frozenset(field.name for field in fields(kind))


def _returned(call: str) -> type:
    """The dataclass that a call hands over, out of list[X] or X | None."""
    module, _, name = call.rpartition(".")
    hint = get_type_hints(getattr(importlib.import_module(module), name))["return"]
    kinds = [kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and get_origin(kind) is None]
    return next(kind for kind in kinds if is_dataclass(kind))


# ----------------------------------------------------------------------------------------------- command line, places
def test_the_commands_are_those_promised() -> None:
    shown = {name for name, command in COMMANDS.items() if not command.hidden}
    assert shown == set(promised.calls())


@pytest.mark.parametrize("name", promised.calls())
def test_a_command_takes_what_is_promised(name: str) -> None:
    call, parameters = promised.calls()[name], COMMANDS[name].params
    options = {word for parameter in parameters for word in parameter.opts if word.startswith("--")} - {"--help"}
    arguments = [parameter for parameter in parameters if not parameter.opts[0].startswith("-")]
    assert options == call.options
    assert len(arguments) == len(call.arguments)


def test_the_places_are_those_promised() -> None:
    listed = promised.quoted(1, "of the project) holds").replace("/", " ").split()
    homes = [name for name, kind in vars(Places).items() if isinstance(kind, property)]
    below = {getattr(Places(ROOT), name).relative_to(ROOT).parts[0] for name in homes}
    assert below == set(listed)


def test_the_settings_are_those_promised() -> None:
    known = {name for source in sources().values() for name in source_variables(source)}
    assert promised.settings() >= variables(), "settings that the page does not name"
    assert promised.settings() <= variables() | known, "settings that nobody reads"


def test_the_sandbox_announces_what_is_promised() -> None:
    assert _names(SandboxState) == promised.words(promised.quoted(1, "when it starts, holds"))


# ------------------------------------------------------------------------------------------------------------- files
def test_the_manifest_holds_what_is_promised() -> None:
    listed = promised.words(promised.quoted(2, "`manifest.json`:"))
    assert listed <= _names(_returned("connectors.kit.landing.manifests"))


def test_the_outcome_holds_what_is_promised() -> None:
    listed = promised.words(promised.quoted(2, "(source `build` for builds):"))
    assert listed == _names(_returned("connectors.kit.runner.pull")) - {"path"}


def test_the_pointer_holds_what_is_promised() -> None:
    listed = promised.words(promised.quoted(5, "`warehouse/current.json`:"))
    assert listed == _names(_returned("warehouse.publish.read_pointer"))


# ------------------------------------------------------------------------------------------------------ declarations
DECLARED = {
    "[schedule]": _names(contract.Schedule),
    "[limits]": _names(contract.Limits),
    "[retention]": {"raw_days"},
    "[stream.<s>]": _names(contract.Stream) - {"name"},
    "[table.<t>]": _names(contract.Table) - {"name", "columns", "rules"},
    "[table.<t>.column.<c>]": (_names(contract.Column) - {"name", "paths"}) | {"path"},
    "[[table.<t>.rule]]": _names(contract.Rule),
}


@pytest.mark.parametrize("title", DECLARED)
def test_source_toml_has_the_keys_promised(title: str) -> None:
    assert promised.declared_keys(title) == DECLARED[title]


def test_the_column_types_are_those_promised() -> None:
    paragraph = promised.section(3).partition("- `type`:")[2].partition("\n- `")[0]
    assert {name for name in contract.COLUMN_TYPES if f"`{name}`" in paragraph} == contract.COLUMN_TYPES


@pytest.mark.parametrize("source_id", sources())
def test_each_source_uses_promised_keys_only(source_id: str) -> None:
    raw = tomllib.loads((sources()[source_id].folder / "source.toml").read_text(encoding="utf-8"))
    for stream in raw["stream"].values():
        assert set(stream) <= promised.declared_keys("[stream.<s>]")
    for table in raw["table"].values():
        assert set(table) - {"column", "rule"} <= promised.declared_keys("[table.<t>]")
        for column in table["column"].values():
            assert set(column) <= promised.declared_keys("[table.<t>.column.<c>]")
        for rule in table.get("rule", ()):
            assert set(rule) <= promised.declared_keys("[[table.<t>.rule]]")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_each_indicator_uses_promised_keys_only(indicator: str) -> None:
    raw = INDICATORS[indicator]
    listed = promised.words(promised.quoted(6, "An indicator is `config/indicators/<id>.toml`:"))
    assert set(raw) - {"rows", "definition", "target", "band"} == listed & set(raw)
    assert set(raw.get("rows", ())) <= promised.declared_keys("[rows]")
    for part, title in (("definition", "[[definition]]"), ("target", "[[target]]")):
        for entry in raw.get(part, ()):
            assert set(entry) <= promised.declared_keys(title)
    for each in (part for definition in raw["definition"] for part in definition.get("part", ())):
        assert set(each) <= promised.declared_keys("[[definition.part]]")
    assert set(raw.get("band", ())) <= promised.declared_keys("[band]") and raw["id"] == indicator


def test_there_are_indicators() -> None:
    assert INDICATORS


# ------------------------------------------------------------------------------------------------------ calls, states
@pytest.mark.parametrize("call", promised.signatures())
def test_a_call_takes_what_is_promised(call: str) -> None:
    """The promised parameters by name and order; more may follow if they can be left out."""
    module, _, name = call.rpartition(".")
    taken = list(inspect.signature(getattr(importlib.import_module(module), name)).parameters.values())
    written = [part.strip().split("=")[0].lstrip("*") for part in promised.signatures()[call].split(",")]
    expected = [name for name in written if name]
    assert [parameter.name for parameter in taken][: len(expected)] == expected
    assert all(parameter.default is not parameter.empty for parameter in taken[len(expected) :])


def test_the_states_of_a_source_are_those_promised() -> None:
    """Types hold the code to these names."""
    assert set(get_args(StateName)) == promised.words(promised.quoted(5, "`state` is one of"))


# ------------------------------------------------------------------------------------------------------------ tables
@lru_cache(maxsize=1)
def _built() -> Mapping[str, frozenset[str]]:
    """{table: columns} of a build in which nothing has landed yet: marts and quality as they are published."""
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOC_HOME", home)
        settings.cache_clear()
        with open_build(":memory:") as connection:
            brought = run_models(connection, collect(date(2026, 11, 23)))
            published = exported_tables(connection, {table for table, _ in brought.contents})
            columns = connection.execute(
                "SELECT schema_name || '.' || table_name, list(column_name) FROM duckdb_columns() "
                "WHERE schema_name IN ('marts', 'quality') GROUP BY ALL"
            ).fetchall()
    settings.cache_clear()
    return {table: frozenset(names) for table, names in columns if table in published}


@pytest.mark.parametrize("table", promised.tables())
def test_a_table_has_the_columns_promised(table: str) -> None:
    assert _built().get(table, frozenset()) == promised.tables()[table]


def test_every_published_table_is_promised() -> None:
    assert set(_built()) == set(promised.tables())


def test_the_page_is_read_as_it_is_meant() -> None:
    """The reading of the page, on figures that are counted by hand: a promise that is not found is not held."""
    assert len(promised.calls()) == 12
    assert promised.calls()["raw"].arguments == ("BATCH", "PAGE", "ROW")
    assert promised.calls()["raw"].options == {"--table"}
    assert promised.calls()["pull"].options == {"--since", "--until", "--reconcile"}
    assert {"IOC_PORTS__WALL", "IOC_ONE_STOP__BASE_URL", "IOC_CLOCK"} <= promised.settings()
    assert len(promised.tables()) >= 28
    assert {"c1", "c11", "basis"} <= promised.tables()["marts.form_06a"]
    assert {"unit_kind", "is_coastal"} <= promised.tables()["marts.unit"]
    assert promised.tables()["quality.finding"] == promised.tables()["quality.held_row"]
    assert "nightly" in promised.declared_keys("[schedule]")
    assert "connectors.kit.landing.manifests" in promised.signatures()


DRIFT: list[tuple[str, str, Callable[[], None]]] = [
    ("| `serve` |", "| `served` |", test_the_commands_are_those_promised),
    ("[--reconcile]`", "`", lambda: test_a_command_takes_what_is_promised("pull")),
    ("inbox/ airflow/", "inbox/ airflow/ upload/", test_the_places_are_those_promised),
    ("`IOC_LANGUAGE`", "`IOC_TONGUE`", test_the_settings_are_those_promised),
    ("seed, scale, starts_at", "seed, size, starts_at", test_the_sandbox_announces_what_is_promised),
    ("watermark_before", "watermark_then", test_the_manifest_holds_what_is_promised),
    ("next_try_at, snapshot,", "snapshot,", test_the_outcome_holds_what_is_promised),
    ("content_hash", "hash_of_content", test_the_pointer_holds_what_is_promised),
    ("nightly, office", "nightly, day", lambda: test_source_toml_has_the_keys_promised("[schedule]")),
    ("`boolean`", "`bool`", test_the_column_types_are_those_promised),
    ("effect, message_vi", "effect", lambda: test_each_source_uses_promised_keys_only("one_stop")),
    ("basis, certainty", "basis", lambda: test_each_indicator_uses_promised_keys_only("on_time_share")),
    ("since=None, until=None", "start=None, until=None", lambda: test_a_call_takes_what_is_promised(CALL)),
    ("due_soon, late", "due_soon, too_late", test_the_states_of_a_source_are_those_promised),
    (
        "calendar_date, is_working",
        "day, is_working",
        lambda: test_a_table_has_the_columns_promised("marts.calendar_day"),
    ),
    ("`marts.period`", "`marts.span`", test_every_published_table_is_promised),
]
CALL = "connectors.kit.runner.pull"


@pytest.mark.parametrize(("before", "after", "check"), DRIFT, ids=[before for before, _, _ in DRIFT])
def test_drift_is_found(before: str, after: str, check: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    changed = promised.page().replace(before, after)
    assert changed != promised.page()
    monkeypatch.setattr(promised, "page", lambda: changed)
    with pytest.raises(AssertionError):
        check()
