"""What nobody has applied for: bounds by hand, and a rule whose claims name what the table lacks."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assess.checklists.lint import programme
from assess.checklists.loader import SHIPPED
from assess.checklists.loader.library import read_library
from assess.checklists.loader.yamltext import read
from assess.programmes.definition import Claims, Programme
from assess.programmes.estimate import Amount, estimate
from tests.programmes.insured import ABROAD, PROFILE, given, parsed

PATH = SHIPPED / "programmes" / "shandong-ip-insurance-2021.yaml"
LIBRARY = read_library([SHIPPED], ())
RULE: Programme = LIBRARY.programmes["shandong-ip-insurance-2021"]
FACTS = {key: one.fact for key, one in LIBRARY.facts.items()}


def amounts(rows: list[dict[str, Any]], rule: Programme = RULE) -> tuple[Amount, ...]:
    return estimate(rule, answers=parsed(given(rows)), profile=PROFILE, as_of=dt.date(2026, 11, 22)).amounts


def row(premium: str, subsidy: str | None, **changes: str) -> dict[str, Any]:
    return {**ABROAD, "premium": premium, **({"subsidy": subsidy} if subsidy else {}), **changes}


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ([row("100000", "not-applied")], "60000.00", "60000.00"),
        ([row("100000", "applied")], "0.00", "0.00"),
        ([row("100000", None)], "0.00", "60000.00"),
        ([row("100000", "refused")], "0", "0"),
        ([row("500000", "received"), row("500000", "not-applied")], "100000.00", "100000.00"),
        ([row("500000", None), row("500000", "not-applied")], "100000.00", "400000.00"),
    ],
)
def test_what_is_open_is_all_less_what_was_taken(rows: list[dict[str, Any]], low: str, high: str) -> None:
    for one in amounts(rows):
        assert (one.open_low, one.open_high) == (Decimal(low), Decimal(high))


def test_an_undecided_uplift_of_what_was_taken_lowers_what_is_surely_open() -> None:
    taken = {key: value for key, value in row("600000", "received").items() if key != "belt_road"}
    points, relative = amounts([taken, row("100000", "not-applied")])
    # all 360,000 + 60,000 → 400,000 at worst; taken at most 420,000 (or 396,000)
    assert (points.open_low, relative.open_low) == (Decimal(0), Decimal(4000))
    # at best 420,000 + 60,000 = 480,000, of which 360,000 were surely taken
    assert (points.open_high, relative.open_high) == (Decimal(120000), Decimal(96000))


def test_a_rule_without_claims_cannot_tell() -> None:
    silent = replace(RULE, subsidy=replace(RULE.subsidy, claims=None))
    for one in amounts([row("100000", "refused")], silent):
        assert (one.low, one.open_low, one.open_high) == (Decimal(60000), Decimal(0), Decimal(60000))


@pytest.mark.parametrize(
    ("claims", "messages"),
    [
        (Claims(column="subsidy", open=("not-applied",), refused=("refused",)), []),
        (Claims(column="nowhere", open=("x",)), ["lint.no-column"]),
        (Claims(column="premium", open=("x",)), ["lint.no-column"]),
        (Claims(column="subsidy", open=("later",), refused=("no",)), ["lint.no-code", "lint.no-code"]),
    ],
)
def test_claims_are_checked_against_the_table(claims: Claims, messages: list[str]) -> None:
    rule = replace(RULE, subsidy=replace(RULE.subsidy, claims=claims))
    assert [one.message for one in programme(read(PATH), rule, FACTS)] == messages
