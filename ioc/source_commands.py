"""The calls about one source: bring what is new, parse again what was brought, look at a page as it came."""

import sys
from typing import Annotated

import typer

from ioc.progress import grouped

Source = Annotated[str, typer.Argument(help="Id of a source, as its folder below connectors/ is named.")]


def pull(
    source: Source,
    since: Annotated[str | None, typer.Option(help="First date of a range to bring again, like 2026-11-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Last date of that range.")] = None,
    reconcile: Annotated[bool, typer.Option("--reconcile", help="Bring the list of all keys as well.")] = False,
) -> None:
    """Pull one source, in this process."""
    from connectors.kit import runner
    from ioc.console import err, tell
    from ioc.moments import day

    with err.status(f"Đang kéo {source}…"):
        outcome = runner.pull(source, since=day(since), until=day(until), reconcile=reconcile)
    tell(f"Đã tiếp nhận {grouped(outcome.rows)} dòng trong {len(outcome.batches)} đợt từ {source}.")


def replay(source: Source) -> None:
    """Parse the kept raw pages of a source again, with today's parser."""
    from connectors.kit import runner
    from ioc.console import err, tell

    with err.status(f"Đang đọc lại {source}…"):
        outcome = runner.replay(source)
    tell(f"Đã đọc lại {grouped(outcome.rows)} dòng trong {len(outcome.batches)} đợt của {source}.")


def raw(
    batch: Annotated[str, typer.Argument(help="Name of a landed batch.")],
    page: Annotated[int, typer.Argument(min=1, help="Number of a page, from 1.")],
    row: Annotated[int | None, typer.Argument(min=1, help="Number of a record of the page, from 1.")] = None,
    table: Annotated[str | None, typer.Option(help="Table of the record; by default the first of its stream.")] = None,
) -> None:
    """Show a raw page as it was received, or one record of it. It holds personal data."""
    from connectors.kit import runner

    sys.stdout.buffer.write(runner.show_raw(batch, page, row, table))
    sys.stdout.buffer.write(b"\n")
