"""Every pupil's level and every published share of indicators 31 to 39, counted a second time from the raw marks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config.places import places
from config.settings import PROJECT
from connectors.kit.key_file import read_keys
from connectors.kit.runner import pull
from sandbox.smas import DropFolder, Told, events, identifiers
from sandbox.smas.story import LIFTING_SCHOOL
from tests.installation import installed
from tests.oracle.education import KEY, averages, by_pupil, classified, conducted, differing, judged, records
from tests.oracle.education_shares import Schools, Share, shares
from warehouse.build import build
from warehouse.indicator_files import read_indicators

FIRST = ("2025-2026", "mid_term_1")
CONFIGURATION = PROJECT / "config"
SMALL = range(1, 5)
# Persons behind these; the others count classes and workbooks.
COUNTED_OPENLY = ("class_over_limit_share", "workbook_on_time_share", "attendance_share")


@dataclass(frozen=True)
class World:
    """Schools of (seed, scale), pulled once at an instant; of last year's mid-terms only where `is_whole`."""

    seed: int
    scale: float
    at: str
    is_whole: bool = True

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(f"{self.at}+07:00")


WORLDS = [World(1, 0.03, "2026-11-23T07:30", is_whole=False)]
MORE_WORLDS = [
    World(1, 1.0, "2026-11-23T07:30"),
    World(4, 0.1, "2026-01-22T12:00"),
    World(9, 0.1, "2026-06-09T07:30"),
    World(12, 0.2, "2026-12-20T07:30"),
]


@dataclass(frozen=True)
class Truth:
    """What was built, by pupil and by unit, and what the second count needs."""

    pupils: pandas.DataFrame
    subjects: pandas.DataFrame
    values: pandas.DataFrame
    told: Told
    wanted: dict[tuple[str, str, str, str], Share]
    names: pandas.Series
    findings: pandas.DataFrame


@pytest.fixture(
    scope="module",
    params=[*WORLDS, *(pytest.param(world, marks=pytest.mark.slow) for world in MORE_WORLDS)],
    ids=lambda world: f"{world.at} seed {world.seed} scale {world.scale}",
)
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    world: World = request.param
    folder = tmp_path_factory.mktemp("schools")
    with installed(folder, seed=world.seed, scale=world.scale) as installation:
        installation.set_clock(world.instant)
        installation.count_only("education")
        DropFolder(world.seed, world.scale, folder / "drop").bring_to(world.instant)
        if not world.is_whole:
            for path in mid_terms(folder / "drop" / "2025-2026"):
                path.unlink()
        installation.patch.setenv("IOC_SMAS__URL", str(folder / "drop"))
        pull("smas")
        build()
        yield compared(world)


def mid_terms(folder: Path) -> list[Path]:
    return [*folder.glob("*_GK?.*"), *folder.glob("*giữa kỳ*")]


def without_mid_terms(rows: pandas.DataFrame) -> pandas.DataFrame:
    is_mid_term = (rows["school_year"] == "2025-2026") & rows["term"].str.startswith("mid_term")
    return rows[~is_mid_term]


def compared(world: World) -> Truth:
    told = events(world.seed, world.scale, world.instant)
    if not world.is_whole:
        told = Told(**{name: without_mid_terms(rows) for name, rows in vars(told).items()})
    identifier_hash = read_keys().identifier_hash
    codes = {identifier_hash(code): code for code in told.pupils["pupil_code"].unique()}
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        pupils = built.execute("SELECT * FROM marts.pupil_term").df()
        subjects = built.execute("SELECT * FROM marts.pupil_subject_term").df()
        values = built.execute("""
            SELECT value.*, term.school_year, term.term FROM marts.indicator_value AS value
            INNER JOIN config.school_term AS term
                ON term.start_date = value.period_start AND term.end_date = value.period_end
            WHERE value.grain = 'school_term' AND value.basis = 'own' AND value.period_start >= DATE '2025-07-01'
        """).df()
        marts = (
            "SELECT code, key FROM quality.finding WHERE source = 'smas' AND row IS NULL AND table_name <> 'workbook'"
        )
        findings = built.execute(marts).df()
    for frame in (pupils, subjects):
        frame["pupil_code"] = frame["pupil_hash"].map(codes)
    tables = {name: getattr(told, name) for name in ("books", "pupils", "marks", "primary", "qualities")}
    found = shares(tables, Schools.read(CONFIGURATION), world.instant, FIRST)
    wanted = {(one.indicator, one.unit_code, one.school_year, one.term): one for one in found}
    return Truth(pupils, subjects, values, told, wanted, identifiers(world.seed, world.scale)["full_name"], findings)


def test_every_average_is_the_one_of_the_circular(truth: Truth) -> None:
    rows = averages(truth.told.marks)
    own = rows[rows["half"] == rows["term"].map({"term_1": 1, "year": 2})]
    key = [*KEY, "subject_code"]
    ours = dict(zip(own[key].itertuples(index=False, name=None), map(float, own["average"]), strict=True))
    built = truth.subjects.dropna(subset=["semester_average"])
    marks = map(float, built["semester_average"])
    theirs = dict(zip(built[key].itertuples(index=False, name=None), marks, strict=True))
    assert len(ours) > 500 and differing(ours, theirs) == []


def test_every_pupils_level_of_learning(truth: Truth) -> None:
    """Those who are exempt of a subject too."""
    columns = ("semester_learning", "learning")
    ours = by_pupil(judged(truth.told.marks), *columns)
    assert len(ours) > 100 and differing(ours, by_pupil(truth.pupils, *columns)) == []
    exempt = truth.told.marks[truth.told.marks["said"] == "M"]
    assert len(exempt) and set(exempt[KEY].itertuples(index=False, name=None)) <= set(ours)


def test_every_pupils_level_of_conduct(truth: Truth) -> None:
    ours = by_pupil(conducted(truth.told.pupils[truth.told.pupils["is_listed"]]), "conduct")
    there = truth.told.pupils
    gone = {tuple(key) for key in there[there["state"] != "studying"][KEY].itertuples(index=False, name=None)}
    ours = {key: level for key, level in ours.items() if key not in gone}
    assert len(ours) > 100 and differing(ours, by_pupil(truth.pupils, "conduct")) == []


def test_every_primary_pupils_class(truth: Truth) -> None:
    columns = ("classification", "is_completed")
    ours = by_pupil(classified(truth.told.primary, truth.told.qualities), *columns)
    theirs = by_pupil(truth.pupils.dropna(subset=["classification"]), *columns)
    assert differing(ours, theirs) == []


def told_of_schools(truth: Truth) -> list[dict[str, Any]]:
    """The published figures of schools, communes and the area that are not hidden."""
    return records(truth.values[truth.values["state"].isin(["shown", "no_events"])])


def key_of(row: Mapping[Any, Any]) -> tuple[str, str, str, str]:
    return row["indicator"], row["unit_code"], row["school_year"], row["term"]


def test_every_share_that_is_shown(truth: Truth) -> None:
    wrong, compared_count = [], Counter[str]()
    for row in told_of_schools(truth):
        ours = truth.wanted.get(key_of(row))
        counted = (ours.numerator, ours.denominator) if ours else (0, 0)
        compared_count[row["indicator"]] += counted[1] > 0
        if counted != (int(row["numerator"]), int(row["denominator"])):
            wrong.append((*key_of(row), counted, (int(row["numerator"]), int(row["denominator"]))))
    assert wrong == []
    # Who has completed primary school is said at the end of the year alone.
    due = {each.id for each in read_indicators() if each.subject == "education"}
    due -= set() if any(term == "year" for _, _, _, term in truth.wanted) else {"primary_completed_share"}
    assert {name for name, _, _, _ in truth.wanted} == set(+compared_count) == due


def test_every_interval_that_is_shown(truth: Truth) -> None:
    wrong, compared_count = [], 0
    for row in told_of_schools(truth):
        ours, told = truth.wanted.get(key_of(row)), (row["low"], row["high"])
        if ours is None or not ours.denominator:
            assert pandas.isna(told[0]) and pandas.isna(told[1])
            continue
        compared_count += 1
        if any(abs(float(one) - other) > 2e-6 for one, other in zip(told, ours.interval, strict=True)):
            wrong.append((*key_of(row), told, ours.interval))
    assert wrong == [] and compared_count > 100


def test_the_books_are_whole_and_differ_at_the_one_school_of_the_story(truth: Truth) -> None:
    """D10; nobody lacks a subject, a level or a regular mark, exempt or not."""
    is_lifted = (LIFTING_SCHOOL, "2025-2026", "year") in set(truth.told.books[KEY[:3]].itertuples(index=False))
    assert set(truth.findings["code"]) == ({"mark_differs", "level_differs"} if is_lifted else set())
    assert {key.partition(" · ")[0] for key in truth.findings["key"]} <= {LIFTING_SCHOOL}


def test_no_share_is_missing(truth: Truth) -> None:
    published = {key_of(row) for row in truth.values.to_dict("records")}
    assert [key for key, one in truth.wanted.items() if one.denominator and key not in published] == []


def test_one_to_four_pupils_are_never_shown(truth: Truth) -> None:
    hidden = truth.values["state"] == "suppressed"
    for row in truth.values[~hidden].to_dict("records"):
        ours = truth.wanted.get(key_of(row))
        if ours and row["indicator"] not in COUNTED_OPENLY:
            assert ours.numerator not in SMALL and ours.denominator - ours.numerator not in SMALL, ours
    assert truth.values[hidden][["numerator", "denominator", "value"]].isna().all().all()


def test_no_pupil_is_known_by_anything_outside_of_the_encrypted_pages(truth: Truth) -> None:
    """Neither by one of three numbers nor by name, in whatever landed, was built, published, written or logged."""
    names = [name.encode() for name in truth.names.sample(60, random_state=1)]
    said = list(readable(places().home))
    assert len(said) > 25 and any(path.suffix == ".parquet" for path, _ in said)
    numbers = re.compile(rb"(?<![0-9A-Za-z])(515[0-9]{9}|099[0-9]{9}|51[0-9]{8})(?![0-9A-Za-z])")
    assert [path.name for path, text in said if numbers.search(text)] == []
    assert [(path.name, name.decode()) for path, text in said for name in names if name in text] == []


def readable(home: Path) -> Iterator[tuple[Path, bytes]]:
    """What anybody can read without the key file; of Parquet the cells."""
    for path in home.rglob("*"):
        if path.suffix == ".parquet":
            columns = [column for column in pq.read_table(path).columns if pa.types.is_string(column.type)]
            yield path, "\n".join(cell for column in columns for cell in column.unique().to_pylist() if cell).encode()
        elif path.is_file() and path.parent.name != "raw":
            yield path, path.read_bytes()


def test_the_deliveries_of_the_story(truth: Truth, request: pytest.FixtureRequest) -> None:
    """D09, as it is published."""
    values = truth.values[
        (truth.values["indicator"] == "workbook_on_time_share") & (truth.values["unit_code"] == "BS5")
        & (truth.values["school_year"] == "2026-2027") & (truth.values["term"] == "mid_term_1")
    ]  # fmt: skip
    told = [(int(row["numerator"]), int(row["denominator"])) for row in values.to_dict("records")]
    is_over = request.node.callspec.params["truth"].instant >= datetime.fromisoformat("2026-11-23T00:00+07:00")
    assert told == [(55, 60)] if is_over else told in ([], [(0, 0)])
