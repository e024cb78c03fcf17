"""Gains by hand: what a set of actions brings towards a goal, and the most that one action can add."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, Change, key_of
from assess.scoring.form import Form
from assess.scoring.gains import Gains
from assess.scoring.ledger import Ledger, weights
from assess.values.model import UNKNOWN, Answers, Rate, Value
from tests.scoring import building

BANDS = [{"grade": "A", "from": "80"}, {"grade": "B", "from": "50"}, {"grade": "C", "from": "0"}]
ONE = {"key": "a"}
EXTRA = {"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1", "bonus_cap": "3"}}


def _bands() -> list[dict[str, Any]]:
    return [dict(band) for band in BANDS]


def _form(*items: dict[str, Any], **duty: Any) -> Form:  # noqa: ANN401 - as in a file
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    return building.form(made, duty={"bands": _bands(), **duty})


def _action(days: str, **changes: Value) -> Action:
    made = tuple(Change(fact, (), value) for fact, value in changes.items())
    return Action(
        key=key_of(made), kind="do", changes=made, effort_days=Decimal(days), otherwise_days=Decimal(0), items=(),
        clears=(), advice=None,
    )  # fmt: skip


def _gains(form: Form, answers: Answers, actions: Sequence[Action], goal: str) -> Gains:
    ledger = Ledger(form, building.inputs(answers), actions)
    return Gains(ledger, weights(ledger, Decimal(goal)))


def test_a_gain_is_what_is_earned_less_what_is_wanted() -> None:
    form = _form({"key": "a", "points": "30"}, {"key": "b", "points": "10"})
    actions = [_action("1", a="yes"), _action("1", b="yes"), _action("1", b="partial")]
    gains = _gains(form, {"a": "no", "b": "no"}, actions, "80")
    # 80.0 is reached from 79.945 on: 100 × earned − 79.945 × 40
    wanted = Decimal("79.945") * 40
    for mask, earned in ((0, 0), (1, 30), (2, 10), (3, 40), (4, 5), (5, 35)):
        assert gains.of(mask) == int((100 * earned - wanted) * 1_000_000)
    assert gains.added(0, 0) == gains.added(2, 0) == 3_000_000_000
    assert gains.most == (3_000_000_000, 1_000_000_000, 500_000_000)
    assert gains.constant == (True, True, True)
    assert gains.touched == ((0,), (1,), (1,))
    assert (gains.exact, gains.share_is_safe) == (True, True)


def test_a_gain_grows_and_shrinks_with_what_else_is_done() -> None:
    both = {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    form = _form({"key": "both", "rule": {"elements": [{"points": "10", "when": both}]}}, {"key": "c"})
    gains = _gains(form, {"a": "no", "b": "no", "c": "yes"}, [_action("1", a="yes"), _action("1", b="yes")], "80")
    assert gains.most == (1_000_000_000, 1_000_000_000)
    assert gains.constant == (False, False)
    assert (gains.added(0, 0), gains.added(2, 0)) == (0, 1_000_000_000)


def test_a_section_that_settles_inside_itself_is_one_part() -> None:
    items = {
        "s": [building.item({"key": "a", "points": "30"}),
              building.item({"key": "b", "points": "10", "applies_if": {"fact": "g", "is": "yes"}})],
        "t": [building.item({"key": "c", "points": "20"})],
    }  # fmt: skip
    form = building.form(items, na="section", duty={"bands": _bands()})
    actions = [_action("1", a="yes"), _action("1", g="no"), _action("1", b="yes")]
    gains = _gains(form, {"a": "partial", "b": "no", "g": "yes", "c": "yes"}, actions, "80")
    wanted = Decimal("79.945") * 60
    # a and b: 15 of 40; without b 15 of 30 count for 20 of 40
    settled = {0: 15, 1: 30, 2: 20, 3: 40, 4: 25, 5: 40, 6: 20, 7: 40}
    for mask, earned in settled.items():
        assert gains.of(mask) == int((100 * (earned + 20) - wanted) * 1_000_000)
    # no item is touched by all actions: the bound is the span, 100 × 40, a cent of the full mark and 2 for rounding
    assert gains.most == (4_001_000_002,) * 3
    assert gains.constant == (False,) * 3
    assert gains.touched == ((0,), (0,), (0,))


def test_a_section_nothing_of_which_applies_gains_nothing() -> None:
    items = {
        "s": [building.item({"key": "a", "applies_if": {"fact": "g", "is": "yes"}})],
        "t": [building.item({"key": "c"})],
    }
    form = building.form(items, na="section", duty={"bands": _bands()})
    gains = _gains(form, {"a": "no", "g": "yes", "c": "yes"}, [_action("1", g="no"), _action("1", a="yes")], "80")
    # 100 × 10 − 79.945 × 20, or without the section 100 × 10 − 79.945 × 10
    assert gains.of(0) == -598_900_000
    assert gains.of(1) == gains.of(3) == 200_550_000
    assert gains.of(2) == 401_100_000
    # without g the item leaves the sums, which saves 79.945 × 10 or costs what is earned beyond; a brings 100 × 10
    assert gains.most == (799_450_000, 1_000_000_000)
    assert gains.constant == (False, False)


def test_a_section_brings_its_bonuses_too() -> None:
    items = {
        "s": [building.item({"key": "a", "points": "30", "rule": building.rule(EXTRA)}),
              building.item({"key": "b", "points": "10", "applies_if": {"fact": "g", "is": "yes"}}),
              building.item({"key": "x", "points": "4", "bonus": True})],
    }  # fmt: skip
    form = building.form(items, na="section", duty={"bands": _bands(), "bonus_cap": "5"})
    actions = [_action("1", n=Decimal(4)), _action("1", x="yes")]
    gains = _gains(form, {"n": Decimal(3), "b": "no", "g": "no", "x": "no"}, actions, "80")
    # 30 of 30 count for 40 of 40; the bonus of 1, 2 or (with x) 4 more counts for the 30 points that can apply
    own = 100 * 40 - Decimal("79.945") * 40
    for mask, bonus in ((0, 1), (1, 2), (2, 5), (3, 6)):
        assert gains.of(mask) == int((own + bonus * 30) * 1_000_000)


def test_a_bonus_and_a_charge_stand_beside_the_sum() -> None:
    form = _form(
        {"key": "a", "points": "20"},
        {"key": "extra", "points": "4", "bonus": True},
        {"key": "beyond", "rule": EXTRA},
        {"key": "penalty", "points": "6", "deduction": True},
        bonus_cap="5",
        overall_cap="110",
    )
    answers: Answers = {"a": "no", "extra": "partial", "n": Decimal(3), "penalty": "partial"}
    still = _gains(form, answers, [_action("1", a="yes")], "80")
    # bonus 2 + 1, charge 3: the base wanted is 79.945 + 3 − 3
    assert still.of(0) == int((100 * 10 - Decimal("79.945") * 30) * 1_000_000)
    assert still.exact
    moved = _gains(form, answers, [_action("1", a="yes"), _action("1", extra="yes"), _action("1", penalty="yes")], "80")
    assert not moved.exact
    # each bonus counts for the most points that can apply, each charge for the fewest; 30 either way
    assert moved.of(0) == int((100 * 10 - Decimal("79.945") * 30 + (2 + 1 - 3) * 30) * 1_000_000)
    assert moved.added(0, 1) == 60_000_000
    assert moved.added(0, 2) == 90_000_000


def test_a_bonus_that_would_do_alone_says_nothing_of_the_base() -> None:
    form = _form(ONE, {"key": "extra", "points": "4", "bonus": True}, bonus_cap="5")
    gains = _gains(form, {"a": "no", "extra": "no"}, [_action("1", a="yes")], "4")
    assert not gains.exact
    assert gains.of(0) == 1_000_000_000  # as if a base of −100 were wanted


@pytest.mark.parametrize(
    ("score_", "least"),
    [("80", "79.945"), ("79.95", "79.945"), ("80.04", "80.045"), ("0", "-0.055")],
)
@pytest.mark.parametrize("decimals", [1])
def test_the_least_base_rounds_to_the_score(score_: str, least: str, decimals: int) -> None:
    form = _form(ONE, decimals=decimals)
    ledger = Ledger(form, building.inputs({"a": "no"}), [])
    assert weights(ledger, Decimal(score_)).least in (Decimal(least), Decimal(-100))


@pytest.mark.parametrize(
    ("decimals", "score_", "least"), [(0, "585", "584.495"), (0, "584.2", "584.495"), (2, "585", "584.995")]
)
def test_the_least_base_knows_the_decimals(decimals: int, score_: str, least: str) -> None:
    form = _form(ONE, full="650", decimals=decimals)
    ledger = Ledger(form, building.inputs({"a": "no"}), [])
    assert weights(ledger, Decimal(score_)).least == Decimal(least)


def test_points_lie_between_those_that_surely_and_those_that_perhaps_apply() -> None:
    gate = {"applies_if": {"fact": "g", "is": "yes"}}
    form = _form(
        {"key": "a", "points": "20"},
        {"key": "b", "points": "8", **gate},
        {"key": "c", "points": "5", "applies_if": {"role": "exporter"}},
        {"key": "d", "points": "3", "purpose": "readiness"},
        {"key": "e", "points": "2", "bonus": True},
        {"key": "f", "rule": {"threshold": {"fact": "r", "at_least": "5"}}},
        min_share="0.5",
    )
    answers: Answers = {"a": "no", "b": "no", "g": "no", "r": Rate(Decimal(0), Decimal(0))}
    ledger = Ledger(form, building.inputs(answers), [_action("1", g="yes"), _action("1", a="yes")])
    found = weights(ledger, Decimal(80))
    assert (found.most_points, found.fewest_points, found.full) == (Decimal(28), Decimal(20), Decimal(100))
    # 20 of the 43 points of the form are less than half
    assert not Gains(ledger, found).share_is_safe


def test_an_action_that_clashes_is_not_in_the_same_set() -> None:
    form = _form(ONE, {"key": "b"})
    actions = [_action("1", a="yes"), _action("1", a="partial"), _action("1", b="yes")]
    ledger = Ledger(form, building.inputs({"a": "no", "b": UNKNOWN}), actions)
    assert ledger.clashing == (2, 1, 0)
    first, second = ledger.entries()
    assert (first.mask, first.sets) == (3, (0, 1, 2))
    assert (second.mask, second.sets) == (4, (0, 4))
    assert [action.facts for action in ledger.chosen(5)] == [("a",), ("b",)]
    assert ledger.world(0) is ledger.inputs
    assert ledger.world(4).answers == {"a": "no", "b": "yes"}
    assert ledger.verdict(first, 5)[0].earned == Decimal(10)
    assert ledger.verdict(first, 1) is ledger.verdict(first, 5)


def test_an_item_that_too_many_actions_touch_has_its_span_for_a_bound() -> None:
    parts = [{"points": "1", "when": {"fact": f"p.{place}", "is": "yes"}} for place in range(10)]
    form = _form({"key": "wide", "rule": {"elements": parts}}, {"key": "b"})
    actions = [Action(key=str(place), kind="do", changes=(Change(f"p.{place}", (), "yes"),), effort_days=Decimal(1),
                      otherwise_days=None, items=(), clears=(), advice=None) for place in range(10)]  # fmt: skip
    ledger = Ledger(form, building.inputs({f"p.{place}": "no" for place in range(10)}), actions)
    assert [entry.sets for entry in ledger.entries()] == [None, (0,)]
    gains = Gains(ledger, weights(ledger, Decimal(80)))
    # from −79.945 × 10 to (100 − 79.945) × 10, and 2 millionths for rounding
    assert set(gains.most) == {1_000_000_002}
    assert set(gains.constant) == {False}


def _wide(rule: dict[str, Any], changes: Sequence[tuple[str, Value]], **more: Any) -> Gains:  # noqa: ANN401 - as in a file
    """Make one item that ten actions touch, beside one of 20 points that surely applies and one of 5 that may."""
    gate = {"fact": "g", "is": "yes"}
    form = _form(
        {"key": "wide", "rule": rule, **more},
        {"key": "b", "points": "20"},
        {"key": "c", "points": "5", "applies_if": gate},
        bonus_cap="5",
    )
    actions = [_action("1", **{fact: value}) for fact, value in changes]
    before: Answers = {**dict.fromkeys((fact for fact, _ in changes), "no"), "b": "no", "c": "no", "g": "no"}
    given = {**before, "n": Decimal(0)} if "threshold" in rule else before
    return _gains(form, given, [*actions, _action("1", g="yes")], "80")


PARTS = {"elements": [{"points": "1", "when": {"fact": f"p{place}", "is": "yes"}} for place in range(10)]}
TICKS = [(f"p{place}", "yes") for place in range(10)]


def test_what_stands_beside_the_sum_has_a_span_too() -> None:
    # a bonus of 10 points counts for the 25 points that may apply at most, a charge for the 20 that surely do
    assert set(_wide(PARTS, TICKS, bonus=True).most[:10]) == {250_000_002}
    assert set(_wide(PARTS, TICKS, deduction=True).most[:10]) == {200_000_002}
    # 10 points and a bonus of 3 beyond them: 100 × 10 + 3 × 35, for the item itself applies whatever is done or may not
    counts = [("n", Decimal(place + 1)) for place in range(10)]
    assert set(_wide(EXTRA, counts).most[:10]) == {1_000_000_000 + 105_000_000 + 2}
    assert set(_wide({"threshold": {"fact": "n", "at_least": "2"}}, counts).most[:10]) == {1_000_000_002}
    uncapped = {"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1"}}
    assert set(_wide(uncapped, counts).most[:10]) == {1_000_000_002}


@pytest.mark.parametrize(("kind", "earned", "least"), [("bonus", "4", "75.945"), ("deduction", "-4", "83.945")])
def test_what_no_action_moves_stands_in_what_is_wanted(kind: str, earned: str, least: str) -> None:
    beside = {"key": "x", "points": "4", kind: True}
    form = _form(ONE, beside, {"key": "y", "points": "3", "bonus": True}, bonus_cap="9", overall_cap="120")
    answers: Answers = {"a": "no", "x": "yes" if kind == "bonus" else "no", "y": "no"}
    ledger = Ledger(form, building.inputs(answers), [_action("1", a="yes")])
    assert [str(ledger.verdict(entry, 0)[0].earned) for entry in ledger.entries()][1] == f"{earned}.00"
    found = weights(ledger, Decimal(80))
    assert (found.exact, found.bonus, found.least) == (True, False, Decimal(least))


def test_a_gain_is_rounded_up_so_that_it_stays_a_bound() -> None:
    third = {"proportional": {"fact": "n", "target": "3"}}
    form = _form({"key": "it", "points": "10", "rule": third}, decimals=2, full="99.999998")
    gains = _gains(form, {"n": Decimal(1)}, [_action("1", n=Decimal(2))], "80")
    # 99.999998 × 3.33 − 79.995 × 10 = −466.95000666, in millionths −466950006.66 up to −466950006
    assert gains.of(0) == -466_950_006


def test_the_least_base_is_never_rounded_down() -> None:
    # 80.001 is reached from 80.0005 on, which a base of 80.01 is, from 80.005 on, and one of 80.00 is not
    ledger = Ledger(_form(ONE, decimals=3), building.inputs({"a": "no"}), [])
    assert weights(ledger, Decimal("80.001")).least == Decimal("80.005")


@pytest.mark.parametrize(("count", "sets"), [(9, 512), (10, None)])
def test_sets_are_tried_while_they_are_few(count: int, sets: int | None) -> None:
    parts = {"elements": [{"points": "1", "when": {"fact": f"p{place}", "is": "yes"}} for place in range(count)]}
    actions = [_action("1", **{f"p{place}": "yes"}) for place in range(count)]
    ledger = Ledger(_form({"key": "wide", "rule": parts, "points": str(count)}), building.inputs(), actions)
    (entry,) = ledger.entries()
    assert (None if entry.sets is None else len(entry.sets)) == sets
    assert entry.size == count


def test_a_verdict_has_no_trace_and_knows_the_veto() -> None:
    veto = {"when": {"fact": "v", "is": "yes"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}
    form = _form({**ONE, "veto": veto, "applies_if": {"fact": "g", "is": "yes"}})
    ledger = Ledger(
        form, building.inputs({"a": "no", "v": "yes", "g": "yes"}), [_action("1", g="no"), _action("1", v="no")]
    )
    (entry,) = ledger.entries()
    states = []
    for mask in range(4):
        scored, found = ledger.verdict(entry, mask)
        assert scored.trace == ()
        assert found is not None
        states.append((scored.status, found.state))
    assert states == [
        ("scored", "fired"), ("not_applicable", "clear"), ("scored", "clear"), ("not_applicable", "clear"),
    ]  # fmt: skip
    assert ledger.looks == 4 * entry.size


@pytest.mark.parametrize(
    ("cap", "goal", "least", "exact"),
    [("5", "5.06", "5.045", True), ("5", "5", "-100", False), ("5.045", "5.06", "-100", False)],
)
def test_a_bonus_that_could_do_alone_leaves_the_base_open(cap: str, goal: str, least: str, exact: bool) -> None:  # noqa: FBT001 - the outcome
    ledger = Ledger(_form(ONE, bonus_cap=cap), building.inputs({"a": "no"}), [])
    found = weights(ledger, Decimal(goal))
    assert (found.exact, found.bonus, found.least) == (exact, not exact, Decimal(least))


@pytest.mark.parametrize(("share", "safe"), [("1", True), ("0.5", True), ("1.01", False)])
def test_the_share_is_that_of_the_regular_duties(share: str, safe: bool) -> None:  # noqa: FBT001 - the outcome
    form = _form(
        {"key": "a", "points": "20"},
        {"key": "r", "points": "30", "purpose": "readiness"},
        {"key": "x", "points": "10", "bonus": True},
        {"key": "d", "points": "10", "deduction": True},
        min_share=share,
    )
    ledger = Ledger(form, building.inputs({"a": "no"}), [])
    assert Gains(ledger, weights(ledger, Decimal(80))).share_is_safe is safe
