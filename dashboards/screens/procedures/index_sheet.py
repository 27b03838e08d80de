"""The service index as a sheet: the criteria of a commune, or the groups of communes side by side."""

from collections.abc import Iterator
from typing import Any

from dashboards.export import Column, Sheet
from dashboards.messages import _
from dashboards.published import published
from dashboards.readings import Reading, find
from dashboards.refusal import Refusal
from dashboards.screens.procedures.index_view import SUM, TITLE, communes, source_of
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import is_part
from dashboards.service_index import INDEX, ServiceIndex, read_service_index

OF_COMMUNE = (
    Column("group", _("Group")),
    Column("criterion", _("Criterion")),
    Column("share", _("Share"), "share"),
    Column("full_at", _("All points from"), "share"),
    Column("numerator", _("Dossiers that meet it"), "count"),
    Column("denominator", _("Dossiers that count"), "count"),
    Column("points", _("Points"), "points"),
    Column("highest", _("At most"), "points"),
    Column("source", _("Source")),
)


def index_sheet(place: Place) -> Sheet:
    """What the page shows. Raises `Refusal` where there is no score."""
    index = read_service_index(place)
    if not index.scored or is_part(place):
        raise Refusal(_("This view has no file"), _("Choose a commune and a month or a longer period."))
    known = published(place, [INDEX])
    if place.unit.kind == "commune":
        return Sheet(TITLE, OF_COMMUNE, _of_commune(place, index, find(known, INDEX, place.unit.code)))
    named = communes(place, index)
    heads = [Column("group", _("Group")), Column("highest", _("At most"), "points")]
    columns = [*heads, Column("reachable", _("With a source"), "points")]
    columns += [Column(code, name, "points") for code, name in named.items()]
    return Sheet(TITLE, columns, _side_by_side(index, named, known))


def _of_commune(place: Place, index: ServiceIndex, whole: Reading) -> Iterator[dict[str, Any]]:
    for group in index.groups:
        for each in group.criteria:
            row = {"group": group.name, "criterion": each.name, "highest": each.highest, "source": source_of(each)}
            score = index.scores.get((place.unit.code, each.number))
            if score is not None:
                share = score.numerator / score.denominator if score.denominator else None
                row |= vars(score) | {"share": share, "full_at": each.full_at}
            yield row
    yield {"group": SUM, "points": whole.value, "highest": index.reachable}


def _side_by_side(index: ServiceIndex, named: dict[str, str], known: tuple[Reading, ...]) -> Iterator[dict[str, Any]]:
    for group in index.groups:
        row = {"group": group.name, "highest": group.highest, "reachable": group.reachable}
        yield row | ({code: index.of_group(code, group) for code in named} if group.reachable else {})
    sums = {code: find(known, INDEX, code).value for code in named}
    yield {"group": SUM, "highest": index.highest, "reachable": index.reachable, **sums}
