"""A first checklist for a measure: complete enough to lint and to preview, and plainly only a beginning.

Every numbered clause gets a section's page, one item and one question; goals, stages and guarantees are listed as not
assessed, with a reason. Pure: a measure in, data and comments out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assess.checklists.definition import Audience, Clause, Measure
from assess.checklists.tree import Node, Path
from assess.values.text import Text

_IN_A_SECTION: Final = 4
_IN_A_CHAPTER: Final = 8
_CHAPTER: Final = re.compile(r"([0-9]+)[.-]", re.ASCII)
_POINTS: Final = Decimal(5)
_NUMBERED: Final = re.compile(r"[0-9]", re.ASCII)
_STRENGTHS: Final = {"required": "要求 required", "strive": "争取 strive", "planned": "计划 planned"}
_OPERATORS: Final = {"at_least": "≥", "above": ">", "equal": "=", "at_most": "≤", "range": "–"}
_BANDS: Final = (
    ("A", "优秀", "Excellent", 90),
    ("B", "良好", "Good", 75),
    ("C", "合格", "Pass", 60),
    ("D", "待改进", "To improve", 0),
)
_HEAD: Final = (
    "{title}",
    "骨架：由 assess checklists new 写出，可以检查和预览，但还不是成稿。逐条改写后再发布：",
    "1. 先在 facts/ 里找现成的问题；找到就换掉 reads 和 rule 里的 {theme}.*，用不到的问题从 {theme}.yaml 删去。",
    "2. purpose 和 strength：只有条款（或直接推论）约束填报单位，才写 duty 和 mandatory；鼓励、引导的写 readiness。",
    "3. 分值 points 改动后，组和部分的 points 要跟着改，检查会指出不相等的地方。",
    "4. 不评价的条款移到 not_assessed 并写明理由；notes 分清文件怎么说、本服务加了什么。",
    "A skeleton: it lints and can be previewed, and is a beginning only. Reuse questions of facts/ where they exist,",
    "say duty only where the clause binds whoever answers, keep the sums, and explain what is not assessed.",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to write: its data, and the comments at its head and inside."""

    data: Mapping[str, Node]
    head: tuple[str, ...]
    comments: Mapping[Path, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A checklist and the questions it asks; `theme` names the file of the questions."""

    checklist: File
    facts: File
    theme: str


def skeleton(measure: Measure, audience: Audience, version: str) -> Skeleton:
    """Make the first checklist of a measure for one audience."""
    theme = f"draft-{measure.key}-{audience}"
    numbered = [clause for clause in measure.clauses if _NUMBERED.match(clause.id)] or list(measure.clauses)
    sections = [_section(measure, clauses, theme) for clauses in _grouped(numbered)]
    data: dict[str, Node] = {
        "measure": measure.key,
        "audience": audience,
        "version": version,
        "title": _both(_title(measure, audience)),
        "intro": _both(_intro(measure)),
        "minutes": max(5, 2 * len(numbered)),
        "form": {"duty": {"bands": [_band(*one) for one in _BANDS]}, "readiness": {}, "sections": sections},
        "not_assessed": [_silent(measure, clause) for clause in measure.clauses if clause not in numbered],
    }
    head = tuple(line.format(title=measure.title.zh, theme=theme) for line in _HEAD)
    comments = dict(_comments(_grouped(numbered)))
    return Skeleton(File(data, head, comments), _facts(measure, numbered, theme), theme)


def _both(text: Text) -> dict[str, Node]:
    return {"zh": text.zh, "en": text.en}


def _title(measure: Measure, audience: Audience) -> Text:
    who = {"enterprise": ("企业", "enterprises"), "district": ("区县/市级单位", "district and city offices")}[audience]
    return Text(zh=f"{who[0]}自评表（{measure.short.zh}）", en=f"{measure.short.en}: self-assessment for {who[1]}")


def _intro(measure: Measure) -> Text:
    return Text(
        zh=f"对照《{measure.title.zh}》逐条自评。得分和等级是本服务的规则，不是任何机关的评价。",
        en=f"Compares the organisation with “{measure.title.en}”. Scores and grades are rules of this service, not "
        "findings of any authority.",
    )


def _grouped(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Put clauses into sections: those of one chapter (1.1, 1.2) together, plain numbers a few at a time."""
    made: list[list[Clause]] = []
    for clause in clauses:
        last = made[-1] if made else []
        most = _IN_A_CHAPTER if _chapter(clause) else _IN_A_SECTION
        if last and _chapter(last[0]) == _chapter(clause) and len(last) < most:
            last.append(clause)
        else:
            made.append([clause])
    return made


def _chapter(clause: Clause) -> str:
    found = _CHAPTER.match(clause.id)
    return found[1] if found else ""


def _band(grade: str, zh: str, en: str, start: int) -> Node:
    return {"grade": grade, "title": {"zh": zh, "en": en}, "from": start}


def _slug(clause: Clause) -> str:
    return re.sub(r"[^a-z0-9]+", "-", clause.id.lower()).strip("-") or "clause"


def _section(measure: Measure, clauses: Sequence[Clause], theme: str) -> Node:
    first, last = clauses[0], clauses[-1]
    title = first.heading
    if len(clauses) > 1:
        title = Text(zh=f"{first.locator.zh}至{last.locator.zh}", en=f"{first.locator.en} to {last.locator.en}")
    return {
        "key": f"part-{_slug(first)}",
        "title": _both(title),
        "points": {"readiness": _POINTS * len(clauses)},
        "groups": [_group(measure, clause, theme) for clause in clauses],
    }


def _group(measure: Measure, clause: Clause, theme: str) -> Node:
    return {
        "key": f"point-{_slug(clause)}",
        "title": _both(clause.heading),
        "points": {"readiness": _POINTS},
        "items": [_item(measure, clause, f"{theme}.clause-{_slug(clause)}")],
    }


def _item(measure: Measure, clause: Clause, fact: str) -> Node:
    return {
        "key": f"clause-{_slug(clause)}",
        "revision": 1,
        "title": _both(clause.heading),
        "gap": {"zh": "尚未落实", "en": "Not yet done"},
        "clauses": [f"{measure.key}/{clause.id}"],
        "purpose": "readiness",
        "strength": "encouraged",
        "basis": "derived",
        "reads": [fact],
        "points": _POINTS,
        "rule": {"levels": {"fact": fact, "credits": {"yes": 1, "partial": Decimal("0.5"), "no": 0}}},
        "not_applicable": True,
        "notes": {"says": _both(_says(clause)), "ours": {"zh": "问法、分值和档次为本服务设定。", "en": _OURS}},
        "advice": dict(_advice(clause)),
    }


_OURS: Final = "The question, the points and the levels are ours."


def _says(clause: Clause) -> Text:
    return Text(
        zh=f"{clause.locator.zh}：{clause.gist.zh or clause.heading.zh}",
        en=f"{clause.locator.en}: {clause.gist.en or clause.heading.en}",
    )


def _advice(clause: Clause) -> Iterator[tuple[str, Node]]:
    owner: Node = {"zh": "负责部门", "en": "Department in charge"}
    zh, en = clause.locator.zh, clause.locator.en
    steps = (
        ("none", f"对照{zh}列出要做的事，明确负责人和时间。", f"List what {en} calls for, who does it and when.", 3),
        ("partial", f"对照{zh}补齐还没有做到的部分。", f"Complete what {en} calls for.", 2),
        ("unknown", "向负责部门核实现状，并留存凭证。", "Ask the department in charge and keep proof.", Decimal("0.5")),
    )
    for outcome, chinese, english, days in steps:
        yield outcome, {"do": {"zh": chinese, "en": english}, "effort_days": days, "owner": owner}


def _silent(measure: Measure, clause: Clause) -> Node:
    return {
        "clause": f"{measure.key}/{clause.id}",
        "reason": {
            "zh": f"“{clause.heading.zh}”是总体安排，具体要求由各条的要点评价。",
            "en": f"“{clause.heading.en}” frames the whole; what it asks for is assessed under the points.",
        },
    }


def _comments(sections: Sequence[Sequence[Clause]]) -> Iterator[tuple[Path, list[str]]]:
    """Put beside each item what its clause names: departments, deadlines and quantities."""
    for s, clauses in enumerate(sections):
        for g, clause in enumerate(clauses):
            if lines := list(_named(clause)):
                yield ("form", "sections", s, "groups", g, "items", 0), lines


def _named(clause: Clause) -> Iterator[str]:
    if clause.departments:
        yield "部门 departments: " + "、".join(one.name.zh for one in clause.departments)
    for deadline in clause.deadlines:
        strength = _STRENGTHS[deadline.strength]
        yield f"期限 deadline: {deadline.what.zh} {deadline.date}（{strength}） → rule: deadline, steps"
    for number in clause.numbers:
        value = f"{number.value}–{number.upper}" if number.upper else f"{_OPERATORS[number.operator]} {number.value}"
        strength = _STRENGTHS[number.strength]
        yield f"数量 number: {number.what.zh} {value} {number.unit.zh}（{strength}） → rule: threshold, proportional"


def _facts(measure: Measure, clauses: Sequence[Clause], theme: str) -> File:
    """Make the questions: one yes-no question a clause, to be replaced by those of the bank."""
    head = (
        f"{measure.title.zh}",
        "骨架的问题：每条一题。请尽量换成题库里已有的问题；留下的改写成中性的问法，移到相应主题的文件。",
        "Questions of the skeleton. Prefer those of the bank; reword the rest neutrally and move them elsewhere.",
    )
    data: dict[str, Any] = {
        "theme": theme,
        "title": {"zh": f"{measure.short.zh}（骨架）", "en": f"{measure.short.en} (skeleton)"},
        "facts": [_fact(clause, f"{theme}.clause-{_slug(clause)}") for clause in clauses],
    }
    return File(data, head, {})


def _fact(clause: Clause, key: str) -> Node:
    return {
        "key": key,
        "revision": 1,
        "wording": {
            "zh": f"“{clause.heading.zh}”的有关工作，本单位是否已经做到？",
            "en": f"Has the organisation done what “{clause.heading.en}” calls for?",
        },
        "type": "yes-no",
        "allow": ["partial"],
    }
