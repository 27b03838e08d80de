"""Every published cell of II.06a and of the one-stop indicators, counted a second time from the district's raw events.

The second count is tests/oracle: another reader of the same documents, who has never seen the product's SQL.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas
import pytest

from config.settings import PROJECT
from connectors.kit.runner import pull
from sandbox.one_stop import events, rates
from sandbox.one_stop.layers import DEFAULT, Layer, dirt
from tests.installation import installed, served
from tests.oracle.comparison import form_differences, indicator_differences, misplaced_rows, placed_in_grid
from tests.oracle.count import CELL, TOTAL, Count, count
from tests.oracle.facts import FORM, MARKS
from tests.oracle.indicators import INDICATORS
from tests.oracle.service_index import CRITERIA, criteria_values, index_differences, index_values, scored
from warehouse import reader
from warehouse.build import build

CLEAN: tuple[Layer, ...] = ()
REPORTED = {"month", "quarter", "year", "report_month", "report_quarter"}


@dataclass(frozen=True)
class World:
    """A district of (seed, scale), pulled at these instants of Vietnamese time and built after the last."""

    story: str
    seed: int
    scale: float
    pulls: tuple[str, ...]
    layers: tuple[Layer, ...] = (dirt,)
    dirty_share: float = 0.01

    @property
    def instants(self) -> list[datetime]:
        return [datetime.fromisoformat(f"{pull}+07:00") for pull in self.pulls]


@dataclass(frozen=True)
class Truth:
    """What was published of a world, and the count; `form` and `values` (by indicator) with their place in its grid.

    `index` is the service index, `index_parts` its criteria.
    """

    form: pandas.DataFrame
    values: dict[str, pandas.DataFrame]
    period: pandas.DataFrame
    held: int
    behind: int
    counted: Count
    forwarded: pandas.DataFrame
    index: pandas.DataFrame
    index_parts: pandas.DataFrame


READ = ("form_06a", "indicator_value", "period", "indicator_part_value")
LATE_ENTRIES = ("2026-11-05T18:00", "2026-11-23T07:30")
MERGER = ("2025-06-26T10:00", "2025-06-27T15:00", "2025-06-30T10:00", "2025-07-10T07:30")
FOUR_DAYS = ("2026-11-12T07:30", "2026-11-13T18:00", "2026-11-18T12:00", "2026-11-23T07:30")
WORLDS = [
    World("the demo's story, late entries seen before and after", 1, 0.012, LATE_ENTRIES, DEFAULT),
    World("a handful of dossiers: most denominators are empty", 4, 0.0005, ("2025-01-10T07:30",)),
]
MORE_WORLDS = [
    World("ten days after the merger, a third of it dirty", 32, 0.012, MERGER, dirty_share=0.3),
    World("a new holiday, which is the last day of no period", 3, 0.008, ("2026-11-24T09:00",), CLEAN),
    World("the old units' last evening", 5, 0.012, ("2025-06-30T23:50",)),
    World("the new units' first minutes, still yesterday in UTC", 6, 0.012, ("2025-07-01T00:10",)),
    World("in the middle of Tết 2026", 7, 0.008, ("2026-02-13T18:00", "2026-02-18T10:00")),
    World("in the middle of Tết 2025", 8, 0.012, ("2025-01-29T10:00",)),
    World("24/11/2025, a working day", 9, 0.008, ("2025-11-24T16:00",)),
    World("the evening of 24/11/2026, a holiday", 10, 0.008, ("2026-11-24T23:30",), DEFAULT),
    World("the last day of report quarter III/2026", 11, 0.008, ("2026-09-14T17:30",), DEFAULT),
    World("the last day of the report year 2026", 12, 0.006, ("2026-12-14T23:30",), DEFAULT),
    World("the first morning of the report year 2026", 13, 0.008, ("2025-12-15T07:30",)),
    World("the last day of report quarter I/2026", 14, 0.006, ("2026-03-14T12:00",)),
    World("the last day of the report half year 2026", 15, 0.006, ("2026-06-14T12:00",)),
    World("New Year's Day 2026", 16, 0.008, ("2026-01-01T08:00",)),
    World("2 September 2025, a report quarter across the merger still open", 17, 0.008, ("2025-09-02T08:00",)),
    World("a handful of dossiers a month after the merger", 18, 0.0006, ("2025-08-01T07:30",), CLEAN),
    World("without a flaw", 19, 0.012, ("2026-11-23T07:30",), CLEAN),
    World(
        "pulled on four days, much of it dirty: what is held is known as it was", 20, 0.01, FOUR_DAYS, dirty_share=0.3
    ),
]
ALL_WORLDS = [*WORLDS, *(pytest.param(world, marks=pytest.mark.slow) for world in MORE_WORLDS)]


@pytest.fixture(scope="module", params=ALL_WORLDS, ids=lambda world: world.story)
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return _published(request.param, tmp_path_factory.mktemp("world"))


def _published(world: World, folder: Path) -> Truth:
    with installed(folder, seed=world.seed, scale=world.scale) as installation:
        installation.set_clock(world.instants[0])
        installation.count_only("dossier")
        installation.patch.setattr(rates, "DIRT_SHARE", world.dirty_share)
        with served(installation, with_story=world.layers == DEFAULT, with_dirt=dirt in world.layers):
            for instant in world.instants:
                installation.set_clock(instant)
                pull("one_stop")
        build()
        form, values, period, parts = (reader.sql(f"SELECT * FROM marts.{name}") for name in READ)
        held = len(reader.sql("SELECT code FROM quality.held_row WHERE source = 'one_stop'"))
        behind = len(reader.sql("SELECT dossier_code FROM marts.dossier WHERE is_behind"))
        told = events(world.seed, world.scale, world.instants[-1], layers=world.layers)
    counted = count(told, world.instants, PROJECT / "config")
    by_indicator = dict(iter(placed_in_grid(values, counted).groupby("indicator")))
    ours = {name: by_indicator[name] for name in INDICATORS if name in by_indicator}
    area = values[(values["unit_code"] == "BS5") & (values["basis"] == "successor")]
    forwarded = area[area["indicator"] == "overdue_forwarded"]
    index = placed_in_grid(values[values["indicator"] == "service_index_766"], counted)
    index_parts = placed_in_grid(parts, counted)
    return Truth(placed_in_grid(form, counted), ours, period, held, behind, counted, forwarded, index, index_parts)


def test_every_cell_of_the_form_equals_a_count_over_the_events(truth: Truth) -> None:
    assert set(truth.form["grain"]) >= REPORTED & set(truth.counted.spans["grain"])
    wrong = form_differences(truth.form, truth.counted)
    assert wrong.empty, _said({"form": wrong})


def test_every_value_of_the_indicators_equals_a_count_over_the_events(truth: Truth) -> None:
    wrong = {name: indicator_differences(rows, truth.counted, name) for name, rows in truth.values.items()}
    assert not sum(map(len, wrong.values())), _said(wrong)


def test_no_unit_and_no_period_is_missing_or_too_many(truth: Truth) -> None:
    totals = truth.form[truth.form["field_code"] == TOTAL]
    wrong = {"form": misplaced_rows(totals, truth.counted, set(truth.form["grain"]))}
    for name, rows in truth.values.items():
        wrong[name] = misplaced_rows(rows, truth.counted, {"week", *REPORTED, *rows["grain"]})
    assert not sum(map(len, wrong.values())), _said(wrong)


def test_the_service_index_and_its_criteria_equal_a_count_over_the_events(truth: Truth) -> None:
    grid = scored(truth.counted.grid)
    wrong = index_differences(truth.index, index_values(grid), ["cell"])
    wrong |= index_differences(truth.index_parts, criteria_values(grid), ["cell", "part"])
    assert not wrong, _said(wrong)


def test_every_commune_of_today_and_no_other_unit_has_a_service_index(truth: Truth) -> None:
    counted = replace(truth.counted, grid=scored(truth.counted.grid))
    grains = {"month", "quarter", "year", *(grain for grain in counted.grid["grain"] if grain.startswith("report_"))}
    assert misplaced_rows(truth.index, counted, grains).empty
    assert set(truth.index["cell"]) <= set(counted.grid.index)
    assert truth.index_parts.groupby("cell")["part"].apply(list).map(sorted).map(tuple).isin([tuple(CRITERIA)]).all()
    assert set(truth.index_parts["cell"]) == set(truth.index["cell"])


def test_as_many_dossiers_are_held_or_known_as_of_before_as_were_counted(truth: Truth) -> None:
    assert (truth.held, truth.behind) == (truth.counted.held, truth.counted.behind)


@pytest.mark.parametrize("truth", ALL_WORLDS[2:3], indirect=True)
def test_in_the_dirty_world_many_are_held_and_some_known_as_of_before(truth: Truth) -> None:
    assert truth.counted.held > 100 and truth.counted.behind > 2


def test_the_periods_of_the_reports_end_and_are_cut_off_where_they_should(truth: Truth) -> None:
    both = truth.counted.spans.merge(truth.period, on=["grain", "period_start", "period_end"], how="left")
    assert (both["cutoff"] == both["cutoff_date"]).all()


def test_what_other_agencies_hold_overdue_is_counted_apart(truth: Truth) -> None:
    """Of the whole area, in every period: open and overdue, with old units carried onto the new ones."""
    counted = truth.counted.forwarded[truth.counted.forwarded["open"] > 0]
    both = counted.merge(truth.forwarded, on=["grain", "period_start", "period_end"], how="left")
    assert (both["numerator"] == both["overdue"]).all() and (both["denominator"] == both["open"]).all()
    assert len(both) == len(counted)


@pytest.mark.parametrize("truth", WORLDS[:1], indirect=True)
def test_the_first_world_has_dossiers_that_others_hold_overdue(truth: Truth) -> None:
    assert truth.counted.forwarded["overdue"].sum() > 10 and len(truth.forwarded) > 20


def test_all_indicators_of_the_one_stop_are_published(truth: Truth) -> None:
    assert list(truth.values) == list(INDICATORS)


@pytest.mark.slow
def test_a_district_without_a_dossier_is_published_without_a_figure(tmp_path: Path) -> None:
    truth = _published(World("nothing at all", 4, 0.00001, ("2024-12-05T07:30",)), tmp_path)
    assert truth.counted.form.empty and truth.form.empty and not truth.values
    assert len(truth.period)


@pytest.mark.parametrize("truth", WORLDS[:1], indirect=True)
def test_the_first_world_holds_an_example_of_everything(truth: Truth) -> None:
    happened = truth.counted.grid[[*FORM, *MARKS, "handled"]].sum()
    assert list(happened.index[happened == 0]) == []
    assert (truth.index_parts.groupby("part")["points"].nunique() > 3).all() and len(truth.index) > 100


@pytest.mark.parametrize("column", FORM)
def test_one_wrong_number_in_the_form_is_noticed(truth: Truth, column: str) -> None:
    wrong, place = truth.form.copy(), len(truth.form) // 2
    wrong[column] = wrong[column] + (wrong.index == place)
    found = form_differences(wrong, truth.counted)
    assert len(found) == 1 and (found[CELL].iloc[0] == truth.form[CELL].iloc[place]).all()


@pytest.mark.parametrize(
    ("field", "wrong_by"),
    [("numerator", 1), ("denominator", 1), ("value", 0.000001), ("n", 1), ("low", 0.00001), ("high", -0.00001)],
)
def test_one_wrong_number_in_an_indicator_is_noticed(truth: Truth, field: str, wrong_by: float) -> None:
    wrong = truth.values["missing_due_date_share"].copy()
    place = wrong.index[wrong["denominator"] > 0][0]
    wrong[field] = wrong[field] + (wrong.index == place) * wrong_by
    assert list(indicator_differences(wrong, truth.counted, "missing_due_date_share").index) == [place]


def test_a_wrong_state_is_noticed(truth: Truth) -> None:
    wrong = truth.values["on_time_share"].copy()
    place = wrong.index[wrong["state"] == "below_minimum"][0]
    wrong.loc[place, "state"] = "shown"
    assert list(indicator_differences(wrong, truth.counted, "on_time_share").index) == [place]


def test_a_row_that_is_missing_twice_there_or_of_no_unit_is_noticed(truth: Truth) -> None:
    rows, grid = truth.values["dossiers_received"], truth.counted.grid
    place = rows.index[rows["cell"].isin(grid.index[grid["is_expected"]])][0]
    changes = {
        "missing": rows.drop(place),
        "twice": pandas.concat([rows, rows.loc[[place]]]),
        "of no unit and period": placed_in_grid(
            rows.drop(columns="cell").assign(unit_code=rows["unit_code"].where(rows.index != place, "21187")),
            truth.counted,
        ),
    }
    for fault, changed in changes.items():
        found = misplaced_rows(changed, truth.counted, set(rows["grain"]))
        assert list(found.loc[found["fault"] == fault, "fault"]) == [fault]


def _said(wrong: dict[str, pandas.DataFrame]) -> str:
    found = {name: rows for name, rows in wrong.items() if len(rows)}
    return "\n".join(f"{name}: {len(rows)} rows\n{rows.head(5).to_string()}" for name, rows in found.items())
