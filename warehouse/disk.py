"""What can go wrong with files while building: a full disk ends with a sentence that says so, damage is told apart."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from warehouse.errors import WarehouseFull

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What DuckDB raises when a file is gone or is not what was written; a mistake in SQL is not among them.
DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
TORN_PARQUET = ("magic bytes", "Parquet", "TProtocolException", "Snappy", "ZSTD")


@contextmanager
def room_to_build() -> Iterator[None]:
    """Raises `WarehouseFull` where there is no room to write what the block writes."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not is_full(error):
            raise
        raise WarehouseFull(
            "Hết chỗ trên đĩa khi dựng kho dữ liệu; bản đang công bố vẫn được dùng. "
            "Hãy giải phóng chỗ trong IOC_HOME rồi dựng lại bằng lệnh ioc build."
        ) from error


def is_damage(error: FileNotFoundError | duckdb.Error) -> bool:
    """Whether a file that a build reads or wrote is gone or torn; of Parquet files DuckDB says so in words only."""
    return isinstance(error, (*DAMAGE, FileNotFoundError)) or any(word in str(error) for word in TORN_PARQUET)


def is_full(error: OSError | duckdb.Error) -> bool:
    """Whether an error says that nothing more can be written; DuckDB says it in words only."""
    if isinstance(error, OSError) and not isinstance(error, duckdb.Error):
        return error.errno in FULL
    return any(os.strerror(code) in str(error) for code in FULL)
