"""The Airflow inside `ioc up`: its environment, secrets, database and processes, all below IOC_HOME/airflow.

Nothing is left to Airflow's own defaults that would listen on the network, call home, wait minutes after a crash, or
read a `config` folder of its own in place of ours.
"""

import json
import secrets
import sqlite3
import sys
from base64 import urlsafe_b64encode
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from config.files import write_atomically
from config.places import places
from config.settings import PROJECT, child_environment, settings
from ioc.processes import Part

ADMIN = "admin"
HOST = "127.0.0.1"
# As many as a small machine has cores.
TASKS_AT_ONCE = 2
COMPONENTS = {
    "api-server": ("Airflow: giao diện và API", ("api-server",)),
    "scheduler": ("Airflow: bộ lập lịch", ("scheduler", "--skip-serve-logs")),
    "dag-processor": ("Airflow: bộ đọc DAG", ("dag-processor",)),
}


@dataclass(frozen=True)
class Secrets:
    """Made once for an IOC_HOME and kept in AIRFLOW_HOME with mode 0600."""

    password: str
    jwt_secret: str
    fernet_key: str
    secret_key: str


@lru_cache(maxsize=1)
def kept_secrets() -> Secrets:
    """This installation's secrets; made, with Airflow's own password file, where there are none yet."""
    file = places().airflow / "secrets.json"
    if not file.exists():
        fresh = Secrets(
            password=secrets.token_urlsafe(12),
            jwt_secret=secrets.token_hex(32),
            fernet_key=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            secret_key=secrets.token_hex(32),
        )
        write_atomically(file, json.dumps(fresh.__dict__, indent=2).encode(), mode=0o600)
    kept = Secrets(**json.loads(file.read_text(encoding="utf-8")))
    write_atomically(_password_file(), json.dumps({ADMIN: kept.password}).encode(), mode=0o600)
    return kept


def address() -> str:
    """Where the api-server answers."""
    return f"http://{HOST}:{settings().ports.airflow}"


def environment() -> dict[str, str]:
    """What every Airflow process gets on top of our own environment."""
    options = {
        f"AIRFLOW__{name}": value
        for group in (_core(), _api(), _scheduling(), _quiet())
        for name, value in group.items()
    }
    return options | {
        "AIRFLOW_HOME": str(places().airflow),
        "AIRFLOW_VAR_METADATA_DATABASE": f"sqlite:///{_database()}",
        "PYTHONPATH": str(PROJECT),
        "NO_PROXY": _with_ourselves("NO_PROXY"),
        "no_proxy": _with_ourselves("no_proxy"),
        "DO_NOT_TRACK": "1",
        "SCARF_ANALYTICS": "false",
        "PYTHONWARNINGS": "ignore",
    }


def _core() -> dict[str, str]:
    return {
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(TASKS_AT_ONCE),
        "CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "CORE__FERNET_KEY": kept_secrets().fernet_key,
        "CORE__HOSTNAME_CALLABLE": "socket.gethostname",
        "CORE__EXECUTION_API_SERVER_URL": f"{address()}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_password_file()),
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_database()}",
        "DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
    }


def _api() -> dict[str, str]:
    return {
        "API__HOST": HOST,
        "API__PORT": str(settings().ports.airflow),
        "API__BASE_URL": address(),
        "API__WORKERS": "1",
        "API__SECRET_KEY": kept_secrets().secret_key,
        "API__ENABLE_SWAGGER_UI": "False",
        "API_AUTH__JWT_SECRET": kept_secrets().jwt_secret,
    }


def _scheduling() -> dict[str, str]:
    """Measured: with the defaults a task whose scheduler was killed blocked its DAG for 315 s, with these for 30 s.

    The missing heartbeat or the orphan check finds it. Shorter times would take a stalled machine for a dead one.
    """
    return {
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
        "SCHEDULER__ENABLE_HEALTH_CHECK": "False",
        "DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
        "DAG_PROCESSOR__PRINT_STATS_INTERVAL": "0",
    }


def _quiet() -> dict[str, str]:
    return {
        "USAGE_DATA_COLLECTION__ENABLED": "False",
        "LOGGING__BASE_LOG_FOLDER": str(places().airflow / "logs"),
        "LOGGING__COLORED_CONSOLE_LOG": "False",
        "LOGGING__UVICORN_LOGGING_LEVEL": "WARNING",
        "LOGGING__NAMESPACE_LEVELS": "http.access=WARNING alembic=WARNING",
    }


def parts() -> list[Part]:
    """The three processes of Airflow; no triggerer, because no task of ours defers."""
    return [
        Part(f"airflow-{name}", title, _airflow(*arguments), places().logs / f"airflow-{name}.log", environment())
        for name, (title, arguments) in COMPONENTS.items()
    ]


def migration() -> Part | None:
    """The process that makes or upgrades Airflow's database; None where this version has done so already."""
    if _migrated_file().exists() and _migrated_file().read_text(encoding="utf-8") == _migrated():
        return None
    places().airflow.mkdir(parents=True, exist_ok=True, mode=0o700)
    _drop_unfinished(_database())
    log = places().logs / "airflow-migrate.log"
    return Part("airflow-migrate", "Airflow: cơ sở dữ liệu", _airflow("db", "migrate"), log, environment())


def note_migrated() -> None:
    """Remember that the database fits this version of Airflow."""
    write_atomically(_migrated_file(), _migrated().encode())


def _drop_unfinished(database: Path) -> None:
    """Remove a database whose first making was interrupted: without a revision no migration can start from it."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as connection:
        try:
            stamped = connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0]
        except sqlite3.DatabaseError:
            stamped = 0
    if not stamped:
        for file in database.parent.glob("airflow.db*"):
            file.unlink()


def _airflow(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "airflow", *arguments)


def _database() -> Path:
    return places().airflow / "airflow.db"


def _password_file() -> Path:
    return places().airflow / "passwords.json"


def _migrated_file() -> Path:
    return places().airflow / "migrated.txt"


def _migrated() -> str:
    return f"{version('apache-airflow-core')} {_database().exists()}"


def _with_ourselves(name: str) -> str:
    given = child_environment({}).get(name, "")
    return ",".join(part for part in (given, HOST, "localhost") if part)
