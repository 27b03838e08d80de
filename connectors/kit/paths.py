"""The path language of source.toml, compiled once into functions that are quick on every record.

`a.b.c` goes down through objects; `a[name=value]` takes the first element of the list `a` whose `name` reads `value`.
"""

import re
from collections.abc import Callable, Sequence

Reader = Callable[[object], object]

_STEP = re.compile(r"([^.\[\]=]+)(?:\[([^.\[\]=]+)=([^\[\]]*)\])?")


def compile_path(path: str) -> Reader:
    """A function from a record to what lies at `path`, or None where the record has no such place.

    Raises `ValueError` where `path` is not of the language.
    """
    steps: list[Reader] = []
    names: list[str] = []
    for name, field, wanted in _parse(path):
        names.append(name)
        if field:
            steps += [_walk(tuple(names)), _select(field, wanted)]
            names = []
    if names:
        steps.append(_walk(tuple(names)))
    return steps[0] if len(steps) == 1 else _chain(tuple(steps))


def compile_paths(paths: Sequence[str]) -> Reader:
    """A function from a record to the first scalar found at one of `paths`, in their order, or None."""
    readers = tuple(compile_path(path) for path in paths)
    if len(readers) == 1:
        return _scalar_at(paths[0]) if paths[0].isidentifier() else _scalar(readers[0])

    def first_scalar(record: object) -> object:
        for read in readers:
            value = read(record)
            if value is not None and not isinstance(value, (dict, list)):
                return value
        return None

    return first_scalar


def _parse(path: str) -> list[tuple[str, str, str]]:
    steps: list[tuple[str, str, str]] = []
    position = 0
    while match := _STEP.match(path, position):
        steps.append((match[1], match[2] or "", match[3] or ""))
        position = match.end()
        if position == len(path):
            return steps
        if path[position] != ".":
            break
        position += 1
    raise ValueError(f"đường dẫn {path!r} sai ở ký tự thứ {position + 1}")


def _scalar(read: Reader) -> Reader:
    def scalar(record: object) -> object:
        value = read(record)
        return None if isinstance(value, (dict, list)) else value

    return scalar


def _scalar_at(name: str) -> Reader:
    """The same for the commonest path, a single name, without a step in between."""

    def scalar_at(record: object) -> object:
        value = record.get(name) if isinstance(record, dict) else None
        return None if isinstance(value, (dict, list)) else value

    return scalar_at


def _walk(names: tuple[str, ...]) -> Reader:
    if len(names) == 1:
        return _step(names[0])

    def walk(value: object) -> object:
        for name in names:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    return walk


def _step(name: str) -> Reader:
    def step(value: object) -> object:
        return value.get(name) if isinstance(value, dict) else None

    return step


def _select(field: str, wanted: str) -> Reader:
    def select(value: object) -> object:
        if isinstance(value, list):
            for element in value:
                if isinstance(element, dict) and str(element.get(field)) == wanted:
                    return element
        return None

    return select


def _chain(steps: tuple[Reader, ...]) -> Reader:
    def chained(value: object) -> object:
        for step in steps:
            value = step(value)
        return value

    return chained
