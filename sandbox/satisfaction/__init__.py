"""The rating devices' central database of the invented district."""

from sandbox.satisfaction.database import DeviceDatabase as DeviceDatabase
from sandbox.satisfaction.events import events as events
