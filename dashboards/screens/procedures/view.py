"""What a URL of /procedures asks for, and the URL of what a viewer may ask next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

PATH = "/procedures"
AREA, FORMER_AREA = "BS5", "524"
MEASURES = {
    "received": "Hồ sơ tiếp nhận trong kỳ",
    "online": "Hồ sơ nộp trực tuyến trong kỳ",
    "resolved": "Hồ sơ đã giải quyết trong kỳ",
    "on_time": "Hồ sơ giải quyết trước hạn và đúng hạn",
    "late": "Hồ sơ giải quyết quá hạn",
    "open": "Hồ sơ đang giải quyết",
    "overdue": "Hồ sơ đang giải quyết quá hạn",
}
GRAINS = {
    "report_quarter": "Quý báo cáo",
    "report_month": "Tháng báo cáo",
    "report_half_year": "6 tháng báo cáo",
    "report_nine_months": "9 tháng báo cáo",
    "report_year": "Năm báo cáo",
    "month": "Tháng",
    "quarter": "Quý",
    "year": "Năm",
    "week": "Tuần",
}
BASES = {"successor": "5 xã mới", "own": "Đơn vị của từng thời kỳ"}


class NotUnderstood(ValueError):
    """The URL names something that does not exist; the sentence says what, and what to do."""


@dataclass(frozen=True)
class View:
    """One state of the page. `start` None is the newest period of the grain."""

    unit: str = AREA
    basis: str = "successor"
    grain: str = "report_quarter"
    start: date | None = None
    measure: str | None = None
    dossier: str | None = None

    @property
    def url(self) -> str:
        """The address of this view."""
        asked = {name: value for name, value in vars(self).items() if value is not None}
        return f"{PATH}?{urlencode(asked)}"

    def but(self, **changes: object) -> "View":
        """The same view with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def read_view(query: Mapping[str, str]) -> View:
    """The view that a URL asks for. Raises `NotUnderstood`."""
    view = View(**{name: value for name, value in query.items() if name in View.__dataclass_fields__ and value})
    _require(view.basis in BASES, f"Không có cách tính đơn vị “{view.basis}”.")
    _require(view.grain in GRAINS, f"Không có loại kỳ “{view.grain}”.")
    _require(view.measure is None or view.measure in MEASURES, f"Không có danh sách “{view.measure}”.")
    return view.but(start=_date(view.start))


def _date(text: object) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise NotUnderstood(f"Không đọc được ngày đầu kỳ “{text}”; viết như 2026-09-15.") from None


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise NotUnderstood(f"{sentence} Hãy chọn lại từ trang Thủ tục hành chính.")
