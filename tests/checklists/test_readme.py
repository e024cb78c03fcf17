"""The author's reference is right: its examples load, and it explains every key."""

import dataclasses
import re
import typing
from collections.abc import Iterator
from typing import Any, Final

import pytest

from assess.checklists.definition import Checklist, Measure
from assess.checklists.files import FactsFile, KindsFile, RolesFile, ThemesFile
from assess.checklists.lists import ListsFile
from assess.checklists.loader import SHIPPED, validate
from assess.checklists.loader.yamltext import parse
from assess.conditions.model import Condition
from assess.programmes.definition import Programme
from assess.scoring.form import Item, Veto
from assess.scoring.rules import Rule
from assess.values.closed import closed

README: Final = (SHIPPED / "README.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```yaml (\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@closed
class Rules:
    """A list of rules."""

    list: tuple[Rule, ...]


@closed
class Conditions:
    """A list of conditions."""

    list: tuple[Condition, ...]


KINDS: Final[dict[str, type]] = {
    "measure": Measure,
    "facts": FactsFile,
    "roles": RolesFile,
    "themes": ThemesFile,
    "lists": ListsFile,
    "checklist": Checklist,
    "item": Item,
    "rule": Rules,
    "condition": Conditions,
    "programme": Programme,
}


@pytest.mark.parametrize(("name", "text"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_every_example_is_valid(name: str, text: str) -> None:
    if text.startswith("- "):
        text = "list:\n" + text
    assert validate(parse(text.encode(), name), KINDS[name]) is not None


def test_there_is_an_example_of_every_kind() -> None:
    assert [name for name, _ in BLOCKS] == list(KINDS)


@pytest.mark.parametrize("kind", [*KINDS.values(), KindsFile, Veto], ids=lambda kind: kind.__name__)
def test_every_key_is_explained(kind: type) -> None:
    missing = {name for name in _keys(kind, set()) if not re.search(rf"\b{name}\b", README)}
    assert missing == set()


def _keys(kind: Any, seen: set[Any]) -> Iterator[str]:  # noqa: ANN401 - a type form
    for argument in typing.get_args(kind):
        yield from _keys(argument, seen)
    if not dataclasses.is_dataclass(kind) or kind in seen:
        return
    seen.add(kind)
    for name, hint in typing.get_type_hints(kind).items():
        yield name.rstrip("_")
        yield from _keys(hint, seen)
