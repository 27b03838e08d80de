"""Which sources exist: every folder below connectors/ that holds a source.toml."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from config.errors import ConfigurationInvalid
from connectors.kit.contract import Source
from connectors.kit.declaration import read_source

CONNECTORS = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """All declared sources, {id: contract}, in order of id."""
    found = sorted(CONNECTORS.glob("*/source.toml"))
    return MappingProxyType({path.parent.name: read_source(path) for path in found})


def source(source_id: str) -> Source:
    """One source's contract. Raises `ConfigurationInvalid` where no such folder exists."""
    try:
        return sources()[source_id]
    except KeyError:
        known = ", ".join(sources())
        raise ConfigurationInvalid(f"Không có nguồn {source_id!r}; các nguồn: {known}") from None
