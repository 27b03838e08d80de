"""Levels of pupils, each rule on cases worked out by hand from the circulars' own words."""

from collections.abc import Sequence
from itertools import product

from duckdb import DuckDBPyConnection

from tests.warehouse.planted_school import JUDGED, MARKED, THCS, Planted, findings, school_build
from warehouse.graph import HERE


def learning(build: DuckDBPyConnection, column: str = "learning", term: str = "term_1") -> dict[str, str | None]:
    query = f"SELECT pupil_hash, {column} FROM marts.pupil_term WHERE term = ?"
    return dict(build.execute(query, [term]).fetchall())


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


WHO = ("school_code", "school_year", "term", "pupil_hash")


def test_a_subject_of_one_pupil_takes_nobody_elses_level() -> None:
    planted = Planted()
    for name in ("a", "b", "c"):
        planted.lower_secondary(name, ["8.0"] * 8)
    planted.average({name: planted.rows["mark"][0][name] for name in WHO}, "TIENGVIET", "9.0")
    with school_build(planted) as build:
        assert learning(build) == {"a": "TOT", "b": "TOT", "c": "TOT"}
        assert findings(build, "pupil_term") == []


def test_who_has_no_level_is_counted_by_class_and_not_named() -> None:
    planted = Planted()
    for name in ("a", "b", "exempt"):
        planted.lower_secondary(name, ["8.0"] * 8)
    planted.rows["mark"] = [
        row for row in planted.rows["mark"] if not (row["pupil_hash"] == "exempt" and row["subject_code"] == JUDGED[0])
    ]
    planted.pupil("no line")
    planted.pupil("left", enrolment="left")
    with school_build(planted) as build:
        assert learning(build) == {"a": "TOT", "b": "TOT", "exempt": None, "no line": None, "left": None}
        assert findings(build, "pupil_term") == [
            (
                "level_unknown",
                "51524501 · 2025-2026 · term_1 · 8A",
                "Lớp 8A: 2 học sinh chưa có kết quả và không được tính (1 thiếu môn, điểm hoặc mức mà lớp có; "
                "1 không có dòng nào trong sổ)",
            )
        ]


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
        differing = [code for code, _, _ in findings(build, "pupil_term") if code == "conduct_differs"]
        assert len(differing) == sum(conduct_of_year(*pair) != "TOT" for pair in pairs)


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
        assert key.split(" · ") == [THCS, "2025-2026", "term_1", "8A"], "neither a pupil nor a row of the sheet"
