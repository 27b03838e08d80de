"""The calls about what is published: build it, ask how it stands, read it."""

from typing import Annotated

import typer


def build(
    as_known_at: Annotated[
        str | None, typer.Option("--as-known-at", help="Only with what had landed by then: a date, or an instant.")
    ] = None,
) -> None:
    """Build, check and publish the warehouse."""
    from ioc.console import complain, err, tell
    from ioc.errors import Exit
    from ioc.past import nothing_known, past_instant, where_it_is
    from warehouse.build import build as build_warehouse
    from warehouse.errors import NothingLanded

    at = past_instant(as_known_at)
    try:
        with err.status("Đang dựng kho dữ liệu…"):
            result = build_warehouse(as_known_at=at)
    except NothingLanded as error:
        raise error if at is None else nothing_known(at) from error
    tell(f"{'Đã dựng' if result.is_new else 'Không có gì đổi, vẫn là'} bản {result.snapshot_id}.")
    if at:
        tell(where_it_is(result.snapshot_id, at))
    if result.held_sources:
        complain(f"Bản này chưa có dữ liệu mới nhất của: {', '.join(result.held_sources)}.")
        raise typer.Exit(Exit.PUBLISHED_WITHOUT_NEWEST)


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT on the schemas marts and quality.")],
    snapshot: Annotated[
        str | None, typer.Option(help="Id of a kept or recomputed snapshot; the published one if left out.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")] = False,
) -> None:
    """Read the published snapshot."""
    from ioc.tables import as_csv, as_json, as_table
    from warehouse import reader

    if csv and json:
        raise typer.BadParameter("chỉ chọn một trong --csv và --json.")
    frame = reader.sql(sql, snapshot)
    (as_csv if csv else as_json if json else as_table)(frame)


def status(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the clock, the published snapshot and the state of each source."""
    from config.clock import now
    from ioc.standing import as_json, as_kept, as_lines
    from warehouse import reader

    (as_json if json else as_lines)(now(), reader.current(), reader.state(now()))
    if not json:
        as_kept(reader.kept())
