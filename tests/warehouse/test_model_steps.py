"""What of a build is written down, and what is only read through."""

import duckdb

from config.places import places
from connectors.kit.registry import sources
from tests.installation import Installation
from warehouse.graph import read_models


def named(kind: str, schema: str) -> set[str]:
    """The tables or views of a schema in the build file."""
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        found = built.execute(f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE schema_name = ?", [schema])
        return {str(name) for (name,) in found.fetchall()}


def test_staging_is_written_down_where_two_marts_read_it(built: Installation) -> None:
    models = read_models(sources().values())
    staged = {model.name for model in models if model.schema == "staging"}
    shared = {name for name in staged if sum(f"staging.{name}" in model.reads for model in models) > 1}
    assert named("table", "staging") == shared and named("view", "staging") == staged - shared
    assert "one_stop__dossier" in shared and "one_stop__dossier_version" in staged - shared


def test_what_decides_about_a_row_is_kept_only_for_another_judgement(built: Installation) -> None:
    kept = {name for name in named("table", "candidate") if not name.endswith("_verdict")}
    assert kept == {"one_stop__dossier_key", "smas__pupil"}
