"""The address of a view: the only state a page has, so that whoever is sent the link sees the same numbers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from dashboards.refusal import Refusal

PATH = "/procedures"
BASES = MappingProxyType({"own": "22 đơn vị cũ", "successor": "5 xã mới"})
GRAINS = MappingProxyType(
    {
        "report_quarter": "Quý báo cáo",
        "report_month": "Tháng báo cáo",
        "report_half_year": "6 tháng",
        "report_nine_months": "9 tháng",
        "report_year": "Năm báo cáo",
        "day": "Ngày",
        "week": "Tuần",
        "month": "Tháng",
        "quarter": "Quý dương lịch",
        "year": "Năm dương lịch",
    }
)
MEASURES = MappingProxyType(
    {
        "received": "Hồ sơ tiếp nhận trong kỳ",
        "online": "Hồ sơ nộp trực tuyến",
        "resolved": "Hồ sơ đã giải quyết",
        "on_time": "Hồ sơ giải quyết trước hạn và đúng hạn",
        "late": "Hồ sơ giải quyết quá hạn",
        "returned": "Hồ sơ bị từ chối, trả lại, rút",
        "missing_due_date": "Hồ sơ không có ngày hẹn trả",
        "open": "Hồ sơ đang giải quyết",
        "overdue": "Hồ sơ đang giải quyết quá hạn",
        "elsewhere": "Hồ sơ quá hạn do cơ quan khác giải quyết",
    }
)


@dataclass(frozen=True)
class View:
    """What the address asks for. An empty `start` is the newest period; `measure` asks for rows, `dossier` for one."""

    unit: str = "BS5"
    basis: str = "successor"
    grain: str = "report_quarter"
    start: str = ""
    measure: str = ""
    dossier: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """The view of an address; what it does not name has its usual value. Raises `Refusal` for unknown values."""
        given = {name: query[name].strip() for name in cls.__dataclass_fields__ if query.get(name, "").strip()}
        view = cls(**given)
        _require_known(view.basis, BASES, "cách tính đơn vị")
        _require_known(view.grain, GRAINS, "loại kỳ")
        if view.measure:
            _require_known(view.measure, MEASURES, "danh sách")
        if view.start and view.start_date is None:
            raise Refusal(f"Địa chỉ nêu ngày không đọc được: {view.start}", "Ngày đầu kỳ viết như 2026-09-15.")
        return view

    @property
    def start_date(self) -> date | None:
        """The period's first day; None where the address names none, or none that can be read."""
        try:
            return date.fromisoformat(self.start)
        except ValueError:
            return None

    def link(self, **changes: str) -> str:
        """The address of this view with some values changed; usual and empty values are left out."""
        changed, usual = asdict(replace(self, **changes)), asdict(View())
        # Unit, basis and grain are always named: a link must mean the same when a usual value changes.
        always = ("unit", "basis", "grain")
        kept = {name: value for name, value in changed.items() if name in always or value != usual[name]}
        return f"{PATH}?{urlencode(kept)}"


def _require_known(value: str, known: Mapping[str, str], what: str) -> None:
    if value not in known:
        raise Refusal(f"Địa chỉ nêu {what} không có: {value}", f"Chọn một trong: {', '.join(known)}.")
