"""Health records in the form of QĐ 831, as the stations' software exports them: one message a place and day."""

from datetime import date, timedelta
from functools import lru_cache

from sandbox.health import dirt
from sandbox.health.inhabitants import Inhabitants
from sandbox.health.records import PERIODIC, SCREENED, Messages, Records
from sandbox.people import residences
from sandbox.satisfaction.dice import die

NAMES_CHANGED = (date(2025, 7, 1) - date(1970, 1, 1)).days
REASONS = {PERIODIC: "Khám sức khỏe định kỳ", SCREENED: "Khám sàng lọc bệnh không lây nhiễm"}
GENERAL = (
    "<THONGTINCHUNG><MADINHDANH>%s</MADINHDANH><MABHXH>%s</MABHXH><MATHE>%s</MATHE><MAHO_GIADINH>HGD%07d</MAHO_GIADINH>"
    "<MA_NHANKHAU>%s</MA_NHANKHAU><HOTEN>%s</HOTEN><GIOITINH>%d</GIOITINH><NGAYSINH>%s</NGAYSINH>"
    "<MADANTOC>%02d</MADANTOC><MATONGIAO>%d</MATONGIAO><MATINH_THUONGTRU>51</MATINH_THUONGTRU>"
    "<MAXA_THUONGTRU>%s</MAXA_THUONGTRU><MATINH_HIENTAI>51</MATINH_HIENTAI><MAXA_HIENTAI>%s</MAXA_HIENTAI>"
    "<MATHONXOM_HIENTAI>Thôn Mẫu %d</MATHONXOM_HIENTAI><DIACHI_HIENTAI>Nhà Mẫu %d, thôn Mẫu %d</DIACHI_HIENTAI>"
    "<DIENTHOAI_DD>%s</DIENTHOAI_DD></THONGTINCHUNG>"
)
INJECTION = (
    "<THONGTINMUITIEM><MAVACXIN>%s</MAVACXIN><TENVACXIN>%s</TENVACXIN><TRANGTHAI>1</TRANGTHAI><NGAYTIEM>%s</NGAYTIEM>"
    "</THONGTINMUITIEM>"
)
CHECKUP = (
    "<HOSOKHAMCHUABENH><MA_LK>KSK%d-%d</MA_LK><NGAYKHAM>%s</NGAYKHAM><BACSIKHAM>Bác sĩ Mẫu"
    "</BACSIKHAM><LYDOKHAM>%s</LYDOKHAM><HUYETAPTT>%d</HUYETAPTT><HUYETAPTD>%d</HUYETAPTD><CANNANG>%d</CANNANG>"
    "<CHANDOANKETLUAN><MABENH>%s</MABENH><KETLUAN>Sức khỏe loại %d</KETLUAN></CHANDOANKETLUAN></HOSOKHAMCHUABENH>"
)
CONCLUSIONS = ("Z00.0", "I10", "Z00.0", "E11.9", "F41.1", "Z00.0", "B20.9", "Z00.0")
# How many are told by the insurance number alone, and by the station's own number.
BY_INSURANCE, BY_STATION, CHILD_BY_INSURANCE = 0.026, 0.004, 0.4
CHILD_SINCE = (date(2023, 1, 1) - date(1970, 1, 1)).days


class RecordWriter:
    """Writes the records of one district."""

    def __init__(self, who: Inhabitants, records: Records) -> None:
        self._who, self._records = who, records
        self._told_by = die(who.number + 7, "told")

    def message(self, sender: str, sent: str, content: Messages, place: int, *, is_signed: bool) -> tuple[str, int]:
        """A DATA message of one place and day, and how many records are in it. `sent` as dd/MM/yyyy HH:mm:ss."""
        day = int(content.day[0]) if len(content.day) else 0
        faults = dirt.OF_RECORDS.of(day, place, len(content.day))
        rows = zip(content.person.tolist(), content.what.tolist(), faults, strict=True)
        parts = [self._record(person, what, day, fault) for person, what, fault in rows]
        signature = "<SIGNATURE>MẪU-KÝ-SỐ</SIGNATURE>" if is_signed else ""
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<DATA><HEADER><MESSAGE_VERSION>1.0</MESSAGE_VERSION>'
            f"<SENDER_CODE>{sender}</SENDER_CODE><SENDER_NAME>Cơ sở Mẫu</SENDER_NAME>"
            f"<TRANSACTION_DATE>{sent}</TRANSACTION_DATE></HEADER><BODY>{''.join(parts)}</BODY>"
            f"<SECURITY>{signature}</SECURITY></DATA>"
        )
        return text, len(parts)

    def identifiers(self, person: int) -> tuple[str, str, str]:
        """(identity number, insurance number, the station's own): empty where a record has none. For life the same."""
        chance = self._told_by[person]
        by_insurance = CHILD_BY_INSURANCE if self._who.birth_day[person] >= CHILD_SINCE else BY_INSURANCE
        own = f"NK{int(self._who.number[person]):07d}"
        if chance < BY_STATION:
            return "", "", own
        if chance < BY_STATION + by_insurance:
            return "", self._who.insurance_number(person), own
        return self._who.identity_number(person), self._who.insurance_number(person), own

    def _record(self, person: int, what: int, day: int, fault: str | None) -> str:
        who = self._who
        identity, insurance, own = ("", "", "") if fault == "nobody" else self.identifiers(person)
        home, number = residences()[int(who.residence[person])], int(who.number[person])
        is_old = day < NAMES_CHANGED or fault == "old_commune"
        commune = home.old_code if is_old else home.new_code
        card = f"{'TE' if who.birth_day[person] >= CHILD_SINCE else 'GD'}451{insurance}" if insurance else ""
        hamlet = number % 9 + 1
        general = GENERAL % (
            *(identity, insurance, card, number // 4, own, who.full_name(person)),
            *(2 - int(who.gender[person]), _shown(int(who.birth_day[person])), number % 54 + 1, number % 16 + 1),
            *(commune, commune, hamlet, number % 300, hamlet, who.phone_number(person)),
        )
        return f"<HOSOSUCKHOE>{general}{self._added(person, what, day, fault)}</HOSOSUCKHOE>"

    def _added(self, person: int, what: int, day: int, fault: str | None) -> str:
        injections, checkups = self._records.told(person, what, day)
        return self._injections(person, injections, fault) + self._checkups(person, checkups, fault)

    def _checkups(self, person: int, told: list[tuple[int, int]] | None, fault: str | None) -> str:
        if told is None:
            return ""
        *before, newest = told
        each = [*(self._checkup(person, one, None) for one in before), self._checkup(person, newest, fault)]
        return f"<DANHSACHHOSOKHAMCHUABENH>{''.join(each)}</DANHSACHHOSOKHAMCHUABENH>"

    def _checkup(self, person: int, told: tuple[int, int], fault: str | None) -> str:
        day, what = told
        on = {"unreadable_date": f"31/02/{2026}", "future": _shown(day + 32)}.get(fault or "", _shown(day))
        weight, sick = int(self._who.number[person]) % 40 + 45, CONCLUSIONS[(person + day) % len(CONCLUSIONS)]
        pressure = (105 + weight % 45, 65 + weight % 25)
        return CHECKUP % (person, day, on, REASONS[what], *pressure, weight, sick, weight % 3 + 1)

    def _injections(self, person: int, told: list[tuple[str, int]] | None, fault: str | None) -> str:
        if told is None:
            return ""
        is_wrong, before_birth = fault == "before_birth", int(self._who.birth_day[person]) - 300
        given = (
            INJECTION % (vaccine, vaccine, _shown(before_birth if is_wrong and number == 0 else on))
            for number, (vaccine, on) in enumerate(told)
        )
        return f"<TIEMCHUNG>{''.join(given)}</TIEMCHUNG>"


@lru_cache(maxsize=65_536)
def _shown(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).strftime("%d/%m/%Y")
