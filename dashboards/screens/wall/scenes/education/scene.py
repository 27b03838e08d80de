"""The scene of schools, on nine slots."""

from dashboards.messages import _
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot, numbered
from dashboards.screens.wall.scenes.education import learning_slots, slots
from dashboards.screens.wall.scenes.education.facts import Facts, read_facts

SCENE: Scene[Facts] = Scene(
    title=_("Education"),
    question=_("Which school, which subject?"),
    page="/education",
    sources=("smas",),
    read=read_facts,
    is_for_visitors=True,
    slots=numbered(
        Slot(
            _("Mark books"),
            Need(Lines(huge=1, large=3, medium=6, small=2), Lines(huge=1, large=2, medium=6, small=1)),
            slots.workbooks,
        ),
        Slot(
            _("Learning, lower secondary"),
            Need(Lines(large=2, medium=9, small=3), Lines(large=1, medium=9, small=2)),
            learning_slots.levels,
        ),
        Slot(
            _("Semester I to II"),
            Need(Lines(large=3, medium=7, small=5), Lines(large=2, medium=7, small=4)),
            learning_slots.shift,
        ),
        Slot(
            _("Most averages below 5.0"),
            Need(Lines(large=2, medium=7, small=3), Lines(large=1, medium=7, small=3)),
            learning_slots.subjects,
        ),
        Slot(
            _("Primary: grade completed"),
            Need(Lines(huge=1, large=2, medium=6, small=6), Lines(large=2, medium=6, small=6)),
            learning_slots.primary,
        ),
        Slot(
            _("Attendance, dropping out"),
            Need(Lines(huge=2, large=4, small=2), Lines(huge=2, large=3, small=2)),
            slots.attendance,
        ),
        Slot(
            _("Classes above their limit"),
            Need(Lines(huge=1, large=3, medium=6, small=3), Lines(huge=1, large=2, medium=6, small=2)),
            slots.classes,
        ),
        Slot(
            _("Marks that differ when worked out anew"),
            Need(Lines(huge=1, large=4, medium=2, small=4), Lines(huge=1, large=3, medium=2, small=3)),
            slots.differences,
        ),
        Slot(
            _("Science and technology prizes"),
            Need(Lines(large=3, medium=6, small=8), Lines(large=2, medium=6, small=6)),
            slots.prizes,
        ),
    ),
)
