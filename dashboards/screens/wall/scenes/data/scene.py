"""The scene on the data itself, on nine slots."""

from dashboards.messages import _
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.data import nights_slot, slots, work_slots
from dashboards.screens.wall.scenes.data.facts import Facts, read_facts

SCENE: Scene[Facts] = Scene(
    title=_("Data: what we know and what not"),
    question=_("What do we know, and what not?"),
    page="/data-health",
    # Slots 1 and 4 say the age of the national portal themselves: a television's foot has no room for five sources.
    sources=("health_record", "one_stop", "satisfaction", "smas"),
    read=read_facts,
    slots=numbered(
        Slot(
            _("Sources"),
            Need(Lines(large=1, medium=16), Lines(large=1, medium=12)),
            slots.all_sources,
            (),
        ),
        Slot(
            _("Who has not sent"),
            Need(Lines(huge=1, large=1, medium=10, small=3), Lines(large=1, medium=10, small=1)),
            slots.undelivered,
        ),
        Slot(
            _("Rows held"),
            Need(Lines(huge=1, large=2, medium=9, small=3), Lines(large=1, medium=9, small=2)),
            slots.held,
        ),
        Slot(
            _("Control totals"),
            Need(Lines(large=1, medium=10, small=5), Lines(large=1, medium=8, small=3)),
            slots.totals,
        ),
        Slot(
            _("Form II.06a adds up"),
            Need(Lines(large=2, medium=9, small=2), Lines(large=1, medium=7, small=1)),
            slots.form,
            ("one_stop",),
        ),
        Slot(
            _("Thirty nights"),
            Need(Lines(large=1, medium=13, small=2), Lines(large=1, medium=10, small=2)),
            nights_slot.nights,
        ),
        Slot(
            _("Findings"),
            Need(Lines(huge=1, large=2, medium=9, small=1), Lines(large=1, medium=9, small=1)),
            work_slots.findings,
        ),
        Slot(
            _("Who has to mend"),
            Need(Lines(large=1, medium=10, small=1), Lines(large=1, medium=10, small=1)),
            work_slots.owners,
        ),
        Slot(
            _("The snapshot in use"),
            Need(Lines(large=1, medium=7), Lines(large=1, medium=6)),
            work_slots.served,
        ),
    ),
)
