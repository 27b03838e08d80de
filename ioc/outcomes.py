"""What pulls and builds wrote about themselves (outcome files), and how many pages have come so far."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.outcomes import Outcome, newest_first
from config.places import places

BUILD = "build"


def newest(source_id: str) -> Outcome | None:
    """The last outcome of a source's pulls, or of `build`; None where there was none."""
    action = BUILD if source_id == BUILD else "pull"
    return next((each for each in newest_first(places().outcomes / source_id) if each.action == action), None)


def pages_landed(source_id: str) -> int:
    """Raw pages of a source on disk, finished batches and the one being pulled."""
    return pages_below(places().landing / source_id)


def pages_below(folder: Path) -> int:
    """Raw pages anywhere below a folder of a landing zone."""
    # Folders are renamed while they are counted: os.walk passes over what is gone, where glob would raise.
    walked = os.walk(folder)
    return sum(name[0].isdigit() for folder, _, names in walked if Path(folder).name == "raw" for name in names)


def published() -> Mapping[str, Any] | None:
    """The pointer to the published snapshot (docs/interfaces.md 5); None where nothing was ever published."""
    try:
        pointer: Mapping[str, Any] = json.loads(places().pointer.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return pointer
