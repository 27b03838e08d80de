"""Visits in the form of the health insurance (QĐ 130/4750/3176): a HOSO a visit, XML1 with all, XML6 beside HIV."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from sandbox.health import dirt, story
from sandbox.health.inhabitants import Inhabitants
from sandbox.health.places import NIGHTLY_FROM, long_codes, places
from sandbox.health.record_xml import NAMES_CHANGED, RecordWriter
from sandbox.health.visits import STRANGER, Visit
from sandbox.people import residences
from sandbox.satisfaction.dice import die

SUMMARY = (
    "<TONG_HOP><MA_LK>%s</MA_LK><STT>%d</STT><MA_BN>%s</MA_BN><HO_TEN>%s</HO_TEN><SO_CCCD>%s</SO_CCCD>"
    "<NGAY_SINH>%s0000</NGAY_SINH><GIOI_TINH>%d</GIOI_TINH><MA_DANTOC>%02d</MA_DANTOC><DIA_CHI>Nhà Mẫu %d, thôn Mẫu %d"
    "</DIA_CHI><MATINH_CU_TRU>51</MATINH_CU_TRU><MAXA_CU_TRU>%s</MAXA_CU_TRU><DIEN_THOAI>%s</DIEN_THOAI>"
    "<MA_THE_BHYT>%s</MA_THE_BHYT><LY_DO_VV>Mẫu</LY_DO_VV><CHAN_DOAN_RV>Chẩn đoán mẫu</CHAN_DOAN_RV>"
    "<MA_BENH_CHINH>%s</MA_BENH_CHINH><MA_BENH_KT>%s</MA_BENH_KT><NGAY_VAO>%s</NGAY_VAO><NGAY_RA>%s</NGAY_RA>"
    "<T_TONGCHI_BH>%d</T_TONGCHI_BH><MA_LOAI_KCB>%s</MA_LOAI_KCB><MA_CSKCB>%s</MA_CSKCB></TONG_HOP>"
)
HIV = (
    "<FILEHOSO><LOAIHOSO>XML6</LOAIHOSO><NOIDUNGFILE><CHI_TIEU_HIV><MA_LK>%s</MA_LK><NGAYKD_HIV>20190501</NGAYKD_HIV>"
    "<BDDT_ARV>20190601</BDDT_ARV></CHI_TIEU_HIV></NOIDUNGFILE></FILEHOSO>"
)
IS_HIV = ("B20", "B21", "B22", "B23", "B24", "Z21")
INSURED_SHARE, NOT_SENT_SHARE = 0.93, 0.4
CONFIRMED, FAILED, NOT_SENT = 1, 2, 0
ELSEWHERE = "20257"
STAY_S = 1500


@dataclass(frozen=True)
class Told:
    """A visit as a file tells it: `number` within sender and day, and the state of its link to the national book."""

    visit: Visit
    number: int
    link_state: int
    fault: str | None = None

    def code(self, sender: str) -> str:
        """The number of the visit, as the sender's system has it."""
        return f"{sender}{self.visit.day:05d}{self.number:05d}"


def told(sender: str, found: Sequence[Visit]) -> list[Told]:
    """A sender's visits of one day, each with its number, faults and state of link."""
    if not found:
        return []
    day = found[0].day
    share = story.LINKED_SHARE.get(sender, 1.0) if day >= NIGHTLY_FROM else story.EARLIER_LINKED_SHARE
    keys = (int(sender) * 100_000 + day) * 100_000 + np.arange(len(found))
    linked, why = die(keys, "linked"), die(keys, "why")
    faults = dirt.OF_VISITS.of(day, int(sender) % 100, len(found))
    states = [
        CONFIRMED if chance < share else (NOT_SENT if reason < NOT_SENT_SHARE else FAILED)
        for chance, reason in zip(linked.tolist(), why.tolist(), strict=True)
    ]
    rows = enumerate(zip(found, states, faults, strict=True), 1)
    # What the story counts has no faults.
    return [
        Told(one, number, state, None if one.main.startswith("B05") else fault) for number, (one, state, fault) in rows
    ]


class VisitWriter:
    """Writes the visits of one district."""

    def __init__(self, who: Inhabitants, records: RecordWriter) -> None:
        self._who, self._records = who, records

    def message(self, sender: str, sent: str, content: Sequence[Told], *, is_signed: bool) -> str:
        """A GIAMDINHHS message. `sent` as yyyyMMddHHmm."""
        parts = [self._file(sender, each) for each in content]
        signature = "<CHUKYDONVI>MẪU-KÝ-SỐ</CHUKYDONVI>" if is_signed else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<GIAMDINHHS><THONGTINDONVI><MACSKCB>{sender}</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>{sent}</NGAYLAP>"
            f"<SOLUONGHOSO>{len(parts)}</SOLUONGHOSO><DANHSACHHOSO>{''.join(parts)}</DANHSACHHOSO></THONGTINHOSO>"
            f"{signature}</GIAMDINHHS>"
        )

    def visitor(self, sender: str, one: Told) -> tuple[bool, str | None]:
        """Whether a visit tells an insurance, and whose it is by the number that it tells; None where it tells none."""
        identity, insurance, own = self._identifiers(one)
        named = identity or (f"bhxh {insurance}" if insurance else f"{sender} {own}" if own else None)
        return bool(insurance), named

    def commune_of(self, visit: Visit) -> str:
        """The code of the commune that a visit tells as the person's."""
        if visit.person == STRANGER:
            return ELSEWHERE
        home = residences()[int(self._who.residence[visit.person])]
        return home.old_code if visit.day < NAMES_CHANGED else home.new_code

    def _file(self, sender: str, one: Told) -> str:
        summary = self._summary(sender, one)
        if one.fault == "base64":
            summary = base64.b64encode(f'<?xml version="1.0" encoding="UTF-8"?>{summary}'.encode()).decode()
        hiv = HIV % one.code(sender) if one.visit.main.startswith(IS_HIV) or one.visit.other.startswith(IS_HIV) else ""
        return (
            f"<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{summary}</NOIDUNGFILE></FILEHOSO>{hiv}"
            f"<TRANGTHAI_LIENTHONG>{one.link_state}</TRANGTHAI_LIENTHONG></HOSO>"
        )

    def _summary(self, sender: str, one: Told) -> str:
        visit, who, fault = one.visit, self._who, one.fault
        person = visit.person if visit.person != STRANGER else 0
        identity, insurance, own = self._identifiers(one)
        number = int(who.number[person])
        began = visit.day + (32 if fault == "future" else 0)
        main = (
            dirt.UNKNOWN_DIAGNOSIS[one.number % len(dirt.UNKNOWN_DIAGNOSIS)]
            if fault == "unknown_diagnosis"
            else visit.main
        )
        return SUMMARY % (
            *(one.code(sender), one.number, own, who.full_name(person), identity, _packed(int(who.birth_day[person]))),
            *(
                2 - int(who.gender[person]),
                number % 54 + 1,
                number % 300,
                number % 9 + 1,
                self.commune_of(visit),
                who.phone_number(person),
            ),
            *(f"GD451{insurance}" if insurance else "", main, visit.other, _minute(began, visit.second)),
            *(_minute(began, visit.second + STAY_S), number % 90 * 1000 + 30_000, visit.kind, self._facility(one)),
        )

    def _identifiers(self, one: Told) -> tuple[str, str, str]:
        """Those of the register; whoever lives elsewhere has numbers of their own, from outside the district's."""
        visit = one.visit
        if one.fault == "nobody":
            return "", "", ""
        if visit.person == STRANGER:
            return f"0998{visit.day % 10_000:04d}{one.number % 10_000:04d}", "", f"BN{visit.day}{one.number}"
        identity, insurance, own = self._records.identifiers(visit.person)
        is_insured = not identity or visit.dice < INSURED_SHARE
        return identity, insurance if is_insured else "", own

    def _facility(self, one: Told) -> str:
        if one.fault == "unknown_facility":
            return dirt.UNKNOWN_FACILITY
        code = places()[one.visit.place].code_on(one.visit.day)
        return long_codes()[code] if one.fault == "long_code" else code


def _minute(day: int, second: int) -> str:
    return f"{_packed(day)}{second // 3600:02d}{second % 3600 // 60:02d}"


@lru_cache(maxsize=65_536)
def _packed(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).strftime("%Y%m%d")
