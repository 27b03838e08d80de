"""The scene of schools, on nine slots."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.messages import _
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot
from dashboards.screens.wall.scenes.education import slots
from dashboards.screens.wall.scenes.education.facts import Facts, read_facts

SLOTS: Mapping[int, Slot[Facts]] = MappingProxyType(
    {
        1: Slot(
            _("Mark books"),
            Need(Lines(huge=1, large=3, medium=6, small=2), Lines(huge=1, large=2, medium=6, small=1)),
            slots.workbooks,
        ),
        2: Slot(
            _("Learning, lower secondary"),
            Need(Lines(large=2, medium=8, small=2), Lines(large=1, medium=8, small=2)),
            slots.levels,
        ),
        3: Slot(
            _("Semester I to II"),
            Need(Lines(large=3, medium=7, small=3), Lines(large=2, medium=7, small=2)),
            slots.shift,
        ),
        4: Slot(
            _("Most averages below 5.0"),
            Need(Lines(large=2, medium=7, small=2), Lines(large=1, medium=7, small=2)),
            slots.subjects,
        ),
        5: Slot(
            _("Primary: grade completed"),
            Need(Lines(huge=1, large=2, medium=6, small=6), Lines(large=2, medium=6, small=5)),
            slots.primary,
        ),
        6: Slot(
            _("Attendance, dropping out"),
            Need(Lines(huge=2, large=4, small=2), Lines(huge=2, large=3, small=1)),
            slots.attendance,
        ),
        7: Slot(
            _("Classes above their limit"),
            Need(Lines(huge=1, large=3, medium=6, small=2), Lines(huge=1, large=2, medium=6, small=1)),
            slots.classes,
        ),
        8: Slot(
            _("Marks that differ when worked out anew"),
            Need(Lines(huge=1, large=4, medium=2, small=3), Lines(huge=1, large=3, medium=2, small=2)),
            slots.differences,
        ),
        9: Slot(
            _("Science and technology prizes"),
            Need(Lines(large=3, medium=6, small=3), Lines(large=2, medium=6, small=3)),
            slots.prizes,
        ),
    }
)

SCENE: Scene[Facts] = Scene(
    title=_("Education"),
    question=_("Which school, which subject?"),
    page="/education",
    sources=("smas",),
    read=read_facts,
    slots=SLOTS,
)
