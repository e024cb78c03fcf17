"""Answers that a published list contradicts, in words: beside the question, on the check page and with the result."""

from collections.abc import Mapping
from dataclasses import dataclass

from assess.assessments.contradictions import Contradiction, of_snapshot, sentences
from assess.assessments.models import Submission
from assess.checklists.definition import Published
from assess.values.text import Locale
from assess.web.forms.sheet import GroupPage
from assess.web.views.desk import Desk


@dataclass(frozen=True, slots=True)
class Flag:
    """One contradiction in words. `url` leads to the question; empty where there is none to change."""

    fact: str
    wording: str
    lines: tuple[str, ...]
    url: str


def flags(desk: Desk) -> tuple[Flag, ...]:
    """Say of every answer that is asked now what a list says otherwise."""
    return tuple(_flag(desk, one) for one in desk.contradictions if desk.asked.get(one.fact) == "ask")


def by_fact(desk: Desk, page: GroupPage) -> Mapping[str, tuple[Flag, ...]]:
    """Give the flags of those questions of a page that a list can contradict, also where none does."""
    asked = [] if desk.trial else [key for key in page.facts if key in desk.list_facts]
    found = flags(desk) if asked else ()
    return {desk.sheet.questions[key].anchor: tuple(flag for flag in found if flag.fact == key) for key in asked}


def kept(published: Published, submission: Submission, locale: Locale) -> tuple[Flag, ...]:
    """Say what a submission kept, on its own version."""
    facts = {fact.key: fact for fact in published.facts}
    found = of_snapshot(published.facts, submission.snapshot) or ()
    return tuple(
        Flag(one.fact, facts[one.fact].wording.to(locale), sentences(facts[one.fact], one, locale), "") for one in found
    )


def _flag(desk: Desk, one: Contradiction) -> Flag:
    question = desk.sheet.questions[one.fact]
    url = f"{desk.place(question.home)}?back=check#{question.anchor}" if desk.editable else ""
    return Flag(one.fact, question.wording, sentences(desk.sheet.facts[one.fact], one, desk.locale), url)
