"""Classes of primary pupils, on cases worked out by hand, and what a book that leaves cells blank gives."""

from collections.abc import Sequence
from typing import Any

import pandas

from tests.oracle.education import classified
from tests.warehouse.planted_school import MARKED, PRIMARY, Planted, findings, learning, school_build


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
        assert {name for name, done in completed.items() if not done} == {
            name for name, (_, _, expected) in cases.items() if expected == "CHUAHOANTHANH"
        }


def test_a_completion_that_the_book_gives_otherwise_is_a_finding() -> None:
    planted = Planted()
    for place in range(6):
        primary_pupil(planted, f"fails {place}", [("C", "3"), ("T", "9")], "TTT")
    primary_pupil(planted, "passes", [("T", "9"), ("T", "9")], "TTT")
    planted.rows["primary_result"][-1]["is_completed"] = False
    with school_build(planted) as build:
        said = {sentence for code, _, sentence in findings(build, "pupil_term") if code == "completion_differs"}
    assert said == {
        "Khối 3: 6 học sinh sổ ghi hoàn thành chương trình lớp học, tính lại là chưa hoàn thành",
        "Khối 3: dưới 5 học sinh sổ không ghi hoàn thành chương trình lớp học, tính lại là hoàn thành",
    }


BLANKS: dict[str, tuple[list[tuple[str, str | None, str | None]], list[str | None], str | None]] = {
    "whole": ([("TOAN", "T", "10"), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None)], ["T", "T"], "XUATSAC"),
    "too": ([("TOAN", "T", "7"), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None)], ["T", "T"], "TOT"),
    "one more": (
        [("TOAN", "T", "9"), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None), ("TINHOC", "T", "9")],
        ["T", "T"],
        "XUATSAC",
    ),
    "left out": ([("TOAN", "T", "10")], ["T", "T"], None),
    "blank": ([("TOAN", "T", "10"), ("TIENGVIET", None, None), ("DAODUC", None, None)], ["T", "T"], None),
    "no test": ([("TOAN", "T", None), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None)], ["T", "T"], None),
    "no quality": ([("TOAN", "T", "10"), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None)], [], None),
    "a quality blank": ([("TOAN", "T", "10"), ("TIENGVIET", "T", "9"), ("DAODUC", "T", None)], [None, "T"], None),
    "not done, and blank": ([("TOAN", "C", "3")], ["C", None], None),
}


def test_nobody_is_classified_of_whom_the_book_leaves_blank_what_the_class_has() -> None:
    planted = Planted()
    for name, (marks, qualities, _) in BLANKS.items():
        who = planted.pupil(name, grade=3, school=PRIMARY, term="year")
        told = [{"subject": subject, "level": level, "mark": mark} for subject, level, mark in marks]
        shown = [{"code": str(place), "level": level} for place, level in enumerate(qualities)]
        planted.add("primary_result", **who, marks=told, qualities=shown, is_completed=True)
    who = planted.pupil("class without any test", grade=4, school=PRIMARY, term="year")
    untested = [{"subject": subject, "level": "T", "mark": None} for subject in ("TOAN", "TIENGVIET")]
    planted.add("primary_result", **who, marks=untested, qualities=[{"code": "0", "level": "T"}], is_completed=True)
    expected = {name: level for name, (_, _, level) in BLANKS.items()} | {"class without any test": None}
    with school_build(planted) as build:
        assert learning(build, "classification", term="year") == expected
        said = {key.rpartition(" · ")[2]: sentence for _, key, sentence in findings(build, "pupil_term")}
        assert said["khối 3"].startswith("Khối 3: 6 học sinh") and said["khối 4"].startswith("Khối 4: dưới 5 học sinh")
    assert oracle(BLANKS) == {name: level for name, level in expected.items() if level and name in BLANKS}


def oracle(blanks: dict[str, Any]) -> dict[str, str]:
    """The same by the second count."""
    place = {"school_code": PRIMARY, "school_year": "2025-2026", "term": "year", "class_name": "3A"}
    primary = [
        place | {"pupil_code": name, "subject_code": subject, "level": level, "mark": mark and int(mark)}
        for name, (marks, _, _) in blanks.items()
        for subject, level, mark in marks
    ]
    shown = [
        place | {"pupil_code": name, "quality": str(number), "level": level}
        for name, (_, qualities, _) in blanks.items()
        for number, level in enumerate(qualities)
    ]
    found = classified(pandas.DataFrame(primary), pandas.DataFrame(shown))
    return dict(zip(found["pupil_code"], found["classification"], strict=True))
