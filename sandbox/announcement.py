"""Which district lives in this data folder, and the file that tells everybody else where its servers stand."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from config import clock
from config.errors import ConfigurationInvalid
from config.places import places
from config.sandbox_state import SandboxState, read_sandbox_state, write_sandbox_state
from config.settings import settings
from sandbox.one_stop.volume import FIRST_DAY
from sandbox.stores import Store
from sandbox.working_time import LAST

ONE_STOP, NATIONAL_PORTAL = "one_stop", "national_portal"
CLIENT_ID = "ioc-sandbox"
LARGEST_SCALE = 20


@dataclass(frozen=True)
class Wanted:
    """The district that somebody asks for; None leaves it to the data folder, or to the settings' usual value."""

    seed: int | None = None
    scale: float | None = None
    today: datetime | None = None

    def or_from_environment(self) -> "Wanted":
        """The same, with what was set in the environment where nothing was asked for."""
        given = settings().sandbox.model_dump(include={"seed", "scale", "today"}, exclude_unset=True)
        return Wanted(**given | {name: value for name, value in vars(self).items() if value is not None})


def opening_state(wanted: Wanted) -> SandboxState:
    """The state to start with: the data folder's own, whose clock has gone on, or a new one that starts now.

    Raises `ConfigurationInvalid` where the folder holds another district than the one asked for, or where the clock
    would stand outside the years that the district knows.
    """
    asked = wanted.or_from_environment()
    held = read_sandbox_state()
    if held is None:
        held = _new(asked)
    else:
        _refuse_another(asked, held)
    _refuse_unknown_years(held)
    return held


def present(state: SandboxState) -> datetime:
    """The district's present instant, whether or not anybody uses its clock; IOC_CLOCK lets it stand still."""
    return (settings().clock or state.at(clock.real_now())).astimezone(clock.TIMEZONE)


def client_secret(state: SandboxState) -> str:
    """The one-stop's secret: it stays over restarts, so that pulls under way go on."""
    return state.sources.get(ONE_STOP, {}).get("client_secret") or secrets.token_urlsafe(24)


def announce(
    state: SandboxState,
    host: str,
    port: int,
    secret: str,
    stores: Sequence[Store] = (),
    awaited: Sequence[str] = (),
) -> SandboxState:
    """Write the state with the sources' addresses into the data folder, but for those that are `awaited` still, and
    return it.
    """
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    server = (settings().sandbox.public_url or f"http://{shown}:{port}").rstrip("/")
    one_stop = {
        "base_url": f"{server}/{ONE_STOP}",
        "token_url": f"{server}/{ONE_STOP}/token",
        "client_id": CLIENT_ID,
        "client_secret": secret,
    }
    served = {ONE_STOP: one_stop, NATIONAL_PORTAL: {"base_url": f"{server}/{NATIONAL_PORTAL}"}}
    known = served | {store.source_id: dict(store.settings()) for store in stores}
    told = {source_id: given for source_id, given in known.items() if source_id not in awaited}
    full = replace(state, sources=told, awaited=tuple(awaited))
    write_sandbox_state(full)
    return full


def _new(asked: Wanted) -> SandboxState:
    usual = settings().sandbox
    if (asked.seed or 0) < 0 or not 0 < (usual.scale if asked.scale is None else asked.scale) <= LARGEST_SCALE:
        raise ConfigurationInvalid(
            f"seed phải là số nguyên không âm, scale phải lớn hơn 0 và không quá {LARGEST_SCALE}; "
            f"nhận được seed = {asked.seed}, scale = {asked.scale}."
        )
    return SandboxState(
        seed=usual.seed if asked.seed is None else asked.seed,
        scale=usual.scale if asked.scale is None else asked.scale,
        starts_at=asked.today or usual.today,
        started_at=clock.real_now(),
        sources={},
    )


def _refuse_another(asked: Wanted, held: SandboxState) -> None:
    pairs = (
        ("seed", asked.seed, held.seed),
        ("scale", asked.scale, held.scale),
        ("today", asked.today, held.starts_at),
    )
    different = [f"{name} = {has} (yêu cầu {want})" for name, want, has in pairs if want is not None and want != has]
    if different:
        raise ConfigurationInvalid(
            f"Thư mục dữ liệu {places().home} thuộc về một huyện mô phỏng khác: {', '.join(different)}. "
            "Dùng IOC_HOME khác, hoặc bỏ các giá trị này để chạy tiếp huyện đang có."
        )


def _refuse_unknown_years(state: SandboxState) -> None:
    latest = date(LAST.year - 1, 12, 31)
    if not FIRST_DAY <= present(state).date() <= latest:
        raise ConfigurationInvalid(
            f"Huyện mô phỏng chỉ có dữ liệu từ ngày {FIRST_DAY:%d/%m/%Y} đến {latest:%d/%m/%Y}: "
            "chọn IOC_SANDBOX__TODAY (hoặc --today) trong khoảng này."
        )
