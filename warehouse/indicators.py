"""Indicators: from a TOML definition to rows of marts.indicator_value, always counted from event rows.

Every part of an indicator is a running total by unit and day: what happened in a period is the total at its cutoff less
the total of the day before its start, and what is open is the total of arrivals less departures.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.settings import PROJECT
from warehouse.errors import IndicatorInvalid

FOLDER = PROJECT / "config" / "indicators"
KINDS = frozenset({"count", "ratio", "stock"})
BOUND = re.compile(r"(<|<=|>|>=)\s*(\d+(?:\.\d+)?)(%?)")


@dataclass(frozen=True)
class Term:
    """Rows of the mart for which `where` holds: counted on `date`, or from `opened` until before `closed`."""

    where: str
    date: str | None
    opened: str | None
    closed: str | None


@dataclass(frozen=True)
class Definition:
    """How an indicator is counted for periods whose cutoff is on or after `valid_from`."""

    valid_from: date
    mart: str
    unit_by: tuple[str, str]
    where: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    text_vi: str


@dataclass(frozen=True)
class Target:
    """What is aimed at from `valid_from` on, and on which basis."""

    valid_from: date
    value: Decimal
    basis: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as declared; `amber` and `red` are SQL conditions over value, numerator and denominator."""

    id: str
    name_vi: str
    name_en: str
    unit_vi: str
    subject: str
    kind: str
    grains: tuple[str, ...]
    levels: tuple[str, ...]
    direction: str
    cells: str
    minimum_n: int
    deadline: str
    owner: str
    guards: tuple[str, ...]
    definitions: tuple[Definition, ...]
    targets: tuple[Target, ...]
    amber: str | None
    red: str | None


def read_indicators(folder: Path = FOLDER) -> tuple[Indicator, ...]:
    """All indicators, in order of id. Raises `IndicatorInvalid` naming file and fault."""
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


def _read(path: Path) -> Indicator:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        indicator = _indicator(raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        reason = f"thiếu khóa {error}" if isinstance(error, KeyError) else str(error)
        raise IndicatorInvalid(f"{path.name}: {reason}") from error
    if indicator.id != path.stem:
        raise IndicatorInvalid(f"{path.name}: id là {indicator.id!r}, phải giống tên tệp")
    return indicator


def _indicator(raw: dict[str, Any]) -> Indicator:
    if raw["kind"] not in KINDS:
        raise ValueError(f"kind {raw['kind']!r} không thuộc {', '.join(sorted(KINDS))}")
    band = raw.get("band", {})
    return Indicator(
        id=raw["id"],
        name_vi=raw["name"]["vi"],
        name_en=raw["name"]["en"],
        unit_vi=raw["unit_vi"],
        subject=raw["subject"],
        kind=raw["kind"],
        grains=tuple(raw["grains"]),
        levels=tuple(raw["levels"]),
        direction=raw["direction"],
        cells=raw["cells"],
        minimum_n=raw["minimum_n"],
        deadline=raw["deadline"],
        owner=raw["owner"],
        guards=tuple(raw["guards"]),
        definitions=tuple(sorted((_definition(each) for each in raw["definition"]), key=lambda each: each.valid_from)),
        targets=tuple(
            Target(each["valid_from"], Decimal(str(each["value"])), f"{each['basis']} [{each['certainty']}]")
            for each in raw.get("target", ())
        ),
        amber=_bound(band, "amber"),
        red=_bound(band, "red"),
    )


def _definition(raw: dict[str, Any]) -> Definition:
    return Definition(
        valid_from=raw["valid_from"],
        mart=raw["mart"],
        unit_by=(raw["unit_by"][0], raw["unit_by"][1]),
        where=raw.get("where", "true"),
        numerator=_terms(raw, raw["numerator"]),
        denominator=_terms(raw, raw.get("denominator", [])),
        text_vi=raw["text_vi"],
    )


def _terms(definition: Mapping[str, Any], given: str | list[dict[str, str]]) -> tuple[Term, ...]:
    terms = [{"where": given}] if isinstance(given, str) else given
    return tuple(_term({"date": None, "opened": None, "closed": None} | _dates(definition) | each) for each in terms)


def _term(raw: Mapping[str, Any]) -> Term:
    # A term that names its own interval does not count on the definition's date as well.
    dated = None if raw["opened"] else raw["date"]
    if dated is None and not (raw["opened"] and raw["closed"]):
        raise ValueError("một vế cần date, hoặc opened cùng closed")
    return Term(raw.get("where", "true"), dated, raw["opened"], raw["closed"])


def _dates(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: definition[key] for key in ("date", "opened", "closed") if key in definition}


def _bound(band: Mapping[str, str], colour: str) -> str | None:
    if colour not in band:
        return None
    matched = BOUND.fullmatch(band[colour])
    if matched is None or band["kind"] not in ("value", "share_of"):
        raise ValueError(f"band.{colour} = {band[colour]!r}: viết như '< 95%' hoặc '>= 1'; kind là value hoặc share_of")
    operator, number, percent = matched.groups()
    if percent and band["kind"] == "share_of":
        return f"numerator * 100 {operator} {number} * denominator"
    return f"value {operator} {Decimal(number) / 100 if percent else number}"
