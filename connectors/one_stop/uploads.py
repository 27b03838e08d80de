"""What offices export from the one-stop system: lists of dossiers, and the totals of its forms as control figures.

No genuine export was to be had: headers and words are those of public clients and forms, so all are tolerant and
assumed (README.md); what a line does not say stays empty, and the contract judges it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from connectors.kit.cells import instant_text
from connectors.kit.contract import Source
from connectors.kit.folding import fold
from connectors.kit.forms import Form, Record
from connectors.kit.workbook import Sheet
from connectors.one_stop.agencies import agency_code
from connectors.one_stop.control_forms import control_records

UPLOAD_VERSION = "1"
STATUSES = {
    "moi dang ky": "1",
    "cho tiep nhan": "1",
    "duoc tiep nhan": "2",
    "da tiep nhan": "2",
    "khong duoc tiep nhan": "3",
    "tu choi tiep nhan": "3",
    "dang xu ly": "4",
    "dang giai quyet": "4",
    "yeu cau bo sung giay to": "5",
    "cho bo sung": "5",
    "yeu cau bo sung": "5",
    "yeu cau thuc hien nghia vu tai chinh": "6",
    "cho thuc hien nghia vu tai chinh": "6",
    "cong dan yeu cau rut ho so": "7",
    "rut ho so": "7",
    "tra lai": "7",
    "dung xu ly": "8",
    "tam dung": "8",
    "da xu ly xong": "9",
    "da co ket qua": "9",
    "da tra ket qua": "10",
}
CHANNELS = {
    "truc tiep": "1",
    "truc tuyen": "2",
    "qua mang": "2",
    "buu chinh": "3",
    "buu chinh cong ich": "3",
    "dich vu buu chinh": "3",
    "dich vu buu chinh cong ich": "3",
}
COMPETENCES = {
    "thuoc tham quyen cua xa": "OWN",
    "thuoc tham quyen": "OWN",
    "tiep nhan ho co quan khac giai quyet": "FORWARDED",
    "tiep nhan ho": "FORWARDED",
    "tiep nhan phi dia gioi": "CROSS_BOUNDARY",
    "phi dia gioi": "CROSS_BOUNDARY",
}
SYSTEMS = {"he thong tinh": "PROVINCE", "he thong bo": "MINISTRY"}
HEADERS: Mapping[str, Sequence[str]] = {
    "code": ("Số hồ sơ", "Mã số hồ sơ", "Mã HS"),
    "procedure_code": ("Mã TTHC", "Mã số TTHC", "Mã thủ tục hành chính"),
    "field_code": ("Mã lĩnh vực TTHC",),
    "agency_code": ("Đơn vị giải quyết", "Cơ quan xử lý", "Đơn vị xử lý", "Mã cơ quan giải quyết", "Cơ quan thực hiện"),
    "receiving_agency_code": ("Đơn vị tiếp nhận", "Nơi tiếp nhận", "Mã cơ quan tiếp nhận"),
    "status_code": ("Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ"),
    "channel_code": ("Hình thức nộp", "Hình thức tiếp nhận", "Hình thức nộp hồ sơ", "Kênh nộp"),
    "applied_at": ("Ngày nộp hồ sơ", "Thời gian nộp"),
    "accepted_at": ("Ngày nhận", "Ngày nhận hồ sơ", "Thời gian tiếp nhận", "Ngày giờ tiếp nhận"),
    "due_at": ("Ngày hẹn", "Hạn xử lý", "Hạn giải quyết", "Hạn trả kết quả", "Ngày hẹn trả kết quả"),
    "completed_at": ("Ngày kết thúc", "Ngày xử lý xong", "Ngày có kết quả", "Ngày hoàn thành"),
    "returned_at": ("Ngày trả", "Thời gian trả kết quả"),
    "updated_at": ("Ngày cập nhật cuối", "Cập nhật lúc", "Thời gian cập nhật"),
}
TEMPLATE = (
    *("code", "procedure_code", "field_code", "agency_code", "receiving_agency_code", "competence", "status_code"),
    *("channel_code", "applied_at", "accepted_at", "due_at", "completed_at", "returned_at", "updated_at"),
)
# What a line tells of when the dossier was last changed, where it does not say it.
CHANGES = ("applied_at", "accepted_at", "completed_at", "returned_at")
AGENCIES = ("agency_code", "receiving_agency_code")


def forms(contract: Source) -> Sequence[Form]:
    """The list of dossiers, and the catalogues of procedures and agencies."""
    return (
        Form(
            "dossier",
            contract.tables["dossier"].title_vi,
            headers=HEADERS,
            cells={
                "status_code": _word(STATUSES),
                "channel_code": _word(CHANNELS),
                "competence": _word(COMPETENCES),
                "processing_system": _word(SYSTEMS),
            },
            complete=_completed,
            template=TEMPLATE,
        ),
        *(Form(name, contract.tables[name].title_vi) for name in ("procedure", "agency")),
    )


def other_records(sheets: Sequence[Sheet]) -> Mapping[str, Sequence[Record]]:
    """The totals of form II.06a and of "Tổng hợp theo đơn vị", where the sheets are these."""
    records = [record for sheet in sheets for record in control_records(sheet)]
    return {"unit_total": records} if records else {}


def _word(codes: Mapping[str, str]) -> Callable[[str], str]:
    """Reads words as their codes; what is none stays, and the contract judges it."""
    return lambda cell: codes.get(fold(cell), cell)


def _completed(record: Record) -> Record:
    """Agencies by their codes; a dossier whose line does not say when it changed did so on the newest of its dates, so
    that any version of the system's own is newer.
    """
    day = _day(record.get("applied_at"))
    known = {name: agency_code(record[name], day) or record[name] for name in AGENCIES if record.get(name)}
    changes = [instant_text(record[name]) for name in CHANGES if _day(record.get(name))]
    return {**record, **known, "updated_at": record.get("updated_at") or max(changes, default=None)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
