"""Invented people: realistic in form, invented beyond doubt, the same for the same seed, and plantable."""

from datetime import datetime

from config.clock import TIMEZONE
from sandbox.one_stop import District
from sandbox.people import POOL, Person, identifiers, people, residences
from tests.sandbox.counter import Counter

PLANTED = (
    Person("Trịnh Thị Kiểm Thử", "099185123456", "0509999991", gender=0),
    Person("Lương Văn Đi Tìm", "099085654321", "0509999992"),
)


def test_identifiers_have_the_true_form_and_nobody_owns_them() -> None:
    table = identifiers(7)
    assert len(table) == POOL
    assert table["identity_number"].str.fullmatch(r"099[0-3]\d{8}").all()
    assert table["phone_number"].str.fullmatch(r"050\d{7}").all()
    assert table["email"].str.fullmatch(r"[a-z.]+\d{4}@hopthu\.example").all()
    assert table["identity_number"].is_unique and table["phone_number"].is_unique


def test_the_seed_fixes_the_people() -> None:
    assert people(7).person(4711) == people(7).person(4711)
    assert identifiers(7)["identity_number"].isin(identifiers(8)["identity_number"]).mean() < 0.2


def test_inhabitants_follow_the_population() -> None:
    pool = people(1)
    codes = [pool.residences[home].new_code for home in pool.residence.tolist()]
    assert abs(codes.count("21040") / POOL - 90_109 / 244_176) < 0.01
    assert len(residences()) == 23 and residences()[-1].old_code == "21187"


def test_whoever_applies_is_known_to_the_identifiers(district: District) -> None:
    known = identifiers(district.seed)
    numbers, phones = set(known["identity_number"]), set(known["phone_number"])
    rows = [row["applicant"]["data"] for row in Counter(district).page(size=500)["content"]]
    assert {row["identityNumber"] for row in rows} <= numbers
    assert {row["phoneNumber"] for row in rows} <= phones


def test_planted_people_apply_every_day_and_the_rest_stays_as_it_was() -> None:
    counter, plain = (Counter(District(1, 0.1, layers=(), planted=planted)) for planted in (PLANTED, ()))
    monday = "2026-11-15T17:00:00.000+0000"
    with_planted, without = counter.everything(applied_from=monday), plain.everything(applied_from=monday)
    found = [row for row in with_planted if row["applicant"]["data"]["identityNumber"] == PLANTED[0].identity_number]
    assert len({row["appliedDate"][:10] for row in found}) >= 3
    assert {row["applicant"]["data"]["phoneNumber"] for row in found} == {PLANTED[0].phone_number}
    assert all(PLANTED[0].full_name in row["applicant"]["data"]["fullname"] for row in found)
    assert [row["code"] for row in with_planted] == [row["code"] for row in without]
    assert set(identifiers(1, PLANTED)["full_name"]) >= {person.full_name for person in PLANTED}


def test_notes_hold_the_personal_data_that_real_notes_hold() -> None:
    counter = Counter(District(1, 0.2, layers=(), planted=PLANTED[:1]))
    counter.clock.instant = datetime(2025, 3, 1, tzinfo=TIMEZONE)
    rows = counter.everything()
    notes = [
        request["note"]
        for row in rows
        for request in row["supplementRequests"]
        if row["applicant"]["data"]["identityNumber"] == PLANTED[0].identity_number
    ]
    assert any(PLANTED[0].phone_number in note for note in notes)
    assert any(PLANTED[0].full_name in note for note in notes)
