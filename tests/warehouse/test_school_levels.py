"""Averages and levels of pupils, each rule on cases worked out by hand from the circulars' own words."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from duckdb import DuckDBPyConnection

from tests.warehouse.planted_school import JUDGED, MARKED, PRIMARY, Planted, findings, school_build
from warehouse.graph import HERE


def averages(build: DuckDBPyConnection) -> dict[tuple[str, str, str], tuple[object, object]]:
    """{(pupil, term, subject): (of the semester, of the term)}."""
    found = build.execute(
        "SELECT pupil_hash, term, subject_code, semester_average, average FROM marts.pupil_subject_term"
    ).fetchall()
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in found}


def learning(build: DuckDBPyConnection, column: str = "learning", term: str = "term_1") -> dict[str, str | None]:
    query = f"SELECT pupil_hash, {column} FROM marts.pupil_term WHERE term = ?"
    return dict(build.execute(query, [term]).fetchall())


SEMESTERS: list[tuple[list[str], str, str, str]] = [
    # (6 + 7 + 2 x 6,5 + 3 x 6,4) / 7 = 45,2 / 7 = 6,457 -> 6,5
    (["6", "7"], "6.5", "6.4", "6.5"),
    # Four marks: (6 + 6 + 7 + 6 + 2 x 7 + 3 x 6,3) / 9 = 57,9 / 9 = 6,433 -> 6,4
    (["6", "6", "7", "6"], "7", "6.3", "6.4"),
    # Exactly 6,45: (6,5 + 6,5 + 6,6 + 2 x 6,4 + 3 x 6,4) / 8 = 51,6 / 8; half goes up.
    (["6.5", "6.5", "6.6"], "6.4", "6.4", "6.5"),
    # One tenth less on one mark: 51,5 / 8 = 6,4375 -> 6,4
    (["6.5", "6.5", "6.5"], "6.4", "6.4", "6.4"),
    # (7,9 x 8 + 0,4) / 8 = 7,95 -> 8,0, the border of Tốt
    (["8.3", "7.9", "7.9"], "7.9", "7.9", "8.0"),
    # (3,4 x 8 + 0,4) / 8 = 3,45 -> 3,5, the border of Đạt
    (["3.8", "3.4", "3.4"], "3.4", "3.4", "3.5"),
    (["0"], "0", "0", "0.0"),
    (["10", "10", "10"], "10", "10", "10.0"),
]


def test_a_semester_average_is_half_up() -> None:
    planted = Planted()
    for place, (regular, midterm, final, _) in enumerate(SEMESTERS):
        marks = {"regular": [{"mark": mark} for mark in regular], "midterm": midterm, "final": final}
        planted.add("mark", **planted.pupil(str(place)), subject_code="TOAN", **marks)
    with school_build(planted) as build:
        found = averages(build)
        for place, (*_, expected) in enumerate(SEMESTERS):
            assert found[str(place), "term_1", "TOAN"] == (Decimal(expected), Decimal(expected)), SEMESTERS[place]


def test_without_one_of_its_marks_there_is_no_average() -> None:
    planted = Planted()
    for missing, nothing in (("midterm", None), ("final", None), ("regular", [])):
        planted.average(planted.pupil(missing), "TOAN", "7.0", **{missing: nothing})
    planted.average(planted.pupil("none"), "TOAN", "7.0")
    with school_build(planted) as build:
        found = {name: semester for (name, _, _), (semester, _) in averages(build).items()}
        assert found == {"midterm": None, "final": None, "regular": None, "none": Decimal("7.0")}


# (6,0 + 2 x 6,7) / 3 = 6,466; (6,1 + 2 x 6,6) / 3 = 6,433; (7,0 + 2 x 8,2) / 3 = 7,8; (3,0 + 2 x 3,7) / 3 = 3,466
YEARS = [
    ("6.0", "6.7", "6.5"),
    ("6.1", "6.6", "6.4"),
    ("7.0", "8.2", "7.8"),
    ("6.5", "6.5", "6.5"),
    ("3.0", "3.7", "3.5"),
]


def test_a_year_counts_its_second_semester_twice() -> None:
    planted = Planted()
    for place, (first, second, _) in enumerate(YEARS):
        for term, average in (("term_1", first), ("year", second)):
            planted.average(planted.pupil(f"p{place}", term=term), "TOAN", average)
        # Came in mid-year: semester I is what the new school's book says of it.
        planted.average(planted.pupil(f"q{place}", term="year"), "TOAN", second, average_term_1=first)
    with school_build(planted) as build:
        found = averages(build)
        for place, (first, second, year) in enumerate(YEARS):
            expected = (Decimal(second), Decimal(year))
            assert found[f"p{place}", "year", "TOAN"] == found[f"q{place}", "year", "TOAN"] == expected
            assert found[f"p{place}", "term_1", "TOAN"] == (Decimal(first), Decimal(first))


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
        assert len(findings(build, "pupil_term")) == sum(conduct_of_year(*pair) != "TOT" for pair in pairs)


def primary_pupil(planted: Planted, name: str, marks: Sequence[tuple[str, str | None]], qualities: str) -> None:
    who = planted.pupil(name, grade=3, school=PRIMARY, term="year")
    told = [
        {"subject": subject, "level": level, "mark": mark}
        for subject, (level, mark) in zip(MARKED, marks, strict=False)
    ]
    said = [{"code": str(place), "level": level} for place, level in enumerate(qualities)]
    planted.add("primary_result", **who, marks=told, qualities=said, is_completed=True)


def test_classes_of_circular_27() -> None:
    cases: dict[str, tuple[list[tuple[str, str | None]], str, str | None]] = {
        "all best": ([("T", "9"), ("T", "10"), ("T", None)], "TTT", "XUATSAC"),
        "a test of 8": ([("T", "8"), ("T", "10")], "TTT", "TOT"),
        "a test of 7": ([("T", "7"), ("T", "10")], "TTT", "TOT"),
        "a test of 6": ([("T", "6"), ("T", "10")], "TTT", "HOANTHANH"),
        "a subject completed": ([("H", "9"), ("T", "10")], "TTT", "HOANTHANH"),
        "a quality reached": ([("T", "9"), ("T", "9")], "TDT", "HOANTHANH"),
        "a test of 5": ([("H", "5"), ("H", "6")], "DDD", "HOANTHANH"),
        "a test of 4": ([("H", "4"), ("H", "6")], "DDD", "CHUAHOANTHANH"),
        "a subject not completed": ([("C", "9"), ("T", "9")], "TTT", "CHUAHOANTHANH"),
        "a quality to be tried for": ([("T", "9"), ("T", "9")], "TTC", "CHUAHOANTHANH"),
    }
    planted = Planted()
    for name, (marks, qualities, _) in cases.items():
        primary_pupil(planted, name, marks, qualities)
    with school_build(planted) as build:
        found = learning(build, "classification", term="year")
        assert found == {name: expected for name, (_, _, expected) in cases.items()}
        completed = learning(build, "is_completed", term="year")
        assert [name for name, done in completed.items() if not done] == [
            name for name, (_, _, expected) in cases.items() if expected == "CHUAHOANTHANH"
        ]


OLD_CLASSES: list[tuple[Sequence[str], int, str]] = [
    (["8.0"] * 8, 0, "GIOI"),
    # A mean of 8,0 without Toán, Ngữ văn or Ngoại ngữ of 8,0.
    (["7.9", "7.9", "7.9", "8.1", "8.1", "8.1", "8.1", "8.1"], 0, "KHA"),
    # 63,6 / 8 = 7,95: half up gives 8,0; a tenth less does not.
    (["8.0", "7.9", "7.9", "7.9", "7.9", "8.0", "8.0", "8.0"], 0, "GIOI"),
    (["8.0", "7.9", "7.9", "7.9", "7.9", "7.9", "8.0", "8.0"], 0, "KHA"),
    (["6.5"] * 8, 0, "KHA"),
    (["5.0"] * 8, 0, "TB"),
    (["4.9"] * 8, 0, "YEU"),
    (["3.4"] * 8, 0, "KEM"),
    # Article 13.6: Giỏi to TB by one subject becomes Khá, to Yếu TB; Khá to Yếu becomes TB, to Kém Yếu.
    (all_but("4.9", rest="9.0"), 0, "KHA"),
    (all_but("3.4", rest="9.0"), 0, "TB"),
    (all_but("3.4", rest="7.5"), 0, "TB"),
    (all_but("1.9", rest="7.5"), 0, "YEU"),
    (all_but("1.9", rest="9.5"), 0, "KEM"),
    (all_but("4.9", "4.9", rest="9.5"), 0, "TB"),
]


def test_classes_of_circular_58_for_grade_9_of_2023_2024() -> None:
    planted = Planted()
    for place, (marks, failed, _) in enumerate(OLD_CLASSES):
        planted.lower_secondary(f"p{place}", marks, failed, grade=9, school_year="2023-2024")
    planted.lower_secondary("a grade below", ["8.0"] * 8, grade=8, school_year="2023-2024")
    with school_build(planted) as build:
        regulations = dict(build.execute("SELECT pupil_hash, regulation FROM marts.pupil_term").fetchall())
        assert regulations.pop("a grade below") == "TT22" and set(regulations.values()) == {"TT58"}
        found = learning(build)
        assert found.pop("a grade below") == "TOT"
        assert found == {f"p{place}": expected for place, (_, _, expected) in enumerate(OLD_CLASSES)}


def test_a_level_that_the_book_gives_otherwise_is_a_finding_with_both() -> None:
    planted = Planted()
    who = planted.lower_secondary("p", ["6.0"] * 8)
    planted.add("result", **who, learning="KHA", conduct="TOT")
    planted.add("result", **planted.lower_secondary("q", ["6.5"] * 8), learning="KHA", conduct="TOT")
    with school_build(planted) as build:
        ((code, key, said),) = findings(build, "pupil_term")
        assert (code, said) == ("level_differs", "Kết quả trong sổ (khá) khác kết quả tính lại (đạt)")
        assert "p" not in key.split(" · ") and "8A" in key


def test_an_average_that_the_book_gives_otherwise_stands_with_both_values() -> None:
    planted = Planted()
    planted.average(planted.pupil("p"), "TOAN", "6.5", average="6.8")
    planted.average(planted.pupil("q"), "TOAN", "6.5")
    planted.average(planted.pupil("r"), "TOAN", "6.5", average=None)
    with school_build(planted) as build:
        query = (
            "SELECT class_name, subject_name_vi, recorded_semester_average, semester_average FROM marts.mark_difference"
        )
        assert build.execute(query).fetchall() == [("8A", "Toán", Decimal("6.8"), Decimal("6.5"))]
        assert "pupil_hash" not in [row[0] for row in build.execute("DESCRIBE marts.mark_difference").fetchall()]
