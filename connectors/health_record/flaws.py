"""Why a whole delivery cannot be taken: one word each, for which source.toml has the sentence."""


class Flawed(Exception):
    """A file that is not what was agreed. `flaw` is the word; nothing of the file is quoted."""

    def __init__(self, flaw: str) -> None:
        super().__init__(flaw)
        self.flaw = flaw
