"""The crosswalk: which items of which measures read a fact, and where one region asks more than another."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from assess.checklists.crosswalk import compare, crosswalk
from assess.checklists.definition import Named, Published, Stance, Theme
from assess.checklists.loader import resolve_path
from assess.scoring.form import Item
from assess.scoring.rules import Deadline, DeadlineRule, Proportional, ProportionalRule, Rule, Threshold, ThresholdRule
from assess.values.text import Text

FILE = "demo-2020/enterprise/1.0.0.yaml"
WORDS = Text(zh="甲", en="a")


def _other(published: Published, key: str, change: Callable[[Item], Item] = lambda item: item) -> Published:
    """Make the same checklist of another measure, with every item changed."""
    sections = tuple(
        dataclasses.replace(
            section,
            groups=tuple(
                dataclasses.replace(group, items=tuple(change(item) for item in group.items))
                for group in section.groups
            ),
        )
        for section in published.checklist.form.sections
    )
    form = dataclasses.replace(published.checklist.form, sections=sections)
    checklist = dataclasses.replace(published.checklist, measure=key, form=form)
    return dataclasses.replace(published, checklist=checklist, measure=dataclasses.replace(published.measure, key=key))


def _reading(rule: Rule) -> Callable[[Item], Item]:
    return lambda item: (
        dataclasses.replace(item, rule=rule, reads=("credit.trainings",)) if item.key == "procedure" else item
    )


def test_a_fact_names_every_item_that_reads_it_and_those_it_only_gates(content: Path) -> None:
    one = resolve_path(content / FILE, content)
    rows = {row.fact.key: row for row in crosswalk([one, _other(one, "other-2021")])}
    uses = rows["insurance.policies"].uses
    assert {name: [(use.item.key, use.gate_only) for use in found] for name, found in uses.items()} == {
        "demo-2020": [("overseas-cover", False)],
        "other-2021": [("overseas-cover", False)],
    }
    assert [use.gate_only for use in rows["overseas.sells-abroad"].uses["demo-2020"]] == [True]
    assert all(row.more == () for row in rows.values())
    assert crosswalk([one], "district") == ()


def test_where_one_region_asks_more_is_named(content: Path) -> None:
    one = resolve_path(content / FILE, content)
    lenient = _other(
        one, "other-2021", lambda item: dataclasses.replace(item, purpose="readiness", veto=None, evidence=None)
    )
    rows = {row.fact.key: row for row in crosswalk([one, lenient])}
    assert [(more.kind, more.measures) for more in rows["credit.serious-list"].more] == [
        ("duty", ("demo-2020",)),
        ("veto", ("demo-2020",)),
    ]
    assert [(more.kind, more.measures) for more in rows["insurance.policies"].more] == [("evidence", ("demo-2020",))]


def test_the_higher_target_and_the_earlier_day_are_named(content: Path) -> None:
    one = resolve_path(content / FILE, content)
    threshold = ThresholdRule(threshold=Threshold(fact="credit.trainings", at_least=Decimal(2)))
    share = ProportionalRule(proportional=Proportional(fact="credit.trainings", target=Decimal(3)))
    rows = crosswalk([_other(one, "a", _reading(threshold)), _other(one, "b", _reading(share))])
    (more,) = next(row.more for row in rows if row.fact.key == "credit.trainings")
    assert (more.kind, more.measures, more.value) == ("target", ("b",), "3")
    early, late = (
        DeadlineRule(deadline=Deadline(date="credit.trainings", due=due)) for due in ("2021-12-31", "2022-12-31")
    )
    rows = crosswalk([_other(one, "a", _reading(late)), _other(one, "b", _reading(early))])
    (more,) = next(row.more for row in rows if row.fact.key == "credit.trainings")
    assert (more.kind, more.measures, more.value) == ("sooner", ("b",), "2021-12-31")


def test_measures_are_compared_point_by_point(content: Path) -> None:
    measure = resolve_path(content / FILE, content).measure
    theme = Theme(key="credit", title=WORDS, points=(Named(key="credit.name", title=WORDS),))
    stance = Stance(point="credit.name", clauses=("1",), says=WORDS)
    one, other = (
        dataclasses.replace(measure, key=key, stances=stances) for key, stances in (("a", (stance,)), ("b", ()))
    )
    (point,) = compare([one, other], theme)
    assert point.stances == {"a": stance, "b": None}
