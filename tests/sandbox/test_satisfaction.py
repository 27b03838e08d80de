"""The rating devices' database of the invented district: the demo's situations in it, and what every such database has.

Here a press is judged by the words of the story alone, not by the rules of the warehouse.
"""

import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District
from sandbox.one_stop.catalogue import agencies
from sandbox.one_stop.lives import NEVER, Step, day_of
from sandbox.people import Person
from sandbox.satisfaction import DeviceDatabase, events
from sandbox.satisfaction.devices import REASONS, SPARE, devices, officers
from sandbox.satisfaction.evaluations import CRITERIA, evaluations
from sandbox.satisfaction.story import MENDED_AT, RENAMED_AT, former_paths
from sandbox.working_time import epoch_day
from tests.sandbox.conftest import CLOCK, SCALE, SEED
from tests.sandbox.told import BINH_CHUONG, HALF_A_POINT, VAN_TUONG

QUARTER = pd.Timestamp("2026-09-15")
GAMED = (pd.Timestamp("2026-10-05"), pd.Timestamp("2026-10-31"))
DEVICE = {device.code: device for device in devices().rows}
UNIT = {code: "" if device.removed else agencies().rows[device.agency].unit_code for code, device in DEVICE.items()}


@pytest.fixture(scope="module")
def whole() -> District:
    return District(1, 1.0)


@pytest.fixture(scope="module")
def presses(whole: District) -> pd.DataFrame:
    """Every press of seed 1 at scale 1 until the demo begins, with what it was about."""
    return told(events(1, 1.0, CLOCK), whole)


def told(raw: pd.DataFrame, district: District) -> pd.DataFrame:
    """Adds scale, unit, whether it is satisfied, whether it comes right after another, and how late its dossier was."""
    known = raw[raw["device_code"].isin(list(DEVICE))].copy()
    known["scale"] = known["device_code"].map({code: device.scale for code, device in DEVICE.items()})
    known["unit"] = known["device_code"].map(UNIT)
    known["is_satisfied"] = known["score"] >= known["scale"] - 1
    known = known.sort_values(["device_code", "rated_at", "rating_id"], ignore_index=True)
    known["since_last"] = known.groupby("device_code")["rated_at"].diff().dt.total_seconds()
    lives = district.until(int(CLOCK.timestamp()))
    completed = day_of(lives.step(Step.COMPLETED))
    is_late = (completed != NEVER) & (completed > day_of(lives.due[-1]))
    known["is_late"] = known["dossier_code"].map(dict(zip(lives.code, is_late, strict=True)))
    known["is_wrong"] = (known["received_at"] - known["sent_at"]).abs() > timedelta(minutes=15)
    known["is_wrong"] |= ~known["score"].between(1, known["scale"])
    return known


def in_burst(presses: pd.DataFrame) -> "pd.Series[bool]":
    """Presses of K-VT-02 in the minutes before closing on the days on which it was gamed."""
    rated = presses["rated_at"]
    is_last = (rated.dt.hour == 16) & (rated.dt.minute >= 55) & rated.between(*GAMED)
    return pd.Series(is_last & (presses["device_code"] == "K-VT-02"))


def test_a_device_is_gamed(presses: pd.DataFrame) -> None:
    """D12: 612 presses of one button; without them 83,4 % of xã Vạn Tường's quarter, with them 98,9 %."""
    bursts = presses[in_burst(presses)]
    assert len(bursts) == 612 and (bursts["score"] == 3).all() and bursts["dossier_code"].isna().all()
    by_day = bursts.groupby(bursts["rated_at"].dt.date)["rated_at"].agg(["count", "min", "max"])
    assert set(by_day["count"]) == {40, 41} and by_day.index.min() == date(2026, 10, 5)
    assert by_day.index.max() == date(2026, 10, 30)
    assert ((by_day["max"] - by_day["min"]) < timedelta(minutes=2)).all()
    assert all(at.time() < time(17) for at in by_day["max"])
    quarter = presses[(presses["unit"] == VAN_TUONG) & (presses["rated_at"] >= QUARTER)]
    assert quarter["is_satisfied"].mean() == pytest.approx(0.989, abs=HALF_A_POINT)
    assert quarter[~in_burst(quarter)]["is_satisfied"].mean() == pytest.approx(0.834, abs=HALF_A_POINT)


def test_too_few_rate(presses: pd.DataFrame) -> None:
    """D13: xã Bình Chương, 17 this quarter."""
    quarter = presses[(presses["unit"] == BINH_CHUONG) & (presses["rated_at"] >= QUARTER)]
    assert len(quarter) == 17 and not quarter["is_wrong"].any() and (quarter["since_last"] > 3).all()


def test_lateness_explains_dissatisfaction(presses: pd.DataFrame) -> None:
    """D14: of a year, 95 % of those whose dossier came in time, 61 % of the others."""
    year = presses[presses["rated_at"] >= pd.Timestamp("2025-11-23")]
    year = year[~year["is_wrong"] & (year["since_last"].isna() | (year["since_last"] > 3))]
    share = year.groupby("is_late")["is_satisfied"].agg(["mean", "count"])
    assert share.loc[False, "mean"] == pytest.approx(0.95, abs=HALF_A_POINT)
    assert share.loc[True, "mean"] == pytest.approx(0.61, abs=HALF_A_POINT)
    assert share["count"].min() > 600


def test_about_three_in_ten_results_are_rated(presses: pd.DataFrame, whole: District) -> None:
    lives = whole.until(int(CLOCK.timestamp()))
    handed = day_of(lives.step(Step.HANDED_OUT))
    year = (handed >= epoch_day(date(2025, 11, 23))) & (handed <= epoch_day(CLOCK.date()))
    assert pd.Series(lives.code[year]).isin(presses["dossier_code"]).mean() == pytest.approx(0.28, abs=0.03)


def test_a_column_is_renamed_and_the_contract_mended_two_nights_later() -> None:
    """D19."""
    nights = [datetime(2026, 11, day, 1, tzinfo=TIMEZONE) for day in (17, 18, 19, 20)]
    assert [night >= RENAMED_AT for night in nights] == [False, True, True, True]
    assert [bool(former_paths(night)) for night in nights] == [True, True, True, False]
    assert former_paths(nights[2]) == {("rating", "score"): ("score",)} and MENDED_AT < CLOCK


def test_every_trap_is_there(presses: pd.DataFrame) -> None:
    rated, quick = presses["rated_at"], presses["since_last"] <= 3
    drift = (presses["received_at"] - presses["sent_at"]).dt.total_seconds() // 60
    assert {"K-VT-02", "K-BM-02"} == set(presses["device_code"][drift < -15])
    assert set(drift[drift < -15]) == {-44}, "43 minutes and some seconds ahead"
    assert 300 < quick[~in_burst(presses)].sum() < 900
    assert ((rated.dt.hour < 7) | (rated.dt.hour >= 18)).sum() > 50 and (rated.dt.day_of_week >= 5).sum() > 20
    assert presses["dossier_code"].isna().mean() > 0.1 and (presses["score"] == 7).sum() > 5
    late = (presses["received_at"] - rated) > timedelta(hours=12)
    arrived = presses.sort_values("rating_id")
    assert (
        late.sum() > 100
        and arrived["received_at"].is_monotonic_increasing
        and not arrived["rated_at"].is_monotonic_increasing
    )
    scales = presses.groupby("unit")["scale"].nunique()
    assert scales["21040"] == scales["21109"] == 2, "two scales side by side"
    assert set(presses["score"][presses["scale"] == 5]) >= {1, 2, 3, 4, 5}


def test_reasons_are_given_where_somebody_is_not_satisfied(presses: pd.DataFrame) -> None:
    with_reason = presses["reasons"].notna()
    assert not (with_reason & presses["is_satisfied"] & (presses["score"] != 7)).any()
    bad = presses[presses["score"] == 1]
    assert 0.9 < bad["reasons"].notna().mean() < 1.0
    named = set(",".join(presses["reasons"].dropna()).split(","))
    assert named == {code for code, _ in REASONS}
    slow = presses["reasons"].str.startswith(REASONS[0][0], na=False)
    assert slow[presses["is_late"] == True].mean() > 5 * slow[presses["is_late"] == False].mean()  # noqa: E712


def test_the_spare_device_is_in_no_list() -> None:
    raw = events(1, 0.02, CLOCK)
    assert (raw["device_code"] == SPARE).sum() == 6 and SPARE not in DEVICE


def test_comments_name_people_and_counters_have_officers() -> None:
    someone = Person("Nguyễn Thị Gieo", "099190001234", "0905123456")
    raw = events(SEED, 0.02, CLOCK, planted=(someone,))
    said = raw["comment"].dropna()
    assert said.str.contains(someone.full_name).sum() > 20 and said.str.contains("050").any()
    assert set(raw["officer_code"].dropna()) <= set(officers())
    assert raw.groupby("counter_code")["officer_code"].nunique()["BC-Q1"] == 1


@pytest.mark.parametrize("until", ["2025-03-03T10:00:00", "2025-07-01T09:30:00", "2026-10-09T16:58:30"])
def test_tomorrows_database_contains_todays(until: str) -> None:
    now = datetime.fromisoformat(until).replace(tzinfo=TIMEZONE)
    today, later = (events(SEED, SCALE, at) for at in (now, now + timedelta(days=6)))
    assert len(later) > len(today) > 50
    pd.testing.assert_frame_equal(later.iloc[: len(today)], today)
    assert later["rating_id"].is_monotonic_increasing and later["rating_id"].is_unique


def test_other_seeds_tell_the_same_story() -> None:
    raw = told(events(5, 0.5, CLOCK), District(5, 0.5))
    assert in_burst(raw).sum() == pytest.approx(306, abs=25)
    quarter = raw[(raw["unit"] == VAN_TUONG) & (raw["rated_at"] >= QUARTER) & ~in_burst(raw)]
    assert len(quarter) == 21 and quarter["is_satisfied"].mean() == pytest.approx(0.834, abs=0.03)


def test_evaluations_end_with_the_district() -> None:
    all_of_them = evaluations(SEED, epoch_day(CLOCK.date()))
    assert set(zip(all_of_them["year"], all_of_them["quarter"], strict=True)) == {
        *((2024, quarter) for quarter in range(1, 5)),
        *((2025, quarter) for quarter in range(1, 3)),
    }
    assert not all_of_them.duplicated(["agency_code", "year", "quarter"]).any()
    points = all_of_them[list(CRITERIA)]
    assert set(np.unique(points.to_numpy())) == {0, 1, 2}
    assert (all_of_them["appraised_total"] <= points.sum(axis=1)).all()
    assert len(evaluations(SEED, epoch_day(date(2025, 6, 30)))) < len(all_of_them)


# ------------------------------------------------------------------------------------------------------------- the file


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def test_the_file_grows_with_the_clock_and_holds_what_the_events_say(tmp_path: Path) -> None:
    path = tmp_path / "kho" / "satisfaction.sqlite"
    database = DeviceDatabase(District(SEED, SCALE), path)
    assert database.settings() == {"url": f"sqlite:///{path}"}
    moments = [datetime(2025, 6, 30, 12, tzinfo=TIMEZONE), datetime(2025, 7, 2, 9, tzinfo=TIMEZONE), CLOCK]
    for moment in moments:
        database.bring_to(moment)
        raw = events(SEED, SCALE, moment)
        assert read(path, "SELECT count(*), max(id) FROM ratings") == [(len(raw), raw["rating_id"].max())]
    assert read(path, "SELECT code FROM devices WHERE removed_on IS NULL ORDER BY code") == [
        (code,) for code in sorted(DEVICE) if UNIT[code]
    ]
    columns = [str(row[1]) for row in read(path, "PRAGMA table_info(ratings)")]
    assert "rating_value" in columns and "score" not in columns
    database.bring_to(moments[0])
    assert read(path, "SELECT count(*) FROM ratings") == [(len(events(SEED, SCALE, CLOCK)),)]


def test_a_growth_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = DeviceDatabase(District(SEED, SCALE), tmp_path / "x.sqlite")
    database.bring_to(datetime(2026, 11, 17, 8, tzinfo=TIMEZONE))
    before = read(tmp_path / "x.sqlite", "SELECT count(*), max(id) FROM ratings")

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(DeviceDatabase, "_write_lists", fail)
    with pytest.raises(RuntimeError):
        database.bring_to(CLOCK)
    assert read(tmp_path / "x.sqlite", "SELECT count(*), max(id) FROM ratings") == before
    assert "score" in {row[1] for row in read(tmp_path / "x.sqlite", "PRAGMA table_info(ratings)")}
    monkeypatch.undo()
    database.bring_to(CLOCK)
    assert read(tmp_path / "x.sqlite", "SELECT count(*) FROM ratings") > before
