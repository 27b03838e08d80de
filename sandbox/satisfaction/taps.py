"""What else reaches the devices' database, as every such database shows it.

Double taps, trials before and after office hours, one button pressed forty times, scores of another scale, a device
that nobody entered into the list, wrong clocks, and devices that were offline and send days later.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sandbox.satisfaction import story
from sandbox.satisfaction.devices import SPARE, devices, stands
from sandbox.satisfaction.dice import die
from sandbox.working_time import Booleans, Integers, epoch_day, instant, local_day, working_time

DOUBLE_TAP_SHARE, TRIAL_SHARE, OUTSIDE_SCALE_SHARE, OFFLINE_SHARE = 0.012, 0.012, 0.0005, 0.008
OUTSIDE_SCALE = 7
UNLISTED = -1
BURST_STARTS, BURST_ROOM_S, BURST_SIZES, BURSTS_A_DAY = 16 * 3600 + 57 * 60 + 20, 150, (40, 41, 41, 41, 41), 5
BEFORE_HOURS, AFTER_HOURS, TRIAL_ROOM_S, TRIAL_APART_S = 6 * 3600 + 300, 18 * 3600 + 300, 2400, 7
OPENS, LONGEST_OFFLINE_DAYS = 7 * 3600 + 1920, 4
# So that a minute more or less on the way does not change what is said of a clock.
DRIFT_SECONDS = 20
# Numbers of days times this, plus a device, are the keys of a device's dice.
DEVICES = 1000


def taps(honest: pd.DataFrame, seed: int, scale: float, until_day: int) -> pd.DataFrame:
    """All presses up to the end of a date (epoch day), with rated, sent and received as device and server write them.

    Columns as of `ratings`; `life` is -1 where no dossier is known to anybody. Rows are in order of arrival.
    """
    mistaken = die(honest["number"].to_numpy(), "scale") < OUTSIDE_SCALE_SHARE
    told = honest.assign(score=np.where(mistaken & ~honest["is_few"], OUTSIDE_SCALE, honest["score"]))
    parts = [told, _double(told), _trials(seed, until_day), _bursts(scale, until_day), _spare(until_day)]
    pressed = pd.concat(parts, ignore_index=True)
    for name in ("has_code", "is_few"):
        pressed[name] = pressed[name].fillna(False).astype(bool)
    return _arrived(pressed, seed)


def _double(honest: pd.DataFrame) -> pd.DataFrame:
    number = honest["number"].to_numpy()
    again = honest[(die(number, "double") < DOUBLE_TAP_SHARE) & ~honest["is_few"]]
    return again.assign(rated=again["rated"] + 1 + (die(again["number"].to_numpy(), "quick") * 2).astype(np.int64))


def _trials(seed: int, until_day: int) -> pd.DataFrame:
    """Whoever cleans or mends a device presses it once to three times, early or late, on any day of the week."""
    found = []
    for place, device in enumerate(devices().rows):
        days = np.arange(epoch_day(device.installed), until_day + 1)
        days = days[[stands(device, day) for day in days.tolist()]]
        key = _key(days, place, seed)
        tried = (die(key, "trial") < TRIAL_SHARE) & ~_is_told_of(place, days)
        days, key = days[tried], key[tried]
        start = np.where(die(key, "when") < 0.4, BEFORE_HOURS, AFTER_HOURS)
        start = instant(days, start + (TRIAL_ROOM_S * die(key, "room")).astype(np.int64))
        times = 1 + (die(key, "times") * 3).astype(np.int64)
        for turn in range(3):
            some = times > turn
            score = 1 + (die(key[some] + turn, "trying") * device.scale).astype(np.int64)
            found.append(_rows(place, start[some] + turn * TRIAL_APART_S, score))
    return pd.concat(found, ignore_index=True)


def _bursts(scale: float, until_day: int) -> pd.DataFrame:
    """The story's bursts: at scale 1 fifteen of forty or forty-one presses, at other scales so many more or less."""
    told = story.BURSTS
    place = devices().place(told.device_code)
    days = [epoch_day(day) for day in told.days]
    count = int(np.clip(round(len(days) * scale), 1, BURSTS_A_DAY * len(days)))
    found = []
    for number in range(count):
        day, turn = days[number % len(days)], number // len(days)
        size = BURST_SIZES[number % len(BURST_SIZES)]
        pressed = instant(np.full(size, day), BURST_STARTS - turn * BURST_ROOM_S + np.arange(size) * 5 // 2)
        if day <= until_day:
            found.append(_rows(place, pressed, np.full(size, devices().scale[place])))
    return pd.concat(found, ignore_index=True) if found else _rows(place, np.array([], dtype=np.int64), np.array([]))


def _spare(until_day: int) -> pd.DataFrame:
    days = np.array([epoch_day(day) for day in story.SPARE_DAYS])
    days = np.repeat(days[days <= until_day], 3)
    hour = 9 * 3600 + 600 + np.arange(len(days)) * 1800
    return _rows(UNLISTED, instant(days, hour), np.full(len(days), 5))


def _rows(device: int, rated: Integers, score: Integers) -> pd.DataFrame:
    cells = {"device": device, "rated": rated, "score": score.astype(np.int64), "number": rated * 2 + device + 2}
    return pd.DataFrame(cells).assign(life=-1, reasons=None, has_code=False, is_few=False, is_late=False)


def _arrived(pressed: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Adds when the device sent and the server received each press, and orders them so."""
    device, true = pressed["device"].to_numpy(), pressed["rated"].to_numpy()
    day = local_day(true)
    key = _key(day, device, seed)
    lag = (die(pressed["number"].to_numpy() + true, "lag") * 4).astype(np.int64)
    sent = np.where(_is_offline(key, device, day), _online_again(key, day) + lag, true + 1 + lag)
    drift = _drift_s(device, day)
    table = pressed.assign(rated=true + drift, sent=sent + drift, received=sent + lag % 2, true=true)
    return table.sort_values(["received", "true", "device", "number"], kind="stable", ignore_index=True)


def _is_offline(key: Integers, device: Integers, day: Integers) -> Booleans:
    is_told_of = np.zeros(len(day), dtype=np.bool_)
    for place in np.unique(device).tolist():
        of_device = device == place
        is_told_of[of_device] = _is_told_of(place, day[of_device])
    return np.asarray((die(key, "offline") < OFFLINE_SHARE) & ~is_told_of)


def _online_again(key: Integers, day: Integers) -> Integers:
    """A quarter of an hour or so before the counter opens, some working days later."""
    time = working_time()
    later = time.number(day + 1) + (die(key, "away") * LONGEST_OFFLINE_DAYS).astype(np.int64)
    return instant(time.day(later), OPENS + (die(key, "online") * 600).astype(np.int64))


def _drift_s(device: Integers, day: Integers) -> Integers:
    found = np.zeros(len(day), dtype=np.int64)
    for drift in story.DRIFTS:
        wrong = (device == devices().place(drift.device_code)) & (day >= epoch_day(drift.first))
        found[wrong & (day <= epoch_day(drift.last))] = drift.minutes * 60 + DRIFT_SECONDS
    return found


def _is_told_of(place: int, days: Integers) -> Booleans:
    """Whether the story counts this device's presses on each date, so that chance adds none and delays none."""
    return np.asarray(next(iter(_told_of(place, days)), np.zeros(len(days), dtype=np.bool_)))


def _told_of(place: int, days: Integers) -> Iterator[Booleans]:
    if place == UNLISTED:
        yield np.ones(len(days), dtype=np.bool_)
    else:
        few = story.few_of(story.commune_of(devices().rows[place]))
        if few is not None:
            yield story.in_few(few, days)


def _key(days: Integers, device: Integers | int, seed: int) -> Integers:
    return np.asarray((days * DEVICES + device + 1) * 2**20 + seed % 2**20)


def device_codes(places: Integers) -> list[str]:
    """The code of each device, that of the spare one for the one not in the list."""
    codes = [device.code for device in devices().rows]
    return [SPARE if place == UNLISTED else codes[place] for place in places.tolist()]
