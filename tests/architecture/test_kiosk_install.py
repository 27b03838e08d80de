"""What docs/kiosk/install.sh leaves on a wall's computer."""

import json
import shutil
import subprocess

import pytest

from config.displays import Display, read_displays
from tests.architecture.test_kiosk import ADDRESS, KIOSK, UNITS, Machine, machine

__all__ = ["machine"]


def installed(machine: Machine, address: str = ADDRESS) -> subprocess.CompletedProcess[str]:
    """install.sh, called from a copy whose settings name this address."""
    copy = machine.folder / "kiosk"
    shutil.copytree(KIOSK, copy, dirs_exist_ok=True)
    settings = (KIOSK / "ioc-kiosk.env").read_text(encoding="utf-8").replace(ADDRESS, address)
    (copy / "ioc-kiosk.env").write_text(settings, encoding="utf-8")
    (copy / "authority.crt").write_text("planted", encoding="utf-8")
    for name in ("id", "usermod", "chown", "systemctl", "update-ca-certificates", "certutil"):
        machine.plant(name)
    for name in ("Xorg", "xauth", "xrandr", "chromium", "curl", "ss"):
        machine.plant(name)
    root = machine.folder / "root"
    (root / "etc").mkdir(parents=True, exist_ok=True)
    (root / "etc/hosts").touch()
    return machine.run(copy / "install.sh", str(copy / "authority.crt"), ROOT=str(root))


@pytest.mark.parametrize("display", read_displays(), ids=lambda display: display.name)
def test_set_up_a_machine_lets_its_wall_in_and_nothing_else(machine: Machine, display: Display) -> None:
    address = f"https://ioc.internal:8443/wall/{display.name}/"
    for _again in range(2):
        done = installed(machine, address)
        assert done.returncode == 0, done.stderr
    etc = machine.folder / "root/etc"
    policy = json.loads((etc / "chromium/policies/managed/ioc-kiosk.json").read_text(encoding="utf-8"))
    assert (policy["URLBlocklist"], policy["URLAllowlist"]) == (["*"], ["https://ioc.internal:8443/wall/"])
    assert f"WALL_ADDRESS={address}\n" in (etc / "ioc-kiosk.env").read_text(encoding="utf-8")
    assert (etc / "hosts").read_text(encoding="utf-8") == "10.20.30.10 ioc.internal # ioc-kiosk\n"
    assert "NTP=10.20.30.10\n" in (etc / "systemd/timesyncd.conf.d/ioc-kiosk.conf").read_text(encoding="utf-8")
    assert {path.name for path in (etc / "systemd/system").iterdir()} == {path.name for path in UNITS}
    enabled = next(call.split()[1:] for call in machine.called("systemctl") if call.startswith("enable "))
    assert {path.name for path in UNITS if "[Install]" in path.read_text(encoding="utf-8")} <= set(enabled)


@pytest.mark.parametrize(
    "address",
    [
        *("http://ioc.internal/wall/television/", "https://ioc.internal/wall/", "https://ioc.internal/wall/television"),
        *(
            "https://ioc.internal/television/",
            "https://ioc.internal/wall/Tivi/",
            "https://ioc.internal/wall/a/b/",
        ),
    ],
)
def test_an_address_that_is_no_wall_is_refused(machine: Machine, address: str) -> None:
    done = installed(machine, address)
    assert done.returncode == 1 and "WALL_ADDRESS" in done.stderr
    assert not (machine.folder / "root/etc/ioc-kiosk.env").exists()
