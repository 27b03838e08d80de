"""The raw events of the district as one table, for tests and for whoever wants to check the warehouse independently.

Nothing here is judged: no late, no valid, no period. What the source would show is what these events say.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from sandbox.one_stop.catalogue import agencies, catalogue
from sandbox.one_stop.district import District
from sandbox.one_stop.layers import Layer, dirt
from sandbox.one_stop.lives import COMPETENCES, DUE_STEPS, NEVER, SYSTEMS, Lives, Step
from sandbox.people import Person
from sandbox.working_time import Integers


def events(
    seed: int,
    scale: float,
    until: datetime,
    *,
    layers: tuple[Layer, ...] = (dirt,),
    planted: tuple[Person, ...] = (),
) -> pd.DataFrame:
    """Every step up to and including `until`, one row each, ordered by instant within a dossier.

    Columns: dossier_code, agency_code, receiving_agency_code, competence, processing_system, channel (1, 2, 3 or NA),
    applicant_kind, procedure_code, field_code, event (name of a `Step` in lower case), at, due_at (the due instant that
    holds from this event on; NaT where it sets none) and pause_status (6 or 8 at `paused`, else NA). Instants are UTC.
    """
    instant = int(until.timestamp())
    lives = District(seed, scale, layers=layers, planted=planted).until(instant)
    steps, rows = np.nonzero(lives.times <= instant)
    table = pd.DataFrame(_subjects(lives, rows))
    table["event"] = _named(steps, [step.name.lower() for step in Step])
    table["at"] = _instants(lives.times[steps, rows])
    table["due_at"] = _instants(_due_set(lives)[steps, rows])
    table["pause_status"] = pd.array(lives.pause_status[rows], dtype="Int64")
    table.loc[steps != Step.PAUSED, "pause_status"] = pd.NA
    order = np.lexsort((steps, lives.times[steps, rows], rows))
    return table.iloc[order].reset_index(drop=True)


def _subjects(lives: Lives, rows: Integers) -> dict[str, object]:
    lookup, offices = catalogue(), [row.code for row in agencies().rows]
    procedures = [procedure.code for procedure in lookup.procedures]
    fields = [field.code for field in lookup.fields]
    channel = pd.array(lives.channel[rows], dtype="Int64")
    channel[lives.channel[rows] == 0] = pd.NA
    return {
        "dossier_code": lives.code[rows],
        "agency_code": _named(lives.agency[rows], offices),
        "receiving_agency_code": _named(lives.receiving[rows], offices),
        "competence": _named(lives.competence[rows], COMPETENCES),
        "processing_system": _named(lives.system[rows], SYSTEMS),
        "channel": channel,
        "applicant_kind": lives.applicant_kind[rows],
        "procedure_code": _named(lives.procedure[rows], procedures),
        "field_code": _named(lookup.field[lives.procedure[rows]], fields),
    }


def _named(places: Integers, names: Sequence[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(places, pd.Index(list(names)))


def _due_set(lives: Lives) -> Integers:
    due = np.full(lives.times.shape, NEVER)
    for place, step in enumerate(DUE_STEPS):
        due[step] = lives.due[place]
    return due


def _instants(seconds: Integers) -> pd.Series:
    known = pd.Series(np.where(seconds == NEVER, 0, seconds)).astype("datetime64[s]").dt.tz_localize("UTC")
    return known.where(seconds != NEVER)
