"""What becomes of answers and claims when an assessment moves to another version of its checklist (pure).

An answer stays as it is only where the question means what it meant. Everything else stops counting until a person
has looked at it; nothing is lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from assess.checklists.definition import Published
from assess.checklists.diff import Diff, diff
from assess.checklists.narrowing import otherwise_measured
from assess.scoring.asked import needed
from assess.scoring.form import Item
from assess.scoring.inputs import Inputs
from assess.values import dump
from assess.values.fact import Fact
from assess.values.invalid import InvalidValue
from assess.values.model import Answers, Row, Value
from assess.values.parse import parse

Fate = Literal["kept", "confirm", "unfit", "retired"]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the question as it was asked."""

    fact: Fact
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFate:
    """What becomes of one answer.

    | fate | meaning |
    |---|---|
    | kept | the question means the same and takes the same answer |
    | confirm | the answer would fit, but the question changed: a person confirms it or answers anew |
    | unfit | the question is asked in another way: it needs a new answer; the old one stays readable |
    | retired | nothing asks it any more; it stays readable |

    `value` is what it is in the new version, None unless kept or to be confirmed. `pending` says that it did not count
    before either, as nobody had confirmed it since an earlier move.
    """

    key: str
    fate: Fate
    given: Given
    value: Value | None
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFate:
    """What becomes of one claim of 不适用: as with answers; `unfit` where the item no longer allows it."""

    item: str
    fate: Fate
    reason: str
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What did not count before the move either: answers and claims that nobody has confirmed yet."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a move does.

    `open` names the questions that need an answer next, in the order of the form; `inputs` is what is scored after
    the move and before anybody has confirmed or answered anything.
    """

    diff: Diff
    answers: tuple[AnswerFate, ...]
    claims: tuple[ClaimFate, ...]
    inputs: Inputs
    open: tuple[str, ...]

    @cached_property
    def answer(self) -> Mapping[str, AnswerFate]:
        """Give what becomes of the answers by question."""
        return {one.key: one for one in self.answers}

    def of(self, *fates: Fate) -> tuple[AnswerFate, ...]:
        """Give the answers that share a fate."""
        return tuple(one for one in self.answers if one.fate in fates)

    def claims_of(self, *fates: Fate) -> tuple[ClaimFate, ...]:
        """Give the claims that share a fate."""
        return tuple(one for one in self.claims if one.fate in fates)

    @property
    def added(self) -> tuple[str, ...]:
        """Name the open questions that the old version did not ask."""
        return tuple(key for key in self.open if self.diff.fact[key].change == "added")


def plan(old: Published, new: Published, inputs: Inputs, waiting: Waiting | None = None) -> Plan:
    """Work out a move.

    Args:
        old: The version the assessment is on.
        new: The version it is to move to.
        inputs: The answers that count, the claims, the organisation and the day.
        waiting: What waits from an earlier move; a question that has been answered since is none of it.
    """
    compared, left = diff(old, new), waiting or Waiting()
    answers = (*_answers(compared, inputs.answers), *_waiting(compared, left.answers, inputs.answers))
    claims = (*_claims(compared, inputs.not_applicable), *_waiting_claims(compared, left.claims, inputs.not_applicable))
    after = replace(
        inputs,
        answers={one.key: one.value for one in answers if one.fate == "kept" and one.value is not None},
        not_applicable={one.item: one.reason for one in claims if one.fate == "kept"},
    )
    waits = frozenset(one.key for one in answers if one.fate == "confirm")
    return Plan(compared, answers, claims, after, _open(new, after, waits))


def fates(compared: Diff, inputs: Inputs) -> tuple[tuple[AnswerFate, ...], tuple[ClaimFate, ...]]:
    """Say what would become of answers and claims, for many assessments between the same two versions.

    Args:
        compared: The two versions.
        inputs: Answers and claims given under the old one.
    """
    return tuple(_answers(compared, inputs.answers)), tuple(_claims(compared, inputs.not_applicable))


def _open(new: Published, after: Inputs, waits: frozenset[str]) -> tuple[str, ...]:
    keys = [fact.key for fact in new.facts]
    states = needed(new.checklist.form, keys, after)
    return tuple(key for key in keys if states[key] == "ask" and key not in after.answers and key not in waits)


def _answers(compared: Diff, answers: Answers) -> Iterator[AnswerFate]:
    asked = {fact.key: fact for fact in compared.old.facts}
    for key in (key for key in asked if key in answers):
        given = Given(asked[key], answers[key])
        entry = compared.fact[key]
        value = fitting(given, entry.new)
        same = value is not None and entry.change in {"kept", "reworded"}
        yield AnswerFate(key=key, fate="kept" if same else _fate(entry.new, value), given=given, value=value)


def _waiting(compared: Diff, waiting: Mapping[str, Given], answers: Answers) -> Iterator[AnswerFate]:
    asked = {fact.key: fact for fact in compared.new.facts}
    for key, given in waiting.items():
        if key not in answers:
            value = fitting(given, asked.get(key))
            yield AnswerFate(key=key, fate=_fate(asked.get(key), value), given=given, value=value, pending=True)


def _fate(asked: Fact | Item | None, value: object) -> Fate:
    if asked is None:
        return "retired"
    return "unfit" if value is None else "confirm"


def fitting(given: Given, asked: Fact | None) -> Value | None:
    """Give the value as an answer to the question as it is asked now.

    Returns:
        None where there is no such question, where it does not take the value, or where the same figures would say
        something else.
    """
    if asked is None or otherwise_measured(given.fact, asked) or _other_columns(given, asked):
        return None
    try:
        value = parse(asked, dump.to_json(given.value))
    except InvalidValue:
        return None
    return value if _same(given.value, value) else None


def _other_columns(given: Given, asked: Fact) -> bool:
    """Say whether a column in use is measured in another way now; that one is gone is for `parse` to refuse."""
    rows = given.value if isinstance(given.value, tuple) else ()
    used = {key for row in rows if isinstance(row, Row) for key in row.cells}
    now = {column.key: column for column in asked.columns}
    before = (column for column in given.fact.columns if column.key in used and column.key in now)
    return any(otherwise_measured(column, now[column.key]) for column in before)


def _same(before: Value, after: Value) -> bool:
    """Compare two answers; the order of ticked options is that of the form."""
    if isinstance(before, tuple) and isinstance(after, tuple) and not any(isinstance(one, Row) for one in before):
        return set(before) == set(after)
    return before == after


def _claims(compared: Diff, claims: Mapping[str, str]) -> Iterator[ClaimFate]:
    for item, reason in claims.items():
        entry = compared.item.get(item)
        if entry is not None and entry.old is not None:
            fate = _claim_fate(entry.new)
            kept = fate == "confirm" and entry.change != "meaning-changed"
            yield ClaimFate(item=item, fate="kept" if kept else fate, reason=reason)


def _waiting_claims(compared: Diff, waiting: Mapping[str, str], claims: Mapping[str, str]) -> Iterator[ClaimFate]:
    now = {item.key: item for item in compared.new.checklist.form.items()}
    for item, reason in waiting.items():
        if item not in claims:
            yield ClaimFate(item=item, fate=_claim_fate(now.get(item)), reason=reason, pending=True)


def _claim_fate(item: Item | None) -> Fate:
    return _fate(item, item if item is not None and item.not_applicable else None)
