"""How a change divides over parts: the contributions add up to it exactly, and blame whom it is due to."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dashboards.changes import Counts, of_count, of_share

COUNTS = st.integers(0, 500).flatmap(lambda all_of: st.integers(0, all_of).map(lambda above: Counts(above, all_of)))
SIDES = st.dictionaries(st.sampled_from("abcdef"), COUNTS, max_size=6)


def share(side: dict[str, Counts]) -> Fraction:
    return Fraction(sum(each.numerator for each in side.values()), sum(each.denominator for each in side.values()))


@given(SIDES, SIDES)
def test_the_contributions_to_a_share_add_up_to_its_change(before: dict[str, Counts], now: dict[str, Counts]) -> None:
    found = of_share(before, now)
    if not (sum(each.denominator for each in before.values()) and sum(each.denominator for each in now.values())):
        assert found == []
        return
    assert sum((each.total for each in found), Fraction(0)) == share(now) - share(before)


@given(SIDES, SIDES)
def test_the_contributions_to_a_count_add_up_to_its_change(before: dict[str, Counts], now: dict[str, Counts]) -> None:
    moved = sum(each.numerator for each in now.values()) - sum(each.numerator for each in before.values())
    assert sum((each.total for each in of_count(before, now)), Fraction(0)) == moved


def test_a_part_that_worsens_with_its_work_unchanged_is_all_rate() -> None:
    before = {"land": Counts(90, 100), "civil": Counts(100, 100)}
    now = {"land": Counts(70, 100), "civil": Counts(100, 100)}
    (land,) = of_share(before, now)
    assert (land.key, land.rate, land.mix) == ("land", Fraction(-1, 10), Fraction(0))


def test_a_slow_part_that_gets_more_of_the_work_is_all_mix() -> None:
    before = {"land": Counts(80, 100), "civil": Counts(100, 100)}
    now = {"land": Counts(160, 200), "civil": Counts(100, 100)}
    found = of_share(before, now)
    assert {each.rate for each in found} == {0}
    assert sum(each.mix for each in found) == Fraction(260, 300) - Fraction(180, 200)


def test_a_part_that_was_not_there_before_is_mix_and_the_largest_comes_first() -> None:
    before, now = {"civil": Counts(99, 100)}, {"civil": Counts(98, 100), "land": Counts(0, 100)}
    first, second = of_share(before, now)
    assert (first.key, first.rate) == ("land", Fraction(0)) and abs(first.total) > abs(second.total)
