"""A workbook of an assessment comes back as it went out, through another program's hands too, whatever is in it."""

import dataclasses
import io
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assess.assessments import stored
from assess.assessments.answersfile import AnswersFile, Organisation
from assess.assessments.formbook.origin import Claimed, Origin, fingerprint
from assess.assessments.formbook.returned import Returned, read_returned
from assess.assessments.formbook.writing import write_form
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, Entry, catalogue, load_published
from assess.values.model import Value
from assess.values.text import Locale
from tests.factories import forms, typed

SHA = "0" * 64
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
Filled = tuple[AnswersFile, Origin]


@st.composite
def filled(draw: st.DrawFn, published: Published, sha256: str) -> Filled:
    """Fill in a whole form at random: most questions answered, some with notes, some items claimed."""
    chance = draw(st.randoms(use_true_random=False))
    answers = {fact.key: draw(typed.answers(fact)) for fact in published.facts if chance.random() < 0.8}
    notes = {fact.key: draw(typed.texts(200)) for fact in published.facts if chance.random() < 0.15}
    items = [item.key for item in published.checklist.form.items() if item.not_applicable]
    claims = {key: draw(typed.texts(200)) for key in items if chance.random() < 0.3}
    organisation = Organisation(name="=示范单位", region="371300", kind=published.checklist.audience)
    file = AnswersFile(organisation=organisation, answers=answers, notes=notes, evidence={}, claims=claims)
    origin = Origin(
        assessment="5e1f",
        sha256=sha256,
        revisions={key: chance.randint(1, 99) for key in answers.keys() | notes.keys()},
        claims={key: Claimed(chance.randint(1, 9), fingerprint(reason)) for key, reason in claims.items()},
        taken="2026-11-22 11:00",
        resting=frozenset(fact.key for fact in published.facts if chance.random() < 0.2),
    )
    return file, origin


def back(raw: bytes, published: Published, sha256: str = SHA) -> Returned:
    return read_returned(raw, published, assessment="5e1f", sha256=sha256, fresh="x0")


def resaved(raw: bytes) -> bytes:
    """Have it opened and saved by another program."""
    target = io.BytesIO()
    load_workbook(io.BytesIO(raw)).save(target)
    return target.getvalue()


def as_stored(answers: Mapping[str, Value]) -> dict[str, str]:
    return {key: stored.to_text(value) for key, value in answers.items()}


def agree(returned: Returned, form: Filled, published: Published) -> None:
    """Hold what came back to what went out."""
    file, origin = form
    assert returned.faults == []
    assert {key: one.value for key, one in returned.answers.items() if one.value is not None} == as_stored(file.answers)
    assert {key: one.note for key, one in returned.answers.items() if one.note} == dict(file.notes)
    assert {key: one.value for key, one in returned.claims.items() if one.value is not None} == dict(file.claims)
    assert returned.answers.keys() == {fact.key for fact in published.facts}
    assert returned.origin == dataclasses.replace(origin, taken="", resting=frozenset())
    assert not any(one.calculated for one in returned.answers.values())


PUBLISHED = forms.published(
    [dataclasses.replace(fact, max_length=min(fact.max_length, 40_000)) for fact in forms.FACTS]
)


@pytest.mark.parametrize("locale", ["zh", "en"])
@given(form=filled(PUBLISHED, SHA))
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
def test_every_type_comes_back_as_it_was(locale: Locale, form: Filled) -> None:
    raw = write_form(PUBLISHED, SHA, form[0], locale, form[1])
    agree(back(raw, PUBLISHED), form, PUBLISHED)
    agree(back(resaved(raw), PUBLISHED), form, PUBLISHED)


@pytest.mark.parametrize("entry", catalogue(SHIPPED), ids=lambda entry: f"{entry.key}-{entry.version}")
@given(data=st.data(), locale=st.sampled_from(["zh", "en"]))
@settings(max_examples=2, deadline=None, suppress_health_check=SLOW)
def test_every_question_of_every_checklist_comes_back_as_it_was(
    entry: Entry, data: st.DataObject, locale: Locale
) -> None:
    published, sha256 = load_published(SHIPPED, entry.key, entry.version)
    form = data.draw(filled(published, sha256))
    raw = resaved(write_form(published, sha256, form[0], locale, form[1]))
    agree(back(raw, published, sha256), form, published)
