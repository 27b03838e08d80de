"""Parses kept raw pages again with today's parser and contract, so that a bug is mended without asking the source."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from connectors.kit.batch import Writing, appear_rows, name_rows
from connectors.kit.landing import PARTIAL, ROWS, Manifest
from connectors.kit.raw import has_raw, raw_pages
from connectors.kit.rows import RowsWriter


def replay_batches(writing: Writing, landed: list[Manifest]) -> Iterator[tuple[str, int]]:
    """Write each batch's rows anew where parser or contract have changed since; yields (batch, rows) of each.

    Batches whose raw pages have expired keep the rows they have. Raises `ContractBroken` or `PageUnreadable`.
    """
    for manifest in landed:
        now = (writing.contract.version, writing.reading(manifest.kind).reader.PARSER_VERSION)
        if (manifest.contract_version, manifest.parser_version) != now and has_raw(manifest):
            yield manifest.batch, sum(_replay(writing, manifest).values())


def _replay(writing: Writing, manifest: Manifest) -> dict[str, int]:
    contract, parser_version = writing.contract, writing.reading(manifest.kind).reader.PARSER_VERSION
    rows: dict[str, int] = {}
    name = f"{ROWS}@{parser_version}-{contract.version}"

    def write(folder: Path) -> None:
        rows.update(_write_rows(writing, manifest, folder))

    beside = writing.landing / contract.id / PARTIAL / manifest.batch
    appear_rows(contract, beside, manifest.folder / name, write)
    made_by = replace(manifest, contract_version=contract.version, parser_version=parser_version)
    name_rows(replace(made_by, rows_folder=name, rows=rows))
    return rows


def _write_rows(writing: Writing, manifest: Manifest, folder: Path) -> dict[str, int]:
    read = writing.reading(manifest.kind)
    writer = RowsWriter(read, manifest.stream, writing.keys.identifier_hash, manifest.batch)
    writer.open(folder)
    try:
        for number, page in raw_pages(manifest, writing.keys, writing.contract.limits.max_bytes):
            writer.add(number, page)
        return dict(writer.close())
    finally:
        writer.abandon()
