"""Why a page cannot be shown, in words for whoever asked for it."""


class Refusal(Exception):
    """What is the matter, what to do about it, and where to go on; `command` is for the administrator."""

    def __init__(self, what: str, to_do: str, *, command: str | None = None, link: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.to_do = to_do
        self.command = command
        self.link = link
