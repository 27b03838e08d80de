"""What a page says of a source from which nothing has come: who is to pull it, or that its first figures are coming."""

from config.sandbox_state import read_sandbox_state
from dashboards import words
from dashboards.messages import _
from dashboards.refusal import Refusal

ON_THEIR_WAY = _("The first figures of this source are on their way. Load the page again in a few minutes.")


def nothing_pulled(source_id: str, not_connected: str) -> Refusal:
    """The refusal of a page without its source; while the past is landing, nobody is told to pull the present."""
    sandbox = read_sandbox_state()
    if sandbox and sandbox.awaits(source_id):
        return Refusal(words.NO_DATA, ON_THEIR_WAY)
    return Refusal(words.NO_DATA, not_connected, command=f"ioc pull {source_id}")
