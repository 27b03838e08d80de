"""The scene of satisfaction, on nine slots."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.messages import _
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot
from dashboards.screens.wall.scenes.satisfaction import slots
from dashboards.screens.wall.scenes.satisfaction.facts import Facts, read_facts

LISTED = Need(Lines(large=2, medium=10, small=2), Lines(large=1, medium=11, small=1))
DRAWN = Need(Lines(large=1, medium=8, small=6), Lines(large=1, medium=8, small=5))
BARS = Need(Lines(huge=1, large=2, medium=8, small=2), Lines(large=2, medium=9))
SLOTS: Mapping[int, Slot[Facts]] = MappingProxyType(
    {
        1: Slot(
            _("Share satisfied"),
            Need(Lines(huge=1, large=2, medium=8), Lines(huge=1, large=1, medium=5)),
            slots.satisfied,
        ),
        2: Slot(
            _("By public service centre"),
            Need(Lines(large=2, medium=5, small=7), Lines(large=2, medium=5, small=6)),
            slots.by_unit,
        ),
        3: Slot(_("Reasons for not being satisfied"), LISTED, slots.reasons),
        4: Slot(
            _("On time and late, 12 months"),
            Need(Lines(huge=2, large=4, small=4), Lines(huge=2, large=2, small=2)),
            slots.lateness,
        ),
        5: Slot(_("Dossiers rated by commune"), BARS, slots.rated),
        6: Slot(_("Ratings rejected"), BARS, slots.rejected),
        7: Slot(_("By hour of the day"), DRAWN, slots.by_hour),
        8: Slot(_("12 months"), DRAWN, slots.by_month),
        9: Slot(
            _("Satisfaction within the service index"),
            Need(Lines(large=4, medium=8), Lines(large=4, medium=5)),
            slots.index_766,
        ),
    }
)

SCENE: Scene[Facts] = Scene(
    title=_("Satisfaction of the people"),
    question=_("Do they mean it, and why not?"),
    page="/satisfaction",
    sources=("satisfaction", "one_stop"),
    read=read_facts,
    slots=SLOTS,
)
