"""Everything that the scene says, of one snapshot: of the open month, of weeks that are over, of who has sent."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboards.address import Address
from dashboards.components.year_course import Reached
from dashboards.denominators import Denominator, read_denominators
from dashboards.health_indicators import CHECKUP, COVERS, DISEASE_NAMES, DISEASES, FULL, MEASLES_2
from dashboards.open_period import in_open_period
from dashboards.place import Place, day_of
from dashboards.pro_rata import own_reached, reached
from dashboards.readings import Reading, readings
from dashboards.screens.wall.scenes.health import figures
from dashboards.screens.wall.stage import all_values, ask, its_unit
from dashboards.screens.wall.told import Figures, names_within
from dashboards.senders import SESSION, VISIT, Sender, read_senders

WEEKS, DAYS, DAYS_BACK = 26, 14, 30


@dataclass(frozen=True)
class Facts(Figures):
    """A scene's numbers in the open month. `parts` are the communes of an area, the facilities of a commune.

    `months` are {indicator: what was reached by the end of each month of this year}; `denominators` what shares are
    counted of; `reached` is the last day of which anything is known, `own_reached` of the unit itself;
    `least_protected` is the facility with the lowest share of two doses against measles. `senders` are the unit's,
    `session_senders` those who send the sessions of all.
    """

    diseases: tuple[figures.Disease, ...]
    months: Mapping[str, tuple[Reached, ...]]
    denominators: Mapping[str, Denominator]
    reached: date
    own_reached: date | None
    least_protected: Reading | None
    visits: figures.Visits
    senders: tuple[Sender, ...]
    session_senders: tuple[Sender, ...]

    @property
    def week(self) -> date | None:
        """The Monday of the newest week that is over."""
        return max((each.weeks[-1].start for each in self.diseases), default=None)

    @property
    def silent(self) -> tuple[Sender, ...]:
        """Who has not sent, the longest silent first."""
        return tuple(each for each in self.senders if each.silent_from)


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit in the open month, which the head names."""
    place = in_open_period(place, "month")
    frame = all_values(place)
    kind = "commune" if place.unit.kind == "area" else "facility"
    parts = names_within(place, kind)
    return Facts(
        place=place,
        among=readings(frame),
        parts=parts,
        diseases=_diseases(place, kind, parts),
        months=_months(place),
        denominators=read_denominators(place, COVERS),
        reached=reached(place),
        own_reached=own_reached(place),
        least_protected=figures.lowest(frame, MEASLES_2, names_within(place, "facility")),
        visits=_visits(place),
        senders=read_senders(place),
        session_senders=_session_senders(place),
    )


def _diseases(place: Place[Address], kind: str, names: Mapping[str, str]) -> tuple[figures.Disease, ...]:
    """The weeks that are over, since a week that is not would be told twice."""
    frame = ask(
        place, "health/course", basis="successor", grain="week", kinds=[kind],
        indicators=list(DISEASES.values()),
        from_date=place.period.cutoff - timedelta(weeks=WEEKS + 1), until_date=place.period.cutoff, **its_unit(place),
    )  # fmt: skip
    over = frame[~frame["is_open"].astype(bool)]
    found = (
        figures.disease(over[over["indicator"] == indicator], code, DISEASE_NAMES[code], place.unit.code, names, WEEKS)
        for code, indicator in DISEASES.items()
    )
    return tuple(each for each in found if each is not None)


def _months(place: Place[Address]) -> Mapping[str, tuple[Reached, ...]]:
    cutoff = place.period.cutoff
    frame = ask(
        place, "health/course", basis="successor", grain="month", kinds=[], indicators=[CHECKUP, FULL],
        from_date=date(cutoff.year, 1, 1), until_date=cutoff, **its_unit(place),
    )  # fmt: skip
    return {each: figures.reached(frame[frame["indicator"] == each]) for each in (CHECKUP, FULL)}


def _visits(place: Place[Address]) -> figures.Visits:
    """The last days up to the newest of which any station has sent."""
    cutoff = place.period.cutoff
    days = {"from_date": cutoff - timedelta(days=DAYS_BACK), "until_date": cutoff, **place.asked}
    files = ask(place, "health/deliveries", **days)
    files = files[files["stream"] == VISIT]
    is_of_station = files["kind"] == "station"
    homes = _homes(place, set(files.loc[~is_of_station, "unit_code"]))
    files = files[is_of_station]
    counted = ask(place, "health/visit_days", stations_only=True, **days)
    known = files.loc[files["received_at"].notna(), "day"]
    if known.empty:
        return figures.Visits((), {})
    last = day_of(known.max())
    shown = tuple(last - timedelta(days=back) for back in reversed(range(DAYS)))
    return figures.visits(shown, counted, files, homes)


def _homes(place: Place[Address], centres: Container[str]) -> Mapping[str, figures.Home]:
    """Today's stations and what belongs to them: counted in their commune, on the wall of a commune each by itself."""
    is_area = place.unit.kind == "area"
    facilities = [each for each in place.units if each.kind == "facility" and each.valid_to is None]
    found = [each for each in facilities if each.code not in centres]
    homes = {each.code: each.parent_code or "" for each in found}
    return {code: figures.Home(home if is_area else code, home) for code, home in homes.items()}


def _session_senders(place: Place[Address]) -> tuple[Sender, ...]:
    """The centre sends the sessions of all facilities, also of those of one commune."""
    among = read_senders(replace(place, unit=place.line[0]))
    return tuple(each for each in among if SESSION in each.streams)
