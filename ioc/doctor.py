"""Looks for what would fail tonight, and says what to do about each thing found."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import typer

Level = Literal["good", "warning", "bad"]

OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 14)
WARN_BELOW_BYTES = 5 * 10**9
BAD_BELOW_BYTES = 10**9
PROJECT_BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
PLAUSIBLE_DAYS = 3650
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIGNS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "red")}


@dataclass(frozen=True)
class Finding:
    """What one check found, in Vietnamese; where it is not good the sentence also says what to do."""

    level: Level
    sentence: str


def doctor() -> None:
    """Check this machine and this installation; exit status 2 if something would keep the platform from running."""
    from ioc.console import out
    from ioc.errors import Exit

    found = [finding for check in CHECKS for finding in check()]
    for finding in found:
        sign, style = SIGNS[finding.level]
        out.print(f"{sign} {finding.sentence}", style=style, markup=False, highlight=False, soft_wrap=True)
    if any(finding.level == "bad" for finding in found):
        raise typer.Exit(Exit.WRONG_USE)


def python_version() -> Iterator[Finding]:
    """Whether this Python is one of those that the project is tested on."""
    running = ".".join(map(str, sys.version_info[:3]))
    if OLDEST_PYTHON <= sys.version_info[:2] < FIRST_UNTRIED_PYTHON:
        yield Finding("good", f"Python {running}")
    else:
        yield Finding("bad", f"Python {running}; cần 3.11, 3.12 hoặc 3.13. Cài bản đó rồi chạy lại `make setup`.")


def data_folder() -> Iterator[Finding]:
    """Whether the data folder can be written, and how much room is left."""
    from config.places import places

    home = places().home
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield Finding("bad", f"Không ghi được vào {home} ({error.strerror}). Sửa quyền thư mục hoặc đặt IOC_HOME khác.")
        return
    free = shutil.disk_usage(home).free
    level: Level = "bad" if free < BAD_BELOW_BYTES else "warning" if free < WARN_BELOW_BYTES else "good"
    advice = "" if level == "good" else " Dọn ổ đĩa hoặc chuyển IOC_HOME sang ổ khác; cần trên 5 GB."
    yield Finding(level, f"Thư mục dữ liệu {home} ghi được, còn trống {free // 10**9} GB.{advice}")


def key_file() -> Iterator[Finding]:
    """Whether the key file is there and nobody else may read it."""
    from config.settings import settings

    file: Path = settings().key_file
    if not file.exists():
        yield Finding("good", f"Tệp khóa {file} chưa có; sẽ được tạo ở lần kéo dữ liệu đầu tiên. Nhớ sao lưu nó.")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        yield Finding("bad", f"Tệp khóa {file} có quyền {mode:o}, người khác đọc được. Chạy: chmod 600 {file}")
    else:
        yield Finding("good", f"Tệp khóa {file} (quyền {mode:o})")


def free_ports() -> Iterator[Finding]:
    """Whether the ports are free, or held by an `ioc up` of this data folder."""
    from ioc import ports, presence, supervisor, web

    if presence.is_up():
        yield Finding("good", "`ioc up` đang chạy và giữ các cổng của nó.")
        return
    for listener in (*web.listeners(), *supervisor.work_listeners()):
        if ports.is_taken(listener):
            yield Finding("bad", ports.sentence(listener))
        else:
            yield Finding("good", f"Cổng {listener.port} còn trống ({listener.part}).")


def walls() -> Iterator[Finding]:
    """Whether every wall of config/displays.toml can be shown."""
    from config.errors import ConfigurationInvalid
    from ioc import web

    try:
        web.require_walls()
    except ConfigurationInvalid as error:
        yield Finding("bad", str(error))
    else:
        yield Finding("good", "Các màn hình trong config/displays.toml đều bố trí được.")


def browser() -> Iterator[Finding]:
    """Whether there is a Chromium, which pictures and PDF files of the screens need."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        yield Finding("good", f"Trình duyệt {found}")
    else:
        yield Finding(
            "warning", "Không thấy Chromium: màn hình vẫn chạy, nhưng không chụp được ảnh. Chạy: make browser"
        )


def source_access() -> Iterator[Finding]:
    """For each source, whether it is set up, half set up, or left to the sandbox."""
    from config.settings import source_settings
    from connectors.kit.registry import sources

    for source in sources().values():
        given = source_settings(source.id)
        missing = [f"IOC_{source.id}__{name}".upper() for name in source.settings if not given.get(name)]
        if not given:
            yield Finding("warning", f"{source.title_vi}: chưa có cấu hình thật, `ioc up` sẽ dùng dữ liệu mô phỏng.")
        elif missing:
            yield Finding("bad", f"{source.title_vi}: thiếu {', '.join(missing)}. Đặt trong môi trường hoặc tệp .env.")
        else:
            yield Finding("good", f"{source.title_vi}: đã cấu hình.")


def plausible_clock() -> Iterator[Finding]:
    """Whether the machine's time can be right, and whether the platform's clock was made to stand still."""
    from config.clock import now, real_now
    from config.settings import settings

    real = real_now()
    if not 0 <= (real - PROJECT_BEGAN).days < PLAUSIBLE_DAYS:
        yield Finding("bad", f"Đồng hồ máy chỉ {real:%d/%m/%Y %H:%M} UTC, không hợp lý. Bật đồng bộ giờ (NTP).")
    elif settings().clock:
        yield Finding("warning", f"IOC_CLOCK giữ đồng hồ đứng ở {now():%d/%m/%Y %H:%M}. Bỏ biến này khi chạy thật.")
    else:
        yield Finding("good", f"Đồng hồ của hệ thống: {now():%d/%m/%Y %H:%M}")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python_version,
    data_folder,
    key_file,
    free_ports,
    walls,
    browser,
    source_access,
    plausible_clock,
)
