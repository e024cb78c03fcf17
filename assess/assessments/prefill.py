"""Answers given elsewhere: which of them still answer a question asked here, and which do not (pure).

An answer travels only where the question is the same one: same key, same revision, and nothing less to choose from or
to fill in. Nothing is taken over by itself; a person says so, or a side-by-side result reads it and stores nothing.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assess.assessments import migration, stored
from assess.checklists.narrowing import narrowed
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Value
from assess.values.text import Text

Standing = Literal["fresh", "unknown", "stale", "anew", "differs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an answer was given; `revision` is the answer's own, so that what was shown can be told from what is."""

    assessment_id: uuid.UUID
    revision: int
    key: str
    version: str
    title: Text
    region: str
    at: dt.datetime
    by_name: str | None


@dataclass(frozen=True)
class Given:
    """An answer with the question as it was asked, and the day it was given (Asia/Shanghai).

    `text` is the answer as stored; `origin` is None for an answer from a file.
    """

    fact: Fact
    text: str
    day: dt.date
    origin: Origin | None = field(default=None, compare=False)

    @cached_property
    def value(self) -> Value:
        """Read the answer, at first use."""
        return stored.from_text(self.fact, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The latest answer to a question as it is asked here.

    | standing | meaning |
    |---|---|
    | fresh | it may be offered |
    | unknown | it says 不清楚: nothing to take over |
    | stale | it is older than the question allows |
    | anew | the question is asked anew each time |
    | differs | the question was asked in another way: it says nothing about this one |

    `value` is None where the question differs. `age` is in days.
    """

    asked: Fact
    given: Given
    standing: Standing
    value: Value | None
    age: int

    @property
    def offered(self) -> bool:
        """Say whether it may be taken over."""
        return self.standing == "fresh"

    @property
    def counts(self) -> bool:
        """Say whether a result of today reads it: what is asked anew each time holds for its own day."""
        return self.standing in {"fresh", "unknown"} or (self.standing == "anew" and self.age <= 0)


def find(asked: Fact, given: Sequence[Given], today: dt.date) -> Found | None:
    """Find the latest answer to a question.

    Args:
        asked: The question as it is asked here.
        given: The answers to this key, the latest first.
        today: The day on which freshness is judged.

    Returns:
        None where nobody ever answered.
    """
    for one in given:
        value = fitting(one, asked)
        if value is not None:
            age = (today - one.day).days
            return Found(asked=asked, given=one, standing=_standing(asked, value, age), value=value, age=age)
    if not given:
        return None
    latest = given[0]
    return Found(asked=asked, given=latest, standing="differs", value=None, age=(today - latest.day).days)


def found(facts: Sequence[Fact], given: Mapping[str, Sequence[Given]], today: dt.date) -> Mapping[str, Found]:
    """Find the latest answers to several questions, by key."""
    looked = ((fact.key, find(fact, given.get(fact.key, ()), today)) for fact in facts)
    return {key: one for key, one in looked if one is not None}


def fitting(given: Given, asked: Fact) -> Value | None:
    """Give an answer as one to the question as it is asked here; None where the questions differ."""
    if given.fact == asked:
        return given.value
    if given.fact.revision != asked.revision or narrowed(given.fact, asked):
        return None
    return migration.fitting(migration.Given(given.fact, given.value), asked)


def _standing(asked: Fact, value: Value, age: int) -> Standing:
    if asked.fresh_days == 0:
        return "anew"
    if asked.fresh_days is not None and age > asked.fresh_days:
        return "stale"
    return "unknown" if value is UNKNOWN else "fresh"
