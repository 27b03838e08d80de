"""Paths, types and privacy: from a record of the source to the row that lands."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.kit.contract import HIDDEN, Column, Table
from connectors.kit.pages import RawPage
from connectors.kit.paths import compile_path, compile_paths
from connectors.kit.projection import projector, scalar_text
from connectors.kit.registry import source, sources
from connectors.one_stop.pull import parse

SAMPLE = source("one_stop").folder / "sample"
NAMES = st.sampled_from(["a", "b", "c", "id", "name"])
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text("xyz", max_size=3)
RECORDS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


def column(**given: Any) -> Column:
    plain: dict[str, Any] = {"name": "x", "paths": ("x",), "type": "text", "label_vi": "x", "required": False}
    return Column(**plain | {"pattern": None, "pii": "none", "fields": (), "mended_by": None} | given)


def landed(value: object, **given: Any) -> str | None:
    table = replace(source("one_stop").tables["agency"], columns={"x": column(**given)})
    return projector(table, lambda text: f"hash of {text}")({"x": value})[0]


def walked(value: Any, names: list[str]) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


@given(RECORDS, st.lists(NAMES, min_size=1, max_size=4))
def test_a_path_goes_down_through_objects(record: Any, names: list[str]) -> None:
    assert compile_path(".".join(names))(record) == walked(record, names)


@given(RECORDS, NAMES, NAMES, NAMES)
def test_a_selection_takes_the_first_element_that_matches(record: Any, name: str, field: str, last: str) -> None:
    found = walked(record, [name])
    elements = found if isinstance(found, list) else []
    matching = [one for one in elements if isinstance(one, dict) and str(one.get(field)) == "1"]
    expected = walked(matching[0], [last]) if matching else None
    assert compile_path(f"{name}[{field}=1].{last}")(record) == expected


@given(RECORDS, st.lists(NAMES, min_size=1, max_size=3))
def test_the_first_path_that_holds_a_scalar_wins(record: Any, names: list[str]) -> None:
    values = [walked(record, [name]) for name in names]
    expected = next((one for one in values if one is not None and not isinstance(one, dict | list)), None)
    assert compile_paths(names)(record) == expected


def test_paths_through_selections() -> None:
    record = {"translate": [{"languageId": 46, "name": {"x": 1}}, {"languageId": 228, "name": {"x": 2}}]}
    assert compile_path("translate[languageId=228].name.x")(record) == 2
    assert compile_path("translate[languageId=1].name.x")(record) is None
    assert compile_path("translate[languageId=46]")(record) == record["translate"][0]


@pytest.mark.parametrize("path", ["", ".", "a.", "a..b", "a[b]", "a[b=c", "a]b", "a[=c].d", "a[b=c]d"])
def test_a_path_outside_the_language_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="sai ở ký tự"):
        compile_path(path)


def test_every_path_of_every_source_is_of_the_language() -> None:
    for contract in sources().values():
        for table in contract.tables.values():
            for each in table.columns.values():
                compile_paths(each.paths)


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (False, "false"), (3.0, "3"), (1.5, "1.5"), (7, "7"), (None, None), ("", None), (" \t", None)],
)
def test_scalars_as_text(value: object, text: str | None) -> None:
    assert scalar_text(value) == text


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("code", "H48.021.01", "H48.021.01"),
        ("code", "Nguyễn Văn An", HIDDEN),
        ("code", {"id": 1}, None),
        ("integer", 4, "4"),
        ("integer", "4", "4"),
        ("integer", "bốn", HIDDEN),
        ("decimal", 1.5, "1.5"),
        ("instant", "2026-11-22T17:00:00.000+0000", "2026-11-22T17:00:00.000+0000"),
        ("instant", "hôm qua", HIDDEN),
        ("date", "2026-11-23", "2026-11-23"),
        ("date", "0905123456", HIDDEN),
        ("boolean", True, "true"),
        ("boolean", "có", HIDDEN),
        ("text", "Mức độ 4", "Mức độ 4"),
        ("text", "gọi 0905123456", HIDDEN),
    ],
)
def test_what_is_not_of_its_columns_type_lands_hidden(kind: str, value: object, expected: str | None) -> None:
    assert landed(value, type=kind) == expected


def test_an_identifier_lands_as_its_hash_and_nothing_else() -> None:
    assert landed("051090001234", pii="hash") == "hash of 051090001234"
    assert landed(" ", pii="hash") is None


def test_a_list_lands_its_named_fields_only_and_no_free_text() -> None:
    items = [
        {"amount": 50000, "paidDate": "2026-11-22T17:00:00.000+0000", "name": "nộp thay ông An"},
        {"amount": "ông An", "paidDate": None},
        {"amount": 9051234567, "paidDate": {"x": "ông An"}},
        {"amount": True, "paidDate": "gọi 0905123456"},
        "ông An",
    ]
    text = landed(items, type="list", fields=("amount", "paidDate"))
    assert json.loads(text or "") == [
        {"amount": 50000, "paidDate": "2026-11-22T17:00:00.000+0000"},
        {"amount": HIDDEN, "paidDate": None},
        {"amount": HIDDEN, "paidDate": HIDDEN},
        {"amount": True, "paidDate": HIDDEN},
        {"amount": None, "paidDate": None},
    ]
    assert landed(None, type="list", fields=("a",)) is None
    assert json.loads(landed("ông An", type="list", fields=("a",)) or "") == HIDDEN


def sampled(table: str) -> list[dict[str, str | None]]:
    declared: Table = source("one_stop").tables[table]
    project = projector(declared, lambda text: "hashed")
    names = [each.name for each in declared.landed_columns]
    page = RawPage((SAMPLE / f"{table}.json").read_bytes())
    return [dict(zip(names, project(record), strict=True)) for record in parse(table, page)]


def test_the_samples_traps() -> None:
    plain, bare, sparse = sampled("dossier")
    assert (plain["status_code"], bare["status_code"], sparse["status_code"]) == ("9", "4", "1")
    assert plain["due_at"] == "2026-11-24T17:00:00.000+0000"
    assert (bare["due_at"], sparse["accepted_at"], sparse["channel_code"]) == (None, None, None)
    assert plain["applicant_identity"] == "hashed"
    assert sparse["applicant_identity"] is None
    assert json.loads(plain["supplements"] or "")[0].keys() == {"requestedDate", "suppliedDate"}
    assert bare["field_code"] == HIDDEN


def test_the_samples_personal_data_does_not_land() -> None:
    raw = (SAMPLE / "dossier.json").read_text(encoding="utf-8")
    rows = json.dumps(sampled("dossier"), ensure_ascii=False)
    for planted in ("Nguyễn Thị Mẫu", "051190000001", "0905000001", "mau@example.vn", "Thôn Mẫu", "gọi lại cho bà Mẫu"):
        assert planted in raw
        assert planted not in rows


def test_the_sample_catalogues() -> None:
    assert sampled("procedure")[0]["name_vi"] == "Đăng ký khai sinh"
    assert sampled("procedure")[0]["field_code"] == "HOTICH"
    assert [row["valid_to"] for row in sampled("agency")] == ["2025-06-30", None]
