"""Which procedures the district offers and which agencies answer for them, before and after 01/07/2025."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from sandbox.people import OUTSIDE_OLD_DISTRICT, residences
from sandbox.working_time import Booleans, Floats, Integers, epoch_day

REFORM = epoch_day(date(2025, 7, 1))
LEVELS = ("commune", "district", "branch")
COMMUNE, DISTRICT, BRANCH = range(3)
CODE_SUFFIX = ".000.00.00.H48"
UNKNOWN_AGENCY = "H48.151.09"


@dataclass(frozen=True)
class Field:
    """A field of administration and who handles it: a district department once, a commune department (suffix) now."""

    code: str
    name_vi: str
    old_agency_code: str
    new_department: str


@dataclass(frozen=True)
class Procedure:
    """One procedure; `processing_days` are working days, 0 for the same day; `fee` in đồng."""

    code: str
    name_vi: str
    field: int
    level: int
    processing_days: int
    fee: int
    online_level: str
    weight: float
    due_missing_share: float
    document_count: int
    is_business: bool


@dataclass(frozen=True)
class Agency:
    """One row of config/agencies.csv."""

    code: str
    name_vi: str
    kind: str
    unit_code: str
    valid_from: str
    valid_to: str
    parent_code: str


@dataclass(frozen=True)
class Catalogue:
    """Procedures, and arrays over them in the same order."""

    fields: tuple[Field, ...]
    procedures: tuple[Procedure, ...]
    field: Integers
    level: Integers
    processing_days: Integers
    fee: Integers
    due_missing_share: Floats
    document_count: Integers
    is_business: Booleans
    cumulated_weight: Floats


@dataclass(frozen=True)
class Agencies:
    """All agencies, the one unknown to the configuration last, and where in that list each kind of agency stands.

    `old_commune` is by residence, `new_commune` the position of a residence's commune of 2025 in `centre` (by commune)
    and `department` (by commune and field), `old_department` by field.
    """

    rows: tuple[Agency, ...]
    old_commune: Integers
    old_department: Integers
    old_district: int
    old_branch: int
    new_commune: Integers
    centre: Integers
    department: Integers
    new_branch: int
    unknown: int


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The procedures of procedures.csv with their fields of fields.csv, beside this module."""
    here = files(__package__)
    fields = tuple(Field(**row) for row in _rows(here.joinpath("fields.csv")))
    numbers = {field.code: index for index, field in enumerate(fields)}
    procedures = tuple(_procedure(row, numbers) for row in _rows(here.joinpath("procedures.csv")))
    return Catalogue(
        fields,
        procedures,
        np.array([procedure.field for procedure in procedures]),
        np.array([procedure.level for procedure in procedures]),
        np.array([procedure.processing_days for procedure in procedures]),
        np.array([procedure.fee for procedure in procedures]),
        np.array([procedure.due_missing_share for procedure in procedures]),
        np.array([procedure.document_count for procedure in procedures]),
        np.array([procedure.is_business for procedure in procedures]),
        np.cumsum([procedure.weight for procedure in procedures]),
    )


@lru_cache(maxsize=1)
def agencies() -> Agencies:
    """The agencies of config/agencies.csv."""
    rows = tuple(
        Agency(**{name: row[name] for name in Agency.__dataclass_fields__})
        for row in _rows(files("config").joinpath("agencies.csv"))
    )
    places = {row.code: place for place, row in enumerate(rows)}
    old = {row.unit_code: places[row.code] for row in rows if row.kind == "commune" and row.valid_to}
    seats = [row for row in rows if row.kind == "commune" and not row.valid_to]
    order = {row.unit_code: place for place, row in enumerate(seats)}
    fields = catalogue().fields
    branches = [places[row.code] for row in rows if row.kind == "province_branch"]
    return Agencies(
        (*rows, Agency(UNKNOWN_AGENCY, "Cơ quan chưa khai báo", "department", "", "2025-07-01", "", "H48.151")),
        np.array([old[home.old_code] for home in residences() if home.old_code != OUTSIDE_OLD_DISTRICT]),
        np.array([places[field.old_agency_code] for field in fields]),
        next(places[row.code] for row in rows if row.kind == "district"),
        next(place for place in branches if rows[place].valid_to),
        np.array([order[home.new_code] for home in residences()]),
        np.array([places[f"{seat.code}.01"] for seat in seats]),
        np.array([[places[f"{seat.code}.{field.new_department}"] for field in fields] for seat in seats]),
        next(place for place in branches if not rows[place].valid_to),
        len(rows),
    )


def _procedure(row: dict[str, str], fields: dict[str, int]) -> Procedure:
    return Procedure(
        row["code"] + CODE_SUFFIX,
        row["name_vi"],
        fields[row["field_code"]],
        LEVELS.index(row["level"]),
        int(row["processing_days"]),
        int(row["fee"]),
        row["online_level"],
        float(row["weight"]),
        float(row["due_missing_share"]),
        int(row["document_count"]),
        row["is_business"] == "1",
    )


def _rows(path: Traversable) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
