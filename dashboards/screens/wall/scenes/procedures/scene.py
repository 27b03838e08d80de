"""The scene of administrative procedures, on nine slots."""

from dashboards.messages import _
from dashboards.screens.wall.need import DRAWN, LISTED, Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.procedures import slots
from dashboards.screens.wall.scenes.procedures.facts import Facts, read_facts

SCENE: Scene[Facts] = Scene(
    title=_("Resolving administrative procedures"),
    question=_("Where is it stuck, and who holds it?"),
    page="/procedures",
    sources=("one_stop", "national_portal"),
    needs=("one_stop",),
    read=read_facts,
    is_for_visitors=True,
    slots=numbered(
        Slot(
            _("Dossiers received"),
            Need(Lines(huge=2, large=2, medium=2, small=3), Lines(huge=1, large=2, medium=2, small=3)),
            slots.received,
        ),
        Slot(
            _("On time"),
            Need(Lines(huge=1, large=1, medium=6, small=7), Lines(large=1, medium=6, small=5)),
            slots.on_time,
        ),
        Slot(
            _("Open and overdue"),
            Need(Lines(huge=1, large=4, medium=1, small=6), Lines(huge=1, large=3, medium=1, small=5)),
            slots.overdue,
        ),
        Slot(
            _("Due within 2 working days"),
            Need(Lines(huge=1, large=1, medium=6, small=2), Lines(large=1, medium=6, small=1)),
            slots.due_soon,
        ),
        Slot(
            _("Five slowest places"),
            LISTED,
            slots.slowest,
        ),
        Slot(
            _("Online, payment, digitised, reused"),
            Need(Lines(large=3, medium=9, small=1), Lines(large=2, medium=9, small=1)),
            slots.digital,
        ),
        Slot(
            _("By month"),
            DRAWN,
            slots.by_month,
        ),
        Slot(
            _("Map of the five communes"),
            Need(Lines(large=1, medium=9, small=5), Lines(large=1, medium=9, small=4)),
            slots.map_of_communes,
        ),
        Slot(
            _("Returned, supplemented again, no apology yet"),
            Need(Lines(huge=3, large=4, small=4), Lines(huge=3, large=1, small=1)),
            slots.returned,
        ),
    ),
)
