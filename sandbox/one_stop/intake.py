"""How and when dossiers come in: over the counter in office hours, by post, or from a screen at any hour of any day."""

from dataclasses import dataclass

import numpy as np

from sandbox.one_stop import rates
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.lives import NEVER
from sandbox.working_time import WORKING_DAY, Booleans, Integers, instant, local_day, working_time

DIRECT, ONLINE, POST = 1, 2, 3
FROM_SIX, SCREEN_HOURS = 6 * 3600, 16.5 * 3600
OPENING_SHARE = 0.88
NULL_CHANNEL_SHARE = 0.06
SLOW_SHARE = 0.02
REFUSED_AT_COUNTER = 0.3


@dataclass(frozen=True)
class Intake:
    """Channel, instants of application, acceptance and refusal (or NEVER), and the working position of the answer."""

    channel: Integers
    applied: Integers
    accepted: Integers
    refused: Integers
    reception_due: Integers
    position: Integers
    answered_day: Integers
    is_online: Booleans


def take_in(draws: Draws) -> Intake:
    """Let the dossiers of these dice be applied for, and accepted or refused in office hours."""
    time = working_time()
    is_online, is_post = _channels(draws)
    applied = _applied(draws, is_online)
    position = time.position(applied) + _delay(draws, is_online, is_post)
    answered = time.instant(position)
    refusal = rates.REFUSED_SHARE * np.where(is_online, 1.0, REFUSED_AT_COUNTER)
    is_refused = draws["refused"] < refusal
    counter = np.where(draws["channel_is_null"] < NULL_CHANNEL_SHARE, 0, DIRECT)
    return Intake(
        np.where(is_online, ONLINE, np.where(is_post, POST, counter)),
        applied,
        np.where(is_refused, NEVER, answered),
        np.where(is_refused, answered, NEVER),
        time.instant(time.position(applied) + WORKING_DAY),
        position,
        np.where(is_refused, local_day(applied), local_day(answered)),
        is_online,
    )


def _channels(draws: Draws) -> tuple[Booleans, Booleans]:
    online_share = rates.share_on(rates.ONLINE_SHARE, draws.day)
    is_online = (draws["channel"] < online_share) | ~working_time().working(draws.day)
    is_post = ~is_online & (draws["channel"] > 1 - rates.POST_SHARE)
    return is_online, is_post


def _applied(draws: Draws, is_online: Booleans) -> Integers:
    time = working_time()
    evening = FROM_SIX + SCREEN_HOURS * (draws["applied_hour"] + draws["applied_minute"]) / 2
    opening = (draws["applied_hour"] * OPENING_SHARE * WORKING_DAY).astype(np.int64)
    at_counter = time.instant(time.number(draws.day) * WORKING_DAY + opening)
    return np.where(is_online, instant(draws.day, evening.astype(np.int64)), at_counter)


def _delay(draws: Draws, is_online: Booleans, is_post: Booleans) -> Integers:
    """Working seconds until somebody answers: minutes at the counter, within a day on the screen, seldom longer."""
    die = draws["acceptance_delay"]
    seconds = np.where(is_online, 900 + 0.8 * WORKING_DAY * die**2, np.where(is_post, 0.7 * WORKING_DAY * die, 0.0))
    slow = is_online & (draws["acceptance_is_slow"] < SLOW_SHARE)
    return (300 + 2100 * die + seconds + np.where(slow, (0.5 + die) * WORKING_DAY, 0.0)).astype(np.int64)
