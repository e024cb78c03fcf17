"""Every worked example of tests/data/scoring, computed by hand, comes out of the engine; docs/scoring.md shows them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assess.scoring.columns import Columns, score_columns
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence
from assess.scoring.form import Form, Item
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark
from assess.scoring.result import Result
from assess.values.step import Step
from assess.wording.sentences import tell
from tests.scoring import building

RULES = sorted((building.DATA / "rules").glob("*.yaml"))
FORMS = sorted((building.DATA / "forms").glob("*.yaml"))
COLUMNS = sorted((building.DATA / "columns").glob("*.yaml"))
TRACES = building.load(building.DATA / "traces.yaml")
DOCS = Path(__file__).parents[2] / "docs" / "scoring.md"
KINDS = {"levels", "elements", "threshold", "proportional", "steps"} | {
    "per_unit",
    "growth",
    "deadline",
    "deductions",
    "judged",
}


def _cases() -> list[Any]:
    return [
        pytest.param(path, case, id=f"{path.stem}: {case['name']}")
        for path in RULES
        for case in building.load(path)["cases"]
    ]


def _item_result(example: dict[str, Any], case: dict[str, Any]) -> Result:
    facts = [building.fact(each) for each in example["facts"]]
    item = building.item({"key": "it", "points": example["points"], "rule": building.rule(example["rule"])})
    as_of = dt.date.fromisoformat(case.get("as_of") or example.get("as_of") or building.AS_OF.isoformat())
    return score(building.form([item]), building.inputs(building.answers(facts, case["answers"]), as_of=as_of))


@pytest.mark.parametrize(("path", "case"), _cases())
def test_a_rule_gives_what_was_computed_by_hand(path: Path, case: dict[str, Any]) -> None:
    result = _item_result(building.load(path), case).item("it")
    assert (str(result.earned), str(result.high)) == (case["earned"], case["high"])
    assert (result.bonus, result.bonus_high) == (Decimal(case.get("bonus", 0)), Decimal(case.get("bonus_high", 0)))
    assert result.outcome == case["outcome"]
    assert result.status == case.get("status", "scored")


def test_every_kind_of_rule_has_an_example() -> None:
    assert {next(iter(building.load(path)["rule"])) for path in RULES} == KINDS


def _form_result(example: dict[str, Any]) -> Result:
    form, inputs = _filled(example)
    return score(form, inputs)


def _filled(example: dict[str, Any]) -> tuple[Form, Inputs]:
    """Give the form of an example with its answers; facts that are not described are yes-no."""
    items: dict[str, list[Item]] = {}
    raw, claims = dict(example.get("answers", {})), dict[str, str]()
    for section in example["sections"]:
        items[section["key"]] = [_item(each, raw, claims) for each in section["items"]]
    keys = {*raw, *(item.key for part in items.values() for item in part)}
    described = [building.fact(each) for each in example.get("facts", ())]
    facts = [building.yes_no(key) for key in keys - {fact.key for fact in described}] + described
    given = building.answers(facts, raw)
    return building.form(items, **example["form"]), building.inputs(given, claims=claims)


def _item(data: dict[str, Any], raw: dict[str, object], claims: dict[str, str]) -> Item:
    if "rule" in data:
        data["rule"] = building.rule(data["rule"])
    else:
        raw[data["key"]] = data.pop("answer")
    if "claim" in data:
        claims[data["key"]] = data.pop("claim")
        data.setdefault("not_applicable", True)
    if "veto" in data:
        data["veto"]["reason"] = {"zh": "否决", "en": "veto"}
    return building.item(data)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_totals_as_computed_by_hand(path: Path) -> None:
    example = building.load(path)
    result, expect = _form_result(building.load(path)), example["expect"]
    parts: dict[str, Any] = {"duty": result.duty, "readiness": result.readiness, "grade": result.grade}
    for part in parts.keys() & expect.keys():
        assert {name: _plain(getattr(parts[part], name)) for name in expect[part]} == expect[part]
    for section in result.sections:
        wanted = expect.get("sections", {}).get(section.key, {})
        assert {name: _plain(getattr(section.duty, name)) for name in wanted} == wanted
    assert {key: result.item(key).status for key in expect.get("items", {})} == expect.get("items", {})


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.stem)
def test_the_columns_come_out_as_computed_by_hand(path: Path) -> None:
    example = building.load(path)
    columns, expect = _columns(building.load(path)), example["expect"]
    assert columns.reviewed is not None
    found = {"claimed": columns.claimed, "supported": columns.supported, "reviewed": columns.reviewed.result}
    for name, result in found.items():
        assert {key: _plain(getattr(result.duty, key)) for key in expect[name]} == expect[name]
    assert {name: result.grade.effective for name, result in found.items()} == expect["grades"]
    assert [
        [one.column, one.scope, one.key, _plain(one.difference), _plain(one.percent)]
        for one in columns.deviations
        if one.dial == "duty"
    ] == expect["deviations"]


def _columns(example: dict[str, Any]) -> Columns:
    form, inputs = _filled(example)
    evidence = [
        Evidence(**{**each, "issued_on": dt.date.fromisoformat(each["issued_on"]) if "issued_on" in each else None})
        for each in example["evidence"]
    ]
    marks = [Mark(**{**each, "points": Decimal(each["points"])}) for each in example["marks"]]
    return score_columns(form, inputs, evidence, marks)


def _told(name: str) -> tuple[Step, ...]:
    """Give the trace of an example: an item's, or everything above the items."""
    folder, _, rest = name.partition("/")
    if folder == "rules":
        stem, _, title = rest.partition(": ")
        example = building.load(building.DATA / "rules" / f"{stem}.yaml")
        (case,) = (each for each in example["cases"] if each["name"] == title)
        return _item_result(example, case).item("it").trace
    example = building.load(building.DATA / folder / f"{rest}.yaml")
    if folder == "forms":
        return _above(_form_result(example))
    columns = _columns(example)
    assert columns.reviewed is not None
    results = (columns.supported, columns.reviewed.result)
    return tuple(step for result in results for item in result.items for step in item.trace)


def _above(result: Result) -> tuple[Step, ...]:
    sections = (step for section in result.sections for step in section.duty.trace)
    return (*sections, *result.duty.trace, *result.grade.trace)


@pytest.mark.parametrize("name", TRACES)
def test_the_trace_says_in_both_languages_what_was_computed(name: str) -> None:
    told, steps = TRACES[name], _told(name)
    assert [tell(step, "zh") for step in steps] == told["zh"]
    assert [tell(step, "en") for step in steps] == told["en"]


def test_every_example_has_its_sentences() -> None:
    wanted = {f"forms/{path.stem}" for path in FORMS} | {f"columns/{path.stem}" for path in COLUMNS}
    assert wanted <= TRACES.keys()
    assert {path.stem for path in RULES} == {
        name.removeprefix("rules/").partition(": ")[0] for name in TRACES if name.startswith("rules/")
    }


def test_the_docs_show_every_example() -> None:
    docs = DOCS.read_text(encoding="utf-8")
    rows = {line.strip() for line in docs.splitlines() if line.startswith("| ")}
    for path in RULES:
        for case in building.load(path)["cases"]:
            assert row(case) in rows, f"{path.name}: {row(case)}"
    for path in FORMS + COLUMNS:
        assert f"| `{path.name}` | {building.load(path)['note']} |" in rows


def row(case: dict[str, Any]) -> str:
    """Give an example as the docs print it."""
    low, high = Decimal(case["earned"]), Decimal(case["high"])
    points = "—" if case["outcome"] is None else f"{low:f}" if low == high else f"{low:f} – {high:f}"
    return f"| {case['name']} | {case['by_hand']} | {points} |"
