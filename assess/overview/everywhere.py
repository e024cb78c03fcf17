"""One set of facts, every checklist the organisation falls under: results side by side, nothing stored, nothing copied.

A checklist reads an answer only where it asks the very same question and the answer still holds today. What it cannot
read stays open there, and the result says between which scores it lies.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assess.assessments import prefill
from assess.assessments.prefill import Found, Given
from assess.checklists.crosswalk import More, Row, crosswalk
from assess.checklists.definition import Published
from assess.overview.concern import Offer
from assess.scoring.asked import Completeness, Visibility, completeness, needed
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result
from assess.values.fact import Fact
from assess.values.model import UNKNOWN
from assess.values.profile import Profile

Why = Literal["unanswered", "unknown", "stale", "anew", "differs"]
Claims = Mapping[str, Mapping[str, str]]
"""By checklist key: the items claimed as not applicable, and why."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question a checklist asks now and has no answer it can count; `found` is what there is instead."""

    fact: Fact
    why: Why
    found: Found | None


@dataclass(frozen=True)
class Place:
    """One checklist with the result that today's answers give there.

    `found` has the latest answer to every question that was ever answered; `ignored` names the answers it does not ask
    for. `only` are questions that no other checklist here asks; `stricter` what this region asks more of a shared one.
    """

    offer: Offer
    inputs: Inputs
    result: Result
    counted: Completeness
    visible: Mapping[str, Visibility]
    found: Mapping[str, Found]
    ignored: tuple[str, ...]
    only: tuple[Fact, ...] = ()
    stricter: tuple[tuple[Fact, More], ...] = ()

    @property
    def document(self) -> Published:
        """Give the checklist."""
        return self.offer.document

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """Name the questions that would settle the result, in the order of the form; optional ones do not."""
        return tuple(one for fact in self.document.facts if (one := self._open(fact)) is not None)

    def _open(self, fact: Fact) -> Open | None:
        if self.visible[fact.key] != "ask" or fact.optional:
            return None
        found, value = self.found.get(fact.key), self.inputs.answers.get(fact.key)
        if value is not None:
            return Open(fact, "unknown", found) if value is UNKNOWN else None
        return Open(fact, _why(found), found)

    @property
    def waiting(self) -> int:
        """Count the questions of which only another answer says whether they are asked."""
        return sum(visibility == "later" for visibility in self.visible.values())


def _why(found: Found | None) -> Why:
    if found is None:
        return "unanswered"
    if found.standing == "stale":
        return "stale"
    return "anew" if found.standing == "anew" else "differs"


@dataclass(frozen=True, slots=True)
class Shared:
    """An open question and the checklists (by place in the list) that wait for its answer."""

    fact: Fact
    places: tuple[int, ...]


def lay_out(
    offers: Sequence[Offer],
    given: Mapping[str, Sequence[Given]],
    profile: Profile,
    today: dt.date,
    claims: Claims | None = None,
) -> tuple[Place, ...]:
    """Score one set of answers on every checklist.

    Args:
        offers: The checklists, in the order of the page.
        given: The answers by question, the latest first.
        profile: The organisation.
        today: The day everything is judged on.
        claims: What is claimed not to apply; it holds on the same checklist only.
    """
    rows = crosswalk([offer.document for offer in offers])
    return tuple(
        _place(offer, given, profile, today, (claims or {}).get(offer.document.key, {}), rows) for offer in offers
    )


def _place(  # noqa: PLR0917 - what one result follows from
    offer: Offer,
    given: Mapping[str, Sequence[Given]],
    profile: Profile,
    today: dt.date,
    claims: Mapping[str, str],
    rows: Sequence[Row],
) -> Place:
    document = offer.document
    form, facts = document.checklist.form, {fact.key: fact for fact in document.facts}
    found = prefill.found(document.facts, given, today)
    answers = {key: one.value for key, one in found.items() if one.counts and one.value is not None}
    inputs = Inputs(answers, profile, today, claims)
    visible = needed(form, tuple(facts), inputs)
    return Place(
        offer=offer,
        inputs=inputs,
        result=score(form, inputs),
        counted=completeness(form, document.facts, inputs),
        visible=visible,
        found=found,
        ignored=tuple(key for key in given if key not in facts),
        only=tuple(_only(document, visible, rows)),
        stricter=tuple(_stricter(document, visible, rows)),
    )


def _only(document: Published, visible: Mapping[str, Visibility], rows: Iterable[Row]) -> Iterator[Fact]:
    """Name what this checklist alone asks of this organisation."""
    for row in rows:
        if set(row.uses) == {document.measure.key} and visible.get(row.fact.key, "hidden") != "hidden":
            yield row.fact


def _stricter(
    document: Published, visible: Mapping[str, Visibility], rows: Iterable[Row]
) -> Iterator[tuple[Fact, More]]:
    """Name what this measure asks more than the others of a question they share."""
    for row in rows:
        if visible.get(row.fact.key, "hidden") != "hidden":
            yield from ((row.fact, more) for more in row.more if document.measure.key in more.measures)


def shared(places: Sequence[Place]) -> tuple[Shared, ...]:
    """List every open question once, those that settle most first; among equals in the order of the checklists."""
    facts: dict[str, Fact] = {}
    wait: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for one in place.open:
            facts.setdefault(one.fact.key, one.fact)
            wait.setdefault(one.fact.key, []).append(index)
    made = (Shared(facts[key], tuple(indices)) for key, indices in wait.items())
    return tuple(sorted(made, key=lambda one: -len(one.places)))
