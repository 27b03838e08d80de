"""What a model may not say is refused with its file's name, and a staging model that loses rows stops the build."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.kit.registry import source, sources
from tests.warehouse.planted import dossier, empty_build, landing
from warehouse import graph
from warehouse.checks import check_mart, check_staging, finding_queries
from warehouse.errors import CheckFailed, ModelInvalid
from warehouse.graph import Model, parse_macro, parse_model, read_models

ACCEPTED = "FROM accepted.one_stop__dossier"
NOTHING: Mapping[str, object] = {}


def parsed(sql: str, schema: str = "marts", name: str = "planted") -> Model:
    return parse_model(schema, name, sql, Path(f"{name}.sql"), NOTHING)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT any_value(name_vi) FROM config.unit", "any_value"),
        ("SELECT first(name_vi) FROM config.unit", "first"),
        ("SELECT arg_max(name_vi, valid_from) FROM config.unit", "arg_max"),
        ("SELECT now()", "now"),
        ("SELECT current_date", "current_date"),
        ("SELECT current_timestamp", "current_timestamp"),
        ("SELECT random()", "rand"),
        ("SELECT uuid()", "uuid"),
        ("SELECT sum(1::DOUBLE)", "DOUBLE"),
        ("SELECT CAST(1 AS FLOAT)", "DOUBLE"),
        ("SELECT 1; SELECT 2", "đúng một câu SELECT"),
        ("DROP TABLE config.unit", "đúng một câu SELECT"),
        ("", "đúng một câu SELECT"),
        ("SELECT FROM FROM", "SQL không đọc được"),
        ("SELECT 'chưa đóng", "SQL không đọc được"),
        ("SELECT 1 FROM accepted.one_stop__dossier", "marts không được đọc accepted.one_stop__dossier"),
        ("SELECT 1 FROM landed.one_stop__dossier", "marts không được đọc landed.one_stop__dossier"),
        ("SELECT 1 FROM quality.finding", "marts không được đọc quality.finding"),
        ("SELECT 1 FROM quality.outcome", "marts không được đọc quality.outcome"),
        ("SELECT 1 FROM 'figures.csv'", "marts không được đọc"),
        ("SELECT 1 FROM read_text('figures.txt')", "marts không được đọc"),
    ],
)
def test_a_mart_may_not_say(sql: str, said: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parsed(sql)
    assert str(refused.value).startswith("planted.sql: ") and said in str(refused.value)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT 1 {ACCEPTED} AS a INNER JOIN accepted.one_stop__agency AS b USING (code)",
        f"SELECT 1 {ACCEPTED} AS a INNER JOIN accepted.one_stop__dossier AS b USING (code)",
        f"SELECT 1 {ACCEPTED} AS a, accepted.one_stop__agency AS b",
        "SELECT 1",
    ],
)
def test_staging_reads_one_table_and_does_not_join(sql: str) -> None:
    with pytest.raises(ModelInvalid, match="staging đọc đúng một bảng accepted"):
        parsed(sql, "staging")


def test_what_is_allowed_is_read() -> None:
    model = parsed(
        "WITH a AS (SELECT * FROM config.unit) SELECT max(valid_from) FROM a INNER JOIN marts.period ON true"
    )
    assert model.reads == {"config.unit", "marts.period"}


def test_a_mart_reads_what_sources_tell_of_themselves() -> None:
    told = ("row_exit", "held_row", "provenance", "control_total")
    for table in ("landed.pull", *(f"quality.{name}" for name in told)):
        assert parsed(f"SELECT 1 FROM {table}").reads == {table}
        with pytest.raises(ModelInvalid, match=f"staging đọc|không được đọc {table}"):
            parsed(f"SELECT 1 FROM {table}", "config")


def test_models_that_read_each_other_are_refused() -> None:
    first, second = parsed("SELECT 1 FROM marts.b", name="a"), parsed("SELECT 1 FROM marts.a", name="b")
    with pytest.raises(ModelInvalid, match="vòng tròn"):
        graph._ordered([first, second])


def test_a_table_that_no_model_makes_is_refused() -> None:
    with pytest.raises(ModelInvalid, match=r"a\.sql: không có bảng marts\.b"):
        graph._ordered([parsed("SELECT 1 FROM marts.b", name="a")])


def test_each_model_comes_after_what_it_reads() -> None:
    models = read_models(sources().values())
    place = {model.table: number for number, model in enumerate(models)}
    assert len(place) == len(models) > 10
    assert not [
        (model.table, read) for model in models for read in model.reads if place.get(read, -1) > place[model.table]
    ]
    chain = [parsed(f"SELECT 1 FROM marts.m{number + 1}", name=f"m{number}") for number in range(5)]
    chain.append(parsed("SELECT 1", name="m5"))
    assert [model.name for model in graph._ordered(chain)] == ["m5", "m4", "m3", "m2", "m1", "m0"]


def test_staging_that_drops_rows_is_named_with_its_source() -> None:
    build = empty_build()
    with landing(build) as landed:
        landed.land([dossier(), dossier(code="H48.151-260105-0002", source_id="id-2")])
        landed.judge()
        for limit, is_refused in ((1, True), (2, False)):
            model = replace(parsed(f"SELECT code {ACCEPTED} LIMIT {limit}", "staging"), name=f"planted_{limit}")
            build.execute(f"CREATE TABLE {model.table} AS {model.sql}")
            if not is_refused:
                check_staging(build, model, source("one_stop").id)
                continue
            with pytest.raises(CheckFailed, match=r"planted\.sql: .* có 2 dòng, .* có 1") as failed:
                check_staging(build, model, source("one_stop").id)
            assert failed.value.source == "one_stop"


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ({"grain": ["code"], "columns": {"code": ""}}, "1 khóa"),
        ({"grain": ["code"], "columns": {}}, "chưa mô tả cột: code"),
        ({"grain": ["code"], "columns": {"code": "", "gone": ""}}, "không có cột: gone"),
    ],
)
def test_a_mart_keeps_its_grain_and_describes_its_columns(description: dict[str, object], said: str) -> None:
    build = empty_build()
    model = replace(parsed("SELECT unnest(['a', 'a', 'b']) AS code"), description=description)
    build.execute(f"CREATE TABLE {model.table} AS {model.sql}")
    with pytest.raises(CheckFailed, match=said):
        check_mart(build, model)


def test_a_check_that_warns_only_says_so() -> None:
    build = empty_build()
    check = {"severity": "warn", "message_vi": "Có mã a", "sql": "SELECT code FROM marts.planted WHERE code = 'a'"}
    columns = {"grain": ["code"], "columns": {"code": ""}, "check": [check]}
    model = replace(parsed("SELECT 'a' AS code"), description=columns)
    build.execute(f"CREATE TABLE {model.table} AS {model.sql}")
    assert check_mart(build, model) == ["marts.planted: Có mã a (1 dòng)"]
    with pytest.raises(CheckFailed, match="Có mã a"):
        check_mart(build, replace(model, description=columns | {"check": [check | {"severity": "stop"}]}))


@pytest.mark.parametrize(("level", "is_known"), [("national", True), ("world", False)])
def test_a_prize_of_a_level_that_is_none_stops_the_build(level: str, is_known: bool) -> None:
    build = empty_build()
    model = next(each for each in read_models(sources().values()) if each.table == "marts.prize")
    told = dict.fromkeys(model.description["columns"], "1") | {"prize_level": f"'{level}'"}
    build.execute(
        f"CREATE TABLE {model.table} AS SELECT {', '.join(f'{said} AS {name}' for name, said in told.items())}"
    )
    with nullcontext() if is_known else pytest.raises(CheckFailed, match=r"config/prizes\.csv"):
        assert check_mart(build, model) == []


def checked(sql: str, severity: str = "stop", **more: str) -> Model:
    check = {"id": "planted_check", "severity": severity, "message_vi": "Có mã a", "sql": sql} | more
    description = {"grain": ["code"], "columns": {"code": ""}, "check": [check]}
    return parse_model("marts", "planted", "SELECT 'a' AS code FROM config.unit", Path("planted.sql"), description)


def test_what_a_check_reads_counts_as_read_by_its_model() -> None:
    model = checked("SELECT 1 FROM marts.planted INNER JOIN staging.one_stop__dossier ON true")
    assert model.reads == {"config.unit", "staging.one_stop__dossier"}


@pytest.mark.parametrize(
    "sql", ["SELECT any_value(code) FROM marts.planted", "SELECT 1 FROM landed.batch", "DELETE FROM x"]
)
def test_a_check_may_say_no_more_than_a_model(sql: str) -> None:
    with pytest.raises(ModelInvalid, match=r"planted\.toml: "):
        checked(sql)


def test_a_check_may_list_findings_and_stops_nothing() -> None:
    build = empty_build()
    asked = "SELECT code AS key, 'Thấy ' || code AS message_vi, 'Người quản trị' AS mended_by FROM marts.planted -- all"
    model = checked(asked, "finding", source="one_stop")
    build.execute(f"CREATE TABLE {model.table} AS SELECT 'a' AS code")
    assert check_mart(build, model) == []
    (query,) = finding_queries(model)
    build.execute(f"CREATE TABLE part.planted AS FROM part.finding; INSERT INTO part.planted {query}")
    found = build.execute(
        "SELECT source, table_name, key, code, message_vi, mended_by, batch FROM part.planted"
    ).fetchall()
    assert found == [("one_stop", "planted", "a", "planted_check", "Thấy a", "Người quản trị", None)]


def test_a_finding_of_a_landed_table_says_on_which_page_it_stands() -> None:
    build = empty_build()
    asked = (
        "SELECT code AS key, 'Thấy' AS message_vi, 'Trường' AS mended_by, 'b1' AS batch, 2 AS page FROM marts.planted"
    )
    model = checked(asked, "finding", source="smas", table="mark")
    build.execute(f"CREATE TABLE {model.table} AS SELECT 'a' AS code")
    (query,) = finding_queries(model)
    assert build.execute(query).fetchall() == [
        ("smas", "mark", "a", "planted_check", "Thấy", "Trường", "b1", 2, None, None)
    ]


def test_a_macro_asks_the_marts_only() -> None:
    asked = "SELECT unit_code FROM marts.unit WHERE valid_from > first_date"
    sql = f"-- why\nCREATE MACRO marts.planted(first_date) AS TABLE\n{asked}"
    macro = parse_macro(sql, Path("planted.sql"))
    assert macro.name == "marts.planted" and macro.reads == {"marts.unit"}
    for wrong in (
        sql.replace("marts.unit", "staging.one_stop__dossier"),
        sql.replace("unit_code", "any_value(unit_code)"),
        sql.replace("marts.planted", "marts.other"),
        "SELECT 1",
        f"{sql}; SELECT 1",
    ):
        with pytest.raises(ModelInvalid, match=r"planted\.sql: "):
            parse_macro(wrong, Path("planted.sql"))
