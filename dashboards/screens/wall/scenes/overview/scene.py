"""The scene over all subjects, on nine slots."""

from dashboards.messages import _
from dashboards.screens.wall.need import DRAWN, Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.overview import index_slot, matter_slot, slots, wide_slots
from dashboards.screens.wall.scenes.overview.facts import Facts, read_facts

SCENE: Scene[Facts] = Scene(
    title=_("Overview for the head of the unit"),
    question=_("What needs me today?"),
    page="/",
    sources=("health_record", "one_stop", "satisfaction", "smas"),
    read=read_facts,
    slots=numbered(
        Slot(
            _("Needs direction"),
            Need(Lines(large=1, medium=16), Lines(large=1, medium=11)),
            matter_slot.matters,
        ),
        Slot(
            _("Procedures resolved on time"),
            Need(Lines(huge=2, large=2, medium=2, small=2), Lines(huge=1, large=3, medium=2)),
            slots.on_time,
            ("one_stop",),
        ),
        Slot(
            _("Infectious diseases"),
            Need(Lines(huge=1, large=3, medium=6, small=4), Lines(huge=1, large=2, medium=6, small=2)),
            slots.diseases,
            ("health_record",),
        ),
        Slot(
            _("Mark books"),
            Need(Lines(huge=1, large=3, medium=6), Lines(huge=1, large=2, medium=6)),
            slots.books,
            ("smas",),
        ),
        Slot(
            _("Satisfaction of the people"),
            Need(Lines(huge=2, large=3, medium=2, small=1), Lines(huge=1, large=3, medium=2, small=1)),
            slots.satisfied,
            ("satisfaction",),
        ),
        Slot(
            _("Five communes"),
            Need(Lines(large=1, medium=11, small=2), Lines(large=1, medium=9, small=1)),
            wide_slots.communes,
        ),
        Slot(
            _("Service index (766)"),
            Need(Lines(large=1, medium=7, small=8), Lines(large=1, medium=7, small=6)),
            index_slot.index_766,
            needs=("one_stop",),
        ),
        Slot(
            _("How far the data goes"),
            Need(Lines(large=1, medium=16), Lines(large=1, medium=12)),
            wide_slots.sources,
            (),
        ),
        Slot(
            _("By month"),
            DRAWN,
            wide_slots.by_month,
            ("one_stop",),
        ),
    ),
)
