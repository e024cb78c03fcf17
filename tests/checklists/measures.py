"""What the tests of each shipped measure share: its answer files scored, and its items by key."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from assess.assessments.answersfile import AnswersFile, read_answers
from assess.checklists.definition import Published
from assess.scoring.engine import score
from assess.scoring.form import Item
from assess.scoring.result import ItemResult, Result
from assess.values.parse import parse
from assess.values.profile import Profile

ANSWERS = Path(__file__).parent.parent / "data" / "answers"
TODAY = dt.date(2026, 11, 22)
AUDIENCES = ("enterprise", "district")


def file_of(published: Published, name: str) -> AnswersFile:
    """Read answers to a measure's checklist: `linyi-exporter` is the exporter of linyi-2021."""
    place = published.measure.key.rpartition("-")[0]
    return read_answers(ANSWERS / f"{place}-{name}.yaml", published)


def scored(
    published: Published,
    given: AnswersFile | str,
    changes: Mapping[str, object] | None = None,
    profile: Profile | None = None,
) -> Result:
    """Score answers, by the name of their file or as read, with some of them changed, perhaps of somebody else."""
    file = file_of(published, given) if isinstance(given, str) else given
    parsed = {key: parse(published.fact(key), raw) for key, raw in (changes or {}).items()}
    inputs = file.inputs(TODAY)
    inputs = dataclasses.replace(inputs, answers={**file.answers, **parsed}, profile=profile or inputs.profile)
    return score(published.checklist.form, inputs)


def items_of(published: Published) -> dict[str, Item]:
    """Give the items by key."""
    return {item.key: item for item in published.checklist.form.items()}


def item_of(result: Result, key: str) -> ItemResult:
    """Give one item's result."""
    return next(item for item in result.items if item.key == key)
