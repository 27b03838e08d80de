"""Opens the way to a source, by the kind of system that its contract says it is."""

from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

from connectors.kit.access import Access
from connectors.kit.contract import Kind, Source

# By name, so that a pull loads the libraries of its own way and no others.
CLIENTS: dict[Kind, tuple[str, str]] = {
    "http": ("connectors.kit.http", "SourceClient"),
    "database": ("connectors.kit.database", "DatabaseClient"),
    "files": ("connectors.kit.files", "FilesClient"),
}


def open_client(contract: Source, access: Access) -> AbstractContextManager[Any]:
    """The client of one pull, to be used as a context. Raises `SourceUnavailable` or `SourceRefused` when entered."""
    module, name = CLIENTS[contract.kind]
    client: AbstractContextManager[Any] = getattr(import_module(module), name)(contract, access)
    return client
