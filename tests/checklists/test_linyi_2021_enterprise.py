"""Version 1.1.0 of Linyi's enterprise checklist says more than 1.0.0 and scores three things otherwise."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from assess.assessments.answersfile import read_answers
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, check, load_published
from assess.scoring.engine import score
from assess.scoring.result import Result
from assess.values.parse import parse

ANSWERS = Path(__file__).parent.parent / "data" / "answers"
TODAY = dt.date(2026, 11, 22)


def _version(version: str) -> Published:
    return load_published(SHIPPED, "linyi-2021/enterprise", version)[0]


@pytest.fixture(scope="module")
def old() -> Published:
    return _version("1.0.0")


@pytest.fixture(scope="module")
def new() -> Published:
    return _version("1.1.0")


def _scored(published: Published, name: str, changes: Mapping[str, object] | None = None) -> Result:
    file = read_answers(ANSWERS / f"linyi-{name}.yaml", published)
    parsed = {key: parse(published.fact(key), raw) for key, raw in (changes or {}).items()}
    inputs = dataclasses.replace(file.inputs(TODAY), answers={**file.answers, **parsed})
    return score(published.checklist.form, inputs)


def _earned(result: Result, key: str) -> Decimal:
    return next(item.earned for item in result.items if item.key == key)


def test_lint_has_nothing_to_say() -> None:
    assert check(SHIPPED / "linyi-2021" / "enterprise" / "1.1.0.yaml") == []


def test_every_item_reads_as_a_gap(new: Published) -> None:
    for item in new.checklist.form.items():
        assert item.gap is not None, item.key
        assert 0 < len(item.gap.zh) <= 30, item.key
        assert item.gap.zh != item.title.zh, item.key


def test_three_items_changed_their_meaning(old: Published, new: Published) -> None:
    before = {item.key: (item.revision, item.points, item.rule) for item in old.checklist.form.items()}
    after = {item.key: (item.revision, item.points, item.rule) for item in new.checklist.form.items()}
    assert list(before) == list(after)
    changed = [key for key in before if before[key] != after[key]]
    assert changed == ["platform-rules", "platform-notices", "subsidy-file"]
    assert {after[key][0] for key in changed} == {2}


def test_what_platforms_are_guided_to_is_no_duty(new: Published) -> None:
    items = {item.key: item for item in new.checklist.form.items()}
    guided = [items[key] for key in ("platform-rules", "platform-notices")]
    assert [(item.purpose, item.strength) for item in guided] == [("readiness", "encouraged")] * 2


def test_findings_of_the_past_are_irreversible(new: Published) -> None:
    marked = {item.key for item in new.checklist.form.items() for advice in item.advice.values() if advice.irreversible}
    assert marked == {"no-infringement", "honest-litigation", "no-abnormal-filing", "lawful-exports"}


def test_the_overseas_items_name_the_subsidy_and_its_questions_are_asked(new: Published) -> None:
    named = {item.key: item.programme for item in new.checklist.form.items() if item.programme}
    assert named == dict.fromkeys(("overseas-cover", "subsidy-file"), "shandong-ip-insurance-2021")
    assert [programme.key for programme in new.programmes] == ["shandong-ip-insurance-2021"]
    assert {"insurance.legal-person", "insurance.subsidy-papers"} <= {fact.key for fact in new.facts}


@pytest.mark.parametrize("name", ["exporter", "minimal"])
def test_who_runs_no_platform_scores_as_before(old: Published, new: Published, name: str) -> None:
    before, after = _scored(old, name), _scored(new, name)
    assert before.duty.final == after.duty.final
    assert before.readiness.final == after.readiness.final


def test_a_platform_is_graded_without_what_it_is_only_guided_to(old: Published, new: Published) -> None:
    before, after = _scored(old, "platform"), _scored(new, "platform")
    assert (str(before.duty.final), str(after.duty.final)) == ("97.6", "100.0")
    assert (str(before.readiness.final), str(after.readiness.final)) == ("96.5", "95.4")


def test_a_policy_that_has_not_begun_does_not_count(old: Published, new: Published) -> None:
    row = {"product": "overseas-liability", "insurer": "甲", "start": "2027-01-01", "end": "2027-12-31"}
    full = {"invoice": "yes", "payment_proof": "yes", "target_country": "越南", "belt_road": "yes"}
    coming = {"insurance.policies": [{**row, **full, "high_value_patent": "no"}], "insurance.window-checked": "no"}
    begun = {**coming, "insurance.policies": [{**row, **full, "high_value_patent": "no", "start": "2026-11-22"}]}
    assert _earned(_scored(old, "exporter", coming), "subsidy-file") == 5
    assert _earned(_scored(new, "exporter", coming), "subsidy-file") == 0
    assert _earned(_scored(new, "exporter", begun), "subsidy-file") == 5
