"""Answers that a published list contradicts: shown to the respondent, kept for the reviewer, deciding nothing."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import Organisation
from assess.assessments.queries import Loaded
from assess.checklists.lists import ListKind
from assess.conditions.evaluate import evaluate
from assess.listings import queries as listings
from assess.listings.queries import Standing
from assess.scoring.inputs import Inputs
from assess.values import dump
from assess.values.fact import Fact
from assess.values.model import Value
from assess.values.parse import parse
from assess.values.text import Text


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


def entries_of(session: Session, loaded: Loaded, lists: Iterable[ListKind]) -> tuple[Standing, ...] | None:
    """Give the entries to compare an assessment with; the caller has loaded it for who is asking.

    Returns:
        None where there is nothing to compare: a trial, an organisation without a credit code, a form that asks about
        no list.
    """
    asked = {fact.key for fact in loaded.published.facts}
    owner = loaded.assessment.organisation_id
    if owner is None or not any(kind.fact in asked for kind in lists):
        return None
    code = session.scalar(select(Organisation.credit_code).where(Organisation.id == owner))
    return listings.of_code(session, code) if code else None


def found(
    session: Session, loaded: Loaded, lists: Iterable[ListKind], inputs: Inputs
) -> tuple[Contradiction, ...] | None:
    """Compare an assessment with the lists as they are now; None where there is nothing to compare."""
    kinds = tuple(lists)
    entries = entries_of(session, loaded, kinds)
    if entries is None:
        return None
    return contradictions(kinds, entries, inputs, [fact.key for fact in loaded.published.facts])


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
