"""Whose a dossier is to decide, in the words of every page that lists dossiers."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.messages import _

COMPETENCES: Mapping[str, str] = MappingProxyType(
    {
        "OWN": _("Within the commune's competence"),
        "FORWARDED": _("Taken in for another agency that decides"),
        "CROSS_BOUNDARY": _("Taken in across boundaries"),
    }
)
