"""The estimate of an external programme: worked examples, eligibility, papers, and bounds that always hold."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assess.checklists.loader import SHIPPED
from assess.checklists.loader.library import read_library
from assess.programmes.definition import Programme
from assess.programmes.estimate import Estimate, estimate
from assess.values.model import Answers, Row
from assess.values.parse import parse
from assess.values.profile import Profile

EXAMPLES = Path(__file__).parent.parent / "data" / "programmes" / "shandong-ip-insurance-2021.yaml"
TODAY = dt.date(2026, 11, 22)
LIBRARY = read_library([SHIPPED], ())
RULE: Programme = LIBRARY.programmes["shandong-ip-insurance-2021"]
LINYI = Profile(kind="enterprise", region="371302")
DATA = YAML(typ="safe", pure=True).load(EXAMPLES)
REST = {"insurer": "甲保险公司", "start": "2026-01-01", "end": "2026-12-31"}
PAPERS = ["application", "licence", "policy", "invoice", "payment"]


def _answers(rows: list[dict[str, Any]], **more: object) -> Answers:
    rows = [{**REST, **row} for row in rows]
    raw = {"insurance.policies": rows, "insurance.legal-person": "yes", "insurance.subsidy-papers": PAPERS, **more}
    return {key: parse(LIBRARY.facts[key].fact, value) for key, value in raw.items() if value is not None}


def _estimate(rows: list[dict[str, Any]], profile: Profile = LINYI, **more: object) -> Estimate:
    return estimate(RULE, answers=_answers(rows, **more), profile=profile, as_of=TODAY)


@pytest.mark.parametrize("example", DATA["examples"], ids=lambda example: example["name"])
def test_worked_examples(example: dict[str, Any]) -> None:
    found = _estimate(example["rows"])
    amounts = {one.reading: [f"{one.low:.2f}", f"{one.high:.2f}"] for one in found.amounts}
    assert (found.year, amounts) == (DATA["year"], example["amounts"])
    assert {row.row: row.why for row in found.left_out} == example.get("left_out", {})


POLICY = {"product": "overseas-liability", "premium": 1000, "paid_on": "2026-03-01", "high_value_patent": "no"}


@pytest.mark.parametrize(
    ("region", "legal", "papers", "state"),
    [
        ("371302", "yes", PAPERS, "eligible"),
        ("370200", "yes", PAPERS, "not-eligible"),  # Qingdao
        ("370211", "yes", PAPERS, "not-eligible"),  # a district of Qingdao
        ("310104", "yes", PAPERS, "not-eligible"),
        ("371302", "no", PAPERS, "not-eligible"),
        ("371302", None, PAPERS, "missing"),
        ("371302", "yes", PAPERS[:4], "missing"),
        ("371302", "yes", None, "missing"),
    ],
)
def test_who_is_eligible(region: str, legal: str | None, papers: list[str] | None, state: str) -> None:
    profile = Profile(kind="enterprise", region=region)
    found = _estimate([POLICY], profile, **{"insurance.legal-person": legal, "insurance.subsidy-papers": papers})
    assert found.state == state


def test_papers_are_asked_of_those_who_need_them() -> None:
    abroad = {shown.paper.key: shown.held for shown in _estimate([POLICY]).papers}
    assert abroad["patent-certificate"] == abroad["high-value"] == "not-needed"
    patents = {
        shown.paper.key: shown.held
        for shown in _estimate([{**POLICY, "product": "loss", "high_value_patent": "yes"}]).papers
    }
    assert (patents["application"], patents["patent-certificate"], patents["high-value"]) == (
        "held",
        "missing",
        "missing",
    )


def test_nothing_paid_is_missing_not_refused() -> None:
    found = _estimate([])
    assert (found.state, {one.low for one in found.amounts}) == ("missing", {Decimal(0)})


def test_the_rule_is_labelled_external_and_unverified() -> None:
    assert (RULE.verified, RULE.source.kind, RULE.source.read, RULE.validity.status) == (
        False, "press", "2026-11-22", "unknown",
    )  # fmt: skip
    assert RULE.document_number == "鲁市监知保字〔2021〕195号"


ROWS = st.lists(
    st.fixed_dictionaries(
        {"product": st.sampled_from(["overseas-liability", "enforcement", "loss"]), "paid_on": st.just("2026-05-01")},
        optional={
            "premium": st.decimals(0, 2_000_000, places=2).map(str),
            "belt_road": st.sampled_from(["yes", "no"]),
            "high_value_patent": st.sampled_from(["yes", "no"]),
            "cover": st.sampled_from(["domestic", "overseas", "both"]),
        },
    ),
    max_size=6,
)


@given(ROWS)
def test_an_amount_is_within_its_caps_and_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]]) -> None:
    found = _estimate(rows)
    premium = sum((row.amount for row in found.counted), Decimal(0))
    for one in found.amounts:
        assert 0 <= one.low <= one.high <= min(Decimal(800_000), premium * one.rate + Decimal("0.01"))
    assert [one.low for one in _estimate(rows[::-1]).amounts] == [one.low for one in found.amounts]


@given(ROWS, st.decimals(0, 100_000, places=2))
def test_another_policy_never_brings_less(rows: list[dict[str, Any]], premium: Decimal) -> None:
    more = [*rows, {"product": "loss", "premium": str(premium), "paid_on": "2026-05-01", "cover": "both"}]
    pairs = zip(_estimate(rows).amounts, _estimate(more).amounts, strict=True)
    assert all(before.low <= after.low and before.high <= after.high for before, after in pairs)


def test_a_row_that_is_not_a_row_does_not_count() -> None:
    found = estimate(RULE, answers={"insurance.policies": (Row("r1", {}),)}, profile=LINYI, as_of=TODAY)
    assert [row.why for row in found.left_out] == ["no-product"]
