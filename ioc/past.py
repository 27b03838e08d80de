"""`ioc build --as-known-at`: which instants can be asked for, and what is told about the answer."""

from datetime import datetime

import typer

from config.clock import TIMEZONE, now
from config.places import places
from connectors.kit.landing import manifests
from connectors.kit.registry import sources
from ioc.errors import NothingKnown
from ioc.moments import instant


def past_instant(text: str | None) -> datetime | None:
    """The instant that was typed; a date alone is the end of that day. Raises `typer.BadParameter` for the future."""
    at = instant(text)
    if at is None or at <= now():
        return at
    if at.astimezone(TIMEZONE).date() == now().date():
        hint = f"ghi cả giờ, như {now():%Y-%m-%dT%H:%M}."
    else:
        hint = "chỉ dựng lại được những gì đã biết."
    raise typer.BadParameter(f"{_moment(at)} chưa đến (bây giờ là {_moment(now())}); {hint}")


def nothing_known(at: datetime) -> NothingKnown:
    """What is told where nothing had landed by `at`."""
    landed = (manifests(places().landing, source_id) for source_id in sources())
    first = min((batches[0].landed_at for batches in landed if batches), default=None)
    hint = f"đợt đầu tiên đến lúc {_moment(first)}, hãy chọn thời điểm sau đó" if first else "hãy kéo một nguồn trước"
    return NothingKnown(f"Đến {_moment(at)} chưa có dữ liệu nào được tiếp nhận; {hint}.")


def where_it_is(snapshot_id: str, at: datetime) -> str:
    """Where a recomputed snapshot lies, and how it is read."""
    return (
        f"Bản này chỉ có những gì đã tiếp nhận đến {_moment(at)}, tính theo quy tắc hiện hành; "
        f"nằm ở {places().asof / snapshot_id}.duckdb. Bản đang công bố không đổi.\n"
        f'Đọc: ioc query "SELECT …" --snapshot {snapshot_id}'
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(TIMEZONE):%H:%M ngày %d/%m/%Y}"
