"""A form goes out as a workbook and comes back with every answer as it was, whatever was answered."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings

from assess.assessments.answersfile import AnswersFile
from assess.assessments.formbook.reading import read_form
from assess.assessments.formbook.writing import write_form
from assess.checklists.loader import SHIPPED, Entry, catalogue, load_published
from assess.values.text import Locale
from tests.factories import forms

SHA = "0" * 64
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("locale", ["zh", "en"])
@given(file=forms.files())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_every_answer_comes_back_as_it_was(locale: Locale, file: AnswersFile) -> None:
    published = forms.published()
    assert read_form(write_form(published, SHA, file, locale), published, "x.xlsx") == file


@pytest.mark.parametrize("entry", catalogue(SHIPPED), ids=lambda entry: f"{entry.key}-{entry.version}")
def test_every_checklist_has_a_workbook(entry: Entry) -> None:
    published, sha256 = load_published(SHIPPED, entry.key, entry.version)
    organisation = dataclasses.replace(forms.ORGANISATION, kind=published.checklist.audience, roles=())
    empty = AnswersFile(organisation=organisation, answers={}, notes={}, evidence={}, claims={})
    assert read_form(write_form(published, sha256, empty, "zh"), published, "x.xlsx") == empty
