"""The checklists we ship: from the answers of the examples the cheapest way is proven, and quickly."""

from pathlib import Path

import pytest

from assess.assessments.answersource import read_source
from assess.assessments.pathsheet import path_sheet
from assess.checklists.loader import resolve_path
from assess.scoring.options import options
from assess.scoring.path import CEILING, PROVEN_UP_TO, Goal, reaches
from tests.scoring.building import AS_OF

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "linyi-exporter": "linyi-2021/enterprise",
    "luoyang-website": "luoyang-2021/enterprise",
    "xian-maker": "xian-2024/enterprise",
    "xinjiang-exporter": "xinjiang-2020/enterprise",
    "xuhui-platform": "xuhui-2023/enterprise",
    "xuhui-district": "xuhui-2023/district",
}
QUICKLY = 5_000  # nodes; the largest of these takes a few dozen


@pytest.mark.parametrize(("example", "checklist"), EXAMPLES.items())
@pytest.mark.parametrize("grade", [None, "A"])
def test_the_cheapest_way_is_proven(example: str, checklist: str, grade: str | None) -> None:
    published = resolve_path(ROOT / "checklists" / checklist / "1.0.0.yaml")
    inputs = read_source(ROOT / "tests" / "data" / "answers" / f"{example}.yaml", published).inputs(AS_OF)
    form = published.checklist.form
    found = options(form, published.facts, inputs, Goal(grade=grade) if grade else None)
    assert found.path.state in ("proven", "unreachable")
    assert found.path.nodes < QUICKLY
    assert found.path.steps < CEILING // 100  # the ceiling is for odd forms
    assert all(action.advice or action.kind == "find-out" for action in found.actions)
    assert reaches(form, found.path.after, found.path.goal) is (found.path.state == "proven")
    sheet = path_sheet(published, inputs, found, "zh")
    assert sheet["proven"] is (found.path.state == "proven")


def test_the_largest_has_more_actions_than_are_searched_whatever_it_takes() -> None:
    published = resolve_path(ROOT / "checklists" / "xuhui-2023" / "district" / "1.0.0.yaml")
    source = read_source(ROOT / "tests" / "data" / "answers" / "xuhui-district.yaml", published)
    found = options(published.checklist.form, published.facts, source.inputs(AS_OF))
    assert len(found.actions) > PROVEN_UP_TO
    assert found.path.proven
