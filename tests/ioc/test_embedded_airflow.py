import sqlite3
import stat
from pathlib import Path

import pytest

from ioc import embedded_airflow


def _database(home: Path, *statements: str) -> Path:
    file = home / "airflow" / "airflow.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return file


def test_secrets_are_made_once_and_nobody_else_may_read_them(home: Path) -> None:
    first = embedded_airflow.kept_secrets()
    embedded_airflow.kept_secrets.cache_clear()
    assert embedded_airflow.kept_secrets() == first
    for name in ("secrets.json", "passwords.json"):
        assert stat.S_IMODE((home / "airflow" / name).stat().st_mode) == 0o600
    assert len(first.jwt_secret) == 64


def test_airflow_listens_on_this_machine_only_and_calls_nobody(home: Path) -> None:
    given = embedded_airflow.environment()
    assert given["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert given["AIRFLOW__USAGE_DATA_COLLECTION__ENABLED"] == "False"
    assert given["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert "127.0.0.1" in given["NO_PROXY"].split(",")


def test_a_killed_task_is_noticed_within_half_a_minute(home: Path) -> None:
    given = embedded_airflow.environment()
    assert int(given["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT"]) <= 30
    assert int(given["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC"]) == 5
    assert int(given["AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL"]) <= 20


def test_the_folder_that_airflow_puts_on_the_path_does_not_hide_our_config(home: Path) -> None:
    assert embedded_airflow.environment()["AIRFLOW_HOME"] == str(home / "airflow")
    assert not (home / "airflow" / "config").exists()


def test_the_database_is_migrated_when_it_is_missing_or_of_another_version(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert embedded_airflow.migration()
    file = _database(home, "CREATE TABLE alembic_version (version TEXT)", "INSERT INTO alembic_version VALUES ('x')")
    assert embedded_airflow.migration()
    embedded_airflow.note_migrated()
    assert embedded_airflow.migration() is None
    with monkeypatch.context() as newer:
        newer.setattr(embedded_airflow, "version", lambda package: "3.4.0")
        assert embedded_airflow.migration()
    assert file.exists(), "an upgrade keeps the history"
    file.unlink()
    assert embedded_airflow.migration()


@pytest.mark.parametrize("statements", [(), ("CREATE TABLE alembic_version (version_num TEXT)",)])
def test_a_database_whose_making_was_interrupted_is_made_anew(home: Path, statements: tuple[str, ...]) -> None:
    file = _database(home, "CREATE TABLE dag (dag_id TEXT)", *statements)
    assert embedded_airflow.migration()
    assert not file.exists()
