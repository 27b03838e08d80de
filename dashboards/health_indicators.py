"""The indicators of health and the diseases that are watched, by the names that page and wall know them by."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.messages import _

COVER, RENEWED, CHECKUP = "health_record_cover", "health_record_renewed", "annual_checkup_cover"
FULL, MEASLES_2 = "full_vaccination_under_1", "measles_2_doses_cover"
HYPERTENSION, DIABETES = "hypertension_managed_share", "diabetes_managed_share"
CASES = "notifiable_cases_week"
VISITS, LINKED, TELEHEALTH = "station_visits", "visits_linked_share", "telehealth_sessions"
# Persons of a week with a diagnosis, by the disease in the address.
DISEASES: Mapping[str, str] = MappingProxyType(
    {
        "measles": "measles_persons_week",
        "dengue": "dengue_persons_week",
        "hand_foot_mouth": "hand_foot_mouth_persons_week",
    }
)
DISEASE_NAMES: Mapping[str, str] = MappingProxyType(
    {"measles": _("Measles"), "dengue": _("Dengue"), "hand_foot_mouth": _("Hand, foot and mouth")}
)
# Their denominator is told with its source and date wherever they stand.
COVERS = (COVER, RENEWED, CHECKUP, FULL, MEASLES_2, HYPERTENSION, DIABETES)
