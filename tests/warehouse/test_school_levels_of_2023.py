"""Learning classes of grade 9 in 2023-2024, the last one by TT 58/2011 and the programme of 2006, worked by hand."""

from collections.abc import Sequence

from tests.warehouse.planted_school import OLD_MARKED, WHO, Planted, findings, learning, school_build


def of_ten(*special: str, rest: str) -> list[str]:
    return [*special, *[rest] * (len(OLD_MARKED) - len(special))]


OLD_CLASSES: list[tuple[Sequence[str], int, str]] = [
    (of_ten(rest="8.0"), 0, "GIOI"),
    # A mean of 8,0 without Toán, Ngữ văn or Ngoại ngữ of 8,0.
    (["7.9", "8.1", "8.1", "8.1", "7.9", "8.0", "8.0", "7.9", "8.0", "8.0"], 0, "KHA"),
    # 79,5 / 10 = 7,95: half up gives 8,0; a tenth less does not.
    (of_ten("8.0", *["7.9"] * 5, rest="8.0"), 0, "GIOI"),
    (of_ten("8.0", *["7.9"] * 6, rest="8.0"), 0, "KHA"),
    (of_ten(rest="6.5"), 0, "KHA"),
    (of_ten(rest="5.0"), 0, "TB"),
    (of_ten(rest="4.9"), 0, "YEU"),
    (of_ten(rest="3.4"), 0, "KEM"),
    # Article 13.6: Giỏi to TB by one subject becomes Khá, to Yếu TB; Khá to Yếu becomes TB, to Kém Yếu.
    (of_ten("4.9", rest="9.0"), 0, "KHA"),
    (of_ten("3.4", rest="9.0"), 0, "TB"),
    (of_ten("3.4", rest="7.5"), 0, "TB"),
    (of_ten("1.9", rest="7.5"), 0, "YEU"),
    (of_ten("1.9", rest="9.5"), 0, "KEM"),
    (of_ten("4.9", "4.9", rest="9.5"), 0, "TB"),
    (of_ten(rest="9.0"), 1, "TB"),
    # Thể dục and Âm nhạc are two subjects.
    (of_ten(rest="9.0"), 2, "YEU"),
]


def test_classes_of_circular_58_for_grade_9_of_2023_2024() -> None:
    planted = Planted()
    for place, (marks, failed, _) in enumerate(OLD_CLASSES):
        planted.ninth_of_old(f"p{place}", marks, failed)
    planted.lower_secondary("a grade below", ["8.0"] * 8, grade=8, school_year="2023-2024")
    with school_build(planted) as build:
        regulations = dict(build.execute("SELECT pupil_hash, regulation FROM marts.pupil_term").fetchall())
        assert regulations.pop("a grade below") == "TT22" and set(regulations.values()) == {"TT58"}
        found = learning(build)
        assert found.pop("a grade below") == "TOT"
        assert found == {f"p{place}": expected for place, (_, _, expected) in enumerate(OLD_CLASSES)}


def test_a_class_of_circular_58_needs_the_subjects_of_its_programme() -> None:
    """What a reader that knows no Vật lí leaves, and what a class of the new subjects would be, is no class of 2006."""
    planted = Planted()
    for name in ("p", "q"):
        planted.ninth_of_old(name, of_ten(rest="9.0"))
        for subject in ("VATLI", "HOAHOC", "SINHHOC", "LICHSU", "DIALI"):
            planted.without(name, subject)
    planted.lower_secondary("new subjects", ["9.0"] * 8, grade=9, school_year="2023-2024", class_name="9B")
    planted.ninth_of_old("lacks", of_ten(rest="9.0"), class_name="9C")
    planted.without("lacks", "VATLI")
    for name in ("whole", "exempt"):
        planted.ninth_of_old(name, of_ten(rest="9.0"), class_name="9C")
    planted.without("exempt", "GDTC")
    exempt = next(row for row in planted.rows["mark"] if row["pupil_hash"] == "exempt")
    planted.judgement({name: exempt[name] for name in WHO}, "GDTC", "M")
    with school_build(planted) as build:
        assert learning(build) == {
            "p": None, "q": None, "new subjects": None, "lacks": None, "whole": "GIOI", "exempt": "GIOI",
        }  # fmt: skip
        missing = {key.rsplit(" ", 1)[-1]: said for _, key, said in findings(build, "class_taught")}
        assert set(missing) == {"9A", "9B"}
        assert "điểm môn Địa lí, Hóa học, Lịch sử, Sinh học, Vật lí;" in missing["9A"]


def test_a_subject_of_semester_one_alone_counts_for_the_year_of_circular_58() -> None:
    planted = Planted()
    for name, failed in (("p", 0), ("failed music", 2)):
        for term, gone in (("term_1", "MITHUAT"), ("year", "AMNHAC")):
            planted.ninth_of_old(name, of_ten(rest="9.0"), failed if term == "term_1" else 0, term=term)
            planted.rows["mark"] = [
                row for row in planted.rows["mark"] if (row["term"], row["subject_code"]) != (term, gone)
            ]
    planted.rows["mark"] = [
        row | {"assessment": "D"} if row["subject_code"] == "GDTC" else row for row in planted.rows["mark"]
    ]
    with school_build(planted) as build:
        assert learning(build) == {"p": "GIOI", "failed music": "TB"}
        assert learning(build, term="year") == {"p": "GIOI", "failed music": "TB"}
        assert learning(build, "semester_learning", term="year") == {"p": "GIOI", "failed music": "GIOI"}
