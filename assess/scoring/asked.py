"""Which questions are asked now, and how complete the answers are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assess.conditions import gates
from assess.conditions.world import World
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.plan import PreparedItem, plan
from assess.scoring.reads import read_by
from assess.scoring.rules import DeadlineRule
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Answers
from assess.values.profile import Profile

Visibility = Literal["ask", "hidden", "later"]
_STRENGTH: Final[Mapping[Visibility, int]] = {"hidden": 0, "later": 1, "ask": 2}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far the answers go.

    `asked` counts the questions that have to be asked now, `answered` those with an answer, `unknown` those of them
    that say 不清楚.
    `missing` names the visible required questions without an answer, in the order of the form.
    """

    answered: int
    unknown: int
    asked: int
    missing: tuple[str, ...]


class _Board:
    """Remembers for each fact the strongest claim any item makes on it."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.found: dict[str, Visibility] = dict.fromkeys(facts, "hidden")

    def record(self, fact: str, visibility: Visibility) -> None:
        if fact in self.found:
            self.found[fact] = max(self.found[fact], visibility, key=_STRENGTH.__getitem__)


def asked(
    form: Form,
    facts: Sequence[str],
    answers: Answers,
    profile: Profile,
    as_of: dt.date,
    *,
    without: frozenset[str] = frozenset(),
) -> Mapping[str, Visibility]:
    """Say which questions are asked now.

    Args:
        form: The form.
        facts: The fact keys to tell about.
        answers: What is answered so far.
        profile: The organisation.
        as_of: The day conditions are judged on.
        without: Items that want nothing to be asked, such as those claimed as not applicable.

    Returns:
        `ask` where some item that reads the fact is not ruled out, `later` where every such item still waits for
        another answer, else `hidden`. A claim of 不适用 hides nothing by itself.
    """
    world, board = World(answers, profile, as_of), _Board(facts)
    for _, prepared_items in plan(form).sections:
        for prepared in prepared_items:
            if prepared.item.key not in without:
                _claim(prepared, world, board)
    return board.found


def _claim(prepared: PreparedItem, world: World, board: _Board) -> None:
    """Record what one item wants to know."""
    if prepared.gate is not None:
        gates.visit(prepared.gate, world, board.record)
    visibility = _item(prepared, world)
    followed = _follow_up(prepared, world)
    for fact in read_by(prepared.item):
        weaker = min(visibility, followed.get(fact, visibility), key=_STRENGTH.__getitem__)
        board.record(fact, weaker)


def _item(prepared: PreparedItem, world: World) -> Visibility:
    if prepared.gate is None:
        return "ask"
    applies = prepared.gate.holds(world)
    if applies is None:
        return "later" if gates.waits(prepared.gate, world) else "ask"
    return "ask" if applies else "hidden"


def _follow_up(prepared: PreparedItem, world: World) -> Mapping[str, Visibility]:
    """Ask the day of completion only of what is said to be done."""
    rule = prepared.item.rule
    if not isinstance(rule, DeadlineRule) or rule.deadline.done is None:
        return {}
    done = world.answers.get(rule.deadline.done)
    if done is None:
        return {rule.deadline.date: "later"}
    return {rule.deadline.date: "ask" if done == "yes" else "hidden"}


def needed(form: Form, facts: Sequence[str], inputs: Inputs) -> Mapping[str, Visibility]:
    """Say which questions still have to be asked: what only items claimed as not applicable read is spared."""
    claimed = frozenset(item.key for item in form.items() if item.not_applicable and item.key in inputs.not_applicable)
    return asked(form, facts, inputs.answers, inputs.profile, inputs.as_of, without=claimed)


def completeness(form: Form, facts: Sequence[Fact], inputs: Inputs) -> Completeness:
    """Count the answers to the questions that have to be asked now."""
    visibility = needed(form, [fact.key for fact in facts], inputs)
    visible = [fact for fact in facts if visibility[fact.key] == "ask"]
    given = [fact.key for fact in visible if fact.key in inputs.answers]
    return Completeness(
        answered=len(given),
        unknown=sum(inputs.answers[key] is UNKNOWN for key in given),
        asked=len(visible),
        missing=tuple(fact.key for fact in visible if not fact.optional and fact.key not in inputs.answers),
    )
