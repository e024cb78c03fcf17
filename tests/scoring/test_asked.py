"""Which questions are asked now: gates first, then what they open."""

from typing import Any

import pytest

from assess.scoring.asked import Completeness, asked, completeness
from assess.scoring.form import Form
from assess.values.model import UNKNOWN, Answers, Value
from tests.scoring import building

GATE = {"fact": "sells.abroad", "is": "yes"}


def _form(applies_if: dict[str, Any] | None, **more: Any) -> Form:  # noqa: ANN401 - as in a file
    return building.form([building.item({"key": "cover", "applies_if": applies_if, **more})])


def _asked(form: Form, answers: Answers, *facts: str) -> list[str]:
    found = asked(form, facts, answers, building.PROFILE, building.AS_OF)
    return [found[fact] for fact in facts]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(None, ["ask", "later"]), (UNKNOWN, ["ask", "ask"]), ("no", ["ask", "hidden"]), ("yes", ["ask", "ask"])],
)
def test_a_gate_is_asked_before_what_it_opens(answer: Value | None, expected: list[str]) -> None:
    answers = {} if answer is None else {"sells.abroad": answer}
    assert _asked(_form(GATE), answers, "sells.abroad", "cover") == expected


def test_a_role_that_is_missing_hides_the_gate_too() -> None:
    form = _form({"all": [{"role": "exporter"}, GATE]})
    assert _asked(form, {}, "sells.abroad", "cover") == ["hidden", "hidden"]


def test_a_role_that_is_there_makes_the_alternative_needless() -> None:
    form = _form({"any": [{"role": "market-operator"}, GATE]})
    assert _asked(form, {}, "sells.abroad", "cover") == ["hidden", "ask"]


def test_gates_open_one_after_the_other() -> None:
    form = _form({"all": [GATE, {"fact": "has.dispute", "is": "yes"}]})
    facts = ("sells.abroad", "has.dispute", "cover")
    assert _asked(form, {}, *facts) == ["ask", "later", "later"]
    assert _asked(form, {"sells.abroad": "yes"}, *facts) == ["ask", "ask", "later"]
    assert _asked(form, {"sells.abroad": "yes", "has.dispute": "yes"}, *facts) == ["ask", "ask", "ask"]
    assert _asked(form, {"sells.abroad": "no", "has.dispute": "yes"}, *facts) == ["ask", "hidden", "hidden"]


def test_one_item_that_wants_a_fact_is_enough() -> None:
    shared = building.item({"key": "other", "reads": ["cover"]})
    form = building.form([building.item({"key": "cover", "applies_if": {"role": "exporter"}}), shared])
    assert _asked(form, {}, "cover") == ["ask"]


def test_a_day_of_completion_is_asked_only_of_what_is_done() -> None:
    rule = building.rule({"deadline": {"done": "is.done", "date": "done.on", "due": "2021-12-31"}})
    form = _form(None, rule=rule, reads=["is.done", "done.on"])
    assert _asked(form, {}, "is.done", "done.on") == ["ask", "later"]
    assert _asked(form, {"is.done": "yes"}, "is.done", "done.on") == ["ask", "ask"]
    assert _asked(form, {"is.done": "no"}, "is.done", "done.on") == ["ask", "hidden"]
    assert _asked(form, {"is.done": UNKNOWN}, "is.done", "done.on") == ["ask", "hidden"]


def test_vetoes_and_fact_lists_are_asked_for_and_strangers_are_not() -> None:
    veto = {"when": {"fact": "listed", "is": "yes"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}
    assert _asked(_form(None, veto=veto, reads=["more"]), {}, "cover", "listed", "more", "stranger") == [
        "ask", "ask", "ask", "hidden",
    ]  # fmt: skip


def test_completeness_counts_what_is_asked() -> None:
    facts = [
        building.yes_no("sells.abroad"),
        building.yes_no("cover"),
        building.fact({"key": "why", "type": "text", "optional": True}),
    ]
    form = _form(GATE, reads=["why"])

    def counted(**answers: Value) -> Completeness:
        given = {key.replace("_", "."): value for key, value in answers.items()}
        return completeness(form, facts, building.inputs(given))

    assert counted() == Completeness(answered=0, unknown=0, asked=1, missing=("sells.abroad",))
    assert counted(sells_abroad="yes") == Completeness(answered=1, unknown=0, asked=3, missing=("cover",))
    assert counted(sells_abroad="yes", cover=UNKNOWN) == Completeness(answered=2, unknown=1, asked=3, missing=())
    assert counted(sells_abroad="no", cover="yes") == Completeness(answered=1, unknown=0, asked=1, missing=())


def test_a_claim_spares_what_only_its_item_reads() -> None:
    facts = [building.yes_no("cover"), building.yes_no("shared")]
    claimed = building.item({"key": "cover", "reads": ["cover", "shared"], "not_applicable": True})
    form = building.form([claimed, building.item({"key": "shared"})])
    claims = {"cover": "no exports"}
    assert completeness(form, facts, building.inputs(claims=claims)).missing == ("shared",)
    assert completeness(form, facts, building.inputs()).missing == ("cover", "shared")
    assert completeness(form, facts, building.inputs({"cover": "no"}, claims={"shared": "x"})).missing == ("shared",)
