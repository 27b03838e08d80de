"""The only reader of the environment: what an operator sets, checked once and named when it is wrong."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.errors import ConfigurationInvalid

PROJECT = Path(__file__).resolve().parents[1]
ENV_FILE = PROJECT / ".env"
PREFIX = "IOC_"
SANDBOX_START = "2026-11-23T07:30:00+07:00"


class Ports(BaseModel):
    """Where each server listens on `host`; every one can be moved when it is taken."""

    pages: int = Field(default=8050, ge=1, le=65535)
    wall: int = Field(default=8051, ge=1, le=65535)
    sandbox: int = Field(default=8052, ge=1, le=65535)
    airflow: int = Field(default=8080, ge=1, le=65535)


class Sandbox(BaseModel):
    """The invented district: `scale` 1 is about 90,000 dossiers a year, `today` is when its clock starts.

    `prologue` is how many nights before that day `ioc up` lands by itself, so that the demo has a past; 0 is none.
    """

    seed: int = 1
    scale: float = Field(default=1.0, gt=0, le=20)
    today: AwareDatetime = Field(default=SANDBOX_START, validate_default=True)
    public_url: str | None = None
    prologue: int = Field(default=30, ge=0, le=366)


class Settings(BaseSettings):
    """All settings but those of a single source, which `source_settings` reads."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", env_file=ENV_FILE, extra="ignore")

    home: Path = PROJECT / "data"
    key_file: Path = Field(
        default_factory=lambda: Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "ioc" / "keys.json"
    )
    language: Literal["vi", "en"] = "vi"
    clock: AwareDatetime | None = None
    host: str = "127.0.0.1"
    ports: Ports = Ports()
    sandbox: Sandbox = Sandbox()
    keep_snapshots: int = Field(default=35, ge=1)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises `ConfigurationInvalid` naming each variable that cannot be read."""
    try:
        read = Settings()
    except ValidationError as error:
        raise ConfigurationInvalid(_sentence(error)) from error
    return read.model_copy(update={"home": _absolute(read.home), "key_file": _absolute(read.key_file)})


def source_settings(source_id: str) -> Mapping[str, str]:
    """What was set for one source, `IOC_<SOURCE>__<NAME>`, as {name in lower case: text}; empty when nothing was.

    Read by prefix, so that a new source needs no line here.
    """
    prefix = f"{PREFIX}{source_id.upper()}__"
    given = {**dotenv_values(ENV_FILE), **os.environ}
    return {name.removeprefix(prefix).lower(): text for name, text in given.items() if name.startswith(prefix) and text}


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: this one's, with the place of the data made absolute, and `extra`."""
    return {**os.environ, f"{PREFIX}HOME": str(settings().home), f"{PREFIX}KEY_FILE": str(settings().key_file), **extra}


def _absolute(path: Path) -> Path:
    expanded = path.expanduser()
    return expanded if expanded.is_absolute() else (PROJECT / expanded).resolve()


def _sentence(error: ValidationError) -> str:
    wrong = [
        f"{PREFIX}{'__'.join(str(part).upper() for part in item['loc'])} = {item['input']!r}: {item['msg']}"
        for item in error.errors()
    ]
    return "Cấu hình sai, sửa trong môi trường hoặc tệp .env: " + "; ".join(wrong)
