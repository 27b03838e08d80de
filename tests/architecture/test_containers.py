"""The container files, checked without a container engine: their form, what they promise, and that the code agrees."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]

from config.settings import Settings
from connectors.kit.registry import sources
from ioc import embedded_airflow
from ioc.main import app
from tests.architecture.files import ROOT
from tests.architecture.settings_names import source_variables, variables

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
BIN = Path(sys.executable).parent
SECRETS = ("AIRFLOW_DATABASE_PASSWORD", "AIRFLOW_FERNET_KEY", "AIRFLOW_SECRET_KEY", "AIRFLOW_JWT_SECRET")

# What containers must set otherwise than `ioc up`: places, addresses between containers, secrets from .env.
DIFFERENT_IN_CONTAINERS = {
    "AIRFLOW_HOME",
    "AIRFLOW_VAR_METADATA_DATABASE",
    "AIRFLOW__API__BASE_URL",
    "AIRFLOW__API__HOST",
    "AIRFLOW__API__PORT",
    "AIRFLOW__API__SECRET_KEY",
    "AIRFLOW__API_AUTH__JWT_SECRET",
    "AIRFLOW__CORE__DAGS_FOLDER",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
    "AIRFLOW__CORE__FERNET_KEY",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def _schema_check(file: Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", file]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _hadolint(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "hadolint", file], capture_output=True, text=True, check=False)


def _resolved(file: Path, folder: Path, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """podman-compose resolves variables, anchors and profiles by itself; it only insists on seeing a podman."""
    stand_in = folder / "podman"
    stand_in.write_text("#!/bin/sh\necho podman version 5.0.0\n", encoding="utf-8")
    stand_in.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), **given}
    command: list[str | Path] = [BIN / "podman-compose", "--file", file, "--profile", "sandbox", "config"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)


def test_compose_follows_the_specification() -> None:
    checked = _schema_check(COMPOSE)
    assert checked.returncode == 0, checked.stdout


def test_a_mistake_in_compose_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("healthcheck:", "health_check:"), encoding="utf-8")
    assert _schema_check(wrong).returncode != 0


def test_the_dockerfile_has_no_remarks() -> None:
    checked = _hadolint(DOCKERFILE)
    assert checked.returncode == 0, checked.stdout


def test_a_mistake_in_the_dockerfile_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "Dockerfile"
    wrong.write_text("FROM python:latest\nRUN cd /tmp && sudo ls\n", encoding="utf-8")
    assert _hadolint(wrong).returncode != 0


def test_every_variable_resolves(tmp_path: Path) -> None:
    resolved = _resolved(COMPOSE, tmp_path, dict.fromkeys(SECRETS, "made-up"))
    assert resolved.returncode == 0, resolved.stderr
    assert "${" not in resolved.stdout


@pytest.mark.parametrize("missing", SECRETS)
def test_nothing_starts_with_a_secret_missing(missing: str, tmp_path: Path) -> None:
    given = {name: "made-up" for name in SECRETS if name != missing}
    resolved = _resolved(COMPOSE, tmp_path, given)
    assert resolved.returncode != 0
    assert missing in resolved.stderr


def test_secrets_are_explained_and_are_in_no_file() -> None:
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    for name in SECRETS:
        assert name in operations
    for file in (COMPOSE, DOCKERFILE, ROOT / ".env.example"):
        for line in file.read_text(encoding="utf-8").splitlines():
            given = re.match(r"\s*(?:- )?\w*(?:SECRET|PASSWORD|FERNET)(?!\w*_FILE)\w*\s*[:=]\s*(\S.*)", line)
            assert given is None or given[1].startswith("${"), line


def test_the_image_is_one_for_all_and_runs_as_nobody_special(services: dict[str, dict[str, Any]]) -> None:
    images = {service["image"] for name, service in services.items() if name != "database"}
    assert len(images) == 1
    instructions = DOCKERFILE.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"FROM python:3\.1[123]-slim-bookworm", next(line for line in instructions if "FROM" in line))
    assert [line for line in instructions if line.startswith("USER")] == ["USER 10001"]
    assert "--require-hashes" in "".join(instructions)


def test_the_screens_see_no_key_and_no_secret(services: dict[str, dict[str, Any]]) -> None:
    for name in ("screens", "sandbox"):
        service = services[name]
        assert not [volume for volume in service["volumes"] if volume.startswith(("keys", "airflow"))]
        assert not [key for key in service["environment"] if "SECRET" in key or "KEY" in key or "PASSWORD" in key]
    assert any(volume.startswith("keys:") for volume in services["scheduler"]["volumes"])


def test_ports_are_published_on_this_machine_only(services: dict[str, dict[str, Any]]) -> None:
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    inside = {int(port.rsplit(":", 1)[1]) for port in published}
    assert inside == set(Settings.model_fields["ports"].default.model_dump().values())


def test_all_that_runs_on_has_a_health_check(services: dict[str, dict[str, Any]]) -> None:
    lasting = {name for name, service in services.items() if service["restart"] != "no"}
    assert lasting == {name for name, service in services.items() if "healthcheck" in service}


def test_the_commands_exist(services: dict[str, dict[str, Any]]) -> None:
    commands = [service["command"] for service in services.values() if "command" in service]
    commands.append(json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)[0]))
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert {command[1] for command in commands if command[0] == "ioc"} <= set(known)
    started = {shlex.join(command[1:]) for command in commands if command[0] == "airflow"}
    assert started == {"db migrate", *(shlex.join(words) for _, words in embedded_airflow.COMPONENTS.values())}


def test_the_settings_exist(services: dict[str, dict[str, Any]]) -> None:
    known = variables() | {name for source in sources().values() for name in source_variables(source)}
    named = {key for service in services.values() for key in service.get("environment", {}) if key.startswith("IOC_")}
    named |= set(re.findall(r"\bIOC_\w+", DOCKERFILE.read_text(encoding="utf-8")))
    named |= set(re.findall(r"\bIOC_\w+", (ROOT / ".env.example").read_text(encoding="utf-8")))
    assert named <= known


def test_every_source_can_be_set_and_only_who_pulls_knows_its_passwords(tmp_path: Path) -> None:
    """An address with a password reaches Airflow; the others are told that it is set."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    wanted = {name for source in sources().values() for name in source_variables(source)}
    assert [name for name in sorted(wanted) if name not in example] == []
    given = dict.fromkeys(SECRETS, "made-up") | {name: f"given {name} a@b" for name in wanted}
    resolved = yaml.safe_load(_resolved(COMPOSE, tmp_path, given).stdout)["services"]
    pulls = resolved["scheduler"]["environment"]
    assert {name: pulls.get(name) for name in wanted} == {name: given[name] for name in wanted}
    for service in ("screens", "sandbox"):
        told = resolved[service]["environment"]
        assert all(told.get(name) in (given[name], "set") for name in wanted if not name.endswith("SECRET"))
        assert all(told[name] == "set" for name in wanted if name.endswith("__URL"))


def test_airflow_is_set_up_as_in_one_process_tree(
    services: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded_airflow, "kept_secrets", lambda: embedded_airflow.Secrets("", "", "", ""))
    embedded = {name: value for name, value in embedded_airflow.environment().items() if name.startswith("AIRFLOW_")}
    contained = {
        name: value for name, value in services["scheduler"]["environment"].items() if name.startswith("AIRFLOW_")
    }
    assert contained.keys() == embedded.keys()
    differing = {name for name, value in contained.items() if value != embedded[name]}
    assert differing <= DIFFERENT_IN_CONTAINERS
