"""The words of school workbooks: headers, subjects, levels, in all the ways in which they are written.

Compared without accents, case and punctuation: programs and teachers write one thing in many ways. Seen: "Họ tên",
"Họ và tên"; "ĐĐGtx", "Điểm TX", "TX1"; "ĐĐGgk", "Điểm GK", "GK"; "ĐTBmhkI", "ĐTB HK1", "tbmhk1". Others are assumed.
"""

import re
from collections.abc import Mapping

# What stands in a column, told by its own header; the first that matches holds.
PUPIL_COLUMNS = {
    "number": r"stt|tt|so tt|so thu tu",
    "pupil_code": r"ma (so )?(hoc sinh|hs)",
    "ministry_code": r"ma dinh danh.*|ma moet",
    "identity_number": r"so dinh danh.*|(so )?(cccd|cmnd|dinh danh ca nhan)",
    "full_name": r"ho (va |chu lot va )?ten.*|ten hoc sinh|ten hs|ho (va )?(ten )?(dem|lot)|ho|ten",
    "birth_date": r"(ngay|nam|ngay thang nam|ntn|ngay thang) sinh",
    "sex": r"gioi tinh|nu|nam nu|phai",
    "ethnicity": r"dan toc",
    "class_name": r"(ten |ma )?lop( hoc)?",
    "grade": r"khoi( hoc| lop)?",
    "enrolment": r"trang thai.*|tinh trang.*",
    "left_date": r"ngay (thoi hoc|bo hoc|nghi hoc|chuyen|roi).*",
}
KIND_OF_MARK = r"(ddg ?|diem |diem danh gia |danh gia |dg |kt ?)?"
MARK_COLUMNS = {
    "regular": KIND_OF_MARK + r"(tx|thuong xuyen|mieng|15 ?p)( ?[1-9])?( hk ?[i12]{1,2})?",
    "midterm": KIND_OF_MARK + r"(gk|giua (hoc )?k[iy])( ?[i12]{1,2})?|(ddg ?)?gk",
    "final": KIND_OF_MARK + r"(ck|cuoi (hoc )?k[iy])( ?[i12]{1,2})?|(ddg ?)?ck",
    "average_year": r"(d ?)?tb ?(m ?)?(cn|ca nam)|(diem )?(trung binh|tb) (mon )?(ca nam|cn)|tbcn",
    "average_term_2": r"(d ?)?tb ?(m ?)?hk ?(ii|2)|(diem )?(trung binh|tb) (mon )?(hk|hoc ky) ?(ii|2)",
    "average_term_1": r"(d ?)?tb ?(m ?)?hk ?(i|1)|(diem )?(trung binh|tb) (mon )?(hk|hoc ky) ?(i|1)",
    "average": r"(d ?)?tb ?m?( ?hk)?|(diem )?(trung binh|tb)( mon)?( hoc ky| hk)?",
}
RESULT_COLUMNS = {
    "learning": r"(kq|ket qua|muc|xep loai)? ?(hoc tap|hoc luc|ht)( (hk ?)?(i|1|ii|2|cn|ca nam))?",
    "conduct": r"(kq|ket qua|muc|xep loai)? ?(ren luyen|hanh kiem|rl)( (hk ?)?(i|1|ii|2|cn|ca nam))?",
    "title": r"danh hieu.*|khen thuong",
    "absent_permitted": r"(so )?(buoi )?(nghi|vang)? ?(co phep|cp|p|phep)",
    "absent_unpermitted": r"(so )?(buoi )?(nghi|vang)? ?(khong phep|kp|k|ko phep)",
    "is_promoted": r"(duoc )?len lop( thang)?",
}
PRIMARY_COLUMNS = {
    "level": r"muc( dat( duoc)?)?|md|danh gia",
    "mark": r"(diem )?(ktdk|kt dinh ky|kiem tra dinh ky|kt|thi)|diem",
    "is_completed": r"hoan thanh (ctlh|chuong trinh.*)|htctlh|ht ctlh",
    "classification": r"xep loai.*|danh gia kqgd|ket qua giao duc",
}
# Which half of the year a header of a year's book speaks of, where it says so.
TERM_1 = re.compile(r".*\b(hk ?(i|1)|hoc k[iy] (i|1)|k[iy] (i|1))$")
TERM_2 = re.compile(r".*\b(hk ?(ii|2)|hoc k[iy] (ii|2)|k[iy] (ii|2))$")
WHOLE_YEAR = re.compile(r".*\b(cn|ca nam|cuoi nam)$")

SUBJECTS: Mapping[str, str] = {
    **dict.fromkeys(("toan", "toan hoc", "mon toan"), "TOAN"),
    **dict.fromkeys(("ngu van", "van", "nv"), "NGUVAN"),
    **dict.fromkeys(
        (
            "ngoai ngu",
            "ngoai ngu 1",
            "tieng anh",
            "anh van",
            "anh",
            "nn1",
            "nn",
            "ngoai ngu 1 tieng anh",
            "ngoai ngu tieng anh",
        ),
        "NGOAINGU",
    ),
    **dict.fromkeys(("khoa hoc tu nhien", "khtn"), "KHTN"),
    **dict.fromkeys(("vat li", "vat ly", "li", "ly"), "VATLI"),
    **dict.fromkeys(("hoa hoc", "hoa"), "HOAHOC"),
    **dict.fromkeys(("sinh hoc", "sinh"), "SINHHOC"),
    **dict.fromkeys(("lich su", "su"), "LICHSU"),
    **dict.fromkeys(("dia li", "dia ly", "dia"), "DIALI"),
    **dict.fromkeys(
        (
            "lich su va dia ly",
            "lich su va dia li",
            "lich su dia ly",
            "lich su dia li",
            "ls va dl",
            "ls dl",
            "lsdl",
            "su dia",
        ),
        "LSDL",
    ),
    **dict.fromkeys(("giao duc cong dan", "gdcd", "cong dan"), "GDCD"),
    **dict.fromkeys(("cong nghe", "th cn cong nghe", "tin hoc va cong nghe cong nghe", "c nghe"), "CONGNGHE"),
    **dict.fromkeys(("tin hoc", "tin", "th cn tin hoc", "tin hoc va cong nghe tin hoc"), "TINHOC"),
    **dict.fromkeys(("giao duc the chat", "gdtc", "the duc"), "GDTC"),
    **dict.fromkeys(("nghe thuat", "nghe thuat am nhac mi thuat", "nghe thuat an mt"), "NGHETHUAT"),
    **dict.fromkeys(
        ("hdtn hn", "hdtnhn", "hoat dong trai nghiem huong nghiep", "hoat dong trai nghiem va huong nghiep"), "HDTNHN"
    ),
    **dict.fromkeys(
        ("giao duc dia phuong", "noi dung giao duc dia phuong", "noi dung giao duc cua dia phuong", "gddp", "ndgddp"),
        "GDDP",
    ),
    **dict.fromkeys(("tieng viet", "tv"), "TIENGVIET"),
    **dict.fromkeys(("dao duc", "dd"), "DAODUC"),
    **dict.fromkeys(("tu nhien va xa hoi", "tn xh", "tnxh", "tn va xh"), "TNXH"),
    **dict.fromkeys(("am nhac", "an"), "AMNHAC"),
    **dict.fromkeys(("mi thuat", "my thuat", "mt"), "MITHUAT"),
    **dict.fromkeys(("hoat dong trai nghiem", "hdtn"), "HDTN"),
    **dict.fromkeys(("khoa hoc", "kh"), "KHOAHOC"),
}
# Judged by comment, not by marks, in lower secondary schools (TT 22/2021, TT 58/2011).
COMMENTED = frozenset({"GDTC", "NGHETHUAT", "AMNHAC", "MITHUAT", "HDTNHN", "GDDP"})
# What stands below the header of one subject as its part has no average of its own.
WHOLES: Mapping[str, str] = {
    **dict.fromkeys(("VATLI", "HOAHOC", "SINHHOC"), "KHTN"),
    **dict.fromkeys(("LICHSU", "DIALI"), "LSDL"),
}
QUALITY_GROUP = re.compile(r"(cac )?(nang luc|nl|pham chat|pc)\b.*")
QUALITIES: Mapping[str, str] = {
    **dict.fromkeys(("tu chu va tu hoc", "tu chu", "tu hoc"), "TUCHU"),
    **dict.fromkeys(("giao tiep va hop tac", "giao tiep"), "GIAOTIEP"),
    **dict.fromkeys(("giai quyet van de va sang tao", "giai quyet van de", "gqvd"), "GIAIQUYET"),
    "ngon ngu": "NGONNGU",
    "tinh toan": "TINHTOAN",
    "khoa hoc": "KHOAHOC",
    **dict.fromkeys(("tham mi", "tham my"), "THAMMI"),
    "the chat": "THECHAT",
    "yeu nuoc": "YEUNUOC",
    "nhan ai": "NHANAI",
    "cham chi": "CHAMCHI",
    "trung thuc": "TRUNGTHUC",
    "trach nhiem": "TRACHNHIEM",
}

GOOD_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("tot", "t"), "TOT"),
    **dict.fromkeys(("kha", "k"), "KHA"),
    **dict.fromkeys(("dat", "d"), "DAT"),
    **dict.fromkeys(("chua dat", "cd"), "CHUADAT"),
    **dict.fromkeys(("gioi", "g"), "GIOI"),
    **dict.fromkeys(("trung binh", "tb"), "TB"),
    **dict.fromkeys(("yeu", "y"), "YEU"),
    "kem": "KEM",
}
EXEMPT = frozenset({"m", "mien", "mg"})
COMMENTS: Mapping[str, str] = {
    **dict.fromkeys(("d", "dat"), "D"),
    **dict.fromkeys(("cd", "chua dat"), "CD"),
    **dict.fromkeys(EXEMPT, "M"),
}
PRIMARY_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("t", "tot", "hoan thanh tot", "htt"), "T"),
    **dict.fromkeys(("h", "hoan thanh", "ht"), "H"),
    **dict.fromkeys(("c", "chua hoan thanh", "cht"), "C"),
}
QUALITY_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("t", "tot"), "T"),
    **dict.fromkeys(("d", "dat"), "D"),
    **dict.fromkeys(("c", "can co gang", "ccg"), "C"),
}
CLASSIFICATIONS: Mapping[str, str] = {
    **dict.fromkeys(("hoan thanh xuat sac", "xuat sac", "htxs", "xs"), "XUATSAC"),
    **dict.fromkeys(("hoan thanh tot", "tot", "htt", "t"), "TOT"),
    **dict.fromkeys(("hoan thanh", "ht", "h"), "HOANTHANH"),
    **dict.fromkeys(("chua hoan thanh", "cht", "c"), "CHUAHOANTHANH"),
}
TITLES: Mapping[str, str] = {
    **dict.fromkeys(("hoc sinh xuat sac", "hs xuat sac", "xuat sac", "hsxs", "xs"), "XUATSAC"),
    **dict.fromkeys(("hoc sinh gioi", "hs gioi", "gioi", "hsg"), "GIOI"),
    **dict.fromkeys(("hoc sinh tien tien", "hs tien tien", "tien tien", "hstt"), "TIENTIEN"),
}
ENROLMENTS: Mapping[str, str] = {
    **dict.fromkeys(("dang hoc", "dh", "hoc", "binh thuong"), "studying"),
    **dict.fromkeys(("bo hoc", "thoi hoc", "nghi hoc", "da nghi hoc"), "left"),
    **dict.fromkeys(("chuyen di", "chuyen truong", "da chuyen di", "chuyen truong di"), "transferred"),
    **dict.fromkeys(("chuyen den", "chuyen truong den", "moi chuyen den"), "arrived"),
    **dict.fromkeys(("bao luu", "tam nghi"), "suspended"),
}
YES = frozenset({"x", "co", "1", "dat", "duoc", "len lop", "hoan thanh", "ht", "ll", "v"})
# How lines begin that are no pupil's: totals, counts, signatures.
TOTALS = re.compile(
    r"(tong|cong|si so|so luong|so hs|ti le|ty le|trung binh|ghi chu|nguoi lap|hieu truong|giao vien|gvcn|ngay \d|loai"
    r"|nhan xet|thong ke|xac nhan)\b.*"
)
