"""Whose dossier it is, about what, and which agencies receive and handle it on that day."""

from dataclasses import dataclass

import numpy as np

from sandbox.one_stop import rates
from sandbox.one_stop.catalogue import BRANCH, COMMUNE, REFORM, agencies, catalogue
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.intake import Intake
from sandbox.one_stop.lives import CROSS_BOUNDARY, FORWARDED, MINISTRY, OWN, PROVINCE
from sandbox.people import People
from sandbox.working_time import Booleans, Integers

CITIZEN, ENTERPRISE, ORGANISATION, OTHER = 1, 2, 3, 4
KIND_BORDERS, KINDS = (0.955, 0.985, 0.997), np.array([CITIZEN, ENTERPRISE, ORGANISATION, OTHER])


@dataclass(frozen=True)
class Matter:
    """Arrays over dossiers; `commune` is the commune of 2025 (its place among the agencies' seats) also before 2025."""

    person: Integers
    home: Integers
    applicant_kind: Integers
    procedure: Integers
    commune: Integers
    agency: Integers
    receiving: Integers
    competence: Integers
    system: Integers


def matter(draws: Draws, intake: Intake, pool: People) -> Matter:
    """Choose person and procedure, and the agencies valid on the day on which the dossier was answered.

    What was applied for before 01/07/2025 and accepted after it has moved to the new agencies with the office's work.
    """
    lookup, names = catalogue(), agencies()
    is_new = intake.answered_day >= REFORM
    person = _person(draws, is_new, pool)
    home = pool.residence[person]
    procedure = np.searchsorted(
        lookup.cumulated_weight, draws["procedure"] * lookup.cumulated_weight[-1], side="right"
    ).astype(np.int64)
    commune = names.new_commune[home]
    is_cross = is_new & (lookup.level[procedure] != BRANCH) & (draws["cross_boundary"] < rates.CROSS_BOUNDARY_SHARE)
    agency, receiving = _agencies(draws, is_new, home, procedure, is_cross)
    competence = np.where(lookup.level[procedure] == BRANCH, FORWARDED, np.where(is_cross, CROSS_BOUNDARY, OWN))
    is_planted = draws.row < len(pool.planted)
    return Matter(
        np.where(is_planted, -1 - draws.row, person),
        home,
        _applicant_kind(draws, procedure),
        procedure,
        commune,
        agency,
        receiving,
        competence,
        np.where(_is_ministry(draws, is_new, procedure), MINISTRY, PROVINCE),
    )


def _person(draws: Draws, is_new: Booleans, pool: People) -> Integers:
    """Each inhabitant alike, but on the days of the rush those of its commune more often."""
    inhabitants = np.where(is_new, len(pool.residence), pool.old_count)
    person = (draws["person"] * inhabitants).astype(np.int64)
    is_rush = rates.is_rush(draws.day)
    if is_rush.any():
        codes = np.array([home.new_code for home in pool.residences])[pool.residence]
        cumulated = np.cumsum(np.where(codes == rates.RUSH.commune_code, rates.RUSH.factor, 1.0))
        person[is_rush] = np.searchsorted(cumulated, draws["person"][is_rush] * cumulated[-1], side="right")
    return person


def _agencies(
    draws: Draws, is_new: Booleans, home: Integers, procedure: Integers, is_cross: Booleans
) -> tuple[Integers, Integers]:
    names, lookup = agencies(), catalogue()
    level, field, commune = lookup.level[procedure], lookup.field[procedure], names.new_commune[home]
    elsewhere = (commune + 1 + (draws["receiving_commune"] * (len(names.centre) - 1)).astype(np.int64)) % len(
        names.centre
    )
    centre = names.centre[np.where(is_cross, elsewhere, commune)]
    # A person from outside the old district never stands before an old commune office: any place does for them here.
    old_commune = names.old_commune[np.minimum(home, len(names.old_commune) - 1)]
    old_receiving = np.where(level == COMMUNE, old_commune, names.old_district)
    old_agency = np.select(
        [level == COMMUNE, level == BRANCH], [old_commune, names.old_branch], names.old_department[field]
    )
    new_agency = np.where(level == BRANCH, names.new_branch, names.department[commune, field])
    return np.where(is_new, new_agency, old_agency), np.where(is_new, centre, old_receiving)


def _applicant_kind(draws: Draws, procedure: Integers) -> Integers:
    kind = KINDS[np.searchsorted(KIND_BORDERS, draws["applicant_kind"])]
    return np.where(catalogue().is_business[procedure] & (draws["applicant_kind"] < 0.5), ENTERPRISE, kind)


def _is_ministry(draws: Draws, is_new: Booleans, procedure: Integers) -> Booleans:
    codes = [field.code for field in catalogue().fields]
    central = np.isin(catalogue().field[procedure], [codes.index(code) for code in rates.MINISTRY_FIELDS])
    return is_new & central & (draws["ministry"] < rates.share_on(rates.MINISTRY_SHARE, draws.day))
