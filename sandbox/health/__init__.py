"""The health facilities' nightly files: records, visits and telehealth sessions of the district's inhabitants."""

from sandbox.health.events import Events as Events
from sandbox.health.events import events as events
from sandbox.health.folder import HealthFolder as HealthFolder
