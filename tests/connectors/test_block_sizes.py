"""How many blocks a year of nights ends in, and how often a row is written; nothing is on disk."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from connectors.kit.compaction import NEWEST_LEFT_ALONE, WORTH_A_BLOCK, merges
from connectors.kit.landing import Block, Manifest
from tests.connectors.district import START


def nightly(nights: int, a_night: int) -> tuple[list[Block], int]:
    """The blocks after so many nights, and how many batches were written to blocks in all."""
    landed: list[Manifest] = []
    standing: list[Block] = []
    written = 0
    for night in range(nights):
        landed += [manifest(night * a_night + number) for number in range(a_night)]
        for merge in merges(landed, standing):
            written += len(merge.manifests)
            kept = [block for block in standing if block.name not in merge.replaces]
            covered = tuple(replace(one, block=f"block {night}") for one in merge.manifests)
            standing = [*kept, Block(f"block {night}", Path(), merge.replaces, covered)]
            inside = {one.batch: one for one in covered}
            landed = [inside.get(one.batch, one) for one in landed]
    return standing, written


def manifest(number: int) -> Manifest:
    nothing: dict[str, Any] = dict.fromkeys(("window", "watermark_before", "watermark_after"))
    texts: dict[str, Any] = dict.fromkeys(("contract_version", "parser_version", "content_sha256"), "")
    return Manifest(
        source="one_stop",
        stream="dossier",
        batch=f"{number:06d}",
        kind="incremental",
        landed_at=START + timedelta(minutes=number),
        invented=False,
        pages=(),
        rows={"dossier": 3},
        source_totals=(),
        stream_folder=Path(),
        **nothing,
        **texts,
    )


def test_a_year_of_nights_ends_in_few_blocks_each_row_written_a_few_times() -> None:
    standing, written = nightly(365, 12)
    total = 365 * 12
    assert total - WORTH_A_BLOCK - NEWEST_LEFT_ALONE < sum(len(block.manifests) for block in standing) < total
    assert len(standing) <= 10
    assert written <= 10 * total
    sizes = [len(block.manifests) for block in standing]
    assert all(before > 2 * after for before, after in pairwise(sizes))
