"""The published figures against a second count from the district's raw events."""

import csv
from collections.abc import Iterator
from datetime import date

import pandas
import pytest

from config.settings import PROJECT
from sandbox.one_stop import events
from tests.conftest import publish
from tests.installation import CLOCK, Installation, installed
from tests.oracle.form_06a import Story, form_06a, stories
from warehouse import reader

NEW = {"21040": "H48.151", "21061": "H48.152", "21085": "H48.153", "21100": "H48.154", "21109": "H48.155"}


@pytest.fixture(scope="module", params=[1, 7])
def spotless(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("spotless"), seed=request.param, scale=0.012) as installation:
        publish(installation, with_dirt=False)
        yield installation


@pytest.fixture(scope="module")
def told(spotless: Installation) -> list[Story]:
    return stories(events(spotless.seed, spotless.scale, CLOCK, layers=()))


def agencies_of(unit: str, basis: str) -> set[str]:
    """The agencies of a commune: its own from 01/07/2025, and with `successor` those of the units it was made from."""
    with (PROJECT / "config" / "units.csv").open(encoding="utf-8") as file:
        former = {row["code"] for row in csv.DictReader(file) if row["valid_to"] and row["successor_code"] == unit}
    with (PROJECT / "config" / "agencies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = {row["code"] for row in rows if row["unit_code"] == unit and not row["valid_to"]}
    inherited = {row["code"] for row in rows if row["unit_code"] in former and row["valid_to"]}
    return own | inherited


def published_form(grain: str, basis: str) -> pandas.DataFrame:
    return reader.sql(
        f"SELECT * FROM marts.form_06a WHERE grain = '{grain}' AND basis = '{basis}' AND field_code = 'TOTAL' "
        "AND unit_kind = 'commune' AND unit_from = DATE '2025-07-01'"
    )


@pytest.mark.parametrize("grain", ["month", "report_quarter", "report_year"])
@pytest.mark.parametrize("basis", ["own", "successor"])
def test_every_cell_of_the_form_equals_a_count_over_the_events(
    spotless: Installation, told: list[Story], grain: str, basis: str
) -> None:
    form = published_form(grain, basis)
    assert set(form.unit_code) == set(NEW)
    for row in form.to_dict("records"):
        last = min(row["period_end"].date(), CLOCK.date())
        expected = form_06a(told, agencies_of(row["unit_code"], basis), row["period_start"].date(), last)
        published = {column: row[column] for column in expected}
        assert published == expected, (spotless.seed, row["unit_code"], row["period_start"])
    assert form.c5.sum() > 0 and form.c4.sum() > 0


def test_periods_before_the_merger_exist_only_as_successor(spotless: Installation) -> None:
    own = published_form("report_quarter", "own")
    assert own.period_start.min() >= pandas.Timestamp("2025-07-01")
    assert published_form("report_quarter", "successor").period_start.min() < pandas.Timestamp("2025-07-01")


def test_old_units_end_with_the_second_quarter_of_2025(spotless: Installation) -> None:
    old = reader.sql("SELECT * FROM marts.form_06a WHERE basis = 'own' AND unit_from < DATE '2025-07-01'")
    assert len(old) and old.period_end.max() <= pandas.Timestamp("2025-06-30")
    carried_back = reader.sql(
        "SELECT * FROM marts.form_06a WHERE basis = 'successor' AND unit_kind <> 'agency' "
        "AND unit_from < DATE '2025-07-01' AND unit_code <> '21187'"
    )
    assert carried_back.empty


def test_the_indicators_are_the_columns_of_the_form(spotless: Installation) -> None:
    wrong = reader.sql(
        """
        SELECT value.indicator, value.unit_code, value.period_start, value.numerator, value.denominator
        FROM marts.indicator_value AS value
        INNER JOIN marts.form_06a AS form USING (unit_code, unit_from, basis, grain, period_start)
        WHERE form.field_code = 'TOTAL' AND NOT CASE value.indicator
            WHEN 'dossiers_received' THEN value.numerator = form.c2 + form.c3
            WHEN 'dossiers_resolved' THEN value.numerator = form.c5
            WHEN 'on_time_share' THEN value.numerator = form.c6 + form.c7 AND value.denominator = form.c5
            WHEN 'overdue_open' THEN value.numerator = form.c11 AND value.denominator = form.c9
            WHEN 'online_share' THEN value.numerator = form.c2 AND value.denominator = form.c2 + form.c3
            ELSE true END
        """
    )
    assert wrong.empty
    compared = reader.sql("SELECT DISTINCT indicator FROM marts.indicator_value")
    assert {"dossiers_received", "dossiers_resolved", "on_time_share", "overdue_open", "online_share"} <= set(
        compared.indicator
    )


def test_a_share_is_half_up_to_six_places(spotless: Installation) -> None:
    shares = reader.sql(
        "SELECT numerator, denominator, value FROM marts.indicator_value "
        "WHERE indicator = 'on_time_share' AND state = 'shown'"
    )
    assert len(shares) > 50
    for row in shares.to_dict("records"):
        numerator, denominator = int(row["numerator"]), int(row["denominator"])
        expected = (2 * numerator * 10**6 + denominator) // (2 * denominator)
        assert round(float(row["value"]) * 10**6) == expected


def test_small_numbers_say_so(spotless: Installation) -> None:
    small = reader.sql(
        "SELECT * FROM marts.indicator_value WHERE indicator = 'on_time_share' AND denominator BETWEEN 1 AND 19"
    )
    assert len(small) and small.value.isna().all() and set(small.state) == {"below_minimum"} and small.band.isna().all()


def test_the_open_report_quarter_is_the_fourth(spotless: Installation) -> None:
    period = reader.sql("SELECT * FROM marts.period WHERE grain = 'report_quarter' AND is_open")
    assert period.name_vi.tolist() == ["Quý IV/2026"]
    assert period.period_start.dt.date.tolist() == [date(2026, 9, 15)]
    assert period.period_end.dt.date.tolist() == [date(2026, 12, 14)]
