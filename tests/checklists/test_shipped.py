"""Promises about everything that ships: every measure is compared, every checklist names its gaps."""

import pytest

from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, catalogue, load_measure, load_published, load_themes
from assess.checklists.loader.library import read_library

MEASURES = sorted(path.stem for path in (SHIPPED / "measures").glob("*.yaml"))
NEWEST = sorted({entry.key for entry in catalogue(SHIPPED)})


def test_five_measures_have_two_checklists_each() -> None:
    assert MEASURES == ["linyi-2021", "luoyang-2021", "xian-2024", "xinjiang-2020", "xuhui-2023"]
    assert [f"{measure}/{audience}" for measure in MEASURES for audience in ("district", "enterprise")] == NEWEST


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_says_where_it_stands_on_every_point(key: str) -> None:
    points = {point.key for theme in load_themes(SHIPPED) for point in theme.points}
    assert len(points) == 16
    measure = load_measure(SHIPPED, key)
    clauses = {clause.id for clause in measure.clauses}
    assert {stance.point for stance in measure.stances} == points
    assert {clause for stance in measure.stances for clause in stance.clauses} <= clauses


@pytest.fixture(params=NEWEST)
def published(request: pytest.FixtureRequest) -> Published:
    return load_published(SHIPPED, request.param)[0]


def test_every_item_says_how_it_reads_as_a_gap_and_has_a_theme(published: Published) -> None:
    assert [item.key for item in published.checklist.form.items() if item.gap is None or not item.themes] == []


def test_a_target_of_the_city_is_never_each_districts(published: Published) -> None:
    """No number of the city's measures is demanded of its counties: xian's indicators stand behind a level."""
    if published.key != "xian-2024/district":
        return
    behind = [item.applies_if for item in published.checklist.form.items() if "xian-2024/indicators" in item.clauses]
    assert behind
    assert all(gate is not None and "level" in repr(gate) for gate in behind)


def test_what_is_silent_or_encouraged_never_counts_as_a_duty(published: Published) -> None:
    assert {item.strength for item in published.checklist.form.items() if item.purpose == "duty"} <= {"mandatory"}


def test_every_question_of_the_bank_is_asked_by_some_version() -> None:
    asked = {
        fact.key for entry in catalogue(SHIPPED) for fact in load_published(SHIPPED, entry.key, entry.version)[0].facts
    }
    assert sorted(set(read_library([SHIPPED]).facts) - asked) == []
