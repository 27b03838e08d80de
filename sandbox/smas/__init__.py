"""The schools of the invented district and the drop folder into which they put their workbooks."""

from sandbox.smas.events import Told as Told
from sandbox.smas.events import events as events
from sandbox.smas.events import identifiers as identifiers
from sandbox.smas.folder import DropFolder as DropFolder
