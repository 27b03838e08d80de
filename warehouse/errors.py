"""Errors of building and publishing; each message says what failed, where, and what to do."""


class WarehouseError(Exception):
    """Base of all errors of this room."""


class ModelInvalid(WarehouseError):
    """A model's SQL or TOML breaks a rule of the house."""


class IndicatorInvalid(WarehouseError):
    """An indicator's TOML cannot be meant."""


class CheckFailed(WarehouseError):
    """A `stop` check found rows. `source` is set where one source is to blame and can be held at its last horizon."""

    def __init__(self, sentence: str, source: str | None = None) -> None:
        super().__init__(sentence)
        self.source = source


class NothingLanded(WarehouseError):
    """There is no batch to build from."""


class WarehouseFull(WarehouseError):
    """There is no room on the disk to build or to publish; what is served stays."""


class SnapshotMissing(WarehouseError):
    """No snapshot was published yet, or the one asked for is not kept."""


class SnapshotUnreadable(WarehouseError):
    """DuckDB refuses the snapshot file; it is set aside and an older one serves."""


class SnapshotOutdated(WarehouseError):
    """A snapshot of an earlier version lacks a table or column that a query reads."""


class QueryInvalid(WarehouseError):
    """A query is not a single SELECT, or forgets its scope."""
