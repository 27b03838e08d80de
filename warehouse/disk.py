"""A full disk ends a build with a sentence that says so, whoever of Python and DuckDB met it first."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from warehouse.errors import WarehouseFull

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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


def is_full(error: OSError | duckdb.Error) -> bool:
    """Whether an error says that nothing more can be written; DuckDB says it in words only."""
    if isinstance(error, OSError) and not isinstance(error, duckdb.Error):
        return error.errno in FULL
    return any(os.strerror(code) in str(error) for code in FULL)
