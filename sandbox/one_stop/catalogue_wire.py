"""Procedures and agencies in the one-stop system's own words, written once and put into every dossier as they are."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import orjson

from sandbox.one_stop.catalogue import Procedure, agencies, catalogue

Record: TypeAlias = dict[str, Any]
VIETNAMESE = 228
LEVEL_NAMES = {
    "full": "Dịch vụ công trực tuyến toàn trình",
    "partial": "Dịch vụ công trực tuyến một phần",
    "none": "Dịch vụ cung cấp thông tin trực tuyến",
}


@dataclass(frozen=True)
class ProcedureFragments:
    """The parts of a dossier that its procedure alone decides, as JSON."""

    brief: orjson.Fragment
    online_level: orjson.Fragment
    process: orjson.Fragment


def procedure_rows() -> list[Record]:
    """What `bd/procedure` lists, in the order of the codes."""
    rows = [_brief(each) | _time(each) for each in catalogue().procedures]
    return sorted(rows, key=lambda row: str(row["code"]))


def agency_rows() -> list[Record]:
    """What `ba/agency` lists, in the order of the codes; the agency that nobody declared is not among them."""
    known = [row for place, row in enumerate(agencies().rows) if place != agencies().unknown]
    rows = [
        {
            "code": row.code,
            "name": _named(row.name_vi),
            "parent": {"code": row.parent_code} if row.parent_code else None,
            "level": row.kind,
            "validFrom": row.valid_from,
            "validTo": row.valid_to or None,
        }
        for row in known
    ]
    return sorted(rows, key=lambda row: str(row["code"]))


@lru_cache(maxsize=1)
def agency_fragments() -> list[orjson.Fragment]:
    """The agencies as they stand in a dossier, in the order of `agencies().rows`."""
    rows = [
        {"code": row.code, "name": _named(row.name_vi), "parent": {"code": row.parent_code} if row.parent_code else {}}
        for row in agencies().rows
    ]
    return [orjson.Fragment(orjson.dumps(row)) for row in rows]


@lru_cache(maxsize=1)
def procedure_fragments() -> list[ProcedureFragments]:
    """The procedures as they stand in a dossier, in the order of `catalogue().procedures`."""
    return [
        ProcedureFragments(
            orjson.Fragment(orjson.dumps(_brief(each))),
            orjson.Fragment(orjson.dumps({"name": _named(LEVEL_NAMES[each.online_level])})),
            orjson.Fragment(orjson.dumps({"processDefinition": _time(each)})),
        )
        for each in catalogue().procedures
    ]


def _brief(procedure: Procedure) -> Record:
    field = catalogue().fields[procedure.field]
    return {
        "code": procedure.code,
        "translate": _named(procedure.name_vi),
        "sector": {"code": field.code, "name": _named(field.name_vi)},
    }


def _time(procedure: Procedure) -> Record:
    return {"processingTime": procedure.processing_days, "processingTimeUnit": "d"}


def _named(name: str) -> list[Record]:
    return [{"languageId": VIETNAMESE, "name": name}]
