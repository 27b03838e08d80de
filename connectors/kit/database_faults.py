"""Opens a way into a database that cannot write, and says which of its errors means what.

No sentence quotes what a driver says: its texts may hold a cell, and name who asks.
"""

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from config.clock import TIMEZONE
from config.errors import ConfigurationInvalid
from config.settings import PREFIX
from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken, SourceRefused
from connectors.kit.verdicts import Final, Passing

POSTGRESQL, SQLITE = "postgresql", "sqlite"
# How many steps of SQLite's machine pass between two looks at the clock: some milliseconds.
STEPS_BETWEEN_LOOKS = 20_000
# A refused connection tells its reason in words only; these are PostgreSQL's own.
REFUSALS = (
    "authentication failed",
    "no pg_hba.conf entry",
    "does not exist",
    "not permitted to log in",
    "permission denied",
)
UNDEFINED_NAMES = {"42703", "42P01", "3F000"}
NO_PRIVILEGE, CANCELED = "42501", "57014"


def read_url(contract: Source, text: str) -> URL:
    """The address as SQLAlchemy reads it. Raises `ConfigurationInvalid` without quoting it: it may hold a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and url.get_backend_name() == POSTGRESQL and url.host:
        return url.set(drivername="postgresql+psycopg")
    if url is not None and url.get_backend_name() == SQLITE and url.database:
        return url.set(drivername=SQLITE, query={})
    raise ConfigurationInvalid(
        f"{PREFIX}{contract.id.upper()}__URL không phải địa chỉ của một cơ sở dữ liệu; hãy ghi theo dạng "
        "postgresql://tài-khoản:mật-khẩu@máy-chủ:5432/tên-cơ-sở-dữ-liệu hoặc sqlite:////đường/dẫn/tệp.sqlite"
    )


def place_of(url: URL) -> str:
    """Where the database is, as a sentence may say it: no account, no password."""
    if url.get_backend_name() == SQLITE:
        return str(url.database)
    return f"{url.host}:{url.port or 5432}/{url.database or ''}"


def open_engine(url: URL, timeout_s: float, is_over: Callable[[], bool]) -> Engine:
    """An engine whose connections only read, and give up a question once it has taken `timeout_s` or `is_over`."""
    if url.get_backend_name() == SQLITE:
        return _open_sqlite(url, timeout_s, is_over)
    waits: dict[str, Any] = {
        "connect_timeout": max(2, int(timeout_s)),
        "keepalives_idle": max(1, int(timeout_s)),
        "tcp_user_timeout": int(timeout_s * 1000),
    }
    engine = create_engine(url, connect_args=waits, pool_size=1, max_overflow=0, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def restrict(connection: Any, _: object) -> None:
        milliseconds = int(timeout_s * 1000)
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            cursor.execute(f"SET statement_timeout = {milliseconds}")
            cursor.execute(f"SET TimeZone = '{TIMEZONE.key}'")
        connection.commit()

    return engine


def verdict(error: DBAPIError, contract: Source, place: str, timeout_s: float) -> Passing | Final:
    """What an error of the driver means: come again, or give up, and with which named error."""
    state = getattr(error.orig, "sqlstate", None)
    if is_about_names(error):
        return Passing("cấu trúc bảng vừa thay đổi")
    if state == NO_PRIVILEGE:
        return Final(SourceRefused, f"Tài khoản của {contract.title_vi} không có quyền đọc một bảng tại {place}")
    if state is None and _is_refusal(error):
        return Final(SourceRefused, _refusal(contract, place))
    if state == CANCELED or "interrupted" in str(error.orig):
        return Passing(f"hết {timeout_s:g} giây chờ")
    if "not a database" in str(error.orig):
        return Final(ContractBroken, f"{place} không phải tệp SQLite: {contract.title_vi} đã đổi cách lưu")
    return Passing(f"không kết nối được, bị khóa hoặc bị ngắt giữa chừng, {_named(error)}")


def is_about_names(error: DBAPIError) -> bool:
    """Whether a table or column that was asked for is not there."""
    if isinstance(error.orig, sqlite3.Error):
        return str(error.orig).startswith("no such ")
    return getattr(error.orig, "sqlstate", None) in UNDEFINED_NAMES


def _open_sqlite(url: URL, timeout_s: float, is_over: Callable[[], bool]) -> Engine:
    """Read only, so that a wrong path makes no empty file; a lock is waited for, a slow question interrupted."""
    address = f"file:{quote(str(url.database))}?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=timeout_s, check_same_thread=False)
        connection.set_progress_handler(is_over, STEPS_BETWEEN_LOOKS)
        connection.text_factory = _text
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def _text(content: bytes) -> str:
    return content.decode(errors="replace")


def _is_refusal(error: DBAPIError) -> bool:
    said = str(error.orig)
    return not isinstance(error.orig, sqlite3.Error) and any(reason in said for reason in REFUSALS)


def _refusal(contract: Source, place: str) -> str:
    return (
        f"{contract.title_vi} không chấp nhận tài khoản kết nối tại {place}. "
        f"Hãy kiểm tra {PREFIX}{contract.id.upper()}__URL (tài khoản, mật khẩu, tên cơ sở dữ liệu)"
    )


def _named(error: DBAPIError) -> str:
    """The error's name, and its number where it has one."""
    state = getattr(error.orig, "sqlstate", None)
    return type(error.orig).__name__ + (f" {state}" if state else "")
