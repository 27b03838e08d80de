"""The raw events of the district as one table, for tests and for whoever wants to check the warehouse independently.

Nothing here is judged: no late, no valid, no period. What the source would show is what these events say: asked at T,
it shows the rows with `shown_at` up to T, and nothing else. Instants are UTC. The columns:

- whose: dossier_code, agency_code, receiving_agency_code, competence, processing_system, channel (1, 2, 3 or NA),
  applicant_kind, procedure_code, field_code;
- what: event (name of a `Step` in lower case), at, shown_at (since when the source shows this step: later than `at` for
  dossiers that reached it late), due_at (the due instant that holds from this event on; NaT where it sets none),
  pause_status (6 or 8 at `paused`, else NA), payment_channel (0 cash, 1 national portal, 2 province at `fee_paid`, else
  NA), has_result_code and has_result_file (what is issued at `completed`, else False);
- papers, as the source shows them from this event on: document_count, and of those digitised_count (0 before
  `digitised`), reused_count and repository_count; fee_amount (đồng; 0 where the source names no fee above 0).
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from sandbox.one_stop.catalogue import agencies, catalogue
from sandbox.one_stop.district import District
from sandbox.one_stop.layers import DEFAULT, Layer
from sandbox.one_stop.lives import COMPETENCES, DUE_STEPS, NEVER, SYSTEMS, Lives, Step
from sandbox.one_stop.papers import MASK_BITS
from sandbox.people import Person
from sandbox.working_time import Booleans, Integers


def events(
    seed: int,
    scale: float,
    until: datetime,
    *,
    layers: tuple[Layer, ...] = DEFAULT,
    planted: tuple[Person, ...] = (),
) -> pd.DataFrame:
    """Every step that happened up to and including `until`, one row each, ordered by instant within a dossier."""
    instant = int(until.timestamp())
    lives = District(seed, scale, layers=layers, planted=planted).until(instant)
    steps, rows = np.nonzero(lives.times <= instant)
    at = lives.times[steps, rows]
    table = pd.DataFrame(_subjects(lives, rows))
    table["event"] = _named(steps, [step.name.lower() for step in Step])
    table["at"] = _instants(at)
    table["shown_at"] = _instants(np.maximum(at, lives.shown[rows]))
    table["due_at"] = _instants(_due_set(lives)[steps, rows])
    table["pause_status"] = _only_at(steps == Step.PAUSED, lives.pause_status[rows])
    table["payment_channel"] = _only_at(steps == Step.FEE_PAID, lives.payment_channel[rows])
    table["has_result_code"] = steps == Step.COMPLETED
    table["has_result_file"] = (steps == Step.COMPLETED) & lives.is_electronic[rows]
    table = table.assign(**_papers(lives, rows, at))
    order = np.lexsort((steps, at, rows))
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


def _papers(lives: Lives, rows: Integers, at: Integers) -> dict[str, "pd.api.extensions.ExtensionArray"]:
    lookup, procedure, masks = catalogue(), lives.procedure[rows], lives.documents[rows]
    digitised, reused, repository = (
        np.bitwise_count(masks >> place * MASK_BITS & (1 << MASK_BITS) - 1) for place in range(3)
    )
    counts = {
        "document_count": lookup.document_count[procedure],
        "digitised_count": np.where(lives.times[Step.DIGITISED, rows] <= at, digitised, 0),
        "reused_count": reused,
        "repository_count": repository,
        "fee_amount": lookup.fee[procedure],
    }
    return {name: pd.array(count, dtype="Int64") for name, count in counts.items()}


def _only_at(is_there: Booleans, values: Integers) -> pd.Series:
    return pd.Series(values, dtype="Int64").where(is_there)


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
