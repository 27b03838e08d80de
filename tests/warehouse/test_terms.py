"""A source that delivers by school terms is judged by their deadlines: no number of days makes it late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import duckdb
import pytest

from config.places import places
from config.school_calendar import coming_term, ended_term, school_terms
from tests.dashboards.synthetic import STAMP, write_pointer_to
from tests.installation import Installation, installed
from warehouse.snapshots import Snapshot, current
from warehouse.terms import by_terms, term_deadline

EVENT = datetime.fromisoformat("2026-11-22T09:10:00+07:00")
Judged = Callable[[str], tuple[str, str]]


@pytest.fixture
def judged(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Judged:
    """State and sentence on a day; `request.param` of 60 books of the mid term came."""
    folder = tmp_path_factory.mktemp("terms")
    with installed(folder) as installation:
        snapshot = _published(installation, request.param)

        def judge(day: str) -> tuple[str, str]:
            with installed(folder):
                verdict = by_terms("smas", datetime.fromisoformat(f"{day}T09:00:00+07:00"), snapshot, EVENT)
                assert verdict.lacks_senders == ("Mới nhận" in verdict.sentence_vi)
                return verdict[:2]

    return judge


def _published(installation: Installation, received: int) -> Snapshot:
    file = places().warehouse / f"{STAMP}.duckdb"
    file.parent.mkdir(parents=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(f"""
            CREATE TABLE marts.delivery AS
            SELECT 'smas' AS source, DATE '2026-09-05' AS period_start, DATE '2026-11-14' AS period_end,
                CASE WHEN school < {received} THEN TIMESTAMPTZ '2026-11-19 08:00:00+07' END AS received_at
            FROM range(60) AS t (school)
        """)
    write_pointer_to(installation.home, file)
    snapshot = current()
    assert snapshot is not None
    return replace(snapshot)


@pytest.mark.parametrize("judged", [56], indirect=True)
def test_after_the_deadline_it_says_how_many_have_come(judged: Judged) -> None:
    assert judged("2026-11-18") == ("due_soon", "Mới nhận 56/60 trường · hạn 20/11/2026")
    assert judged("2026-11-20")[0] == "due_soon"
    assert judged("2026-11-23") == ("partial", "Mới nhận 56/60 trường · hạn 20/11/2026")
    assert judged("2027-01-10")[0] == "partial"


@pytest.mark.parametrize("judged", [60], indirect=True)
def test_out_of_season_it_names_the_next_term_and_its_deadline(judged: Judged) -> None:
    assert judged("2026-11-23") == ("fresh", "Số liệu đến 09:10 ngày 22/11")
    assert judged("2026-12-04")[0] == "fresh"
    assert judged("2026-12-05") == ("not_expected", "Chưa đến kỳ · kỳ tới: cuối kỳ I, hạn 20/01/2027")
    assert judged("2027-01-16")[0] == "not_expected"


@pytest.mark.parametrize("judged", [0], indirect=True)
def test_where_nobody_sent_anything_it_is_late(judged: Judged) -> None:
    assert judged("2026-11-21") == ("late", "Mới nhận 0/60 trường · hạn 20/11/2026")


def test_the_deadline_is_that_of_the_term_that_ended() -> None:
    assert term_deadline(datetime.fromisoformat("2026-11-23T07:30:00+07:00")).date() == date(2026, 11, 20)
    assert term_deadline(datetime.fromisoformat("2026-08-01T07:30:00+07:00")).date() == date(2026, 6, 10)
    first, last = school_terms()[0], school_terms()[-1]
    assert ended_term(first.end) is None and coming_term(first.end) == first
    assert coming_term(last.end) == last and term_deadline(datetime(2020, 1, 1)).date() == first.deadline
