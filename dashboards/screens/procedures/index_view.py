"""The service index of QĐ 766: the criteria of one commune with their points, or communes side by side by group."""

from decimal import Decimal
from typing import Any

from dash import dcc, html

from connectors.kit.registry import source
from dashboards import words
from dashboards.components.card_table import card_table
from dashboards.components.empty_state import empty_state
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.published import published
from dashboards.readings import Reading, find
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.tiles import SOURCE, until
from dashboards.screens.procedures.values import is_part
from dashboards.service_index import INDEX, Criterion, Group, Score, ServiceIndex, read_service_index

TITLE = _("Service index (766)")
SUM = _("Sum of what has a source")
NOTHING = "–"
WHERE_SCORED = _("Decision 766 scores communes, each as a whole, since 01/07/2025; here by month and longer periods.")
NO_WHOLE_SCORE = _(
    "Only {reachable} of {highest} points have a source: the sum is no score, nor judged against {target} points."
)
OWN_COUNT = _("Computed here from dossiers; the national portal scores by its own data. Never for communes together.")
HEADS = (_("Group and criterion"), _("Share"), _("Dossiers"), _("Points"), _("At most"), _("Source"))


def index_view(place: Place) -> list[Any]:
    """The content of the page below its title and menus."""
    index = read_service_index(place)
    if not index.scored or is_part(place):
        return [_without_score(place)]
    known = published(place, [INDEX])
    table = _of_commune(place, index, known) if place.unit.kind == "commune" else _side_by_side(place, index, known)
    return [html.Section([html.H2(TITLE), html.P(until(place)), *_remarks(index, known), table])]


def points(number: Decimal) -> str:
    """A number of points that can be had, without a decimal where it has none."""
    return words.target(number, is_share=False)


def communes(place: Place, index: ServiceIndex) -> dict[str, str]:
    """{code: name} of what is scored, by code."""
    names = {unit.code: unit.short_name for unit in place.units if unit.is_valid_on(place.period.cutoff)}
    return {code: words.capital(names.get(code, code)) for code in index.scored}


def source_of(criterion: Criterion) -> str:
    """Which system tells a criterion, in words; or that none does."""
    return source(SOURCE).title_vi if criterion.has_source else words.NO_SOURCE


def _without_score(place: Place) -> html.Section:
    """Why there is no score here, and where there is one."""
    said = empty_state(words.NO_DATA, WHERE_SCORED)
    home = place.unit.parent_code if place.unit.kind == "agency" else place.unit.code
    whole = place.view.elsewhere(home or place.unit.code, grain="report_quarter", start="", end="", view="766")
    return html.Section([said, html.P(dcc.Link(_("By report quarter"), href=whole, className="button"))])


def _remarks(index: ServiceIndex, known: tuple[Reading, ...]) -> list[html.P]:
    """What must be read with every one of these points."""
    target = next((each.target for each in known if each.target), "")
    counts = {"reachable": points(index.reachable), "highest": points(index.highest), "target": target}
    return [
        html.P(NO_WHOLE_SCORE.format(**counts), className="adds-up"),
        html.P(OWN_COUNT, className="note"),
    ]


def _of_commune(place: Place, index: ServiceIndex, known: tuple[Reading, ...]) -> html.Div:
    code = place.unit.code
    rows = []
    for group in index.groups:
        rows.append(_group_row(index, group, code))
        rows += [_criterion_row(place, each, index.scores.get((code, each.number))) for each in group.criteria]
    whole = find(known, INDEX, code)
    total = [SUM, "", "", _sum(whole), points(index.highest), ""]
    return card_table(
        _("Criteria of {unit}", unit=place.unit.short_name), HEADS, rows, "figures service-index", total=total
    )


def _group_row(index: ServiceIndex, group: Group, code: str) -> list[Any]:
    has = words.out_of(index.of_group(code, group), group.reachable) if group.reachable else NOTHING
    return [html.Strong(group.name), "", "", html.Strong(has), html.Strong(points(group.highest)), ""]


def _criterion_row(place: Place, criterion: Criterion, score: Score | None) -> list[Any]:
    highest, source = points(criterion.highest), source_of(criterion)
    if score is None:
        return [criterion.name, "", "", NOTHING, highest, source]
    shown = measured(
        words.out_of(score.points, criterion.highest), indicator=f"{INDEX}:{criterion.number}", value=score.points,
        unit=place.unit.code, class_name="",
    )  # fmt: skip
    return [criterion.name, _share(criterion, score), _dossiers(place, criterion, score), shown, highest, source]


def _share(criterion: Criterion, score: Score) -> Any:
    """The share, and from which one on all points are given where that is less than all."""
    if criterion.full_at == 1:
        return score.text
    full = _("all points from {share}", share=words.target(criterion.full_at, is_share=True))
    return [score.text, html.Span(f" ({full})", className="note")]


def _dossiers(place: Place, criterion: Criterion, score: Score) -> Any:
    """The dossiers that count, and those among them that cost points, each with its rows."""
    counts = {name: words.number(getattr(score, name)) for name in ("numerator", "denominator")}
    said = _("{numerator} of {denominator} dossiers", **counts)
    if not score.denominator:
        return said
    asked = {"criterion": str(criterion.number)}
    missed = score.denominator - score.numerator
    rest = dcc.Link(
        _("{count} not", count=words.number(missed)), href=place.view.rows(INDEX, "rest", **asked)
    ) if missed else None  # fmt: skip
    return html.Span([dcc.Link(said, href=place.view.rows(INDEX, "denominator", **asked)), rest], className="cell")


def _side_by_side(place: Place, index: ServiceIndex, known: tuple[Reading, ...]) -> html.Div:
    named = communes(place, index)
    heads = [_("Group"), _("At most"), _("With a source"), *named.values()]
    rows = [
        [group.name, points(group.highest), points(group.reachable) if group.reachable else words.NO_SOURCE,
         *(_of_group(index, group, code) for code in named)]
        for group in index.groups
    ]  # fmt: skip
    sums = [
        dcc.Link(_sum(find(known, INDEX, code)), href=place.view.elsewhere(code, view="766")) for code in named
    ]  # fmt: skip
    total = [SUM, points(index.highest), points(index.reachable), *sums]
    return card_table(_("Communes side by side"), heads, rows, "figures service-index", total=total)


def _of_group(index: ServiceIndex, group: Group, code: str) -> str:
    return words.number(index.of_group(code, group), 1) if group.reachable else NOTHING


def _sum(reading: Reading) -> Any:
    return measured(reading.text, indicator=INDEX, value=reading.value, unit=reading.unit_code, class_name="")
