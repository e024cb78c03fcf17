"""Random forms and answers: every kind of rule over a small pool of facts, so that they meet."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assess.scoring.evidence import Evidence
from assess.scoring.form import Form, Item
from assess.scoring.marks import Mark
from assess.scoring.rounding import round2
from assess.scoring.rules import JudgedRule
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Answers
from tests.scoring import building

FACTS: Mapping[str, Fact] = {
    each.key: each
    for each in (
        *(building.yes_no(f"y.{n}") for n in range(4)),
        *(building.fact({"key": f"n.{n}", "type": "number", "decimals": 2, "max": "100"}) for n in range(3)),
        *(building.fact({"key": f"r.{n}", "type": "rate"}) for n in range(2)),
        building.fact({"key": "d.0", "type": "date"}),
    )
}
YES_NO = st.sampled_from(["y.0", "y.1", "y.2", "y.3"])
AMOUNT = st.sampled_from(["n.0", "n.1", "n.2", "r.0", "r.1"])
NUMBER = st.sampled_from(["n.0", "n.1", "n.2"])  # what `judged` may read: lint refuses a rate
RATE = st.sampled_from(["r.0", "r.1"])
POINTS = st.integers(1, 40).map(lambda halves: str(halves / 2))
CREDIT = st.sampled_from(["0", "0.2", "0.333", "0.5", "0.9", "1"])
BOUND = st.integers(0, 100).map(str)


def answer_is(fact: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda key, word: {"fact": key, "is": word}, fact, st.sampled_from(["yes", "no", "partial"]))


LEAF = answer_is(YES_NO) | st.builds(lambda key, bound: {"fact": key, "at_least": bound}, AMOUNT, BOUND)
CONDITION = st.recursive(
    LEAF,
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | part.map(lambda inner: {"not": inner})
    ),
    max_leaves=4,
)


@st.composite
def _levels(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    credits_ = {word: draw(CREDIT) for word in ("yes", "partial", "no")}
    return {"levels": {"fact": draw(YES_NO), "credits": credits_}}


@st.composite
def _elements(draw: st.DrawFn, points: str) -> dict[str, Any]:
    count = draw(st.integers(1, 3))
    each = str(float(points) / 4)
    parts = [{"points": each, "when": draw(CONDITION)} for _ in range(count)]
    parts.append({"points": str(float(points) - count * float(each)), "when": draw(CONDITION)})
    return {"elements": parts, "missing_deduction": draw(st.sampled_from([None, "0.25"]))}


@st.composite
def _threshold(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    target, near = draw(st.integers(10, 100)), draw(st.integers(0, 10))
    data = {"fact": draw(AMOUNT), draw(st.sampled_from(["at_least", "above"])): str(target), "near": str(near)}
    bonus = draw(st.sampled_from([{}, {"bonus_per_unit": "0.5", "bonus_cap": "3"}]))
    return {"threshold": {**data, "near_credit": draw(CREDIT), **bonus, "no_cases": "zero"}}


@st.composite
def _proportional(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    target, lower = str(draw(st.integers(1, 100))), draw(st.booleans())
    return {"proportional": {"fact": draw(AMOUNT), "target": target, "lower_is_better": lower}}


@st.composite
def _steps(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    bands = [{"from": draw(BOUND), "credit": draw(CREDIT)} for _ in range(draw(st.integers(1, 3)))]
    return {
        "steps": {"fact": draw(AMOUNT), "bands": bands, "no_cases": draw(st.sampled_from(["zero", "not_applicable"]))}
    }


@st.composite
def _per_unit(draw: st.DrawFn, points: str) -> dict[str, Any]:
    return {"per_unit": {"fact": draw(AMOUNT), "points_each": draw(CREDIT), "cap": points}}


@st.composite
def _growth(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    mode = draw(st.sampled_from(["relative", "difference"]))
    fact = AMOUNT if mode == "relative" else RATE
    return {
        "growth": {"this": draw(fact), "last": draw(fact), "mode": mode, "target": draw(st.sampled_from(["0.3", "5"]))}
    }


@st.composite
def _deadline(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    due = draw(st.sampled_from(["2021-12-31", "2026-11-22", "2027-06-30"]))
    done = draw(st.none() | YES_NO)
    return {"deadline": {"date": "d.0", "due": due, "done": done, "late": [{"days": 400, "credit": draw(CREDIT)}]}}


@st.composite
def _deductions(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    once = {"points": draw(POINTS), "when": draw(CONDITION)}
    counted = {"points": "0.5", "per": draw(AMOUNT), "cap": draw(POINTS)}
    return {"deductions": [once, counted]}


@st.composite
def _judged(draw: st.DrawFn, _points: str) -> dict[str, Any]:
    return {"judged": {"fact": draw(NUMBER), "low": "0.1", "high": "0.9"}}


KINDS = (
    _levels, _elements, _threshold, _proportional, _steps, _per_unit, _growth, _deadline, _deductions, _judged,
)  # fmt: skip


@st.composite
def items(draw: st.DrawFn, key: str) -> Item:
    points = draw(POINTS)
    flags = draw(st.sampled_from([{}, {}, {}, {"bonus": True}, {"deduction": True}]))
    return building.item(
        {
            "key": key,
            "points": points,
            "purpose": draw(st.sampled_from(["duty", "readiness"])),
            "applies_if": draw(st.none() | st.none() | CONDITION),
            "rule": building.rule(draw(draw(st.sampled_from(KINDS))(points))),
            "not_applicable": True,
            "veto": draw(st.none() | st.none() | VETO),
            "evidence": draw(st.none() | PROOF),
            "reads": [draw(YES_NO)],
            **flags,
        }
    )


PROOF = st.builds(
    lambda kinds, days, count: {"kinds": kinds, "required": True, "within_days": days, "min_count": count},
    st.sampled_from([["contract"], ["contract", "photo"]]),
    st.sampled_from([None, 30]),
    st.integers(1, 2),
)
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        fact=st.sampled_from([*FACTS]),
        kind=st.sampled_from(["contract", "photo", "other"]),
        file=st.sampled_from(["f1", "f2", "f3"]),
        issued_on=st.sampled_from([None, dt.date(2026, 11, 1), dt.date(2025, 1, 1), dt.date(2026, 12, 1)]),
    ),
    max_size=8,
)
VETO = st.builds(
    lambda when, effect: {"when": when, "effect": effect, "grade": "D", "reason": {"zh": "否", "en": "no"}},
    CONDITION,
    st.sampled_from(["grade", "zero", "ineligible"]),
)
BANDS = [{"grade": "A", "from": "80"}, {"grade": "B", "from": "50"}, {"grade": "D", "from": "0"}]


@st.composite
def forms(draw: st.DrawFn, na: str = "global") -> Form:
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    sections = {
        f"s{place}": [draw(items(f"i{place}-{number}")) for number in range(count)]
        for place, count in enumerate(counts)
    }
    dial = {
        "full": draw(st.sampled_from(["100", "650", "1000"])),
        "bonus_cap": "5",
        "decimals": draw(st.integers(0, 2)),
    }
    return building.form(sections, na=na, duty={**dial, "bands": [dict(band) for band in BANDS]}, readiness=dial)


@st.composite
def marks(draw: st.DrawFn, form: Form) -> list[Mark]:
    """Mark some items at one level or two."""
    chosen = draw(st.lists(st.sampled_from(list(form.items())), max_size=4))
    return [draw(_mark(item)) for item in chosen]


def _mark(item: Item) -> st.SearchStrategy[Mark]:
    low, high = (0, 1) if not isinstance(item.rule, JudgedRule) else (Decimal("0.1"), Decimal("0.9"))
    least = -item.points if item.deduction else Decimal(0)
    shares = st.sampled_from([low, Decimal("0.5"), high])
    points = st.none() | shares.map(lambda share: least + round2(item.points * share))
    veto = st.sampled_from([None, "set", "cleared"]) if item.veto else st.none()
    return st.builds(
        Mark,
        item=st.just(item.key),
        points=points,
        veto=veto,
        rejects_not_applicable=st.booleans(),
        level=st.integers(1, 2),
    )


def _raw(fact: Fact) -> st.SearchStrategy[Any]:
    match fact.type:
        case "yes-no":
            return st.sampled_from(["yes", "no", "partial"])
        case "number":
            return st.integers(0, 10_000).map(lambda cents: f"{cents / 100:.2f}")
        case "rate":
            return st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
                lambda pair: {"numerator": min(pair), "denominator": max(pair)}
            )
        case _:
            return st.sampled_from(["2020-01-01", "2021-12-31", "2022-03-01", "2026-11-22", "2030-01-01"])


COMPLETE: st.SearchStrategy[Answers] = st.fixed_dictionaries({key: _raw(fact) for key, fact in FACTS.items()}).map(
    lambda raw: building.answers(list(FACTS.values()), raw)
)


@st.composite
def partly(draw: st.DrawFn, complete: Answers) -> Answers:
    """Forget some answers and replace others by 不清楚."""
    kept = {key: draw(st.sampled_from(["keep", "keep", "drop", "unknown"])) for key in complete}
    return {key: UNKNOWN if kept[key] == "unknown" else value for key, value in complete.items() if kept[key] != "drop"}
