"""Adding up: sums of districts, added again, and the shares and means read from them."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assess.overview.dashboard_sums import Deviation, Marks, Scores, added, mean, share

ONE = {
    "scores": {"duty/claimed": [2, 15000], "duty/reviewed": [1, 6000]},
    "grades": {"A": 1, "": 1},
    "sections": {"credit/duty": [2000, 1500, 1000, 1200, 900]},
    "drafts": {"credit": [3, 8]},
    "deviation": [1, 7000, 6000, 1, 0],
}
OTHER = {
    "scores": {"duty/claimed": [1, 9000], "duty/supported": [1, 8000]},
    "grades": {"A": 1},
    "sections": {"credit/duty": [1000, 1000, 500, 0, 0], "trade/readiness": [400, 100, 100, 0, 0]},
    "deviation": [2, 10000, 10500, 0, 1],
}
PARTS = st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 9), min_size=2, max_size=2), max_size=3)


def test_districts_are_added_up_leaf_by_leaf() -> None:
    scores = Scores(added([ONE, OTHER]))
    assert scores.mean("duty", "claimed") == Decimal("80.00")  # (150 + 90) ÷ 3
    assert scores.mean("duty", "supported") == Decimal("80.00")
    assert scores.mean("readiness", "claimed") is None
    assert scores.count("duty", "claimed") == 3
    assert scores.grades == {"A": 2, "": 1}
    assert scores.section("credit", "duty", "claimed") == Decimal("83.3")  # 25 of 30 points
    assert scores.section("credit", "duty", "supported") == Decimal("50.0")
    assert scores.section("credit", "duty", "reviewed") == Decimal("75.0")  # of what was reviewed
    assert scores.section("trade", "readiness", "reviewed") is None
    assert scores.answered("credit") == Decimal("37.5")
    assert scores.answered("trade") is None
    assert (scores.has("duty"), scores.has("readiness"), Scores({}).has("duty")) == (True, True, False)


def test_the_deviation_is_that_of_what_has_both() -> None:
    found = Scores(added([ONE, OTHER])).deviation
    assert found == Deviation(n=3, claimed=17000, reviewed=16500, lowered=1, raised=1)
    assert (found.mean_claimed, found.mean_reviewed, found.mean) == (
        Decimal("56.67"),
        Decimal("55.00"),
        Decimal("-1.67"),
    )
    assert (found.same, found.changed_share) == (1, Decimal("66.7"))
    assert Scores({}).deviation.mean is None


def test_adding_changes_none_of_the_parts() -> None:
    before = {"a": [1, 2]}
    assert added([before, before]) == {"a": [2, 4]}
    assert before == {"a": [1, 2]}


@given(st.lists(PARTS, max_size=4))
def test_the_order_of_districts_does_not_matter(parts: list[dict[str, list[int]]]) -> None:
    assert added(parts) == added(reversed(parts))
    assert added([added(parts[:2]), added(parts[2:])]) == added(parts)


def test_shares_and_means_are_rounded_half_up() -> None:
    assert (share(1, 8), share(1, 3), share(0, 5), share(1, 0)) == (
        Decimal("12.5"),
        Decimal("33.3"),
        Decimal("0.0"),
        None,
    )
    assert (mean(1, 2), mean(-1, 2), mean(5, 0)) == (Decimal("0.01"), Decimal("-0.01"), None)


def test_marks_of_an_item() -> None:
    marks = Marks(
        {
            "items": {"a": [4, 1, 3, 1800, 1200, 1, 1]},
            "reasons": {"a": {"evidence-missing": 2, "other": 1}, "b": {"other": 4}},
            "pairs": {"a": [2, 0, 0, 0, 1, 0, 0, 1, 0], "b": [0, 0, 0, 0, 0, 0, 0, 0, 4]},
            "reviewers": {"x/1": [5, 3000, 4, 2000, 1400, 2, 0], "x/2": [1, 0, 0, 0, 0, 0, 0]},
        }
    )
    found = marks.item("a")
    assert (found.decided, found.rejected) == (4, 1)
    assert found.differing_share == Decimal("75.0")  # one lowered, one raised, one 不适用 rejected, of four
    assert found.deviation.mean == Decimal("-2.00")
    assert found.reasons == {"evidence-missing": 2, "other": 1}
    assert (found.agreement.n, found.agreement.observed) == (4, Fraction(3, 4))
    assert marks.item("b").agreement.kappa is None
    assert marks.item("never").decided == 0
    assert marks.reasons == {"evidence-missing": 2, "other": 5}
    assert marks.pairs == [[2, 0, 0], [0, 1, 0], [0, 1, 4]]
    assert marks.agreement.n == 8
    first, second = marks.reviewers()
    assert (first.account, first.level, first.marks, first.mean_share) == ("x", 1, 5, Decimal("-20.0"))
    assert (first.deviation.mean, first.deviation.changed_share) == (Decimal("-1.50"), Decimal("50.0"))
    assert (second.level, second.mean_share, second.deviation.mean) == (2, None, None)
