"""How each school writes its workbooks: programs, templates and people differ, and a school keeps to its ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sandbox.smas.children import LOWER_SECONDARY, School
from sandbox.smas.terms import Term

HABITS = 0x60
# By number within their kind: who still writes .xls, keeps the old authority's name, names files in words.
OLD_FORMAT, OLD_AUTHORITY, NAMED_IN_WORDS = (4, 19), (8, 21), (3, 17, 25)
COMMUNES: Mapping[str, str] = {
    "21040": "Bình Sơn",
    "21061": "Vạn Tường",
    "21085": "Bình Minh",
    "21100": "Bình Chương",
    "21109": "Đông Sơn",
}
# One way of writing the headers a row, as the programs and the teachers do.
WORDS = (
    {
        "code": "Mã học sinh", "name": "Họ và tên", "class": "Tên lớp", "born": "Ngày sinh", "regular": "ĐĐGtx",
        "midterm": "ĐĐGgk", "final": "ĐĐGck", "average": "ĐTBmhk{}", "year": "ĐTBmcn", "learning": "KQ học tập",
        "conduct": "KQ rèn luyện", "permitted": "Nghỉ CP", "unpermitted": "Nghỉ KP", "status": "Trạng thái",
        "LSDL": "Lịch sử và Địa lí", "NGOAINGU": "Ngoại ngữ", "GDCD": "Giáo dục công dân", "KHTN": "Khoa học tự nhiên",
    },
    {
        "code": "Mã HS", "name": "Họ tên", "class": "Lớp", "born": "Ngày sinh", "regular": "Điểm TX",
        "midterm": "Điểm GK", "final": "Điểm CK", "average": "ĐTB HK{}", "year": "ĐTB CN", "learning": "Học tập",
        "conduct": "Rèn luyện", "permitted": "Có phép", "unpermitted": "Không phép", "status": "Tình trạng",
        "LSDL": "LS&ĐL", "NGOAINGU": "Tiếng Anh", "GDCD": "GDCD", "KHTN": "KHTN",
    },
    {
        "code": "Mã HS", "name": "Họ và tên học sinh", "class": "Lớp học", "born": "Ngày, tháng, năm sinh",
        "regular": "TX", "midterm": "GK", "final": "CK", "average": "TBmhk{}", "year": "TBmCN",
        "learning": "Kết quả học tập", "conduct": "Hạnh kiểm", "permitted": "Vắng CP", "unpermitted": "Vắng KP",
        "status": "Trạng thái học sinh", "LSDL": "Lịch sử và Địa lý", "NGOAINGU": "Ngoại ngữ 1 (Tiếng Anh)",
        "GDCD": "GDCD", "KHTN": "KHTN",
    },
)  # fmt: skip
SUBJECT_NAMES: Mapping[str, str] = {
    "TOAN": "Toán",
    "NGUVAN": "Ngữ văn",
    "CONGNGHE": "Công nghệ",
    "TINHOC": "Tin học",
    "GDTC": "Giáo dục thể chất",
    "NGHETHUAT": "Nghệ thuật",
    "HDTNHN": "HĐTN-HN",
    "GDDP": "Nội dung giáo dục địa phương",
    "TIENGVIET": "Tiếng Việt",
    "DAODUC": "Đạo đức",
    "TNXH": "TN&XH",
    "KHOAHOC": "Khoa học",
    "AMNHAC": "Âm nhạc",
    "MITHUAT": "Mĩ thuật",
    "HDTN": "HĐTN",
}
TERM_TITLES: Mapping[str, str] = {
    "mid_term_1": "GIỮA HỌC KỲ I",
    "term_1": "HỌC KỲ I",
    "mid_term_2": "GIỮA HỌC KỲ II",
    "year": "CẢ NĂM",
}
FILE_TERMS: Mapping[str, str] = {"mid_term_1": "GK1", "term_1": "HK1", "mid_term_2": "GK2", "year": "CN"}


@dataclass(frozen=True)
class Habit:
    """One school's ways. `layout` is a sheet a "subject" or a "class"; `decimals` number, comma or point."""

    school: School
    words: Mapping[str, str]
    layout: str
    decimals: str
    dates: str
    is_old_format: bool
    has_numbering: bool
    has_totals: bool
    has_hidden_sheet: bool
    is_named_in_words: bool

    @property
    def authority(self) -> str:
        """The first line of every sheet."""
        if self.school.number in OLD_AUTHORITY:
            return "Phòng GDĐT huyện Bình Sơn"
        return f"UBND xã {COMMUNES[self.school.commune]}"

    def subject(self, code: str) -> str:
        """A subject's name as this school writes it."""
        return self.words.get(code) or SUBJECT_NAMES[code]

    def mark(self, tenths: int) -> str | float | int | None:
        """A mark in tenths as this school writes it; -1 is an empty cell."""
        if tenths < 0:
            return None
        if self.decimals == "number":
            return tenths // 10 if tenths % 10 == 0 else tenths / 10
        text = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
        return text.replace(".", ",") if self.decimals == "comma" else text

    def file_name(self, term: Term) -> str:
        """Where in the drop folder the school puts the term's workbook."""
        ending = "xls" if self.is_old_format else "xlsx"
        if self.is_named_in_words:
            return f"{term.school_year}/Sổ điểm {term.name.lower()} - {self.school.name}.{ending}"
        return f"{term.school_year}/{self.school.code}_{term.school_year}_{FILE_TERMS[term.term]}.{ending}"


@lru_cache(maxsize=256)
def habit(seed: int, school: School) -> Habit:
    """The ways of a school, which stay the same over the years."""
    dice = np.random.default_rng([seed, HABITS, int(school.code)]).random(6)
    return Habit(
        school=school,
        words=WORDS[int(dice[0] * len(WORDS))],
        layout="class" if school.kind == LOWER_SECONDARY and dice[1] < 0.4 else "subject",
        decimals=("number", "comma", "point")[int(dice[2] * 3)],
        dates=("text", "serial")[int(dice[3] * 2)],
        is_old_format=school.number in OLD_FORMAT,
        has_numbering=bool(dice[4] < 0.6),
        has_totals=bool(dice[5] < 0.5),
        has_hidden_sheet=school.number % 5 == 2,
        is_named_in_words=school.number in NAMED_IN_WORDS,
    )
