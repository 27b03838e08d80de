"""Reads the declarations in config/indicators, and refuses one that cannot be meant, naming file and key."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.settings import PROJECT
from warehouse.bands import Band, read_band
from warehouse.errors import IndicatorInvalid
from warehouse.hidden_sql import KEPT
from warehouse.indicators import (
    CELLS,
    DENOMINATOR,
    KINDS,
    NUMERATOR,
    REST,
    WATCHED,
    Definition,
    Indicator,
    Part,
    Target,
    Term,
)
from warehouse.said_sql import SMALL_GROUPS

FOLDER = PROJECT / "config" / "indicators"


def read_indicators(folder: Path = FOLDER) -> tuple[Indicator, ...]:
    """All indicators, in order of id. Raises `IndicatorInvalid` naming file and fault."""
    found = tuple(_read(path) for path in sorted(folder.glob("*.toml")))
    known = {indicator.id for indicator in found}
    for indicator in found:
        if missing := sorted(set(indicator.guards) - known):
            raise IndicatorInvalid(f"{indicator.id}.toml: guards không có chỉ tiêu {', '.join(missing)}")
    return found


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
    kind = _one_of(raw, "kind", KINDS)
    if (kind == "quantile") != ("quantile" in raw):
        raise ValueError("quantile (0 đến 1) có ở kind quantile, và chỉ ở đó")
    definitions = [_definition(each, kind) for each in raw["definition"]]
    return Indicator(
        id=raw["id"],
        name_vi=raw["name"]["vi"],
        name_en=raw["name"]["en"],
        unit_vi=raw["unit_vi"],
        subject=raw["subject"],
        kind=kind,
        quantile=Decimal(str(raw["quantile"])) if kind == "quantile" else None,
        grains=tuple(raw["grains"]),
        levels=tuple(raw["levels"]),
        levels_from=MappingProxyType(dict(raw.get("levels_from", {}))),
        direction=raw["direction"],
        cells=_cells(raw, kind, definitions),
        minimum_n=raw["minimum_n"],
        deadline=raw["deadline"],
        owner=raw["owner"],
        guards=tuple(raw["guards"]),
        rows_vi=_rows(raw.get("rows", {})),
        definitions=tuple(sorted(definitions, key=lambda each: each.valid_from)),
        targets=tuple(
            Target(each["valid_from"], Decimal(str(each["value"])), each["basis"], each["certainty"])
            for each in raw.get("target", ())
        ),
        band=_band(raw, kind, definitions) if "band" in raw else None,
    )


def _cells(raw: Mapping[str, Any], kind: str, definitions: list[Definition]) -> str:
    cells = _one_of(raw, "cells", CELLS)
    if cells in SMALL_GROUPS and kind != (only := "count" if cells == WATCHED else "ratio"):
        raise ValueError(f"cells {cells} chỉ đi với kind {only}: nhóm nhỏ được ẩn theo tử số và phần còn lại")
    if cells == WATCHED and not all(each.date and each.landed_at and not each.distinct for each in definitions):
        raise ValueError(f"cells {cells} cần date và landed_at: số đã ẩn thì vẫn ẩn khi có người được báo muộn")
    if cells == KEPT and any(term.date for each in definitions for term in each.numerator + each.denominator):
        raise ValueError(f"cells {cells} chỉ đi với opened + closed: số người tại từng ngày")
    return cells


def _band(raw: Mapping[str, Any], kind: str, definitions: list[Definition]) -> Band:
    has_share = all(each.numerator and each.denominator for each in definitions)
    band = read_band(raw["band"], kind, has_share=has_share, has_target=bool(raw.get("target")))
    if band.weeks and (kind != "count" or raw["grains"] != ["week"]):
        raise ValueError("band theo số tuần chỉ đi với kind count và grains [week]")
    is_telling = any(not unit and (sign != ">=" or number != 1) for sign, number, unit in (band.amber, band.red))
    if raw["cells"] == WATCHED and band.kind == "value" and is_telling:
        raise ValueError(f"cells {WATCHED}: band chỉ nhận >= 1 hoặc số người trong số tuần, ngưỡng khác để lộ số đã ẩn")
    return band


def _rows(raw: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    if unknown := sorted(set(raw) - {NUMERATOR, DENOMINATOR, REST}):
        raise ValueError(f"rows không có {', '.join(unknown)}: chỉ {NUMERATOR}, {DENOMINATOR}, {REST}")
    return MappingProxyType({part: named["vi"] for part, named in raw.items()})


def _one_of(raw: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    if raw[key] not in allowed:
        raise ValueError(f"{key} {raw[key]!r} không thuộc {', '.join(allowed)}")
    return str(raw[key])


def _definition(raw: dict[str, Any], kind: str) -> Definition:
    numerator, denominator = _mean(raw) if kind == "mean" else (_terms(raw, "numerator"), _terms(raw, "denominator"))
    _refuse(raw, kind, numerator, denominator)
    return Definition(
        valid_from=raw["valid_from"],
        mart=raw["mart"],
        unit_by=(raw["unit_by"][0], raw["unit_by"][1]),
        known_from=raw["known_from"],
        where=raw.get("where", "true"),
        needs=raw.get("needs"),
        without_denominator=raw.get("without_denominator", "no_events"),
        distinct=raw.get("distinct"),
        delivered=raw.get("delivered"),
        numerator=numerator,
        denominator=denominator,
        parts=tuple(_part(raw, each) for each in raw.get("part", ())),
        parted=tuple(_narrowed(denominator or numerator, where) for where in raw.get("parted", ())),
        hide_by=tuple(tuple(_term(_dates(raw) | each) for each in group) for group in raw.get("hide_by", ())),
        landed_at=raw.get("landed_at"),
        date=raw.get("date"),
        value=raw.get("value"),
        text_vi=raw["text_vi"],
        certainty=raw.get("certainty"),
    )


def _refuse(raw: Mapping[str, Any], kind: str, numerator: tuple[Term, ...], denominator: tuple[Term, ...]) -> None:
    """Raises `ValueError` with a sentence for a definition that its kind cannot have."""
    if (kind == "composite") != bool(raw.get("part")):
        raise ValueError("part có ở kind composite, và chỉ ở đó")
    if (kind in ("count", "stock", "ratio") and not numerator) or (kind == "ratio" and not denominator):
        raise ValueError(f"kind {kind} thiếu numerator hoặc denominator")
    if raw.get("distinct") and (kind not in ("count", "ratio") or any(term.opened for term in numerator + denominator)):
        raise ValueError("distinct chỉ đi với kind count hoặc ratio, và các vế có date")
    if kind == "quantile" and not (raw.get("date") and raw.get("value")):
        raise ValueError("kind quantile cần date và value")
    if "parted" in raw and (kind not in ("count", "ratio") or raw.get("distinct")):
        raise ValueError("parted chỉ đi với kind count hoặc ratio, không distinct")
    if "hide_by" in raw and ("parted" in raw or kind != "ratio"):
        raise ValueError("hide_by chỉ đi với kind ratio, không cùng parted: đó là mọi nhóm không được lộ")


def _mean(raw: Mapping[str, Any]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """A mean is the sum of a value over the number of rows that have one."""
    has_value = {"where": f"({raw['value']}) IS NOT NULL"}
    return (_term(_dates(raw) | has_value | {"value": raw["value"]}),), (_term(_dates(raw) | has_value),)


def _part(definition: Mapping[str, Any], raw: Mapping[str, Any]) -> Part:
    given = {**_dates(definition), **raw}
    return Part(
        raw["group"],
        definition["groups"][raw["group"]],
        raw["name_vi"],
        Decimal(str(raw["highest"])),
        Decimal(str(raw.get("full_at", 1))),
        _terms(given, "numerator"),
        _terms(given, "denominator"),
    )


def _narrowed(terms: tuple[Term, ...], where: str) -> tuple[Term, ...]:
    return tuple(replace(term, where=f"({term.where}) AND ({where})") for term in terms)


def _terms(raw: Mapping[str, Any], key: str) -> tuple[Term, ...]:
    given: str | list[dict[str, str]] = raw.get(key, [])
    terms = [{"where": given}] if isinstance(given, str) else given
    return tuple(_term(_dates(raw) | each) for each in terms)


def _term(raw: Mapping[str, Any]) -> Term:
    # A term that names its own interval does not count on the definition's date as well.
    opened, closed = raw.get("opened"), raw.get("closed")
    dated = None if opened else raw.get("date")
    if dated is None and not (opened and closed):
        raise ValueError("một vế cần date, hoặc opened cùng closed")
    return Term(raw.get("where", "true"), dated, opened, closed, raw.get("value", "1"))


def _dates(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: raw[key] for key in ("date", "opened", "closed") if key in raw}
