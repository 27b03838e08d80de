"""The calls that keep running: everything at once, the screens alone, the invented district alone."""

import os
from typing import Annotated

import typer


def up(
    once: Annotated[bool, typer.Option("--once", help="One pull and build through Airflow, then exit.")] = False,
) -> None:
    """Start everything: sandbox where it stands in, Airflow, wall and pages; stays until Ctrl-C."""
    from ioc import supervisor
    from ioc.console import err, out
    from ioc.progress import Display

    run = supervisor.up_once if once else supervisor.up
    raise typer.Exit(run(Display(out, err)))


def serve() -> None:
    """Start wall and pages only; stays until Ctrl-C."""
    from ioc import supervisor
    from ioc.console import err, out
    from ioc.progress import Display

    raise typer.Exit(supervisor.serve(Display(out, err)))


def sandbox(
    seed: Annotated[int | None, typer.Option(help="Which district; the same number gives the same one.")] = None,
    scale: Annotated[float | None, typer.Option(help="1 is about 90,000 dossiers a year.")] = None,
    today: Annotated[str | None, typer.Option(help="When its clock starts: a date, or an instant.")] = None,
) -> None:
    """Start the servers of the invented district; stays until Ctrl-C."""
    from ioc.moments import MORNING, instant
    from ioc.prologue import is_awaited
    from sandbox.server import serve as serve_district

    serve_district(seed=seed, scale=scale, today=instant(today, at=MORNING), is_awaited=is_awaited)


def prologue(
    sources: Annotated[list[str], typer.Argument(help="Ids of the sources.")],
    niceness: Annotated[int, typer.Option(help="How far this steps back for others.")] = 0,
) -> None:
    """Land some sources' nights before the demo's first day; `ioc up` calls it for data folders of their own."""
    from ioc.nights import land_nights

    os.nice(niceness)
    land_nights(sources)
