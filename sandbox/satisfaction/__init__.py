"""The rating devices' central database of the invented district."""

from sandbox.satisfaction.database import DeviceDatabase as DeviceDatabase
from sandbox.satisfaction.events import events as events
from sandbox.satisfaction.story import FORMER_PATHS as FORMER_PATHS
from sandbox.satisfaction.story import MENDED_AT as MENDED_AT
