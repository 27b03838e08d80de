"""Levels of pupils, each rule on cases worked out by hand from the circulars' own words."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

from tests.warehouse.planted_school import JUDGED, MARKED, WHO, Planted, findings, learning, school_build
from warehouse.graph import HERE


def all_but(*special: str, rest: str) -> list[str]:
    return [*special, *[rest] * (len(MARKED) - len(special))]


LEVELS: list[tuple[Sequence[str], int, str]] = [
    # Tốt: all by comment reached, all averages from 6,5, six of them from 8,0.
    (all_but("6.5", "6.5", rest="8.0"), 0, "TOT"),
    (all_but("7.9", "7.9", "7.9", rest="8.0"), 0, "KHA"),
    (all_but("6.4", rest="9.0"), 0, "KHA"),
    # Khá: all from 5,0, six from 6,5.
    (all_but("5.0", "5.0", rest="6.5"), 0, "KHA"),
    (all_but("6.4", "6.4", "6.4", rest="6.5"), 0, "DAT"),
    (all_but("4.9", rest="6.5"), 0, "DAT"),
    # Đạt: at most one by comment not reached, six from 5,0, none below 3,5.
    (all_but("3.5", "3.5", rest="5.0"), 0, "DAT"),
    (all_but("4.9", "4.9", "4.9", rest="5.0"), 0, "CHUADAT"),
    (all_but("3.4", "4.0", rest="6.0"), 0, "CHUADAT"),
    (all_but(rest="6.0"), 1, "DAT"),
    (all_but(rest="9.0"), 2, "CHUADAT"),
    # One single subject brought it down by two levels or more: one level up.
    (all_but("4.9", rest="8.0"), 0, "KHA"),
    (all_but("3.4", rest="8.0"), 0, "DAT"),
    (all_but("3.4", rest="6.5"), 0, "DAT"),
    (all_but(rest="8.0"), 1, "KHA"),
    # Two subjects did, or the rest would not do by themselves: no lift.
    (all_but("4.9", "4.9", rest="8.0"), 0, "DAT"),
    (all_but("4.9", "7.9", "7.9", rest="8.0"), 0, "DAT"),
    (all_but("4.9", rest="8.0"), 1, "DAT"),
    (all_but("3.4", rest="6.4"), 0, "CHUADAT"),
    (all_but("3.4", "3.4", rest="8.0"), 0, "CHUADAT"),
]


def test_levels_of_circular_22() -> None:
    planted = Planted()
    for place, (marks, failed, _) in enumerate(LEVELS):
        planted.lower_secondary(f"p{place}", marks, failed)
    with school_build(planted) as build:
        found = learning(build)
        assert {name: found[name] for name in found} == {
            f"p{place}": expected for place, (_, _, expected) in enumerate(LEVELS)
        }
        build.execute("UPDATE config.regulation SET has_one_subject_uplift = false")
        sql = "SELECT pupil_hash, learning FROM ({}) WHERE span = 'semester'"
        text = (HERE / "marts" / "education" / "pupil_learning.sql").read_text(encoding="utf-8")
        without = dict(build.execute(sql.format(text)).fetchall())
        lifted = {name for name in found if found[name] != without[name]}
        assert lifted == {"p11", "p12", "p13", "p14"}


def test_who_lacks_a_subject_of_the_class_has_no_level() -> None:
    planted = Planted()
    planted.lower_secondary("whole", ["8.0"] * 8)
    who = planted.pupil("lacks")
    for subject in MARKED[:-1]:
        planted.average(who, subject, "8.0")
    for subject in JUDGED:
        planted.judgement(who, subject)
    not_judged = planted.lower_secondary("not judged", ["8.0"] * 8)
    planted.rows["mark"] = [
        row | {"assessment": None} if row["pupil_hash"] == not_judged["pupil_hash"] and row.get("assessment") else row
        for row in planted.rows["mark"]
    ]
    with school_build(planted) as build:
        assert learning(build) == {"whole": "TOT", "lacks": None, "not judged": None}


def test_the_level_of_a_year_and_that_of_its_second_semester_stand_apart() -> None:
    planted = Planted()
    planted.lower_secondary("p", ["5.0"] * 8)
    planted.lower_secondary("p", ["6.5"] * 8, term="year")
    with school_build(planted) as build:
        # (5,0 + 2 x 6,5) / 3 = 6,0
        assert learning(build, term="year") == {"p": "DAT"}
        assert learning(build, "semester_learning", term="year") == {"p": "KHA"}


def test_a_subject_of_one_pupil_takes_nobody_elses_level() -> None:
    planted = Planted()
    for name in ("a", "b", "c"):
        planted.lower_secondary(name, ["8.0"] * 8)
    planted.average({name: planted.rows["mark"][0][name] for name in WHO}, "TIENGVIET", "9.0")
    with school_build(planted) as build:
        assert learning(build) == {"a": "TOT", "b": "TOT", "c": "TOT"}
        assert findings(build, "pupil_term") == []


KEY = "51524501 · 2025-2026 · term_1"


def test_who_has_no_level_is_counted_by_grade_and_not_named() -> None:
    planted = Planted()
    for name in ("a", "b", "c", "d", "e", "f", "lacks"):
        planted.lower_secondary(name, ["8.0"] * 8)
    planted.without("lacks", JUDGED[0])
    for place in range(5):
        planted.pupil(f"no line {place}")
    planted.pupil("left", enrolment="left")
    with school_build(planted) as build:
        found = learning(build)
        assert found["a"] == "TOT" and found["lacks"] is found["no line 0"] is found["left"] is None
        assert sorted(findings(build, "pupil_term")) == [
            (
                "level_unknown",
                f"{KEY} · khối 8",
                "Khối 8: 5 học sinh chưa có kết quả và không được tính, vì không có dòng nào trong sổ",
            ),
            (
                "level_unknown",
                f"{KEY} · khối 8",
                "Khối 8: dưới 5 học sinh chưa có kết quả và không được tính, "
                "vì thiếu môn, điểm hoặc mức mà lớp phải có",
            ),
        ]


def test_who_is_exempt_of_a_subject_is_judged_by_the_others() -> None:
    planted = Planted()
    for name in ("a", "of gymnastics", "of a language"):
        planted.lower_secondary(name, all_but("6.4", rest="8.0") if name == "of a language" else ["8.0"] * 8)
    planted.lower_secondary("failed another", ["8.0"] * 8, 2)
    for name, subject in (
        ("of gymnastics", "GDTC"), ("of a language", MARKED[0]), ("failed another", "GDTC"),
    ):  # fmt: skip
        planted.without(name, subject)
        planted.judgement({each: planted.rows["mark"][0][each] for each in WHO} | {"pupil_hash": name}, subject, "M")
    with school_build(planted) as build:
        # Two failed would be Chưa đạt; one, with all others at 8,0, is lifted from Đạt to Khá.
        assert learning(build) == {"a": "TOT", "of gymnastics": "TOT", "of a language": "TOT", "failed another": "KHA"}
        assert findings(build, "pupil_term") == []
        told = "SELECT DISTINCT pupil_count, graded_count FROM marts.class_subject_term"
        assert build.execute(told).fetchall() == [(None, None)]


def test_a_class_without_a_subject_of_the_circular_has_no_level() -> None:
    planted = Planted()
    for name in ("p", "q", "r"):
        planted.lower_secondary(name, ["8.0"] * 8)
        planted.without(name, "NGHETHUAT")
        planted.without(name, "TINHOC")
    planted.lower_secondary("of another class", ["8.0"] * 8, class_name="8B")
    with school_build(planted) as build:
        assert learning(build) == {"p": None, "q": None, "r": None, "of another class": "TOT"}
        assert findings(build, "class_taught") == [
            (
                "subject_missing",
                f"{KEY} · 8A",
                "Lớp 8A: sổ không có (hoặc đang giữ lại) điểm môn Nghệ thuật, Tin học; cả lớp chưa có kết quả học tập",
            )
        ]


PARTS_OF_ART: list[tuple[tuple[str | None, str | None], str | None]] = [
    (("D", "D"), "TOT"),
    # Âm nhạc and Mĩ thuật are one subject: not reached once, if either is or both are.
    (("CD", "D"), "KHA"),
    (("D", "CD"), "KHA"),
    (("CD", "CD"), "KHA"),
    (("M", "D"), "TOT"),
    (("D", None), None),
]


def test_music_and_art_are_one_subject_of_circular_22() -> None:
    planted = Planted()
    for place, (said, _) in enumerate(PARTS_OF_ART):
        who = planted.lower_secondary(f"p{place}", ["8.0"] * 8)
        planted.without(f"p{place}", "NGHETHUAT")
        for subject, assessment in zip(("AMNHAC", "MITHUAT"), said, strict=True):
            if assessment:
                planted.judgement(who, subject, assessment)
    half = planted.lower_secondary("half of it", ["8.0"] * 8, class_name="8B")
    planted.without("half of it", "NGHETHUAT")
    planted.judgement(half, "AMNHAC")
    with school_build(planted) as build:
        found = learning(build)
        assert found.pop("half of it") is None
        assert found == {f"p{place}": expected for place, (_, expected) in enumerate(PARTS_OF_ART)}
        assert [key for _, key, _ in findings(build, "class_taught")] == [f"{KEY} · 8B"]


WORSE = ("TOT", "KHA", "DAT", "CHUADAT")


def conduct_of_year(first: str, second: str) -> str:
    """The circular's sentences, one after another: the table in the mart is written the other way round."""
    from_fair, from_reached = WORSE[:2], WORSE[:3]
    if second == "TOT" and first in from_fair:
        return "TOT"
    if (
        (second == "KHA" and first in from_reached)
        or (second == "DAT" and first == "TOT")
        or (second == "TOT" and first in ("DAT", "CHUADAT"))
    ):
        return "KHA"
    if (second == "DAT" and first in ("KHA", "DAT", "CHUADAT")) or (second == "KHA" and first == "CHUADAT"):
        return "DAT"
    return "CHUADAT"


def test_conduct_of_a_year_for_all_sixteen_pairs() -> None:
    planted, pairs = Planted(), list(product(WORSE, WORSE))
    for first, second in pairs:
        who = planted.pupil(f"{first} {second}", term="year")
        planted.add("result", **who, conduct="TOT", conduct_term_1=first, conduct_term_2=second)
    with school_build(planted) as build:
        found = learning(build, "conduct", term="year")
        assert len(pairs) == 16
        assert found == {f"{first} {second}": conduct_of_year(first, second) for first, second in pairs}
        differing = Counter(conduct_of_year(*pair) for pair in pairs)
        said = {sentence for code, _, sentence in findings(build, "pupil_term") if code == "conduct_differs"}
        assert said == {
            f"Khối 8: {differing[level] if differing[level] > 4 else 'dưới 5'} học sinh có kết quả rèn luyện cả năm "
            f"trong sổ (tốt) khác kết quả suy từ hai học kỳ ({name})"
            for level, name in (("KHA", "khá"), ("DAT", "đạt"), ("CHUADAT", "chưa đạt"))
        }


def test_a_level_that_the_book_gives_otherwise_is_a_finding_with_both() -> None:
    planted = Planted()
    for place in range(5):
        planted.add("result", **planted.lower_secondary(f"p{place}", ["6.0"] * 8), learning="KHA", conduct="TOT")
    planted.add("result", **planted.lower_secondary("q", ["6.5"] * 8), learning="KHA", conduct="TOT")
    planted.add("result", **planted.lower_secondary("r", ["6.5"] * 8), learning="TOT", conduct="TOT")
    with school_build(planted) as build:
        found = findings(build, "pupil_term")
        assert {(code, key) for code, key, _ in found} == {("level_differs", f"{KEY} · khối 8")}
        assert {said for _, _, said in found} == {
            "Khối 8: 5 học sinh có kết quả trong sổ (khá) khác kết quả tính lại (đạt)",
            "Khối 8: dưới 5 học sinh có kết quả trong sổ (tốt) khác kết quả tính lại (khá)",
        }
