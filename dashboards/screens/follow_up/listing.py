"""What a page and its file show, read once from one snapshot, so that both hold the same dossiers."""

from dataclasses import dataclass, replace
from datetime import date

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Place, Unit, choose_unit, find_place
from dashboards.readings import Reading, find, readings
from dashboards.screens.follow_up.address import Asked, Quarter
from dashboards.screens.follow_up.figures import FORWARDED, INDICATORS, Agency, by_agency, read_dossiers
from warehouse.reader import query


@dataclass(frozen=True)
class Listing:
    """The dossiers of one unit on the last day of a report quarter, by who holds them, and the published figures.

    `is_filtered` says that `agencies` hold a part of what the figures count.
    """

    asked: Asked
    place: Place[Quarter]
    among: tuple[Reading, ...]
    agencies: tuple[Agency, ...]

    @property
    def unit(self) -> Unit:
        """Whose dossiers."""
        return self.place.unit

    @property
    def is_filtered(self) -> bool:
        """Whether the address leaves dossiers out."""
        return bool(self.asked.late)

    def reading(self, indicator: str) -> Reading:
        """The published figure of the whole unit, or why it has none: a unit that never had such a dossier.

        Agencies that decide for communes belong to the cluster, so what they hold stands in no commune's figures.
        """
        is_elsewhere = indicator == FORWARDED and self.unit.kind == "commune"
        reason = _("Counted for the 5 communes together") if is_elsewhere else words.NO_EVENTS
        return find(self.among, indicator, self.unit.code, otherwise=reason)

    def total(self, indicator: str) -> int:
        """The dossiers on the list that an indicator counts."""
        return sum(agency.of(indicator) for agency in self.agencies)

    def rows(self, indicator: str, agency_code: str = "") -> str:
        """The address of the dossiers that an indicator counts in the unit, or at one agency.

        What is forwarded is counted for the area, and its agencies may have no figures of their own to lead to.
        """
        code = agency_code or (self.unit.code if self.unit.kind == "agency" else "")
        if indicator == FORWARDED and code:
            return self.place.view.of_dossiers(unit=Asked().unit, measure=indicator, agency=code)
        return self.place.view.of_dossiers(unit=code or self.unit.code, measure=indicator)

    def ended(self, agency: Agency) -> date | None:
        """The last day of an agency that holds dossiers though it is no more; None where it works."""
        same = [unit for unit in self.place.units if unit.code == agency.code]
        newest = max(same, key=lambda unit: unit.valid_from, default=None)
        is_over = newest is not None and newest.valid_to is not None and newest.valid_to < self.place.period.cutoff
        return newest.valid_to if newest and is_over else None


def read_listing(asked: Asked) -> Listing:
    """The list that an address means, in the newest report quarter. Raises `Refusal` for a unit that is not there."""
    # The area's newest quarter, also for an agency that received nothing in it.
    area = find_place(Quarter(snapshot=asked.snapshot))
    unit = choose_unit(area.units, Quarter(unit=asked.unit))
    place = replace(area, view=replace(area.view, unit=unit.code), unit=unit)
    frames = {
        indicator: query(
            "follow_up/dossiers", place.counted(indicator), scope=SCOPE, snapshot=place.snapshot.id, once=True
        )
        for indicator in INDICATORS
    }
    values = query(
        "follow_up/values", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(INDICATORS),
        start=place.period.start, unit=unit.code, unit_from=unit.valid_from,
    )  # fmt: skip
    return Listing(asked, place, readings(values), by_agency(read_dossiers(frames, asked.late)))
