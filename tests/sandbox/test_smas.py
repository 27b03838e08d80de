"""The schools' drop folder: the same for one seed whenever it is asked, as untidy as told, and with the story in it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from connectors.kit.workbook import open_workbook
from connectors.smas.book import read_book
from sandbox.smas import DropFolder, Told, events, identifiers
from sandbox.smas.children import MARKED, schools
from sandbox.smas.habits import habit
from sandbox.smas.levels import FAIR, REACHED, learning
from sandbox.smas.marks import COMMENTED, marks
from sandbox.smas.roster import roster
from sandbox.smas.story import FAILING_SCHOOLS, GRADE, LIFTING_SCHOOL
from sandbox.smas.terms import STORY, deliveries, terms
from tests.oracle.education import averages

SEED, SCALE = 1, 0.012
DEMO = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
FIRST_TERM = datetime.fromisoformat("2025-11-21T00:00:00+07:00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("schools")
    DropFolder(SEED, SCALE, made).bring_to(DEMO)
    return made


@pytest.fixture(scope="module")
def told() -> Told:
    return events(SEED, SCALE, DEMO)


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """{path: (digest, time of change)} of every file."""
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), int(path.stat().st_mtime))
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_past_is_the_same_whenever_it_is_asked(tmp_path: Path) -> None:
    at_once, by_steps = tmp_path / "at once", tmp_path / "by steps"
    DropFolder(SEED, SCALE, at_once).bring_to(FIRST_TERM)
    store = DropFolder(SEED, SCALE, by_steps)
    for days in (5, 3, 1, 0):
        store.bring_to(FIRST_TERM - timedelta(days=days))
    DropFolder(SEED, SCALE, by_steps).bring_to(FIRST_TERM)
    assert contents(at_once) == contents(by_steps) and len(contents(at_once)) == 60


def test_what_is_there_stays_and_an_interrupted_writing_goes_on(folder: Path) -> None:
    before = contents(folder)
    lost = sorted(before)[7]
    (folder / lost).unlink()
    DropFolder(SEED, SCALE, folder).bring_to(DEMO)
    assert contents(folder) == before and not list(folder.rglob("*.part"))
    assert {str(store) for store in (DropFolder(SEED, SCALE, folder).settings()["url"],)} == {str(folder)}


def test_another_seed_is_another_district(tmp_path: Path, folder: Path) -> None:
    DropFolder(SEED + 1, SCALE, tmp_path).bring_to(FIRST_TERM)
    mine, other = contents(folder), contents(tmp_path)
    assert not {mine[name][0] for name in other if name in mine} & {digest for digest, _ in other.values()}


def test_sixty_schools_deliver_and_the_story_of_the_last_term(told: Told) -> None:
    term = next(one for one in terms() if (one.school_year, one.term) == STORY)
    came = {delivery.school.code: delivery for delivery in deliveries(SEED, term) if delivery.flaw is None}
    assert len(came) == len(schools()) == 60
    by_then = [one for one in came.values() if one.at <= DEMO]
    late = [one for one in by_then if one.at.date() > term.deadline]
    assert len(by_then) - len(late) == 55
    assert [(one.school.commune, one.at.date()) for one in late] == [("21061", date(2026, 11, 22))]
    missing = Counter(one.school.commune for one in came.values() if one.at > DEMO)
    assert missing == {"21085": 3, "21100": 1}
    assert len(told.books) == 4 * 60 + 56


def test_a_file_that_cannot_be_opened_comes_first_and_a_good_one_after(tmp_path: Path) -> None:
    term = next(one for one in terms() if (one.school_year, one.term) == STORY)
    flawed = [one for one in deliveries(SEED, term) if one.flaw]
    assert Counter(one.flaw for one in flawed) == {"password": 1, "corrupt": 1}
    store = DropFolder(SEED, SCALE, tmp_path)
    store.bring_to(max(one.at for one in flawed))
    paths = {one.flaw: tmp_path / habit(SEED, one.school).file_name(term) for one in flawed}
    assert {flaw: open_workbook(path.read_bytes()).flaw for flaw, path in paths.items()} == {
        "password": "password",
        "corrupt": "corrupt",
    }
    store.bring_to(DEMO)
    assert {open_workbook(path.read_bytes()).flaw for path in paths.values()} == {None}


def test_every_oddity_occurs_somewhere() -> None:
    ways = [habit(SEED, school) for school in schools()]
    assert {way.layout for way in ways} == {"subject", "class"}
    assert {way.decimals for way in ways} == {"number", "comma", "point"} and {way.dates for way in ways} == {
        "text",
        "serial",
    }
    assert len({way.words["code"] + way.words["regular"] for way in ways}) == 3
    assert len({way.authority.split()[0] for way in ways}) == 2
    for flag in ("is_old_format", "has_numbering", "has_totals", "has_hidden_sheet", "is_named_in_words"):
        assert {getattr(way, flag) for way in ways} == {True, False}, flag


@pytest.mark.parametrize("layout", ["subject", "class"])
def test_what_the_reader_finds_is_what_the_schools_know(folder: Path, told: Told, layout: str) -> None:
    ways = [habit(SEED, school) for school in schools() if school.kind == "lower_secondary"]
    term = next(one for one in terms() if (one.school_year, one.term) == ("2025-2026", "year"))
    for way in [one for one in ways if one.layout == layout][:4]:
        name = way.file_name(term)
        book = read_book((folder / name).read_bytes(), None if way.is_named_in_words else name, None)
        known = told.marks[
            (told.marks["school_code"] == way.school.code) & (told.marks["term"] == "year") & (told.marks["half"] == 2)
        ]
        expected = {
            (row["pupil_code"], row["subject_code"]): row["said"] if row["said"] == row["said"] else str(row["average"])
            for row in averaged(known)
        }
        found = {(one["pupil_code"], one["subject_code"]): said(one) for one in book["mark"]}
        assert found == expected and len(found) > 20
        assert book["workbook"][0]["unread_sheet_count"] == 0 and book["workbook"][0]["school_code"] == way.school.code


def test_a_few_pupils_are_exempt_of_gymnastics_and_never_fail_it() -> None:
    year = marks(SEED, 1.0, 2025)
    exempt = year.roster.pupils.iloc[year.row]["is_exempt"].to_numpy()
    assert 0.002 < exempt.mean() < 0.006
    assert not any(half.failed[exempt, COMMENTED.index("GDTC")].any() for half in year.semesters)


def averaged(rows: pd.DataFrame) -> list[dict[str, object]]:
    told = pd.concat([averages(rows), rows[rows["said"].notna()]])
    return [{str(key): value for key, value in row.items()} for row in told.to_dict("records")]


def said(record: dict[str, object]) -> object:
    if "assessment" in record:
        return {"D": "Đ", "CD": "CĐ", "M": "M"}[str(record["assessment"])]
    average = str(record["average"])
    return average if "." in average else f"{average}.0"


def test_a_pupil_keeps_the_code_from_year_to_year() -> None:
    before, after = (roster(SEED, 0.1, year).pupils for year in (2025, 2026))
    both = before.merge(after, on="code", suffixes=("", "_next"))
    assert len(both) > 0.85 * len(before) and (both["grade_next"] == both["grade"] + 1).all()
    assert (both["full_name"] == both["full_name_next"]).all() and (both["birth_date"] == both["birth_date_next"]).all()
    same = both["kind"] == both["kind_next"]
    assert (both[same]["school_code"] == both[same]["school_code_next"]).all()
    gone = before[(before["leaving"] != "") & (before["grade"] < 9)]
    assert len(gone) and not set(gone["code"]) & set(after["code"])


def test_one_subject_fails_at_four_schools() -> None:
    year = marks(SEED, 1.0, 2025)
    pupils = year.roster.pupils.iloc[year.row]
    below = year.semesters[1].average[:, MARKED.index("TOAN")] < 50
    eighth = (pupils["grade"] == GRADE).to_numpy()
    there = pupils["school_code"].isin(FAILING_SCHOOLS).to_numpy()
    assert abs(below[eighth & there].mean() - 0.23) < 0.005
    assert abs(below[eighth & ~there].mean() - 0.09) < 0.005


@pytest.mark.parametrize("scale", [1.0, 0.1])
def test_marks_are_lifted_at_one_school(scale: float) -> None:
    year = marks(SEED, scale, 2025)
    lifted = year.stated_year - year.year_average()
    assert Counter(lifted[lifted != 0].tolist()).keys() <= {1, 2, 3} and (lifted != 0).sum() == 31
    schools_of = year.roster.pupils.iloc[year.row]["school_code"].to_numpy()
    assert set(schools_of[(lifted != 0).any(axis=1)]) == {LIFTING_SCHOOL}
    failed = year.semesters[1].failed
    plain, stated = learning(year.year_average(), failed), learning(year.stated_year, failed)
    changed = plain != stated
    assert (changed.sum(), set(plain[changed]), set(stated[changed])) == (9, {REACHED}, {FAIR})
    assert (marks(SEED, scale, 2026).stated_year == marks(SEED, scale, 2026).year_average()).all()


def test_persons_are_invented() -> None:
    everybody = identifiers(SEED, 0.02)
    assert everybody["identity_number"].str.match("099").all() and everybody["pupil_code"].is_unique
    assert all("Mẫu" in school.name for school in schools())


def dated(folder: Path) -> Iterator[date]:
    for path in folder.rglob("*.xls*"):
        yield date.fromtimestamp(path.stat().st_mtime)


def test_files_bear_the_time_of_their_delivery(folder: Path) -> None:
    assert min(dated(folder)) >= date(2025, 11, 8) and max(dated(folder)) == date(2026, 11, 22)
