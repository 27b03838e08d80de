"""Form II.06a and the shares counted again from the district's raw events, by loops and without the product's code.

Imports pandas and the standard library only; what an event means is docs/interfaces.md 8, read by another reader.
"""

from dataclasses import dataclass
from datetime import date, timedelta, timezone

import pandas

VIETNAM = timezone(timedelta(hours=7))


@dataclass
class Story:
    """One dossier as its events tell it, up to the clock."""

    agency: str
    competence: str
    channel: int
    accepted: date | None = None
    finished: date | None = None
    due: date | None = None
    last_request: date | None = None
    applied: date | None = None
    waiting: bool = False
    paused: bool = False
    withdrawn: bool = False
    refused: bool = False

    def in_progress_on(self, day: date) -> bool:
        """Whether somebody works on it at the end of `day`, papers and payments not awaited."""
        if self.accepted is None or self.accepted > day or self.paused:
            return False
        if self.waiting:
            return self.last_request is not None and self.last_request > day
        return self.finished is None or self.finished > day

    def open_on(self, day: date) -> bool:
        """Whether it is unfinished at the end of `day`, for whatever reason."""
        return self.accepted is not None and self.accepted <= day and (self.finished is None or self.finished > day)


def stories(events: pandas.DataFrame) -> list[Story]:
    """The dossiers of a frame of raw events, each read in the order of time."""
    told: dict[str, Story] = {}
    for event in events.sort_values("at", kind="stable").to_dict("records"):
        channel = 1 if pandas.isna(event["channel"]) else int(event["channel"])
        story = told.setdefault(event["dossier_code"], Story(event["agency_code"], event["competence"], channel))
        if not pandas.isna(event["due_at"]):
            story.due = event["due_at"].tz_convert(VIETNAM).date()
        _apply(story, event["event"], event["at"].tz_convert(VIETNAM).date())
    return list(told.values())


def _apply(story: Story, event: str, happened: date) -> None:
    if event == "applied":
        story.applied = happened
    elif event == "accepted":
        story.accepted = happened
    elif event == "refused":
        story.refused = True
    elif event in ("supplement_requested", "second_supplement_requested"):
        story.waiting, story.last_request = True, happened
    elif event in ("supplied", "second_supplied"):
        story.waiting = False
    elif event == "paused":
        story.paused = True
    elif event == "resumed":
        story.paused = False
    elif event in ("withdrawn", "completed"):
        story.finished, story.waiting, story.paused = happened, False, False
        story.withdrawn = event == "withdrawn"


def form_06a(told: list[Story], agencies: set[str], first: date, last: date) -> dict[str, int]:
    """Columns c1 to c11 of the dossiers handled by `agencies`, for a period that is cut off at `last`."""
    column = dict.fromkeys((f"c{number}" for number in range(1, 12)), 0)
    before = first - timedelta(days=1)
    for story in told:
        if story.agency not in agencies or story.competence == "FORWARDED" or story.accepted is None:
            continue
        if first <= story.accepted <= last:
            column["c2" if story.channel == 2 else "c3"] += 1
        column["c4"] += story.open_on(before)
        if story.finished is not None and first <= story.finished <= last:
            column[_speed(story)] += 1
        if story.open_on(last):
            late = story.in_progress_on(last) and story.due is not None and story.due < last
            column["c11" if late else "c10"] += 1
    column["c1"] = column["c2"] + column["c3"] + column["c4"]
    column["c5"] = column["c6"] + column["c7"] + column["c8"]
    column["c9"] = column["c10"] + column["c11"]
    return column


def _speed(story: Story) -> str:
    assert story.finished is not None
    if story.withdrawn or story.due is None or story.finished == story.due:
        return "c7"
    return "c6" if story.finished < story.due else "c8"
