"""What is listed for the schools to mend tells of no few pupils: findings, and averages that differ, as published."""

import random
import re

from tests.warehouse.planted_school import Planted, findings, school_build
from tests.warehouse.test_hidden_pupils import LEAST, levelled_district


def told_by_books(planted: Planted, chance: random.Random) -> None:
    """What the books say of levels, conduct and averages: otherwise than their marks, of few pupils and of many."""
    for row in list(planted.rows["pupil"]):
        who = {name: row[name] for name in ("school_code", "school_year", "term", "pupil_hash")}
        levels = [chance.choice(("TOT", "KHA", "DAT", "CHUADAT")) for _ in range(2)]
        planted.add("result", **who, learning=levels[0], conduct=levels[1])
    for row in planted.rows["mark"]:
        if "average" in row and chance.random() < 0.15:
            row["average"] = "9.9"
        if chance.random() < 0.01:
            row |= {"assessment": None, "average": None, "midterm": None}


def test_findings_and_differing_averages_tell_of_no_few_pupils() -> None:
    """Whoever reads the snapshot finds no class, no number and no mark of one to four pupils there."""
    planted, chance = levelled_district(2), random.Random(3)
    told_by_books(planted, chance)
    with school_build(planted) as build:
        said = [each for name in ("pupil_term", "pupil_subject_term") for each in findings(build, name)]
        marks = build.execute("FROM marts.mark_difference").to_arrow_table().to_pylist()
        listed = findings(build, "mark_difference")
        exact = build.execute(
            "SELECT school_code, grade, count(*) FILTER (WHERE recorded_learning <> learning) FROM marts.pupil_term "
            "WHERE learning IS NOT NULL GROUP BY ALL"
        ).fetchall()
    assert {code for code, _, _ in said} == {"level_differs", "level_unknown", "too_few_regular_marks"}
    counts = [re.search(r": (dưới 5|[0-9]+) học sinh ", sentence) for _, _, sentence in said]
    assert all(each and (each[1] == "dưới 5" or int(each[1]) >= LEAST) for each in counts)
    assert {each[1] == "dưới 5" for each in counts if each} == {True, False} and any(each[2] > LEAST for each in exact)
    assert not [key for _, key, sentence in (*said, *listed) if re.search(r"8[AB]", key + sentence)]
    values = ("recorded_mean", "recomputed_mean", "least_difference", "most_difference")
    assert {row["average_count"] < LEAST for row in marks} == {True, False}
    assert all((row[name] is None) == (row["average_count"] < LEAST) for row in marks for name in values)
    told = [(int(sentence.partition(": ")[2].split()[0]), "bình quân" in sentence) for _, _, sentence in listed]
    assert len(told) == len(marks) and all((count >= LEAST) == is_valued for count, is_valued in told)
