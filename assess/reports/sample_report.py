"""A report to look at before a face is used: any checklist, filled in with examples, of nobody (pure).

Everything in it follows from the checklist's own questions, so that the same checklist gives the same sample.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from assess.checklists.definition import Published
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.parts import ReportContent
from assess.reports.words import word
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence
from assess.scoring.inputs import Inputs
from assess.values.fact import Column, Fact
from assess.values.model import UNKNOWN, Answers, Cell, Rate, Row, Value
from assess.values.profile import Profile
from assess.values.text import Locale

_ROLES: Final = 4
_ROWS: Final = 2
_FILES: Final = 6
_UNKNOWN: Final = 13
"""One question in so many is not answered with a fact, one in so many with no or in part: a report has gaps."""
_PARTLY: Final = 4
_BEFORE: Final = dt.timedelta(days=120)
_MONEY: Final = Decimal(120_000)
_SHARE: Final = Rate(Decimal(17), Decimal(20))
_MIDDLE: Final = Decimal(6)
_TWO: Final = Decimal(2)


def sample(published: Published, sha256: str, locale: Locale, *, as_of: dt.date, region: str) -> ReportContent:
    """Build a sample report.

    Args:
        published: The checklist.
        sha256: The hash of its file.
        locale: The language.
        as_of: The day it is judged on.
        region: What the checklist's region is called in full.
    """
    audience = published.checklist.audience
    roles = frozenset(role.key for role in published.roles[:_ROLES] if audience == "enterprise")
    profile = Profile(kind=audience, region=published.measure.region, roles=roles, size="medium")
    inputs = _without_veto(published, Inputs(_answers(published, locale, as_of), profile, as_of))
    attached = _attached(published, inputs.answers, as_of, word("sample.file", locale))
    cover = Cover(
        organisation=word(f"sample.{audience}", locale),
        kind=audience,
        region_name=region,
        state="sample",
        evidence=attached,
    )
    proof = [Evidence(fact=one.fact, kind=one.kind or "", file=one.name, issued_on=one.date) for one in attached]
    columns = score_columns(published.checklist.form, inputs, proof)
    return build(published, sha256, inputs, columns.claimed, cover, locale, supported=columns.supported)


def _answers(published: Published, locale: Locale, as_of: dt.date) -> Answers:
    text = word("sample.text", locale)
    return {fact.key: _answer(fact, number, text, as_of) for number, fact in enumerate(published.facts, start=1)}


def _answer(fact: Fact, number: int, text: str, as_of: dt.date) -> Value:
    if fact.unknown and number % _UNKNOWN == 0:
        return UNKNOWN
    made: Mapping[str, Callable[[], Value]] = {
        "yes-no": lambda: _yes_no(fact, number),
        "choice": lambda: fact.options[0].value,
        "choices": lambda: tuple(one.value for one in fact.options if not one.exclusive)[: 1 + number % _PARTLY],
        "number": lambda: _within(_MIDDLE, fact.min, fact.max),
        "rate": lambda: _SHARE,
        "money": lambda: _within(_MONEY, fact.min, fact.max),
        "date": lambda: as_of - _BEFORE,
        "text": lambda: text[: fact.max_length],
        "table": lambda: tuple(Row(f"r{row}", _cells(fact, row, text, as_of)) for row in range(1, _ROWS + 1)),
    }
    return made[fact.type]()


def _yes_no(fact: Fact, number: int) -> str:
    if number % _PARTLY:
        return "yes"
    return "partial" if "partial" in fact.allow else "no"


def _within(wanted: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    low = wanted if least is None else max(wanted, least)
    return low if most is None else min(low, most)


def _cells(fact: Fact, row: int, text: str, as_of: dt.date) -> Mapping[str, Cell]:
    return {column.key: _cell(column, row, text, as_of) for column in fact.columns}


def _cell(column: Column, row: int, text: str, as_of: dt.date) -> Cell:
    made: Mapping[str, Callable[[], Cell]] = {
        "yes-no": lambda: "yes",
        "choice": lambda: column.options[(row - 1) % len(column.options)].value,
        "number": lambda: _within(_TWO, column.min, column.max),
        "money": lambda: _within(_MONEY * row, column.min, column.max),
        "date": lambda: as_of - _BEFORE / row,
        "text": lambda: f"{text} {row}"[: column.max_length],
    }
    return made[column.type]()


def _without_veto(published: Published, inputs: Inputs) -> Inputs:
    """Turn round what would end in a veto: an example that fails at once shows little of a report."""
    form, answers = published.checklist.form, dict(inputs.answers)
    fired = {veto.item for veto in score(form, inputs).vetoes if veto.state != "clear"}
    kinds = {fact.key: fact.type for fact in published.facts}
    for item in form.items():
        for key in item.reads if item.key in fired else ():
            if kinds.get(key) == "yes-no":
                answers[key] = "no" if answers[key] in {"yes", UNKNOWN} else "yes"
            elif answers.get(key) is UNKNOWN:
                answers.pop(key)
    return Inputs(answers, inputs.profile, inputs.as_of)


def _attached(published: Published, answers: Answers, as_of: dt.date, name: str) -> tuple[Attached, ...]:
    """Attach a file to some of the questions that ask for one."""
    asking = [fact for fact in published.facts if fact.evidence and answers.get(fact.key) not in (None, UNKNOWN, "no")]
    stem, dot, ending = name.rpartition(".")
    return tuple(
        Attached(fact=fact.key, name=f"{stem}{number}{dot}{ending}", kind=fact.evidence[0], date=as_of - _BEFORE)
        for number, fact in enumerate(asking[:_FILES], start=1)
    )
