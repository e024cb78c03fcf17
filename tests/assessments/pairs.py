"""Random pairs of versions with answers to the first: forms over one pool of questions, some of them changed."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assess.checklists.definition import Published
from assess.checklists.uses import form_facts
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.values.fact import Column, Fact, Option
from assess.values.parse import parse
from assess.values.text import Text
from tests.factories.checklists import published
from tests.scoring import building, strategies

WORD = Text(zh="新说法", en="new words")


def _option(code: str) -> Option:
    return Option(value=code, label=Text(zh=code, en=code))


CHOICES = dataclasses.replace(
    building.fact({"key": "c.0", "type": "choices"}), options=tuple(map(_option, ("a", "b", "c")))
)
TABLE = dataclasses.replace(
    building.fact({"key": "t.0", "type": "table"}),
    columns=(
        Column(key="what", title=WORD, type="text"),
        Column(key="paid", title=WORD, type="number", unit=Text(zh="元", en="yuan")),
    ),
)
TEXT = building.fact({"key": "x.0", "type": "text"})
POOL: Mapping[str, Fact] = {**strategies.FACTS, **{fact.key: fact for fact in (CHOICES, TABLE, TEXT)}}

_RAW: Mapping[str, st.SearchStrategy[Any]] = {
    "yes-no": st.sampled_from(["yes", "no", "partial"]),
    "number": st.integers(0, 10_000).map(lambda cents: f"{cents / 100:.2f}"),
    "rate": st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
        lambda pair: {"numerator": min(pair), "denominator": max(pair)}
    ),
    "date": st.sampled_from(["2020-01-01", "2026-11-22"]),
    "choices": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
    "table": st.lists(
        st.fixed_dictionaries({"what": st.sampled_from(["x", "长" * 30])}, optional={"paid": st.just("3")}), max_size=3
    ),
    "text": st.sampled_from(["短", "长" * 30]),
}
_CHANGES: Mapping[str, list[dict[str, Any]]] = {
    "yes-no": [{"allow": ()}, {"type": "choice", "options": tuple(map(_option, ("yes", "no")))}],
    "number": [{"max": Decimal(50)}, {"decimals": 0}, {"unit": WORD}, {"type": "money"}, {"max": None}],
    "rate": [{"decimals": 2}, {"type": "number"}],
    "date": [{"type": "text"}],
    "choices": [
        {"options": CHOICES.options[::-1]},
        {"options": CHOICES.options[:2]},
        {"options": (*CHOICES.options, _option("d"))},
        {"options": (dataclasses.replace(CHOICES.options[0], exclusive=True), *CHOICES.options[1:])},
    ],
    "table": [
        {"columns": TABLE.columns[:1]},
        {"columns": (TABLE.columns[0], dataclasses.replace(TABLE.columns[1], unit=None))},
        {"columns": (dataclasses.replace(TABLE.columns[0], max_length=5), TABLE.columns[1])},
        {"max_rows": 1},
    ],
    "text": [{"max_length": 5}, {"max_length": 5000}],
}


@st.composite
def _changed(draw: st.DrawFn, fact: Fact) -> Fact:
    """Change a question in a random way, or not at all."""
    none: list[dict[str, Any]] = [{}] * 8
    general: list[dict[str, Any]] = [{"wording": WORD}, {"revision": fact.revision + 1}, {"unknown": False}]
    return dataclasses.replace(fact, **draw(st.sampled_from([*none, *general, *_CHANGES[fact.type]])))


@st.composite
def versions(draw: st.DrawFn, pool: Mapping[str, Fact]) -> Published:
    """Make a version over a pool: what its form reads, and some questions besides."""
    form: Form = draw(strategies.forms())
    extra = draw(st.lists(st.sampled_from(sorted(pool)), unique=True))
    keys = dict.fromkeys([*(fact for _, fact in form_facts(form)), *extra])
    base = published()
    checklist = dataclasses.replace(base.checklist, form=form)
    return dataclasses.replace(base, checklist=checklist, facts=tuple(pool[key] for key in keys))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Published, Published]:
    """Make two versions of one checklist."""
    old = draw(versions(POOL))
    pool = {key: draw(_changed(fact)) for key, fact in POOL.items()}
    items = {item.key: item for item in old.checklist.form.items()}
    new = draw(versions(pool))
    raised = draw(st.sets(st.sampled_from(sorted(items))))
    return old, _revised(new, frozenset(raised))


def _revised(new: Published, raised: frozenset[str]) -> Published:
    form = new.checklist.form
    sections = tuple(
        dataclasses.replace(
            section,
            groups=tuple(
                dataclasses.replace(
                    group,
                    items=tuple(
                        dataclasses.replace(item, revision=2 if item.key in raised else 1, not_applicable=place != 1)
                        for place, item in enumerate(group.items)
                    ),
                )
                for group in section.groups
            ),
        )
        for section in form.sections
    )
    revised = dataclasses.replace(form, sections=sections)
    return dataclasses.replace(new, checklist=dataclasses.replace(new.checklist, form=revised))


@st.composite
def filled(draw: st.DrawFn, version: Published) -> Inputs:
    """Answer some of a version's questions, 不清楚 among the answers, and claim some items."""
    answers = {}
    for fact in version.facts:
        unknown = [st.just({"unknown": True})] if fact.unknown else []
        given = draw(st.none() | st.one_of(_RAW[fact.type], *unknown))
        if given is not None:
            answers[fact.key] = parse(fact, given)
    keys = [item.key for item in version.checklist.form.items() if item.not_applicable]
    claims = draw(st.sets(st.sampled_from(keys))) if keys else set()
    return Inputs(answers, building.PROFILE, building.AS_OF, dict.fromkeys(sorted(claims), "没有这项业务"))
