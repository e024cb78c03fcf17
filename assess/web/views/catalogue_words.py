"""What the catalogue's pages call things: audiences, strengths, readings, states."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from assess.checklists.definition import Published
from assess.checklists.problems import Problem
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _

AUDIENCES: Final = {"enterprise": marked("企业"), "district": marked("区县（市级单位）")}
STRENGTHS: Final = {"required": marked("要求"), "strive": marked("力争"), "planned": marked("计划")}
READINGS: Final = {"stated": marked("原文写明"), "inferred": marked("推断")}
CONFIDENCES: Final = {"high": marked("把握大"), "medium": marked("把握中等"), "low": marked("把握小")}
ROLES: Final = {"lead": marked("牵头"), "cooperating": marked("配合"), "listed": marked("列名，未写分工")}
STATES: Final = {
    "draft": (marked("草稿"), "going"),
    "frozen": (marked("已冻结，未登记"), "warn"),
    "published": (marked("已发布"), "done"),
    "retired": (marked("已停用"), "blocked"),
}
"""What each state of a version is called, and the look of its tag."""


def audience(document: Published) -> str:
    """Say whom a checklist is for."""
    return _(AUDIENCES[document.checklist.audience])


def named(words: dict[str, str], code: str) -> str:
    """Give the words of a code in the language in use."""
    return _(words[code])


def state(code: str) -> tuple[str, str]:
    """Name the state of a version, with the look of its tag."""
    words, look = STATES[code]
    return _(words), look


def problems(found: Iterable[Problem], folder: Path) -> list[str]:
    """Say what is wrong, each with its place inside the content folder."""
    return [problem.text(i18n.current()).removeprefix(f"{folder}/") for problem in found]
