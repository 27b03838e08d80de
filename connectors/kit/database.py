"""Asks a source's database, read only: pages in the order of a key, so that an interrupted reading goes on from there.

SQL and connections are SQLAlchemy's. Only columns that the contract declares are asked for, those declared `drop` not
even that; which of a column's names a table bears is looked up first, since it may change from one night to the next.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    and_,
    column,
    func,
    inspect,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy import table as sql_table
from sqlalchemy.exc import DBAPIError, NoSuchTableError

from connectors.kit.access import Access
from connectors.kit.attempts import Pace, ask
from connectors.kit.contract import Column, Source
from connectors.kit.database_faults import is_about_names, open_engine, place_of, read_url, verdict
from connectors.kit.errors import ContractBroken, SourceUnavailable
from connectors.kit.landing import Window
from connectors.kit.pages import RawPage
from connectors.kit.verdicts import Final, Passing

Answer = TypeVar("Answer")
Cells = dict[str, Any]
# A Select; what its rows hold is the source's to say.
Query = Any


@dataclass(frozen=True)
class Relation:
    """A table of the source, whose rows `key` tells apart and orders: whole numbers, texts.

    A stream with a watermark goes on by the first column of the key, a growing whole number. Windows of dates are about
    the column `dated`, best the instant at which the source received a row; without it each of them is the whole table.
    """

    name: str
    key: tuple[str, ...]
    dated: str | None = None


class DatabaseClient:
    """One source's database for the length of one pull. Not shared between threads at the same time.

    Its questions raise `SourceUnavailable`, `SourceRefused` or `ContractBroken`.
    """

    def __init__(self, contract: Source, access: Access) -> None:
        self.limits = contract.limits
        self._contract = contract
        self._place = place_of(read_url(contract, access.settings["url"]))
        self._until = float("inf")
        self._engine = open_engine(
            read_url(contract, access.settings["url"]), self.limits.timeout_s, lambda: time.monotonic() > self._until
        )
        self._pace = Pace(self.limits.requests_per_second)
        self._left_today = self.limits.per_day
        self._names: dict[str, tuple[str, ...]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()

    def pages(self, relation: Relation, *, stream: str, window: Window) -> Iterator[RawPage]:
        """The rows of a window in the order of the key, as `rows_of` reads them; only the first page may be empty."""
        last: Sequence[object] | None = None
        while True:
            rows = self._ask(partial(self._rows, relation, stream, window, last), stream, window)
            if rows or last is None:
                yield self._page(rows, stream, window)
            if len(rows) < self.limits.page_size:
                return
            last = [rows[-1][name] for name in relation.key]

    def count(self, relation: Relation, *, stream: str, window: Window) -> int:
        """How many rows the source has in a window."""

        def counted(connection: Connection) -> int:
            self._names_in(connection, relation, stream)
            return int(connection.execute(_within(select(func.count()), relation, window)).scalar_one())

        return self._ask(counted, stream, window)

    def newest(self, relation: Relation, *, stream: str) -> int | None:
        """The highest number in the first column of the key; None in an empty table."""

        def highest(connection: Connection) -> int | None:
            self._names_in(connection, relation, stream)
            found: Query = select(func.max(column(relation.key[0]))).select_from(sql_table(relation.name))
            number = connection.execute(found).scalar_one()
            return None if number is None else int(number)

        return self._ask(highest, stream, Window())

    def _rows(
        self, relation: Relation, stream: str, window: Window, last: Sequence[object] | None, connection: Connection
    ) -> list[Cells]:
        names = self._names_in(connection, relation, stream)
        wanted = _within(select(*(column(name) for name in names)), relation, window)
        if last is not None:
            # Row values compare as the order does.
            after = tuple_(*(_bound(value) for value in last))
            wanted = wanted.where(tuple_(*(column(name) for name in relation.key)) > after)
        ordered = wanted.order_by(*(column(name) for name in relation.key)).limit(self.limits.page_size)
        return [dict(row) for row in connection.execute(ordered).mappings()]

    def _names_in(self, connection: Connection, relation: Relation, stream: str) -> tuple[str, ...]:
        """The names that the stream's declared columns bear in the source now, with those of the key.

        Raises `Final` with `ContractBroken`, naming the table or the columns that are gone.
        """
        if stream in self._names:
            return self._names[stream]
        try:
            present = {each["name"] for each in inspect(connection).get_columns(relation.name)}
        except NoSuchTableError as error:
            raise Final(ContractBroken, self._gone(f"bảng {relation.name}")) from error
        found = [*relation.key, *filter(None, [relation.dated])]
        missing = [name for name in found if name not in present]
        for declared in self._declared(stream):
            named = [name for name in map(_first_name, declared.paths) if name in present]
            missing += [] if named else [_first_name(declared.paths[0])]
            found += named[:1]
        if missing:
            raise Final(
                ContractBroken, self._gone(f"cột {', '.join(dict.fromkeys(missing))} trong bảng {relation.name}")
            )
        self._names[stream] = tuple(dict.fromkeys(found))
        return self._names[stream]

    def _declared(self, stream: str) -> Iterator[Column]:
        for table in self._contract.streams[stream].tables:
            yield from self._contract.tables[table].landed_columns

    def _page(self, rows: list[Cells], stream: str, window: Window) -> RawPage:
        content = orjson.dumps({"rows": rows}, default=str)
        if len(content) > self.limits.max_bytes:
            sentence = f"{self._place} gửi một trang lớn hơn giới hạn {self.limits.max_bytes} byte"
            raise ContractBroken(sentence, source=self._contract.id, stream=stream, window=str(window))
        return RawPage(content)

    def _ask(self, question: Callable[[Connection], Answer], stream: str, window: Window) -> Answer:
        where = {"source": self._contract.id, "stream": stream, "window": str(window)}
        try:
            return ask(partial(self._attempt, question))
        except Passing as fault:
            sentence = f"{self._contract.title_vi} không trả lời tại {self._place} ({fault}). Dữ liệu đã nhận vẫn giữ"
            sentence += " nguyên; lần lấy sau sẽ tiếp tục. Nếu kéo dài, hãy liên hệ đơn vị quản lý hệ thống."
            raise SourceUnavailable(sentence, **where) from fault
        except Final as found:
            error, sentence = found.args
            raise error(sentence, **where) from found.__cause__

    def _attempt(self, question: Callable[[Connection], Answer]) -> Answer:
        if not self._left_today:
            raise Final(SourceUnavailable, f"Đã dùng hết {self.limits.per_day} lượt gọi cho phép trong một ngày")
        self._left_today -= 1
        self._pace.wait()
        self._until = time.monotonic() + self.limits.timeout_s
        try:
            with self._engine.connect() as connection:
                return question(connection)
        except DBAPIError as error:
            if is_about_names(error):
                # They are looked up again at the next attempt, which says what is gone.
                self._names.clear()
            raise verdict(error, self._contract, self._place, self.limits.timeout_s) from error

    def _gone(self, what: str) -> str:
        return (
            f"{self._contract.title_vi} không còn {what}. Dữ liệu đã nhận vẫn giữ nguyên. Hãy hỏi đơn vị quản lý hệ "
            "thống; nếu tên đã đổi, thêm tên mới vào path trong source.toml (tên bảng: pull.py) rồi lấy lại"
        )


def rows_of(page: RawPage) -> list[Cells]:
    """The rows of a page, each {column: cell} by the source's own names."""
    rows: list[Cells] = page.document["rows"]
    return rows


def _within(query: Query, relation: Relation, window: Window) -> Query:
    return query.select_from(sql_table(relation.name)).where(*_conditions(relation, window))


def _conditions(relation: Relation, window: Window) -> Iterator[ColumnElement[bool]]:
    """A date compares with dates, with instants and with what SQLite writes for either.

    A row without a date lies in every window: it must be seen to be held, and only its newest copy counts.
    """
    if relation.dated and window.from_date and window.until_date:
        dated: ColumnElement[Any] = column(relation.dated)
        since, until = literal(window.from_date, Date()), literal(window.until_date, Date())
        yield or_(dated.is_(None), and_(dated >= since, dated < until))
    if isinstance(window.changed_after, int):
        yield column(relation.key[0]) > literal(window.changed_after, BigInteger())


def _bound(value: object) -> ColumnElement[Any]:
    return literal(value, BigInteger()) if isinstance(value, int) else literal(value)


def _first_name(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
