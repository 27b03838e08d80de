"""Who sits at a counter is told nowhere; so a counter, and its device, are looked at within their centre alone."""

from dashboards.messages import _
from dashboards.place import Place, find_place
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import REJECTED, View
from dashboards.screens.satisfaction.values import is_inside


def find_open_place(view: View) -> Place[View]:
    """The place of an address. Raises `Refusal` for one that asks for a counter outside of its centre."""
    place = find_place(view)
    if _speaks_of_a_counter(place):
        what = _("A counter is shown on the page of its centre only")
        raise Refusal(what, _("Choose the centre, then its counter."), link=view.link(counter="", device=""))
    return place


def _speaks_of_a_counter(place: Place[View]) -> bool:
    """What was rejected judges nobody, and is told of every device."""
    view = place.view
    if is_inside(place) or not (view.counter or view.device):
        return False
    return bool(view.counter) or view.measure != REJECTED or view.part not in ("", "numerator")
