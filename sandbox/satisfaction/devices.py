"""The rating devices: which stand at which counter, on which scale, and which officer sits there. All are invented."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from sandbox.one_stop.catalogue import agencies
from sandbox.working_time import Integers, epoch_day

FIRST_DAY, REFORM = date(2025, 1, 1), date(2025, 7, 1)
REASONS = (
    ("LD01", "Thời gian giải quyết chậm"),
    ("LD02", "Thái độ phục vụ chưa tốt"),
    ("LD03", "Thủ tục phải bổ sung nhiều lần"),
    ("LD04", "Phải đi lại nhiều lần"),
    ("LD05", "Hướng dẫn chưa rõ ràng"),
)
# By commune of 2025 (unit code): how its devices are called, and the scale of each, counter by counter.
CENTRES = {
    "21040": ("BS", (5, 3, 3, 5)),
    "21061": ("VT", (5, 3, 3)),
    "21085": ("BM", (3, 5)),
    "21100": ("BC", (3,)),
    "21109": ("DS", (5, 3, 5)),
}
DISTRICT_SCALES = (3, 3, 3)
ONE_OFFICER, OFFICERS = 1, 3
# One that is tried out before anybody entered it into the list of devices.
SPARE = "K-DS-09"


@dataclass(frozen=True)
class Device:
    """One device. `agency` is a place in config/agencies.csv; `officers` sit at its counter by turns."""

    code: str
    name: str
    scale: int
    agency: int
    counter_code: str
    officers: tuple[str, ...]
    installed: date
    removed: date | None

    @property
    def agency_code(self) -> str:
        """The agency whose counter it stands at."""
        return agencies().rows[self.agency].code


@dataclass(frozen=True)
class Devices:
    """All devices that ever stood; `scale` over them. `first` and `count` (by agency) say which stand where."""

    rows: tuple[Device, ...]
    scale: Integers
    first: Integers
    count: Integers

    def place(self, code: str) -> int:
        """Where a device stands among the rows."""
        return next(place for place, device in enumerate(self.rows) if device.code == code)


@lru_cache(maxsize=1)
def devices() -> Devices:
    """The devices of the old district's offices until 30/06/2025, of the communes' centres since."""
    rows = (*_old(), *_new())
    at = np.array([device.agency for device in rows])
    places = np.arange(len(agencies().rows))
    return Devices(
        rows,
        np.array([device.scale for device in rows]),
        np.searchsorted(at, places),
        np.bincount(at, minlength=len(places)),
    )


def officers() -> list[str]:
    """The codes of all officers: none of them may be seen anywhere."""
    return sorted({code for device in devices().rows for code in device.officers})


def _old() -> list[Device]:
    found = []
    for place, agency in enumerate(agencies().rows):
        if agency.valid_to and agency.kind in ("district", "commune"):
            scales = DISTRICT_SCALES if agency.kind == "district" else (3,)
            prefix = "HU" if agency.kind == "district" else f"X{agency.unit_code}"
            found += [_device(prefix, place, number, scale) for number, scale in enumerate(scales, 1)]
    return found


def _new() -> list[Device]:
    return [
        _device(*CENTRES[agency.unit_code][:1], place, number, scale)
        for place, agency in enumerate(agencies().rows)
        if agency.kind == "service_centre"
        for number, scale in enumerate(CENTRES[agency.unit_code][1], 1)
    ]


def _device(prefix: str, place: int, number: int, scale: int) -> Device:
    agency = agencies().rows[place]
    is_old = bool(agency.valid_to)
    count = ONE_OFFICER if prefix in ("BC", "BM") or (is_old and agency.kind == "commune") else OFFICERS
    return Device(
        f"K-{prefix}-{number:02d}",
        f"Thiết bị đánh giá quầy {number}, {agency.name_vi}",
        scale,
        place,
        f"{prefix}-Q{number}",
        tuple(f"CBMAU-{prefix}{number}-{officer:02d}" for officer in range(1, count + 1)),
        FIRST_DAY if is_old else REFORM,
        REFORM if is_old else None,
    )


def stands(device: Device, day: int) -> bool:
    """Whether a device stands on a date (epoch day)."""
    return epoch_day(device.installed) <= day and (device.removed is None or day < epoch_day(device.removed))
