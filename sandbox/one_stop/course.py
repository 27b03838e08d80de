"""The way of a dossier through the office, from acceptance to the result in the citizen's hand.

Work between acceptance and end is laid out first; waiting (for a supplement, a payment, a decision) then pushes the
rest and the due date by the same number of whole working days. So waiting never turns an early dossier into a late one.
"""

from dataclasses import dataclass

import numpy as np

from sandbox.one_stop import rates
from sandbox.one_stop.catalogue import BRANCH, CODE_SUFFIX, agencies, catalogue
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.intake import Intake
from sandbox.one_stop.lives import FORWARDED, NEVER, Step
from sandbox.one_stop.matter import Matter
from sandbox.working_time import DAY, WORKING_DAY, Booleans, Integers, working_time

FINANCIAL_OBLIGATION, STOPPED = 6, 8
SAME_DAY_UNTIL = 19_800
EARLY_SHARE = 0.72
SHORTEST = 600
MEAN_LATENESS, LONG_SHARE, LONG_FACTOR = 1.6, 0.03, 6.0
LAND_OBLIGATION_SHARE, OBLIGATION_SHARE, STOPPED_SHARE = 0.20, 0.012, 0.004
NOT_FETCHED_SHARE = 0.02


@dataclass(frozen=True)
class Waiting:
    """Whole working days spent waiting for the two supplements and in the pause; 0 where there is none."""

    first: Integers
    second: Integers
    pause: Integers
    pause_status: Integers
    is_unanswered: Booleans


@dataclass(frozen=True)
class Plan:
    """A dossier's way without its waiting: working position of acceptance, working seconds to the end, and how it ends.

    `due_number` is the working day on which the office has to be done, with all waiting added.
    """

    start: Integers
    worked: Integers
    due_number: Integers
    is_late: Booleans
    is_withdrawn: Booleans


@dataclass(frozen=True)
class Course:
    """Working positions by step (NEVER where not reached); `due` are instants, a row for each of DUE_STEPS.

    `worked` are the working seconds between acceptance and end, less the waiting.
    """

    positions: dict[Step, Integers]
    due: Integers
    pause_status: Integers
    worked: Integers


def course(draws: Draws, intake: Intake, what: Matter) -> Course:
    """Lay out the steps as if every dossier were accepted: the caller cuts those of a refused one."""
    waiting = _waiting(draws, what)
    due_number = _due_number(intake, what)
    is_withdrawn = (draws["withdrawn"] < rates.WITHDRAWN_SHARE) | waiting.is_unanswered
    has_due = _has_due(draws, intake, what)
    final_due = due_number + waiting.first + waiting.second + waiting.pause
    is_late = _is_late(draws, what, final_due) & has_due & ~is_withdrawn
    worked = _end(draws, intake.position, due_number, is_late, is_withdrawn) - intake.position
    plan = Plan(intake.position, worked, final_due, is_late, is_withdrawn)
    due = _due(draws, due_number, waiting, has_due)
    return Course(
        _waits(draws, plan, waiting) | _ending(draws, intake, plan, waiting), due, waiting.pause_status, worked
    )


def _waiting(draws: Draws, what: Matter) -> Waiting:
    has_first = draws["supplement"] < rates.SUPPLEMENT_SHARE
    is_unanswered = has_first & (draws["unanswered"] < rates.UNANSWERED_SHARE)
    first = np.where(is_unanswered, 15 + 16 * draws["first_wait"], 1 + 6 * draws["first_wait"])
    has_second = has_first & ~is_unanswered & (draws["second_supplement"] < rates.SECOND_SUPPLEMENT_SHARE)
    is_branch = catalogue().level[what.procedure] == BRANCH
    has_fee = catalogue().fee[what.procedure] > 0
    obligation = np.where(is_branch, LAND_OBLIGATION_SHARE, np.where(has_fee, OBLIGATION_SHARE, 0.0))
    owes = ~is_unanswered & (draws["pause"] < obligation)
    stops = ~is_unanswered & (draws["pause"] > 1 - STOPPED_SHARE)
    pause = np.where(owes, 2 + 13 * draws["pause_wait"], 15 + 60 * draws["pause_wait"])
    return Waiting(
        np.where(has_first, first, 0).astype(np.int64),
        np.where(has_second, 1 + 5 * draws["second_wait"], 0).astype(np.int64),
        np.where(owes | stops, pause, 0).astype(np.int64),
        np.where(stops, STOPPED, FINANCIAL_OBLIGATION),
        is_unanswered,
    )


def _due_number(intake: Intake, what: Matter) -> Integers:
    days = catalogue().processing_days[what.procedure]
    is_afternoon = intake.position % WORKING_DAY > SAME_DAY_UNTIL
    return intake.position // WORKING_DAY + np.where((days == 0) & is_afternoon, 1, days)


def _has_due(draws: Draws, intake: Intake, what: Matter) -> Booleans:
    usual = catalogue().due_missing_share[what.procedure]
    share = rates.missing_due_share(usual, intake.answered_day, what.commune, what.procedure, _codes())
    return np.asarray(draws["due_missing"] >= share)


def _is_late(draws: Draws, what: Matter, due_number: Integers) -> Booleans:
    due_days = working_time().day(due_number)
    field = catalogue().field[what.procedure]
    share = rates.late_share(due_days, what.commune, field, what.competence == FORWARDED, _codes())
    return np.asarray(draws["late"] < share)


def _codes() -> rates.Codes:
    names, lookup = agencies(), catalogue()
    return rates.Codes(
        tuple(names.rows[place].unit_code for place in names.centre),
        tuple(field.code for field in lookup.fields),
        tuple(procedure.code.removesuffix(CODE_SUFFIX) for procedure in lookup.procedures),
    )


def _end(draws: Draws, start: Integers, due_number: Integers, is_late: Booleans, is_withdrawn: Booleans) -> Integers:
    """Working position of the end, as if there were no waiting."""
    due_start = due_number * WORKING_DAY
    room = due_start - start - SHORTEST
    early = start + SHORTEST + room * (0.15 + 0.849 * draws["finish"])
    first = np.maximum(due_start, start + SHORTEST)
    on_time = first + (due_start + WORKING_DAY - 1 - first) * draws["finish"]
    days = -MEAN_LATENESS * np.log1p(-draws["lateness"])
    days = np.where(draws["finish"] < LONG_SHARE, days * LONG_FACTOR, days)
    late = due_start + (1 + np.floor(days) + draws["early"]) * WORKING_DAY
    is_early = (room > 2 * SHORTEST) & ((draws["early"] < EARLY_SHARE) | is_withdrawn)
    return np.where(is_late, late, np.where(is_early, early, on_time)).astype(np.int64)


def _due(draws: Draws, number: Integers, waiting: Waiting, has_due: Booleans) -> Integers:
    time = working_time()
    numbers = number + np.cumsum([0 * waiting.first, waiting.first, waiting.second, waiting.pause], axis=0)
    closing = time.instant(numbers * WORKING_DAY + WORKING_DAY - 1) + 1
    # The source sometimes stores the bare date: Vietnamese midnight, which is 17:00 UTC of the day before.
    midnight = time.day(numbers) * DAY - 7 * 3600
    due = np.where(draws["due_at_midnight"] < rates.MIDNIGHT_DUE_SHARE, midnight, closing)
    return np.where(has_due, due, NEVER)


def _waits(draws: Draws, plan: Plan, waiting: Waiting) -> dict[Step, Integers]:
    """Start of the work, and the steps at which it stops and goes on."""

    def at(low: float, width: float, die: str, shift: Integers) -> Integers:
        return plan.start + (plan.worked * (low + width * draws[die])).astype(np.int64) + shift * WORKING_DAY

    def back(asked: Integers, days: Integers, die: str) -> Integers:
        return asked + days * WORKING_DAY - (0.3 * WORKING_DAY * draws[die]).astype(np.int64)

    none = np.zeros_like(plan.worked)
    requested = at(0.30, 0.20, "first_point", none)
    second = at(0.55, 0.15, "second_point", waiting.first)
    paused = at(0.75, 0.15, "pause_point", waiting.first + waiting.second)
    answered = (waiting.first > 0) & ~waiting.is_unanswered
    return {
        Step.STARTED: np.minimum(at(0.05, 0.24, "start", none), plan.start + WORKING_DAY),
        Step.SUPPLEMENT_REQUESTED: np.where(waiting.first > 0, requested, NEVER),
        Step.SUPPLIED: np.where(answered, back(requested, waiting.first, "first_jitter"), NEVER),
        Step.SECOND_SUPPLEMENT_REQUESTED: np.where(waiting.second > 0, second, NEVER),
        Step.SECOND_SUPPLIED: np.where(waiting.second > 0, back(second, waiting.second, "second_jitter"), NEVER),
        Step.PAUSED: np.where(waiting.pause > 0, paused, NEVER),
        Step.RESUMED: np.where(waiting.pause > 0, back(paused, waiting.pause, "pause_jitter"), NEVER),
    }


def _ending(draws: Draws, intake: Intake, plan: Plan, waiting: Waiting) -> dict[Step, Integers]:
    """The end, the letter of apology before it and the handing over after it."""
    # The end of a dossier whose supplement never came: the office gives up after so many days.
    worked = np.where(
        waiting.is_unanswered, (plan.worked * (0.30 + 0.20 * draws["first_point"])).astype(np.int64), plan.worked
    )
    end = plan.start + worked + (waiting.first + waiting.second + waiting.pause) * WORKING_DAY
    return {
        Step.APOLOGISED: _apology(draws, plan, end),
        Step.WITHDRAWN: np.where(plan.is_withdrawn, end, NEVER),
        Step.COMPLETED: np.where(plan.is_withdrawn, NEVER, end),
        Step.HANDED_OUT: _handed_out(draws, intake, plan.is_withdrawn, end),
    }


def _apology(draws: Draws, plan: Plan, end: Integers) -> Integers:
    letter = ((plan.due_number + 1 + 1.5 * draws["apology_delay"]) * WORKING_DAY).astype(np.int64)
    return np.where(plan.is_late & (draws["apology"] < rates.APOLOGY_SHARE), np.minimum(letter, end), NEVER)


def _handed_out(draws: Draws, intake: Intake, is_withdrawn: Booleans, end: Integers) -> Integers:
    die = draws["hand_out_delay"]
    delay = np.where(intake.is_online & (die < 0.8), 120 + 3000 * die, 600 + 6 * WORKING_DAY * die**2)
    is_fetched = ~is_withdrawn & (draws["hand_out"] >= NOT_FETCHED_SHARE)
    return np.where(is_fetched, end + delay.astype(np.int64), NEVER)
