"""The schools of the invented district and the drop folder into which they put their workbooks."""

from sandbox.smas.folder import DropFolder as DropFolder
