"""One row a dossier out of the district's raw events, with Vietnamese dates: a second way to count, in pandas alone."""

import csv
from datetime import date

import pandas as pd

from config.clock import TIMEZONE
from config.settings import PROJECT

BINH_SON, VAN_TUONG, BINH_MINH, BINH_CHUONG, DONG_SON = "21040", "21061", "21085", "21100", "21109"
HALF_A_POINT = 0.005
DATED = ("applied", "accepted", "refused", "withdrawn", "completed", "handed_out")
WHOSE = ["agency_code", "competence", "processing_system", "channel", "procedure_code", "field_code"]


def dossiers(table: pd.DataFrame) -> pd.DataFrame:
    """The dossiers of these events: the date of each step of DATED, `ended` and `due` (NaT where there is none).

    Also `commune` (of today, old ones carried onto it), `is_old` (an agency of before 01/07/2025), and `first_shown`.
    """
    first = table.drop_duplicates("dossier_code").set_index("dossier_code")
    told = first[WHOSE].assign(first_shown=table.groupby("dossier_code", sort=False)["shown_at"].min())
    for event in DATED:
        told[event] = _dates(table[table["event"] == event], "at")
    told["ended"] = told["withdrawn"].fillna(told["completed"])
    told["due"] = _dates(table.dropna(subset=["due_at"]).drop_duplicates("dossier_code", keep="last"), "due_at")
    told["commune"] = told["agency_code"].astype(str).map(communes())
    told["is_old"] = told["agency_code"].astype(str).str.startswith("000.")
    told["is_late"] = told["completed"] > told["due"]
    return told


def communes() -> dict[str, str]:
    """The commune of today by the code of an agency; agencies of no single commune are left out."""
    today = {
        row["code"]: row["successor_code"] or row["code"] for row in _rows("units.csv") if row["level"] == "commune"
    }
    return {row["code"]: today[row["unit_code"]] for row in _rows("agencies.csv") if row["unit_code"] in today}


def between(dates: "pd.Series[pd.Timestamp]", first: date, last: date) -> "pd.Series[bool]":
    """Which dates lie in a period, its first and last day included."""
    return dates.between(pd.Timestamp(first), pd.Timestamp(last))


def own(told: pd.DataFrame) -> pd.DataFrame:
    """The dossiers that the communes answer for."""
    return told[told["competence"] != "FORWARDED"]


def of(told: pd.DataFrame, commune: str) -> pd.DataFrame:
    """The dossiers of one commune of today."""
    return told[told["commune"] == commune]


def resolved(told: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The dossiers finished or withdrawn in a period."""
    return told[between(told["ended"], first, last)]


def is_open(told: pd.DataFrame) -> "pd.Series[bool]":
    """Which are accepted and neither finished nor withdrawn."""
    return told["accepted"].notna() & told["ended"].isna() & told["handed_out"].isna()


def on_time_share(told: pd.DataFrame, first: date, last: date) -> float:
    """The share of those resolved in a period that were not finished after their due date."""
    return float(1 - resolved(told, first, last)["is_late"].mean())


def _dates(table: pd.DataFrame, column: str) -> "pd.Series[pd.Timestamp]":
    instants = table.set_index("dossier_code")[column].dt.tz_convert(str(TIMEZONE))
    dates: pd.Series[pd.Timestamp] = instants.dt.tz_localize(None).dt.normalize()
    return dates


def _rows(name: str) -> list[dict[str, str]]:
    with (PROJECT / "config" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
