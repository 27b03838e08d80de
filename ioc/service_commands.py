"""The calls that keep running: everything at once, the screens alone, the invented district alone."""

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
    from sandbox.server import serve as serve_district

    serve_district(seed=seed, scale=scale, today=instant(today, at=MORNING))


def prologue() -> None:
    """Land the nights before the demo's first day into this data folder; `ioc up` calls it for a folder of its own."""
    from ioc.nights import land_nights

    land_nights()
