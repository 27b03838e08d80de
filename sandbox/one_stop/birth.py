"""Puts a day's dossiers together: from the dice to whole lives, with their codes."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sandbox.one_stop.catalogue import agencies
from sandbox.one_stop.course import Course, course
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.intake import Intake, take_in
from sandbox.one_stop.lives import NEVER, Lives, Step
from sandbox.one_stop.matter import Matter, matter
from sandbox.one_stop.papers import Papers, papers
from sandbox.people import People
from sandbox.working_time import Integers, local_day, working_time

IDENTITY_SPACE = 2**53


def born(draws: Draws, pool: People) -> Lives:
    """The lives of all dossiers applied for on the days of `draws`."""
    intake = take_in(draws)
    what = matter(draws, intake, pool)
    steps = course(draws, intake, what)
    inside = papers(draws, intake, what, steps)
    return Lives(
        code=_codes(intake, what),
        number=(draws["identity"] * IDENTITY_SPACE).astype(np.int64),
        person=what.person,
        home=what.home,
        applicant_kind=what.applicant_kind,
        procedure=what.procedure,
        agency=what.agency,
        receiving=what.receiving,
        competence=what.competence,
        system=what.system,
        channel=intake.channel,
        pause_status=steps.pause_status,
        times=_times(intake, steps, inside),
        due=steps.due,
        reception_due=intake.reception_due,
        documents=inside.documents,
        payment_channel=inside.payment_channel,
        is_verified=inside.is_verified,
        is_electronic=inside.is_electronic,
        note=inside.note,
        shown=np.zeros(len(draws.day), dtype=np.int64),
    )


def _times(intake: Intake, steps: Course, inside: Papers) -> Integers:
    times = np.full((len(Step), len(intake.applied)), NEVER)
    positions = steps.positions | {Step.FEE_PAID: inside.paid, Step.DIGITISED: inside.digitised}
    for step, position in positions.items():
        reached = (position != NEVER) & (intake.accepted != NEVER)
        times[step, reached] = working_time().instant(position[reached])
    times[Step.APPLIED], times[Step.ACCEPTED], times[Step.REFUSED] = intake.applied, intake.accepted, intake.refused
    return times


def _codes(intake: Intake, what: Matter) -> npt.NDArray[np.object_]:
    """`<agency>-<YYMMDD>-<number>`, numbered by receiving agency and date in the order of application."""
    day = local_day(intake.applied)
    order = np.lexsort((intake.applied, what.receiving, day))
    group = day[order] * len(agencies().rows) + what.receiving[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1) - np.repeat(starts, np.diff(starts, append=len(order)))
    names = [row.code for row in agencies().rows]
    dates = dict(_written(day))
    rows = zip(what.receiving.tolist(), day.tolist(), number.tolist(), strict=True)
    return np.array([f"{names[place]}-{dates[each]}-{count:04d}" for place, each, count in rows], dtype=object)


def _written(day: Integers) -> Iterator[tuple[int, str]]:
    """Each date (epoch day) once, with its YYMMDD."""
    days = np.unique(day)
    texts = np.datetime_as_string(days.astype("datetime64[D]")).tolist()
    return zip(days.tolist(), (text[2:].replace("-", "") for text in texts), strict=True)
