"""The list as a workbook to send along: every dossier under the agency that holds it, and how they are counted."""

from collections.abc import Iterator
from typing import Any

from dashboards import words
from dashboards.downloads import definition
from dashboards.export import Column, Cover, Sheet
from dashboards.messages import _
from dashboards.published import dictionary
from dashboards.screens.follow_up.address import LATE
from dashboards.screens.follow_up.figures import FORWARDED, INDICATORS, KINDS, OWN, SOON
from dashboards.screens.follow_up.listing import Listing

DOSSIERS = (
    Column("agency", _("Agency that holds it")),
    Column("code", _("Dossier code")),
    Column("procedure", _("Procedure")),
    Column("field", _("Field")),
    Column("competence", _("Competence")),
    Column("received", _("Received"), "date"),
    Column("due", _("Due"), "date"),
    Column("kind", _("Sort")),
    Column("days", _("Working days overdue"), "count"),
    Column("status", _("Status")),
)
SUMMARY = (
    Column("agency", _("Agency that holds it")),
    Column("own", _("Overdue, commune's competence"), "count"),
    Column("forwarded", _("Overdue, decided by another agency"), "count"),
    Column("up_to_5", _("1–5 working days late"), "count"),
    Column("from_6_to_10", _("6–10 working days late"), "count"),
    Column("over_10", _("More than 10 working days late"), "count"),
    Column("soon", _("Falling due within 2 working days"), "count"),
)


def sheets(listing: Listing) -> tuple[Sheet, Sheet]:
    """All dossiers of the list in the order of the page, and how many each agency holds."""
    return (
        Sheet(_("Dossiers"), DOSSIERS, _dossiers(listing)),
        Sheet(_("By agency"), SUMMARY, _summary(listing)),
    )


def cover(listing: Listing, host: str) -> Cover:
    """What the file is, from which snapshot, and how its numbers are counted; `host` is where the pages are."""
    about = [listing.unit.name, listing.place.period.title, _("On {day}", day=words.day(listing.place.period.cutoff))]
    if listing.is_filtered:
        about.append(LATE[listing.asked.late])
    about.append(_("{count} dossiers", count=words.number(sum(map(listing.total, INDICATORS)))))
    told = dictionary(listing.place)
    return Cover(
        title=_("Follow-up of dossiers"),
        about=about,
        definitions=[definition(told[each]) for each in INDICATORS],
        snapshot_id=listing.place.snapshot.id,
        known_at=listing.place.snapshot.known_at,
        is_invented=bool(listing.place.snapshot.invented_sources),
        address=host.rstrip("/") + listing.asked.link(snapshot=listing.place.snapshot.id),
    )


def _dossiers(listing: Listing) -> Iterator[dict[str, Any]]:
    for agency in listing.agencies:
        for dossier in agency.dossiers:
            yield {
                "agency": agency.name, "code": dossier.code, "procedure": dossier.procedure, "field": dossier.field,
                "competence": dossier.competence, "received": dossier.received, "due": dossier.due,
                "kind": KINDS[dossier.indicator], "days": dossier.days if dossier.is_overdue else None,
                "status": dossier.status,
            }  # fmt: skip


def _summary(listing: Listing) -> Iterator[dict[str, Any]]:
    for agency in listing.agencies:
        yield {
            "agency": agency.name, "own": agency.of(OWN), "forwarded": agency.of(FORWARDED),
            "up_to_5": agency.count("1-5"), "from_6_to_10": agency.count("6-10"), "over_10": agency.count("11-"),
            "soon": agency.of(SOON),
        }  # fmt: skip
