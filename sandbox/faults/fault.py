"""What a fault is: its kind, the requests it meets, and how much of it there is."""

from dataclasses import dataclass

LONGEST = 10_000
TOKEN_PATH = "/one_stop/token"


class FaultUnreadable(ValueError):
    """A request for a fault that nobody can follow."""


@dataclass(frozen=True)
class Fault:
    """Meets the next `times` requests whose path begins with `path` and whose query holds `query`, once `after` of them
    went through.

    `retry_after_s` is for kinds that name a delay, `seconds` for those that take time or shift clocks (which may be
    negative), `rows` (0: all of the page) and `field` for those that spoil or edit records.
    """

    kind: str
    times: int = 1
    path: str = "/one_stop/"
    query: str = ""
    after: int = 0
    retry_after_s: int = 1
    seconds: float = 1.0
    rows: int = 1
    field: str = "appliedDate"

    def __post_init__(self) -> None:
        """Raises `FaultUnreadable` for what cannot be meant."""
        for name, least in (("times", 1), ("retry_after_s", 1), ("after", 0), ("rows", 0)):
            number = getattr(self, name)
            if type(number) is not int or not least <= number <= LONGEST:
                raise FaultUnreadable(f"{name} phải là số nguyên từ {least} đến {LONGEST}; nhận được {number!r}")
        if type(self.seconds) not in (int, float) or abs(self.seconds) > LONGEST * 1000:
            raise FaultUnreadable(f"seconds phải là số, không quá {LONGEST * 1000}; nhận được {self.seconds!r}")
        if not all(type(text) is str for text in (self.kind, self.path, self.query, self.field)):
            raise FaultUnreadable("kind, path, query và field phải là chuỗi ký tự")

    def meets(self, path: str, query: str) -> bool:
        """Whether a request is hit; the token is spared unless it is named."""
        is_there = path.startswith(self.path) and self.query in query
        return is_there and (path != TOKEN_PATH or self.path == TOKEN_PATH)
