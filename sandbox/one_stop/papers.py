"""What lies in a dossier besides its dates: documents, payment, verification, the result's electronic copy, a note."""

from dataclasses import dataclass

import numpy as np

from sandbox.one_stop import rates
from sandbox.one_stop.catalogue import catalogue
from sandbox.one_stop.course import FINANCIAL_OBLIGATION, Course
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.intake import Intake
from sandbox.one_stop.lives import NEVER, Step
from sandbox.one_stop.matter import Matter
from sandbox.working_time import Booleans, Integers

CASH, NATIONAL_PORTAL, PROVINCE_PORTAL = 0, 1, 2
MASK_BITS = 4
PAID_ONLINE_SHARE, PAID_ONLINE_AT_COUNTER, NATIONAL_SHARE = 0.90, 0.42, 0.58
UNPAID_SHARE = 0.015
WHOLLY_DIGITISED_SHARE = 0.8
NOTES = 4


@dataclass(frozen=True)
class Papers:
    """`documents` holds three masks of MASK_BITS bits, one bit a document: digitised, reused, from the repository.

    `paid` and `digitised` are working positions, NEVER where it does not come to that.
    """

    paid: Integers
    digitised: Integers
    documents: Integers
    payment_channel: Integers
    is_verified: Booleans
    is_electronic: Booleans
    note: Integers


def papers(draws: Draws, intake: Intake, what: Matter, steps: Course) -> Papers:
    """Fill the dossiers of these dice with papers."""
    digitised_share = rates.share_on(rates.DIGITISED_SHARE, draws.day)
    is_digitised = draws["digitised"] < digitised_share
    first_hours = 60 + (draws["payment_delay"] * np.minimum(steps.worked, 7200)).astype(np.int64)
    return Papers(
        _paid(draws, intake, what, steps),
        np.where(is_digitised, intake.position + first_hours, NEVER),
        _documents(draws, what, draws["digitised"] < WHOLLY_DIGITISED_SHARE * digitised_share),
        _payment_channel(draws, intake),
        draws["verified"] < rates.share_on(rates.VERIFIED_SHARE, draws.day),
        draws["electronic"] < rates.share_on(rates.ELECTRONIC_RESULT_SHARE, draws.day),
        (draws["note"] * NOTES).astype(np.int64),
    )


def _paid(draws: Draws, intake: Intake, what: Matter, steps: Course) -> Integers:
    """At acceptance as a rule; where the office waited for the money, when it went on."""
    at_acceptance = intake.position + (draws["payment_delay"] * np.minimum(steps.worked, 3600)).astype(np.int64)
    resumed = steps.positions[Step.RESUMED]
    waited = (resumed != NEVER) & (steps.pause_status == FINANCIAL_OBLIGATION)
    is_paid = (catalogue().fee[what.procedure] > 0) & (draws["payment"] < 1 - UNPAID_SHARE)
    return np.where(is_paid, np.where(waited, resumed, at_acceptance), NEVER)


def _payment_channel(draws: Draws, intake: Intake) -> Integers:
    online = np.where(intake.is_online, PAID_ONLINE_SHARE, PAID_ONLINE_AT_COUNTER)
    portal = np.where(draws["payment"] < online * NATIONAL_SHARE, NATIONAL_PORTAL, PROVINCE_PORTAL)
    return np.where(draws["payment"] < online, portal, CASH)


def _documents(draws: Draws, what: Matter, is_whole: Booleans) -> Integers:
    every = (1 << catalogue().document_count[what.procedure]) - 1
    digitised = np.where(is_whole, every, 1)
    is_reused = draws["reused"] < rates.share_on(rates.REUSED_SHARE, draws.day)
    reused = np.where(is_reused, np.where(draws["repository"] < 0.5, every, 1), 0)
    repository = np.where(draws["repository"] < 0.35, reused & 1, 0)
    masks: Integers = digitised | reused << MASK_BITS | repository << 2 * MASK_BITS
    return masks
