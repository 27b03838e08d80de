"""What a soak came to: growth an hour, a table, a curve, and the page of docs/ that holds them."""

import csv
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import numpy as np

from config.settings import PROJECT
from tests.soak.outside import Asked

DOCS = PROJECT / "docs"
CURVE, TABLE, PAGE = DOCS / "pictures" / "soak.svg", DOCS / "pictures" / "soak.csv", DOCS / "soak.md"
WARMING_S, WARMING_PART = 1800.0, 0.25
WINDOWS = 18
LEAST_JUDGED_S = 3600.0
MB_PER_HOUR, DOM_PART = 0.5, 0.01
WIDTH, HEIGHT, MARGIN = 1200, 420, 60


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the beginning, megabytes held, what the page told last, and the machine's load."""

    seconds: float
    anonymous_mb: float
    pss_mb: float
    browser_pss_mb: float
    shows: str
    nodes: int
    refreshes: int
    turns: int
    frames: int
    blank: int
    load: float


def warming(seconds: float) -> float:
    """How long a run of so many seconds is not watched yet: half an hour, or, where it is short, a quarter of it."""
    return min(WARMING_S, WARMING_PART * seconds)


def watched(samples: Sequence[Sample]) -> list[Sample]:
    """Those after that."""
    return [each for each in samples if each.seconds >= warming(samples[-1].seconds)]


def growth_mb_per_hour(samples: Sequence[Sample]) -> float:
    """The slope of the least held in each of 18 equal windows, by least squares: garbage that was not collected yet
    is no growth, and a floor that rises is."""
    seconds = np.array([each.seconds for each in samples])
    anonymous = np.array([each.anonymous_mb for each in samples])
    window = np.minimum((WINDOWS * (seconds - seconds[0]) / (np.ptp(seconds) or 1)).astype(int), WINDOWS - 1)
    lowest = [(seconds[window == each].mean(), anonymous[window == each].min()) for each in np.unique(window)]
    at, least = np.array(lowest).T
    return float(np.polyfit(at, least, 1)[0] * 3600)


def is_judged(samples: Sequence[Sample]) -> bool:
    """Whether the run was long enough to tell growth from the noise of what was not collected yet."""
    return watched(samples)[-1].seconds - watched(samples)[0].seconds >= LEAST_JUDGED_S


def dom_part(samples: Sequence[Sample]) -> float:
    """How far the count of elements was ever from its median, as a part of it, where the same was shown: only the page
    that is shown stands as elements, and each has its own."""
    counts = dict[str, list[int]]()
    for each in samples:
        counts.setdefault(each.shows, []).append(each.nodes)
    middles = {shows: float(np.median(nodes)) for shows, nodes in counts.items()}
    return max(abs(each.nodes - middles[each.shows]) / middles[each.shows] for each in samples)


def write(samples: Sequence[Sample], asked: Asked, longest_ms: float) -> str:
    """The table of figures; a run that was long enough is written into docs/, with its curve and all samples."""
    figures = _figures(samples, asked, longest_ms)
    if not is_judged(samples):
        return figures
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, [each.name for each in fields(Sample)], lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(each) for each in samples)
    CURVE.write_text(_curve(samples), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    head, _old = text.split("## Last figures\n")
    PAGE.write_text(f"{head}## Last figures\n\n{figures}\n![Memory of the page's process](pictures/soak.svg)\n")
    return figures


def _figures(samples: Sequence[Sample], asked: Asked, longest_ms: float) -> str:
    after, last = watched(samples), samples[-1]
    loads, nodes = [each.load for each in samples], [each.nodes for each in after]
    said = f"{len(asked.others)} of {asked.ours:,} to the server; {len(asked.by_itself)} of the browser itself, refused"
    growth, away = growth_mb_per_hour(after), dom_part(after)
    turns = last.turns - after[0].turns
    every = (last.seconds - after[0].seconds) / max(turns, 1)
    verdict = "met" if growth <= MB_PER_HOUR else "**missed**"
    told = verdict if is_judged(samples) else "too short to be judged"
    rows = [
        ("run", f"{last.seconds / 60:.0f} minutes, watched after {after[0].seconds / 60:.1f}", "", ""),
        ("machine", f"{os.cpu_count()} cores, load {min(loads):.1f} to {max(loads):.1f}", "", ""),
        ("refreshes", f"{last.refreshes:,}, one in {last.seconds / max(last.refreshes, 1):.2f} s", "one a second", ""),
        ("pages turned", f"{after[0].turns:,} until then, {turns:,} since, one in {every:.1f} s", "", ""),
        ("growth of the heap", f"{growth:+.2f} MB/h", f"≤ {MB_PER_HOUR} MB/h", told),
        ("heap of the page's process", f"{after[0].anonymous_mb:.1f} to {last.anonymous_mb:.1f} MB", "", ""),
        ("all of it; the whole browser", f"{last.pss_mb:.0f} MB; {last.browser_pss_mb:.0f} MB", "", ""),
        (
            "elements",
            f"{min(nodes)} to {max(nodes)}, of the same page never {100 * away:.2f} % away",
            "± 1 %",
            _met(away <= DOM_PART),
        ),
        ("blank frames", f"{last.blank} of {last.frames:,}; longest {longest_ms:.0f} ms", "0", _met(last.blank == 0)),
        ("requests elsewhere", said, "0", _met(not asked.others)),
    ]
    lines = ["| figure | measured | goal | |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return f"{datetime.now():%d/%m/%Y}.\n\n" + "\n".join(lines) + "\n"


def _met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _curve(samples: Sequence[Sample]) -> str:
    """Megabytes over minutes: the page's heap, and a line where watching begins."""
    values = [each.anonymous_mb for each in samples]
    low, high, end = np.floor(min(values) * 0.95), np.ceil(max(values) * 1.05), samples[-1].seconds

    def at(seconds: float, value: float) -> str:
        across = MARGIN + (WIDTH - 2 * MARGIN) * seconds / end
        return f"{across:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / (high - low):.1f}"

    points = " ".join(at(each.seconds, each.anonymous_mb) for each in samples)
    begins = at(watched(samples)[0].seconds, low).partition(",")[0]
    marks = "".join(
        f'<text x="{MARGIN - 8}" y="{at(0, value).partition(",")[2]}" text-anchor="end">{value:.0f}</text>'
        for value in np.linspace(low, high, 5)
    ) + "".join(
        f'<text x="{at(part * end, low).partition(",")[0]}" y="{HEIGHT - MARGIN + 24}" text-anchor="middle">'
        f"{part * end / 60:.0f}</text>"
        for part in np.linspace(0, 1, 7)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="15">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{marks}'
        f'<text x="{MARGIN}" y="28">MB written by the page’s process for itself, over minutes; watched from the line on'
        f'</text><line x1="{begins}" x2="{begins}" y1="{MARGIN}" y2="{HEIGHT - MARGIN}" stroke="#8a5300"/>'
        f'<polyline points="{points}" fill="none" stroke="#1f5f99" stroke-width="1.5"/></svg>\n'
    )
