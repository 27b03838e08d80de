"""Everything that the scene says, read from one snapshot at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.components.course import Course
from dashboards.place import Place, commune_names
from dashboards.published import dictionary
from dashboards.readings import Reading, readings
from dashboards.screens.wall.scenes.satisfaction import figures
from dashboards.screens.wall.stage import all_values, ask, ask_judged, month_before
from dashboards.screens.wall.told import Figures, named_by
from dashboards.service_index import ServiceIndex, read_service_index
from warehouse.reader import Counted

SATISFIED, RATED = "satisfied_share", "rated_share"
DISSATISFIED, REJECTED = "dissatisfied_ratings", "rejected_rating_share"
PAGE, HERE = "satisfaction", "wall/scenes/satisfaction"
A_YEAR = timedelta(days=365)
MONTHS = 12


@dataclass(frozen=True)
class Facts(Figures):
    """A scene's numbers. `parts` are the communes of an area, the agencies of a commune;
    `with_rejected` what the share of a part would be if what was rejected counted, where much was.

    `reasons` are the most frequent ones, and `without_reason` is how many ratings of not being satisfied tell none.
    `lateness` are the shares of those whose dossier came in time and of those whose came late, in a year.
    `service_index` is what it is made of; satisfaction is one of its groups.
    """

    with_rejected: Mapping[str, str]
    reasons: tuple[figures.Reason, ...]
    without_reason: int
    lateness: Mapping[str, Reading]
    devices: tuple[figures.Device, ...]
    hours: Course
    months: Course
    service_index: ServiceIndex

    @property
    def handing_out(self) -> Mapping[str, str]:
        """As `parts`; of a commune all agencies that hand results out, since one in which nobody rates has a share."""
        return self.parts if self.is_area else _agencies(self.among, RATED, self.unit.code)


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit in the open report quarter."""
    among = readings(all_values(place))
    rejected = place.counted(REJECTED)
    reasons = ask(place, f"{PAGE}/reasons", place.counted(DISSATISFIED))
    return Facts(
        place=place,
        among=among,
        parts=_parts(place, among),
        with_rejected=figures.with_rejected(
            ask(place, f"{HERE}/with_rejected", rejected, by_agency=place.unit.kind != "area"),
            among,
            int(dictionary(place)[SATISFIED]["minimum_n"]),
        ),
        reasons=figures.reasons(reasons),
        without_reason=figures.without_reason(reasons),
        lateness=_lateness(place),
        devices=figures.devices(ask_judged(place, f"{PAGE}/devices", rejected, lone=_lone(place))),
        hours=_hours(place),
        months=figures.months(_months(place)),
        service_index=read_service_index(place),
    )


def _lone(place: Place[Address]) -> list[str]:
    """The centres of the unit in which a counter has one officer."""
    frame = ask(place, f"{PAGE}/centres", **place.asked)
    return sorted(frame.loc[frame["is_lone"].astype(bool), "agency_code"])


def _parts(place: Place[Address], among: tuple[Reading, ...]) -> Mapping[str, str]:
    """{code: name} of the communes of an area; of a commune, of its agencies that rate."""
    if place.unit.kind == "area":
        return commune_names(place)
    return _agencies(among, SATISFIED, place.unit.code)


def _agencies(among: tuple[Reading, ...], share: str, commune: str) -> Mapping[str, str]:
    """{code: name} of those of a commune that have anything of which a share is."""
    counted = {each.unit_code for each in among if each.indicator == share and each.denominator}
    return named_by(among, share, counted - {commune})


def _divided(place: Place[Address], counted: Counted, by: str) -> dict[str, Reading]:
    """{key of the part: its share satisfied}."""
    frame = ask_judged(place, f"{PAGE}/parts", counted, by=[by], is_inside=False)
    told = dictionary(place)[SATISFIED]
    names = ("unit_vi", "minimum_n", "definition_vi", "definition_certainty", "owner", "direction")
    described = frame.assign(
        indicator=SATISFIED, unit_code=place.unit.code, unit_name_vi="", **{name: told[name] for name in names}
    )
    return dict(zip(map(str, frame[by]), readings(described), strict=True))


def _lateness(place: Place[Address]) -> dict[str, Reading]:
    first = place.period.cutoff - A_YEAR + timedelta(days=1)
    found = _divided(place, replace(place.counted(SATISFIED), start=first), "lateness")
    has_come = place.snapshot.newest_event_at.get("satisfaction") is not None
    none = Reading(SATISFIED, place.unit.code, "", words.NO_EVENTS if has_come else words.NO_DATA)
    return {key: found.get(key, none) for key in ("on_time", "late")}


def _hours(place: Place[Address]) -> Course:
    return figures.hours(_divided(place, place.counted(SATISFIED), "hour"))


def _months(place: Place[Address]) -> pd.DataFrame:
    days = {"from_date": month_before(place, MONTHS - 1), "until_date": place.period.cutoff}
    return ask(place, f"{PAGE}/months", indicators=[SATISFIED], **days, **place.asked)
