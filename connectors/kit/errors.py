"""The errors of pulling, each with the sentence an operator reads: what, where, and what to do.

No sentence quotes a cell, a secret or what a source answered: these sentences appear on screens and in logs.
"""


class ConnectorError(Exception):
    """Something about one source went wrong. `str()` of it is a whole sentence in Vietnamese."""

    def __init__(
        self, sentence_vi: str, *, source: str, stream: str | None = None, table: str | None = None, window: str = ""
    ) -> None:
        where = ", ".join(part for part in (stream and f"luồng {stream}", table and f"bảng {table}", window) if part)
        super().__init__(f"{sentence_vi} [nguồn {source}{', ' if where else ''}{where}]")
        self.source = source
        self.stream = stream
        self.table = table
        self.window = window


class SourceUnavailable(ConnectorError):
    """The source does not answer, or answers that it cannot, after all retries. Try again later."""


class SourceRefused(ConnectorError):
    """The source does not accept who we are. Retrying will not help; somebody mends the settings."""


class ContractBroken(ConnectorError):
    """What the source sends no longer has the agreed form. Nothing of the batch lands; the contract is mended.

    `others_came`: this stopped some streams of a pull, and the others were pulled whole.
    """

    others_came = False


class TotalsDiffer(ConnectorError):
    """Fewer keys came than the source says it has, so that nothing may be concluded from a key's absence."""


class FileRefused(ConnectorError):
    """Files in a drop folder cannot be received: too large, or not readable. The folder answered; the others land."""


class Unreceivable(Exception):
    """One file cannot be received; `str()` of it says why, as the end of a sentence about it."""


class LandingFull(ConnectorError):
    """There is no room left for the landing zone."""


class RawExpired(ConnectorError):
    """The raw pages of a batch are gone (kept `raw_days`), so that it can be neither shown nor parsed again."""
