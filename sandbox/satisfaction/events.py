"""The raw presses of the district as one table, for tests and for whoever wants to check the warehouse independently.

Nothing is judged: rejected, late and valid are for others to find out. Asked at T, the database holds the rows with
`received_at` up to T, and nothing else. Columns: rating_id, device_code, counter_code, officer_code, rated_at, sent_at,
received_at (Vietnamese time without zone, as device and server write them), score, reasons (codes joined by commas),
dossier_code, comment.
"""

from datetime import datetime

import numpy as np
import pandas as pd

from sandbox.one_stop.district import District
from sandbox.one_stop.layers import DEFAULT, Layer
from sandbox.one_stop.lives import Lives
from sandbox.people import People, Person
from sandbox.satisfaction.devices import devices
from sandbox.satisfaction.dice import die
from sandbox.satisfaction.ratings import ratings
from sandbox.satisfaction.taps import device_codes, taps
from sandbox.working_time import AFTERNOON_START, DAY, UTC_OFFSET, Integers, local_day

FIRST_ID = 100_001
COMMENT_SHARE = 0.04
COMMENTS = (
    "Cảm ơn {name} đã hướng dẫn tận tình",
    "{name}, số điện thoại {phone}, đề nghị trả kết quả sớm hơn",
    "Phòng chờ nóng, thiếu ghế",
    "Tôi là {name}, hồ sơ của tôi phải đi lại ba lần",
)
INSTANTS = ("rated", "sent", "received")


def events(
    seed: int,
    scale: float,
    until: datetime,
    *,
    layers: tuple[Layer, ...] = DEFAULT,
    planted: tuple[Person, ...] = (),
) -> pd.DataFrame:
    """Every press that the server had received by `until`, in order of arrival."""
    district = District(seed, scale, layers=layers, planted=planted)
    instant = int(until.timestamp())
    return received_by(presses(district, instant), instant)


def presses(district: District, instant: int) -> pd.DataFrame:
    """Every press up to the end of the Vietnamese day of `instant` (epoch seconds), also those still to be received."""
    day = int(local_day(np.array(instant)))
    lives = district.until(instant)
    return taps(ratings(lives, district.seed, district.scale, day), district.seed, district.scale, day).pipe(
        _written, lives, district.people
    )


def received_by(written: pd.DataFrame, instant: int) -> pd.DataFrame:
    """Those of `presses` that have been received by `instant` (epoch seconds)."""
    count = int(np.searchsorted(written["received"], instant, side="right"))
    return written.iloc[:count].drop(columns="received")


def _written(table: pd.DataFrame, lives: Lives, pool: People) -> pd.DataFrame:
    """The columns of the database, and `received` in epoch seconds, by which they are ordered."""
    life, has_life = table["life"].to_numpy(), table["life"].to_numpy() >= 0
    shown = pd.DataFrame({"rating_id": FIRST_ID + np.arange(len(table))})
    shown["device_code"] = device_codes(table["device"].to_numpy())
    counters = np.array([device.counter_code for device in devices().rows], dtype=object)
    shown["counter_code"] = counters[table["device"]]
    shown["officer_code"] = _officers(table)
    for name in INSTANTS:
        shown[f"{name}_at"] = (table[name] + UTC_OFFSET).to_numpy().astype("datetime64[s]")
    shown["score"] = table["score"]
    shown["reasons"] = table["reasons"]
    shown["dossier_code"] = pd.Series(lives.code[np.maximum(life, 0)]).where(has_life & table["has_code"], None)
    shown["comment"] = _comments(table, lives, pool)
    shown["received"] = table["received"]
    return shown


def _officers(table: pd.DataFrame) -> list[str | None]:
    """Who sits at the counter that half of the day; nobody where a device is tried out of hours."""
    second = (table["true"].to_numpy() + UTC_OFFSET) % DAY
    half: Integers = local_day(table["true"].to_numpy()) * 2 + (second >= AFTERNOON_START)
    turn = (die(half * 1000 + table["device"].to_numpy() + 1, "officer") * 60).astype(np.int64)
    rows = devices().rows
    return [
        rows[place].officers[number % len(rows[place].officers)] if place >= 0 and 25_200 <= at <= 63_000 else None
        for place, number, at in zip(table["device"].tolist(), turn.tolist(), second.tolist(), strict=True)
    ]


def _comments(table: pd.DataFrame, lives: Lives, pool: People) -> list[str | None]:
    """What some people type besides: in substance invented, in form what no system may keep."""
    life, number = table["life"].to_numpy(), table["number"].to_numpy()
    person = np.where(life >= 0, lives.person[np.maximum(life, 0)], 0)
    says = (life >= 0) & ((die(number, "comment") < COMMENT_SHARE) | (person < 0))
    which = (die(number, "words") * len(COMMENTS)).astype(np.int64)
    written: list[str | None] = [None] * len(table)
    for row in np.flatnonzero(says).tolist():
        who = pool.person(int(person[row]))
        written[row] = COMMENTS[which[row]].format(name=who.full_name, phone=who.phone_number)
    return written
