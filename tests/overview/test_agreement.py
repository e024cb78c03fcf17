"""Cohen's kappa: worked examples of textbooks, its bounds, and what it is called."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.overview.agreement import Agreement, agreement, decimal, word_for

TABLES = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("table", "observed", "expected", "kappa"),
    [
        # Two readers of 50 proposals, both yes 20, both no 15.
        ([[20, 5], [10, 15]], Fraction(7, 10), Fraction(1, 2), Fraction(2, 5)),
        # The same agreement of 60 in 100, with even and with uneven margins.
        ([[45, 15], [25, 15]], Fraction(3, 5), Fraction(27, 50), Fraction(3, 23)),
        ([[25, 35], [5, 35]], Fraction(3, 5), Fraction(23, 50), Fraction(7, 27)),
        # Three categories by hand: 72 of 100 alike, chance (30·32 + 50·46 + 20·22) ÷ 100² = 0.37.
        ([[22, 6, 2], [8, 36, 6], [2, 4, 14]], Fraction(18, 25), Fraction(37, 100), Fraction(5, 9)),
        ([[5, 0], [0, 5]], Fraction(1), Fraction(1, 2), Fraction(1)),
        ([[0, 5], [5, 0]], Fraction(0), Fraction(1, 2), Fraction(-1)),
    ],
)
def test_worked_examples(table: list[list[int]], observed: Fraction, expected: Fraction, kappa: Fraction) -> None:
    assert agreement(table) == Agreement(sum(map(sum, table)), observed, expected, kappa)


def test_without_pairs_there_is_nothing_to_say() -> None:
    assert agreement([[0, 0, 0]] * 3) == Agreement(0, None, None, None)


def test_where_both_use_one_category_only_kappa_is_undefined() -> None:
    assert agreement([[0, 0, 0], [0, 0, 0], [0, 0, 7]]) == Agreement(7, Fraction(1), Fraction(1), None)


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[1, 2]], [[1, -1], [0, 1]]])
def test_what_is_no_table_of_counts_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="square table"):
        agreement(table)


@given(TABLES)
def test_it_is_bounded_and_the_same_whoever_comes_first(table: list[list[int]]) -> None:
    found = agreement(table)
    assert found == agreement([list(column) for column in zip(*table, strict=True)])
    if found.kappa is not None and found.observed is not None:
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == (found.observed == 1)


@given(TABLES, st.permutations(range(3)))
def test_categories_may_be_called_otherwise(table: list[list[int]], order: list[int]) -> None:
    assert agreement(table) == agreement([[table[row][column] for column in order] for row in order])


@given(TABLES, st.integers(2, 9))
def test_more_of_the_same_changes_the_number_of_pairs_only(table: list[list[int]], times: int) -> None:
    one, more = agreement(table), agreement([[count * times for count in row] for row in table])
    assert (one.observed, one.expected, one.kappa, one.n * times) == (more.observed, more.expected, more.kappa, more.n)


@pytest.mark.parametrize(
    ("kappa", "word"),
    [
        ("-0.5", "poor"), ("-0.005", "poor"), ("-0.004", "slight"), ("0", "slight"), ("0.2", "slight"),
        ("0.204", "slight"),
        ("0.205", "fair"), ("0.40", "fair"), ("0.41", "moderate"), ("0.60", "moderate"), ("0.61", "substantial"),
        ("0.80", "substantial"), ("0.81", "almost-perfect"), ("1", "almost-perfect"),
    ],
)  # fmt: skip
def test_the_words_follow_the_number_that_is_shown(kappa: str, word: str) -> None:
    assert word_for(Fraction(kappa)) == word


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1/3", 2, "0.33"), ("1/8", 2, "0.13"), ("-1/8", 2, "-0.13"), ("-1/1000", 2, "0.00"), ("2", 0, "2"),
        ("12345678901234567890/7", 1, "1763668414462081127.1"),
    ],
)  # fmt: skip
def test_fractions_are_rounded_half_away_from_zero(value: str, places: int, shown: str) -> None:
    found = decimal(Fraction(value), places)
    assert (str(found), found.is_signed() and not found) == (shown, False)
    assert isinstance(found, Decimal)
