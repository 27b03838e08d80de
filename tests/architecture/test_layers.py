"""The layers of pyproject.toml, held by import-linter: in this project, and in a small one that breaks them all."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.files import PACKAGES, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
PLANTED = {
    "config/a.py": "import ioc",
    "connectors/kit/a.py": "import warehouse.build",
    "warehouse/a.py": "import connectors.kit.runner",
    "dashboards/a.py": "import warehouse.build",
    "sandbox/a.py": "import connectors.kit.contract",
    "ioc/a.py": "import airflow.sdk",
    "warehouse/b.py": "import plotly.graph_objects",
    "connectors/one_stop/a.py": "import duckdb",
    "ioc/b.py": "import httpx",
    "tests/oracle/a.py": "import duckdb",
}
ALLOWED = {
    "warehouse/build.py": "import duckdb, config\nfrom connectors.kit import candidates, contract, exit_sql, landing",
    "warehouse/horizon.py": "from connectors.kit import registry",
    "warehouse/reader.py": "import duckdb",
    "dashboards/app.py": "import dash, plotly, warehouse.reader\nfrom connectors.kit import contract, registry, inbox",
    "connectors/kit/runner.py": "import httpx, authlib, duckdb, config",
    "connectors/kit/candidates.py": "from connectors.kit import contract",
    "connectors/kit/exit_sql.py": "from connectors.kit import candidates, contract",
    "connectors/kit/contract.py": "",
    "connectors/kit/registry.py": "from connectors.kit import contract",
    "connectors/kit/landing.py": "from connectors.kit import registry",
    "connectors/kit/inbox.py": "from connectors.kit import contract",
    "connectors/one_stop/pull.py": "from connectors.kit import runner",
    "ioc/main.py": "import sandbox, warehouse.build, connectors.kit.runner, dashboards.app",
    "ioc/airflow_api.py": "import httpx",
    "config/b.py": "",
}


def _lint(project: Path) -> tuple[int, str]:
    command: list[str | Path] = [
        Path(sys.executable).parent / "lint-imports",
        "--config",
        ROOT / "pyproject.toml",
        "--no-logo",
    ]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _make(project: Path, files: dict[str, str]) -> None:
    for package in (*PACKAGES, "connectors/kit", "connectors/one_stop", "tests", "tests/oracle"):
        (project / package).mkdir(parents=True, exist_ok=True)
        (project / package / "__init__.py").touch()
    for path, text in files.items():
        (project / path).write_text(text, encoding="utf-8")


def test_the_project_keeps_its_layers() -> None:
    status, said = _lint(ROOT)
    assert status == 0, said


def test_every_layer_is_seen_broken(tmp_path: Path) -> None:
    _make(tmp_path, ALLOWED | PLANTED)
    status, said = _lint(tmp_path)
    assert status != 0
    assert f"0 kept, {len(CONTRACTS)} broken" in said, said


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    _make(tmp_path, ALLOWED)
    status, said = _lint(tmp_path)
    assert status == 0, said


def test_every_room_is_under_the_contracts() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "dags"}
    assert rooms == set(PACKAGES)
