"""Small forms and facts for the tests of scoring: what does not matter is filled in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from assess.conditions.model import Condition
from assess.scoring.form import Advice, DialRule, Form, Group, Item, Points, Section
from assess.scoring.inputs import Inputs
from assess.scoring.rules import Levels, LevelsRule, Rule
from assess.values.fact import Fact
from assess.values.model import Answers, Value
from assess.values.parse import parse
from assess.values.profile import Profile
from assess.values.text import Text

DATA = Path(__file__).parent.parent / "data" / "scoring"
AS_OF = dt.date(2026, 11, 22)
PROFILE = Profile(kind="enterprise", region="371300", roles=frozenset({"market-operator"}), size="small")
WORD = Text(zh="字", en="word")
CREDITS = {"yes": Decimal(1), "partial": Decimal("0.5"), "no": Decimal(0)}
ADVICE = Advice(do=WORD, effort_days=Decimal(2), owner=WORD)

_RULES: TypeAdapter[Rule] = TypeAdapter(Rule)
_ITEMS: TypeAdapter[Item] = TypeAdapter(Item)
_FACTS: TypeAdapter[Fact] = TypeAdapter(Fact)
_DIALS: TypeAdapter[DialRule] = TypeAdapter(DialRule)


def load(path: Path) -> Any:  # noqa: ANN401 - a test file's own shape
    """Read a worked example; every number in it is text, so none turns into a float."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def fact(data: Mapping[str, Any]) -> Fact:
    """Make a fact."""
    return _FACTS.validate_python({"revision": 1, "wording": {"zh": data["key"], "en": data["key"]}, **data})


def yes_no(key: str) -> Fact:
    """Make a yes-no fact with every answer."""
    return fact({"key": key, "type": "yes-no", "allow": ["partial"]})


def rule(data: Mapping[str, Any]) -> Rule:
    """Make a rule."""
    return _RULES.validate_python(data)


def item(data: Mapping[str, Any]) -> Item:
    """Make an item; without a rule it is `levels` over the fact of its own key."""
    return _ITEMS.validate_python(
        {
            "revision": 1,
            "title": {"zh": data["key"], "en": data["key"]},
            "clauses": ["linyi-2021/7"],
            "purpose": "duty",
            "strength": "mandatory",
            "basis": "stated",
            "reads": [],
            "points": "10",
            "rule": LevelsRule(levels=Levels(fact=data["key"], credits=CREDITS)),
            "advice": {"none": ADVICE},
            **data,
        }
    )


def form(items: Sequence[Item] | Mapping[str, Sequence[Item]], **settings: Any) -> Form:  # noqa: ANN401 - as in a file
    """Make a form of one section, or of several by key."""
    by_section = items if isinstance(items, Mapping) else {"only": items}
    words = {band["grade"]: band for dial in ("duty", "readiness") for band in settings.get(dial, {}).get("bands", ())}
    for name, band in words.items():
        band.setdefault("title", {"zh": name, "en": name})
    return Form(
        sections=tuple(_section(key, part) for key, part in by_section.items()),
        duty=_DIALS.validate_python(settings.get("duty", {})),
        readiness=_DIALS.validate_python(settings.get("readiness", {})),
        na=settings.get("na", "global"),
    )


def _section(key: str, items: Sequence[Item]) -> Section:
    group = Group(key=f"{key}-group", title=WORD, points=Points(), items=tuple(items))
    return Section(key=key, title=WORD, points=Points(), groups=(group,))


def answers(facts: Sequence[Fact], raw: Mapping[str, object]) -> Answers:
    """Read raw answers."""
    by_key = {each.key: each for each in facts}
    return {key: parse(by_key[key], value) for key, value in raw.items()}


def inputs(
    given: Mapping[str, Value] | None = None,
    *,
    as_of: dt.date = AS_OF,
    claims: Mapping[str, str] | None = None,
    roles: Sequence[str] = ("market-operator",),
) -> Inputs:
    """Make the inputs of a score."""
    profile = Profile(kind="enterprise", region="371300", roles=frozenset(roles), size="small")
    return Inputs(given or {}, profile, as_of, claims or {})


def when(data: Mapping[str, Any]) -> Condition:
    """Make a condition."""
    adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
    return adapter.validate_python(data)
