"""Averages of marks, worked out by hand, and again in plain Python for many pupils whose marks chance has given."""

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from duckdb import DuckDBPyConnection

from tests.warehouse.planted_school import JUDGED, MARKED, Planted, findings, school_build

TENTH = Decimal("0.1")


def averages_of(build: DuckDBPyConnection) -> dict[tuple[str, str, str], tuple[object, object]]:
    """{(pupil, term, subject): (of the semester, of the term)}."""
    found = build.execute(
        "SELECT pupil_hash, term, subject_code, semester_average, average FROM marts.pupil_subject_term"
    ).fetchall()
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in found}


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
        found = averages_of(build)
        for place, (*_, expected) in enumerate(SEMESTERS):
            assert found[str(place), "term_1", "TOAN"] == (Decimal(expected), Decimal(expected)), SEMESTERS[place]


def test_without_one_of_its_marks_there_is_no_average() -> None:
    planted = Planted()
    for missing, nothing in (("midterm", None), ("final", None), ("regular", [])):
        planted.average(planted.pupil(missing), "TOAN", "7.0", **{missing: nothing})
    planted.average(planted.pupil("none"), "TOAN", "7.0")
    with school_build(planted) as build:
        found = {name: semester for (name, _, _), (semester, _) in averages_of(build).items()}
        assert found == {"midterm": None, "final": None, "regular": None, "none": Decimal("7.0")}


def test_regular_marks_are_counted_against_the_lessons_of_a_year() -> None:
    """Toán 140 lessons: four; Công nghệ 52 in grade 8: three, 35 in grade 7: two. A semester's book of each."""
    planted = Planted()
    for place in range(5):
        who = planted.pupil(f"p{place}")
        planted.average(who, "TOAN", "7.0")
        planted.average(who, "CONGNGHE", "7.0")
        planted.average(who, "TINHOC", "7.0", regular=[{"mark": "7.0"}] * (1 if place else 2))
        # A summary gives averages alone.
        planted.add("mark", **who, subject_code="GDCD", average="7.0", regular=[])
    planted.average(planted.pupil("q", grade=7), "CONGNGHE", "7.0", regular=[{"mark": "7.0"}] * 2)
    with school_build(planted) as build:
        assert sorted(findings(build, "pupil_subject_term")) == [
            ("too_few_regular_marks", f"{KEY} · TINHOC",
             "Tin học khối 8: dưới 5 học sinh có ít hơn 2 điểm đánh giá thường xuyên"),
            ("too_few_regular_marks", f"{KEY} · TOAN",
             "Toán khối 8: 5 học sinh có ít hơn 4 điểm đánh giá thường xuyên"),
        ]  # fmt: skip


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
        found = averages_of(build)
        for place, (first, second, year) in enumerate(YEARS):
            expected = (Decimal(second), Decimal(year))
            assert found[f"p{place}", "year", "TOAN"] == found[f"q{place}", "year", "TOAN"] == expected
            assert found[f"p{place}", "term_1", "TOAN"] == (Decimal(first), Decimal(first))


VALUES = "average_count, recorded_mean, recomputed_mean, least_difference, most_difference"
KEY = "51524501 · 2025-2026 · term_1 · khối 8"


def test_averages_that_the_book_gives_otherwise_stand_with_both_values() -> None:
    planted = Planted()
    for place in range(5):
        planted.average(planted.pupil(f"p{place}"), "TOAN", "6.5", average="6.8" if place else "6.3")
    planted.average(planted.pupil("equal"), "TOAN", "6.5")
    planted.average(planted.pupil("not told"), "TOAN", "6.5", average=None)
    with school_build(planted) as build:
        found = build.execute(f"SELECT grade, subject_name_vi, span, {VALUES} FROM marts.mark_difference").fetchall()
        said = findings(build, "mark_difference")
    values = (Decimal("6.70"), Decimal("6.50"), Decimal("-0.2"), Decimal("0.3"))
    assert found == [(8, "Toán", "semester", 5, *values)]
    sentence = "Toán khối 8: 5 điểm trung bình trong sổ khác điểm tính lại, bình quân 6,70 và 6,50"
    assert said == [("mark_differs", f"{KEY} · TOAN", sentence)]


def test_of_fewer_than_five_averages_that_differ_no_mark_is_told() -> None:
    planted = Planted()
    for subject, differing in (("TOAN", 4), ("NGUVAN", 1)):
        for place in range(9):
            who = planted.pupil(f"{subject}{place}", class_name=f"8{'AB'[place % 2]}")
            planted.average(who, subject, "6.5", average="6.8" if place < differing else "6.5")
    with school_build(planted) as build:
        found = build.execute(f"SELECT subject_code, {VALUES} FROM marts.mark_difference ORDER BY ALL").fetchall()
        said = {sentence for _, _, sentence in findings(build, "mark_difference")}
        columns = {row[0] for row in build.execute("DESCRIBE marts.mark_difference").fetchall()}
    nothing = (None, None, None, None)
    assert found == [("NGUVAN", 1, *nothing), ("TOAN", 4, *nothing)]
    assert said == {
        "Toán khối 8: 4 điểm trung bình trong sổ khác điểm tính lại",
        "Ngữ văn khối 8: 1 điểm trung bình trong sổ khác điểm tính lại",
    }
    assert not columns & {"pupil_hash", "class_name", "sheet", "sheet_row", "row"}


def test_of_a_year_the_finding_says_the_years_averages_by_the_recomputed_semesters() -> None:
    planted = Planted()
    for place in range(5):
        planted.average(planted.pupil(f"p{place}"), "TOAN", "6.0", average="9.0")
        # Its own semester is lifted too: (6,0 + 2 x 6,7) / 3 = 6,5, whatever the books say of the first semester.
        own = {"average": "7.0", "average_term_1": "9.0", "average_year": "7.5"}
        planted.average(planted.pupil(f"p{place}", term="year"), "TOAN", "6.7", **own)
    with school_build(planted) as build:
        said = sorted(sentence for _, _, sentence in findings(build, "mark_difference"))
    assert [sentence.partition("bình quân ")[2] for sentence in said] == ["7,50 và 6,50", "9,00 và 6,00"]


def half_up(value: Decimal) -> Decimal:
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)


def level_of(averages: Sequence[Decimal], failed: Sequence[bool]) -> int:
    """0 to 3, as the circular's conditions read, one after another."""
    good, fair, enough = (sum(each >= Decimal(least) for each in averages) for least in ("8", "6.5", "5"))
    if not any(failed) and min(averages) >= Decimal("6.5") and good >= 6:
        return 3
    if not any(failed) and min(averages) >= 5 and fair >= 6:
        return 2
    return 1 if sum(failed) <= 1 and min(averages) >= Decimal("3.5") and enough >= 6 else 0


def lifted(averages: Sequence[Decimal], failed: Sequence[bool]) -> str:
    """With the paragraph on one single subject: without it the level would be two or more better."""
    plain = level_of(averages, failed)
    without = [level_of([*averages[:at], *averages[at + 1 :]], failed) for at in range(len(averages))]
    without += [level_of(averages, [*failed[:at], *failed[at + 1 :]]) for at in range(len(failed))]
    return ("CHUADAT", "DAT", "KHA", "TOT")[plain + (max(without) - plain >= 2)]


def test_averages_and_levels_of_many_pupils_are_those_of_plain_decimals() -> None:
    chance, planted = random.Random(22), Planted()
    expected: dict[str, tuple[list[Decimal], str]] = {}
    for number in range(400):
        bent, name = chance.uniform(2.5, 9.5), f"p{number}"
        who, averages = planted.pupil(name), []
        for subject in MARKED:
            given = [
                Decimal(str(round(min(10, max(0, chance.gauss(bent, 0.8))), 1))) for _ in range(chance.randint(4, 6))
            ]
            *regular, midterm, final = given
            planted.add(
                "mark", **who, subject_code=subject, regular=[{"mark": str(mark)} for mark in regular],
                midterm=str(midterm), final=str(final),
            )  # fmt: skip
            averages.append(half_up((sum(regular) + 2 * midterm + 3 * final) / (len(regular) + 5)))
        failed = [chance.random() < 0.05 for _ in JUDGED]
        for subject, is_failed in zip(JUDGED, failed, strict=True):
            planted.judgement(who, subject, "CD" if is_failed else "D")
        expected[name] = averages, lifted(averages, failed)
    with school_build(planted) as build:
        found = averages_of(build)
        levels = dict(build.execute("SELECT pupil_hash, learning FROM marts.pupil_term").fetchall())
    assert len(set(levels.values())) == 4
    for name, (averages, level) in expected.items():
        assert [found[name, "term_1", subject][0] for subject in MARKED] == averages, name
        assert levels[name] == level, (name, averages)
