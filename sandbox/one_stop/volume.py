"""How many dossiers are applied for on a day: office rhythm, weekends on the screen only, and an empty Tết."""

from datetime import date

import numpy as np

from sandbox.one_stop import rates
from sandbox.people import residences
from sandbox.working_time import Booleans, Floats, Integers, epoch_day, working_time

FIRST_DAY = date(2024, 12, 1)
PER_WORKING_DAY = 330.0
BY_WEEKDAY = (1.16, 1.08, 1.04, 1.00, 0.76, 0.70, 0.70)
DAY_OFF, HOLIDAY, LUNAR_NEW_YEAR = 0.22, 0.12, 0.006
NEAR_LUNAR_NEW_YEAR, NEAR_DAYS = 0.72, 7


def expected(days: Integers) -> Floats:
    """The mean number of dossiers applied for on each date (epoch days) at scale 1."""
    time = working_time()
    place = days - time.first
    working = np.array(BY_WEEKDAY)[(days + 3) % 7] * np.where(_near_lunar_new_year(days), NEAR_LUNAR_NEW_YEAR, 1.0)
    off = np.where(time.is_holiday[place], HOLIDAY, DAY_OFF)
    factor = np.where(time.is_working[place], working, np.where(time.is_lunar_new_year[place], LUNAR_NEW_YEAR, off))
    return np.asarray(factor * PER_WORKING_DAY * np.where(rates.is_rush(days), _rush_factor(), 1.0))


def _rush_factor() -> float:
    """What the whole district takes in when one commune's inhabitants apply `RUSH.factor` times as often."""
    weights = np.array([home.weight for home in residences()])
    in_rush = np.array([home.new_code == rates.RUSH.commune_code for home in residences()])
    return float(1 + (rates.RUSH.factor - 1) * weights[in_rush].sum() / weights.sum())


def days_between(start: int, end: int) -> Integers:
    """The dates from `start` to before `end` (epoch days), none before the first day of the world."""
    return np.arange(max(start, epoch_day(FIRST_DAY)), end)


def _near_lunar_new_year(days: Integers) -> Booleans:
    time = working_time()
    festive = np.flatnonzero(time.is_lunar_new_year) + time.first
    if not festive.size:
        return np.zeros(days.shape, dtype=np.bool_)
    after = np.searchsorted(festive, days)
    to_next = festive[np.minimum(after, festive.size - 1)] - days
    since_last = days - festive[np.maximum(after - 1, 0)]
    return ((to_next > 0) & (to_next <= NEAR_DAYS)) | ((since_last > 0) & (since_last <= NEAR_DAYS))
