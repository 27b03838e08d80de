"""The Chromium that the screen tests drive: the installed one, told to ask nobody about anything."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def chromium() -> str:
    """The path of an installed Chromium. Raises `RuntimeError` where there is none: `make browser` installs it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("No Chromium on this machine; run `make browser`.")
    return found
