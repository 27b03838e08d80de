"""The scene of the communes' health stations, on nine slots."""

from dashboards.messages import _
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.health import course_slots, slots
from dashboards.screens.wall.scenes.health.facts import Facts, read_facts

COURSE = Need(Lines(huge=1, large=2, medium=6, small=5), Lines(large=1, medium=7, small=5))
GUARDS = Need(Lines(huge=2, large=4, small=7), Lines(huge=2, large=2, small=5))

SCENE: Scene[Facts] = Scene(
    title=_("Communal health care"),
    question=_("Is something spreading, who is not protected?"),
    page="/health",
    sources=("health_record",),
    read=read_facts,
    slots=numbered(
        Slot(
            _("Infectious diseases by week"),
            Need(Lines(large=1, medium=13, small=3), Lines(large=1, medium=10, small=2)),
            course_slots.diseases,
        ),
        Slot(
            _("Two doses against measles by commune"),
            Need(Lines(huge=1, large=2, medium=6, small=6), Lines(large=2, medium=6, small=5)),
            slots.measles,
        ),
        Slot(_("Fully vaccinated under 1 year"), COURSE, slots.vaccinated, is_for_visitors=True),
        Slot(_("Periodic health check-ups"), COURSE, slots.checked, is_for_visitors=True),
        Slot(_("Electronic health records"), GUARDS, slots.records, is_for_visitors=True),
        Slot(_("Hypertension, diabetes"), GUARDS, slots.chronic),
        Slot(
            _("Visits at the communes' stations"),
            Need(Lines(huge=1, large=3, medium=7, small=3), Lines(large=2, medium=7, small=3)),
            course_slots.visits,
            is_for_visitors=True,
        ),
        Slot(_("Links, telehealth"), GUARDS, slots.linked, is_for_visitors=True),
        Slot(
            _("Facilities that have not sent"),
            Need(Lines(huge=1, large=2, medium=6, small=5), Lines(huge=1, large=2, medium=6, small=2)),
            slots.silent,
        ),
    ),
)
