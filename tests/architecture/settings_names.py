"""The names of all settings as an operator writes them, read from the code: IOC_HOST, IOC_PORTS__WALL and so on."""

from collections.abc import Iterator

from pydantic import BaseModel

from config.settings import PREFIX, Settings
from connectors.kit.contract import Source


def variables() -> set[str]:
    """The variables of `Settings`, levels joined by two underscores."""
    return {f"{PREFIX}{name}" for name in _names(Settings)}


def source_variables(source: Source) -> set[str]:
    """The variables of one source, from its declaration."""
    return {f"{PREFIX}{source.id.upper()}__{name.upper()}" for name in source.settings}


def _names(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from (f"{name.upper()}__{inner}" for inner in _names(field.annotation))
        else:
            yield name.upper()
