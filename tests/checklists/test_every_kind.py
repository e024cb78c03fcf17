"""Every type of question and every kind of rule exists everywhere it must, and works: one table, one row a kind."""

import dataclasses
import datetime as dt
import re
import typing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pytest
from starlette.datastructures import FormData

from assess.assessments.answersfile import AnswersFile
from assess.assessments.formbook.reading import read_form
from assess.assessments.formbook.writing import write_form
from assess.checklists.definition import Checklist
from assess.checklists.itembook.reading import read_items
from assess.checklists.itembook.writing import write_items
from assess.checklists.loader import SHIPPED, validate
from assess.checklists.loader.yamltext import parse as parse_yaml
from assess.checklists.yamlout import dump, plain
from assess.conditions.model import Condition
from assess.reports.criteria import Criteria
from assess.reports.predicates import Predicates
from assess.scoring.engine import score
from assess.scoring.rules import Rule
from assess.values.dump import display, to_json
from assess.values.fact import ColumnType, Fact, FactType
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.parse import parse
from assess.values.text import Locale
from assess.web.forms.base import Fields
from assess.web.forms.facts import build
from assess.web.forms.fields import FIELDS
from assess.web.forms.sheet import MACROS, sheet
from assess.web.views.drawn import drawn
from assess.web.views.state import State
from assess.wording.formats import Names
from assess.wording.sentences import tell
from tests.factories import forms
from tests.scoring import building

README: Final = (SHIPPED / "README.md").read_text(encoding="utf-8")
SCORING: Final = (SHIPPED.parent / "docs" / "scoring.md").read_text(encoding="utf-8")
EXAMPLES: Final = sorted((building.DATA / "rules").glob("*.yaml"))
LOCALES: Final[tuple[Locale, ...]] = ("zh", "en")
ROWS: Final = (Row("r1", {"product": "b", "premium": Decimal("12.5"), "end": dt.date(2026, 1, 2)}),)

ROW_SENT: Final = {"id": "r1", "product": "b", "premium": "12.5", "end": "2026/1/2"}


@dataclass(frozen=True)
class Kind:
    """One type of question: an answer in each of its forms."""

    value: Value
    raw: object
    sent: tuple[tuple[str, str], ...]
    drawn: str  # what the component shows of it
    shown: str  # how people read it


KINDS: Final[dict[FactType, Kind]] = {
    "yes-no": Kind("partial", "partial", (("t.yes-no", "partial"),), r'value="partial"\s+checked', "部分"),
    "choice": Kind("b", "b", (("t.choice", "b"),), r'value="b"\s+checked', "=乙"),
    "choices": Kind(
        ("a", "b"),
        ["a", "b"],
        (("t.choices", "b"), ("t.choices", "a")),
        r'value="a"\s+checked[\s\S]*value="b"\s+checked',
        "甲、=乙",
    ),
    "number": Kind(Decimal("1234.5"), "1234.5", (("t.number", "1,234.5"),), r'value="1234\.5"', "1234.5 次"),
    "rate": Kind(
        Rate(Decimal(3), Decimal(4)),
        {"numerator": "3", "denominator": "4"},
        (("t.rate", "3"), ("t.rate:denominator", "4")),
        r'value="3"[\s\S]*name="t\.rate:denominator"\s+value="4"',
        "3/4 (75%)",
    ),
    "money": Kind(Decimal(180000), "180000", (("t.money", "180，000"),), r'value="180000"', "180,000 元"),
    "date": Kind(
        dt.date(2026, 3, 1), "2026-03-01", (("t.date", "2026年3月1日"),), r'value="2026-03-01"', "2026年3月1日"
    ),
    "text": Kind("=两行\n字", "=两行\n字", (("t.text", " =两行\r\n字 "),), r">=两行\n字</textarea>", "=两行\n字"),
    "table": Kind(
        ROWS,
        [{"id": "r1", "product": "b", "premium": "12.5", "end": "2026-01-02"}],
        (
            ("t.table:1:id", "r1"),
            ("t.table:1:product", "b"),
            ("t.table:1:premium", "12.5"),
            ("t.table:1:end", "2026/1/2"),
        ),
        r'value="b"\s+selected[\s\S]*value="12\.5"[\s\S]*value="2026-01-02"',
        "1 行",
    ),
}
PUBLISHED: Final = forms.published()
FACTS: Final = {fact.type: fact for fact in reversed(PUBLISHED.facts) if fact.key == f"t.{fact.type}"}
TYPES: Final = typing.get_args(FactType)


def test_the_table_has_every_type_of_question() -> None:
    assert set(KINDS) == set(TYPES) == set(FACTS)
    assert {column.type for column in forms.COLUMNS} == set(typing.get_args(ColumnType))


@pytest.mark.parametrize("name", TYPES)
def test_its_field_reads_what_a_page_sends(name: FactType) -> None:
    fact, kind = FACTS[name], KINDS[name]
    field = FIELDS[name]
    assert field.value(fact, field.sent(fact, Fields(FormData(list(kind.sent))))) == kind.value
    assert field.value(fact, field.filled(kind.value)) == kind.value
    assert field.value(fact, field.filled(UNKNOWN)) is UNKNOWN


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", TYPES)
def test_its_component_shows_the_saved_answer(name: FactType, locale: Locale) -> None:
    fact, kind = FACTS[name], KINDS[name]
    page = sheet(PUBLISHED, "0" * 64, locale)
    form = build(PUBLISHED, [fact.key], locale)(None, data={fact.key: kind.value})
    state = State(field=form.asked(fact.key), note="", revision=1, saved="", asked=True, kept=True, evidence=None)
    made = str(drawn(page, page.questions[fact.key], state, "/x"))
    assert MACROS[name] == page.questions[fact.key].macro
    assert fact.wording.to(locale) in made
    assert re.search(kind.drawn, made), made


@pytest.mark.parametrize("name", TYPES)
def test_its_json_is_read_and_written(name: FactType) -> None:
    fact, kind = FACTS[name], KINDS[name]
    assert parse(fact, kind.raw) == kind.value
    assert to_json(kind.value) == kind.raw
    assert parse(fact, to_json(UNKNOWN)) is UNKNOWN
    assert display(fact, kind.value, "zh") == kind.shown


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", TYPES)
def test_its_excel_form_is_read_and_written(name: FactType, locale: Locale) -> None:
    fact = FACTS[name]
    for value in (KINDS[name].value, UNKNOWN):
        file = AnswersFile(organisation=forms.ORGANISATION, answers={fact.key: value}, notes={}, evidence={}, claims={})
        assert read_form(write_form(PUBLISHED, "0" * 64, file, locale), PUBLISHED, "x.xlsx") == file


@pytest.mark.parametrize("name", TYPES)
def test_it_has_a_worked_example_and_is_explained(name: FactType) -> None:
    used = [path.name for path in EXAMPLES for fact in building.load(path)["facts"] if fact["type"] == name]
    assert used
    assert re.search(rf"^\| [^|]*`{name}`", README, re.MULTILINE)
    assert re.search(rf"^    type: {name}\b", README, re.MULTILINE)
    assert re.search(rf"^\| `{name}` ", SCORING, re.MULTILINE)


# Rules

RULES: Final = {next(iter(typing.get_type_hints(kind))): kind for kind in typing.get_args(Rule)}


def examples(name: str) -> list[dict[str, Any]]:
    return [data for path in EXAMPLES if name in (data := building.load(path))["rule"]]


def checklist(rule: Rule) -> Checklist:
    """Give a checklist whose first item has the rule."""
    base = PUBLISHED.checklist
    section = base.form.sections[0]
    group = section.groups[0]
    item = dataclasses.replace(group.items[0], rule=rule)
    changed = dataclasses.replace(group, items=(item, *group.items[1:]))
    sections = (dataclasses.replace(section, groups=(changed,)), *base.form.sections[1:])
    return dataclasses.replace(base, form=dataclasses.replace(base.form, sections=sections))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_goes_through_yaml_and_excel(name: str) -> None:
    for example in examples(name):
        made = checklist(building.rule(example["rule"]))
        assert isinstance(next(iter(made.form.items())).rule, RULES[name])
        data = plain(made)
        assert isinstance(data, dict)
        assert validate(parse_yaml(dump(data).encode(), "x.yaml"), Checklist) == made
        assert read_items(write_items(made, "zh"), "x.xlsx") == made


@pytest.mark.parametrize("name", RULES)
def test_a_rule_scores_and_its_trace_is_told_in_both_languages(name: str) -> None:
    for example in examples(name):
        facts = [building.fact(one) for one in example["facts"]]
        item = building.item({"key": "it", "points": example["points"], "rule": building.rule(example["rule"])})
        names = Names(facts={fact.key: fact for fact in facts}, items={"it": item.title})
        for case in example["cases"]:
            day = dt.date.fromisoformat(case.get("as_of") or example.get("as_of") or building.AS_OF.isoformat())
            given = building.inputs(building.answers(facts, case["answers"]), as_of=day)
            result = score(building.form([item]), given).item("it")
            assert str(result.earned) == case["earned"]
            assert result.trace
            for step in result.trace:
                chinese, english = tell(step, "zh", names), tell(step, "en", names)
                assert re.search(r"[一-鿿]", chinese)
                assert "{" not in chinese + english


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_shown_as_criteria_and_is_explained(name: str) -> None:
    example = examples(name)[0]
    facts: dict[str, Fact] = {one["key"]: building.fact(one) for one in example["facts"]}
    item = building.item({"key": "it", "points": example["points"], "rule": building.rule(example["rule"])})
    for locale in LOCALES:
        lines = Criteria(facts, Predicates(facts, {}, locale), locale).lines(item)
        assert lines
        assert all(lines)
    assert f"\n### {name}\n" in SCORING
    block = README.partition("```yaml rule\n")[2].partition("```")[0]
    assert re.search(rf"^- {name}:", block, re.MULTILINE)


@pytest.mark.parametrize("kind", typing.get_args(Condition), ids=lambda kind: kind.__name__)
def test_every_kind_of_condition_is_explained(kind: type) -> None:
    block = README.partition("```yaml condition\n")[2].partition("```")[0]
    needed = [field.name.rstrip("_") for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    assert any(all(re.search(rf"\b{name}:", line) for name in needed) for line in block.splitlines())
