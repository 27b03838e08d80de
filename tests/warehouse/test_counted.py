"""The rows that a published definition tells are the figure that was published: every indicator, unit and period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.installation import Installation
from warehouse import reader
from warehouse.reader import Counted, QueryInvalid, Scope

SAMPLED = """
    SELECT value.*, period.cutoff_date
    FROM marts.indicator_value AS value
    INNER JOIN marts.period AS period USING (grain, period_start, period_end)
    WHERE value.state <> 'no_source' AND value.n >= {least}
    ORDER BY hash(value.indicator, value.unit_code, value.basis, value.grain, value.period_start), value.unit_from
    LIMIT {limit}
"""


def counted(row: Mapping[Any, Any]) -> Counted:
    start, cutoff, unit_from = (row[name].date() for name in ("period_start", "cutoff_date", "unit_from"))
    return Counted(row["indicator"], row["unit_code"], unit_from, row["basis"], start, cutoff)


def test_the_rows_of_each_side_add_up_to_the_published_figure(demo: Installation) -> None:
    seen = set()
    for row in reader.sql(SAMPLED.format(limit=400, least=0)).to_dict("records"):
        found = reader.query("procedures/whole", counted(row), scope=Scope.everything())
        sides = (0, 0) if found.empty else (int(found.numerator.iloc[0]), int(found.denominator.iloc[0]))
        expected = [0 if pd.isna(row[name]) else int(row[name]) for name in ("numerator", "denominator")]
        if row["indicator"].startswith("handling_days"):
            expected = [0, int(row["n"])]
        assert list(sides) == expected, row
        seen |= {row["indicator"]} if any(expected) else set()
    assert len(seen) > 15, "hardly anything was counted"


def test_the_rows_of_each_part_of_a_composite_add_up_to_what_is_published(demo: Installation) -> None:
    sampled = reader.sql(
        "SELECT value.*, period.cutoff_date FROM marts.indicator_part_value AS value "
        "INNER JOIN marts.period AS period USING (grain, period_start, period_end) "
        "ORDER BY hash(value.unit_code, value.basis, value.grain, value.period_start, value.part) LIMIT 120"
    )
    for row in sampled.to_dict("records"):
        asked = replace(counted(row), part=int(row["part"]))
        found = reader.query("procedures/whole", asked, scope=Scope.everything())
        sides = (0, 0) if found.empty else (int(found.numerator.iloc[0]), int(found.denominator.iloc[0]))
        assert sides == (row["numerator"], row["denominator"]), row
    assert sampled["part"].nunique() == 6 and sampled["denominator"].max() > 10


def test_a_part_is_judged_as_the_whole_is(demo: Installation) -> None:
    compared = 0
    for row in reader.sql(SAMPLED.format(limit=300, least=1)).to_dict("records"):
        if row["indicator"].startswith("handling_days"):
            continue
        found = reader.judged("procedures/whole", counted(row), scope=Scope.everything())
        assert len(found) == 1
        judged = found.iloc[0]
        for name in ("numerator", "denominator", "value", "n", "state", "band", "target", "low", "high"):
            assert pd.isna(judged[name]) == pd.isna(row[name]), (name, row)
            assert pd.isna(row[name]) or judged[name] == row[name], (name, row)
        compared += 1
    assert compared > 100


def test_the_parts_of_a_unit_add_up_to_it(demo: Installation) -> None:
    row = reader.sql(
        "SELECT value.*, period.cutoff_date FROM marts.indicator_value AS value INNER JOIN marts.period AS period "
        "USING (grain, period_start, period_end) WHERE indicator = 'on_time_share' AND unit_code = 'BS5' "
        "AND grain = 'report_year' AND basis = 'successor' ORDER BY period_start DESC LIMIT 1"
    ).to_dict("records")[0]
    for by in (["agency"], ["field"], ["procedure"], ["agency", "field"]):
        parts = reader.judged("dossier_parts", counted(row), scope=Scope.everything(), by=by)
        assert len(parts) > 2
        assert (parts.numerator.sum(), parts.denominator.sum()) == (row["numerator"], row["denominator"])


def test_what_cannot_be_added_up_is_refused_in_words(demo: Installation) -> None:
    asked = Counted("handling_days_median", "BS5", date(2025, 7, 1), "successor", date(2026, 9, 15), date(2026, 11, 23))
    with pytest.raises(QueryInvalid, match="không chia nhỏ được"):
        reader.judged("dossier_parts", asked, scope=Scope.everything(), by=[])


def test_an_unknown_indicator_is_named(demo: Installation) -> None:
    asked = Counted("no_such_share", "BS5", date(2025, 7, 1), "successor", date(2026, 9, 15), date(2026, 11, 23))
    with pytest.raises(QueryInvalid, match="no_such_share"):
        reader.query("dossier_parts", asked, scope=Scope.everything(), by=[])


def test_rows_outside_the_scope_are_not_told(demo: Installation) -> None:
    asked = Counted("dossiers_received", "BS5", date(2025, 7, 1), "successor", date(2025, 12, 15), date(2026, 11, 23))
    seen = reader.query("dossier_parts", asked, scope=Scope.of("21040"), by=[])
    assert seen.empty


def test_a_part_is_narrowed_by_a_column_and_by_nothing_else(demo: Installation) -> None:
    asked = Counted("dossiers_received", "BS5", date(2025, 7, 1), "successor", date(2025, 12, 15), date(2026, 11, 23))
    by_field = reader.query("dossier_parts", asked, scope=Scope.everything(), by=["field"])
    field = by_field.iloc[0]
    narrowed = replace(asked, only=(("field_code", field.field_code),))
    assert reader.query("procedures/whole", narrowed, scope=Scope.everything()).numerator.iloc[0] == field.numerator > 0
    with pytest.raises(QueryInvalid, match="tên cột"):
        reader.query("procedures/whole", replace(asked, only=(("1 = 1 OR x", "y"),)), scope=Scope.everything())
