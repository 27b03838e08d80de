"""The dossiers behind one criterion of the service index: what the list is called, and how many it counts."""

from dashboards.messages import _
from dashboards.refusal import Refusal
from dashboards.screens.procedures.place import Place
from dashboards.service_index import INDEX, read_service_index

SIDES = {
    "numerator": _("Dossiers that meet: {criterion}"),
    "denominator": _("Dossiers that count in: {criterion}"),
    "rest": _("Dossiers that do not meet: {criterion}"),
}


def criterion_title(place: Place) -> str:
    """What the rows are, in words. Raises `Refusal` for a criterion that the snapshot does not count."""
    asked, index = place.view.criterion, read_service_index(place)
    found = (each for group in index.groups for each in group.criteria if str(each.number) == asked and each.has_source)
    criterion = next(found, None) if place.view.measure == INDEX else None
    if criterion is None:
        what = _("The address names {what} that does not exist: {value}", what=_("a criterion"), value=asked)
        raise Refusal(what, _("Look at the criteria."), link=place.view.elsewhere(place.unit.code, view="766"))
    return SIDES[place.view.part or "denominator"].format(criterion=criterion.name)


def criterion_count(place: Place) -> int | None:
    """What the published score counted on that side; None where the unit has none."""
    score = read_service_index(place).scores.get((place.unit.code, int(place.view.criterion)))
    if score is None:
        return None
    sides = {"numerator": score.numerator, "rest": score.denominator - score.numerator}
    return sides.get(place.view.part, score.denominator)
