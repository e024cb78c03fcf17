"""Answers that a published list contradicts: shown to respondents, kept for reviewers, deciding nothing (pure)."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assess.checklists.lists import ListKind
from assess.conditions.evaluate import evaluate
from assess.listings.standing import Standing
from assess.scoring.inputs import Inputs
from assess.values import dump
from assess.values.dump import display
from assess.values.fact import Fact
from assess.values.model import Value
from assess.values.parse import parse
from assess.values.step import Param, Step
from assess.values.text import Locale, Text
from assess.wording.sentences import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """An entry of a list that the answer to a fact is at odds with; `answer` is as it was judged."""

    fact: str
    list: str
    title: Text
    authority: str
    reason: str
    source: str
    listed_on: dt.date
    removed_on: dt.date | None
    answer: Value


def contradictions(
    lists: Iterable[ListKind], entries: Iterable[Standing], inputs: Inputs, facts: Iterable[str]
) -> tuple[Contradiction, ...]:
    """Compare answers with the entries of an organisation's credit code.

    Args:
        lists: What each kind of list contradicts.
        entries: The entries, removed ones among them.
        inputs: The answers, judged on their day.
        facts: What the form asks; other answers are none of its business.

    Returns:
        One for every entry that counts and is at odds with an answer, in the order of lists and days. 不清楚 and what
        is not answered are at odds with nothing.
    """
    asked, known = frozenset(facts), tuple(entries)
    return tuple(
        _contradiction(kind, entry, inputs)
        for kind in lists
        if kind.fact in asked and _at_odds(kind, inputs)
        for entry in known
        if entry.list == kind.key and _counts(kind, entry, inputs.as_of)
    )


def _at_odds(kind: ListKind, inputs: Inputs) -> bool:
    condition = kind.contradicts
    return condition is not None and evaluate(condition, inputs.answers, inputs.profile, inputs.as_of) is True


def _counts(kind: ListKind, entry: Standing, today: dt.date) -> bool:
    if kind.within_days is not None and (today - entry.listed_on).days > kind.within_days:
        return False
    return entry.current(today) or (kind.rows == "ever" and entry.listed_on <= today)


def _contradiction(kind: ListKind, entry: Standing, inputs: Inputs) -> Contradiction:
    fact = kind.fact or ""
    return Contradiction(
        fact=fact,
        list=kind.key,
        title=kind.title,
        authority=entry.authority,
        reason=entry.reason,
        source=entry.source,
        listed_on=entry.listed_on,
        removed_on=entry.removed_on,
        answer=inputs.answers[fact],
    )


def to_json(made: Iterable[Contradiction]) -> list[dict[str, Any]]:
    """Write them as a submission keeps them."""
    return [
        {
            "fact": one.fact,
            "list": one.list,
            "title": {"zh": one.title.zh, "en": one.title.en},
            "authority": one.authority,
            "reason": one.reason,
            "source": one.source,
            "listed_on": one.listed_on.isoformat(),
            "removed_on": one.removed_on.isoformat() if one.removed_on else None,
            "answer": dump.to_json(one.answer),
        }
        for one in made
    ]


def from_json(facts: Mapping[str, Fact], kept: Iterable[Mapping[str, Any]]) -> Iterator[Contradiction]:
    """Read what a submission kept; `facts` are those of its own version."""
    for one in kept:
        yield Contradiction(
            fact=one["fact"],
            list=one["list"],
            title=Text(**one["title"]),
            authority=one["authority"],
            reason=one["reason"],
            source=one["source"],
            listed_on=dt.date.fromisoformat(one["listed_on"]),
            removed_on=dt.date.fromisoformat(one["removed_on"]) if one["removed_on"] else None,
            answer=parse(facts[one["fact"]], one["answer"]),
        )


def of_snapshot(facts: Iterable[Fact], text: str) -> tuple[Contradiction, ...] | None:
    """Give what a submission kept; None where nothing was compared."""
    kept = json.loads(text).get("contradictions")
    return None if kept is None else tuple(from_json({fact.key: fact for fact in facts}, kept))


def sentences(fact: Fact, one: Contradiction, locale: Locale) -> tuple[str, ...]:
    """Say a contradiction: what the list shows, why, where that is published, and what was answered."""
    params: dict[str, Param] = {
        "authority": one.authority or Step("contradiction.some-authority"),
        "listed": one.listed_on,
        "list": one.title.to(locale),
    }
    shown = "contradiction.current"
    if one.removed_on:
        shown, params = "contradiction.removed", {**params, "removed": one.removed_on}
    made = [say(shown, params, locale)]
    made += [say(f"contradiction.{name}", {name: text}, locale) for name, text in _given(one) if text]
    return (*made, say("contradiction.answer", {"answer": display(fact, one.answer, locale)}, locale))


def _given(one: Contradiction) -> tuple[tuple[str, str], ...]:
    return (("reason", one.reason), ("source", one.source))
