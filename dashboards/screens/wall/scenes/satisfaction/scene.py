"""The scene of satisfaction, on nine slots."""

from dataclasses import replace

from dashboards.messages import _
from dashboards.screens.wall.need import BARS, DRAWN, LISTED, Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.satisfaction import course_slots, slots
from dashboards.screens.wall.scenes.satisfaction.facts import Facts, read_facts

RATINGS_OF_DOSSIERS = ("satisfaction", "one_stop")
COURSE = Need(replace(DRAWN.tall, small=8), DRAWN.wide)
"""In a narrow tile why there are gaps, and what the line is, may take a second line each."""

SCENE: Scene[Facts] = Scene(
    title=_("Satisfaction of the people"),
    question=_("Do they mean it, and why not?"),
    page="/satisfaction",
    sources=RATINGS_OF_DOSSIERS,
    needs=("satisfaction",),
    read=read_facts,
    is_for_visitors=True,
    slots=numbered(
        Slot(
            _("Share satisfied"),
            Need(Lines(huge=1, large=2, medium=8, small=1), Lines(huge=1, large=1, medium=5, small=1)),
            slots.satisfied,
        ),
        Slot(
            _("By public service centre"),
            Need(Lines(large=2, medium=5, small=8), Lines(large=2, medium=5, small=6.6)),
            slots.by_unit,
        ),
        Slot(_("Reasons for not being satisfied"), LISTED, slots.reasons),
        Slot(
            _("On time and late, 12 months"),
            Need(Lines(huge=2, large=4, small=5), Lines(huge=2, large=2, small=3)),
            slots.lateness,
            needs=RATINGS_OF_DOSSIERS,
        ),
        Slot(
            _("Dossiers rated by commune"),
            Need(Lines(huge=1, large=2, medium=8, small=3), Lines(large=2, medium=9, small=1)),
            slots.rated,
            needs=RATINGS_OF_DOSSIERS,
        ),
        Slot(_("Ratings rejected"), BARS, slots.rejected),
        Slot(_("By hour of the day"), COURSE, course_slots.by_hour),
        Slot(_("12 months"), COURSE, course_slots.by_month),
        Slot(
            _("Satisfaction within the service index"),
            Need(Lines(large=3, medium=6, small=5), Lines(large=3, medium=5, small=4)),
            slots.index_766,
            needs=(),
        ),
    ),
)
