"""Check your answers: every question with its answer, what is still missing, what is left out and why."""

from dataclasses import dataclass

from assess.values.model import Unknown
from assess.web.forms.sheet import GroupPage, Question, SectionPart
from assess.web.i18n import gettext as _
from assess.web.views import again
from assess.web.views.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with its answer. `rows` spells a table out; `files` counts its evidence."""

    question: Question
    answer: str
    rows: tuple[str, ...]
    note: str
    missing: bool
    files: int
    url: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question page on the check page."""

    number: str
    title: str
    url: str
    lines: tuple[Line, ...]
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole check page. `left_out` are answers kept but not counted."""

    sections: tuple[tuple[str, str, tuple[Chapter, ...]], ...]
    missing: tuple[Line, ...]
    unknown: tuple[Line, ...]
    left_out: tuple[Question, ...]


def checked(desk: Desk) -> Checked:
    """Work out the check page."""
    sections = tuple(part for section in desk.sheet.sections if (part := _section(desk, section))[2])
    lines = [line for _, _, chapters in sections for chapter in chapters for line in chapter.lines]
    unclear = _unclear(desk)
    return Checked(
        sections=sections,
        missing=tuple(line for line in lines if line.missing),
        unknown=tuple(line for line in lines if line.question.key in unclear),
        left_out=tuple(desk.sheet.questions[key] for key in desk.inputs.answers if _hidden(desk, key)),
    )


def _hidden(desk: Desk, key: str) -> bool:
    return desk.asked.get(key) != "ask"


def _unclear(desk: Desk) -> frozenset[str]:
    return frozenset(key for key, value in desk.inputs.answers.items() if isinstance(value, Unknown))


def _section(desk: Desk, section: SectionPart) -> tuple[str, str, tuple[Chapter, ...]]:
    chapters = tuple(_chapter(desk, group) for group in section.groups)
    return section.number, section.title, tuple(one for one in chapters if one.lines or one.claims)


def _chapter(desk: Desk, group: GroupPage) -> Chapter:
    claims = desk.loaded.claims
    return Chapter(
        number=group.number,
        title=group.title,
        url=desk.place(group.place),
        lines=tuple(_line(desk, group, key) for key in group.facts if not _hidden(desk, key)),
        claims=tuple((card.title, claims[card.item.key]) for card in group.items if card.item.key in claims),
    )


def _line(desk: Desk, group: GroupPage, key: str) -> Line:
    question, held = desk.sheet.questions[key], desk.held(key)
    answer = desk.shown(key)
    wanted = desk.needed[key] == "ask" and not question.optional
    return Line(
        question=question,
        answer=answer or again.line(desk, held) or _blank(question, wanted=wanted),
        rows=_rows(desk, key),
        note=held.note if held else "",
        missing=not answer and wanted,
        files=sum(one.fact == key for one in desk.loaded.evidence),
        url=f"{desk.place(group.place)}?back=check#{question.anchor}",
    )


def _blank(question: Question, *, wanted: bool) -> str:
    if wanted:
        return _("未填")
    return _("未填（选填）") if question.optional else _("不用填写")


def _rows(desk: Desk, key: str) -> tuple[str, ...]:
    return again.rows(desk.sheet.facts[key], desk.inputs.answers.get(key), desk.locale)
