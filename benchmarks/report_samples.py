"""Contents of reports to measure: the longest of the demo, and the longest of every shipped checklist."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from assess.assessments.answersfile import read_answers
from assess.assessments.scoresheet import scored
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, load_published
from assess.reports.content import build
from assess.reports.cover import Cover
from assess.reports.parts import ReportContent
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.scoring.rules import LevelsRule
from assess.values.model import UNKNOWN, Answers
from assess.values.profile import Profile

ROOT: Final = Path(__file__).resolve().parent.parent
ANSWERS: Final = ROOT / "tests" / "data" / "answers" / "linyi-exporter.yaml"
AS_OF: Final = dt.date(2026, 11, 22)


def linyi() -> ReportContent:
    """Build the report of the exporter in the demo: the longest of the three."""
    published, sha256 = load_published(ROOT / "checklists", "linyi-2021/enterprise")
    file = read_answers(ANSWERS, published)
    found = scored(published, sha256, file.inputs(AS_OF))
    cover = Cover(organisation=file.organisation.name, kind="enterprise", region_name="山东省临沂市", state="draft")
    return build(published, sha256, found.inputs, found.result, cover, "zh")


def longest() -> Iterator[tuple[str, ReportContent]]:
    """Build a report of every shipped checklist with all that can be lacking: nothing known, or the least."""
    for folder in sorted(SHIPPED.glob("*-20??/*/")):
        key = f"{folder.parent.name}/{folder.name}"
        published, sha256 = load_published(SHIPPED, key)
        made = (_content(published, sha256, answers) for answers in (_unknown(published), _least(published)))
        yield key, max(made, key=lambda one: len(one.gaps) + len(one.opportunities))


def _content(published: Published, sha256: str, answers: Answers) -> ReportContent:
    roles = frozenset(role.key for role in published.roles)
    kind = published.checklist.audience
    region = published.measure.region
    inputs = Inputs(answers, Profile(kind=kind, region=region, roles=roles, size="medium"), AS_OF, {})
    cover = Cover(organisation="样例单位", kind=kind, region_name="样例地区", state="draft")
    return build(published, sha256, inputs, score(published.checklist.form, inputs), cover, "zh")


def _unknown(published: Published) -> Answers:
    return {fact.key: UNKNOWN for fact in published.facts}


def _least(published: Published) -> Answers:
    """Answer every yes or no with what earns least."""
    least = {fact.key: "no" for fact in published.facts if fact.type == "yes-no"}
    for item in published.checklist.form.items():
        if isinstance(item.rule, LevelsRule) and item.rule.levels.fact in least:
            levels = item.rule.levels
            least[levels.fact] = min(levels.credits, key=levels.credits.__getitem__)
    return least
