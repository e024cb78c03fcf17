"""The files of one question, and the rows they may belong to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assess.assessments.filetypes import shown_here
from assess.assessments.queries import Filed
from assess.assessments.reusing import Offered
from assess.values.dump import display_cell
from assess.values.fact import Column
from assess.values.formats import date
from assess.values.model import Row
from assess.values.text import Locale
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk, moment

KIB = 1024
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file on the page; `about` says what it is, how large, from when and by whom; `also` what else it serves."""

    id: str
    url: str
    name: str
    shown: bool
    first: int
    about: str
    kind: str
    row_id: str
    issued: str
    pages: str
    also: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choosable:
    """A file that may be used here too; `about` says where it comes from."""

    id: str
    name: str
    about: str


def files(desk: Desk, fact: str) -> tuple[FileLine, ...]:
    """List the files of a question."""
    return tuple(_line(desk, one) for one in desk.loaded.evidence if one.fact == fact)


def _line(desk: Desk, filed: Filed) -> FileLine:
    kinds = {kind.value: kind.label for kind in desk.sheet.questions[filed.fact].kinds}
    labels = dict(rows(desk, filed.fact))
    parts = (
        kinds.get(filed.kind, ""),
        labels.get(filed.row_id, "") if filed.row_id else "",
        _("页码 %(pages)s", pages=filed.pages) if filed.pages else "",
        _("材料日期 %(date)s", date=date(filed.issued_on, desk.locale)) if filed.issued_on else "",
        size(filed.size),
        _("%(when)s 由 %(who)s 上传", when=moment(filed.at, desk.locale), who=filed.by_name or ""),
    )
    return FileLine(
        id=str(filed.id),
        url=f"{desk.base}/evidence/{filed.fact}/{filed.id}",
        name=filed.name,
        shown=shown_here(filed.media_type),
        first=first_page(filed.pages),
        about=" · ".join(part for part in parts if part),
        kind=filed.kind,
        row_id=filed.row_id or "",
        issued=filed.issued_on.isoformat() if filed.issued_on else "",
        pages=filed.pages,
        also=tuple(_also(desk, filed)),
    )


def first_page(pages: str) -> int:
    """Give the page to open a file at: the first number people wrote of its pages, else the first page."""
    found = _NUMBER.search(pages)
    return max(1, int(found.group())) if found else 1


def _also(desk: Desk, filed: Filed) -> Iterator[tuple[str, str]]:
    """Name the other questions that the same content serves, each once."""
    others = {one.fact for one in desk.loaded.evidence if one.sha256 == filed.sha256} - {filed.fact}
    for fact in sorted(others):
        question = desk.sheet.questions.get(fact)
        if question is not None:
            yield question.wording, f"{desk.base}/evidence/{fact}"


def choosable(desk: Desk, offered: tuple[Offered, ...]) -> tuple[tuple[str, tuple[Choosable, ...]], ...]:
    """Group what may be used again: of this form, then of each of the organisation's others, with its day."""
    groups: dict[str, list[Choosable]] = {}
    for one in offered:
        groups.setdefault(_origin(desk, one), []).append(_choosable(desk, one))
    return tuple((origin, tuple(held)) for origin, held in groups.items())


def _origin(desk: Desk, one: Offered) -> str:
    if one.here:
        return _("本自评表")
    title = one.published.checklist.title.to(desk.locale)
    return _("%(title)s（%(date)s开始填报）", title=title, date=date(one.started.date(), desk.locale))


def _choosable(desk: Desk, one: Offered) -> Choosable:
    kinds = {kind.key: kind.title.to(desk.locale) for kind in one.published.kinds}
    facts = {fact.key: fact.wording.to(desk.locale) for fact in one.published.facts}
    parts = (
        kinds.get(one.kind, ""),
        _("材料日期 %(date)s", date=date(one.issued_on, desk.locale)) if one.issued_on else "",
        size(one.size),
        _("用于：%(question)s", question=facts[one.fact]) if one.fact in facts else "",
        _("%(when)s 上传", when=moment(one.at, desk.locale)),
    )
    return Choosable(str(one.id), one.name, " · ".join(part for part in parts if part))


def size(count: int) -> str:
    """Write a number of bytes: 340 KB, 1.5 MB."""
    return f"{max(1, round(count / KIB))} KB" if count < KIB * KIB else f"{count / KIB / KIB:.1f} MB"


def rows(desk: Desk, fact: str) -> list[tuple[str, str]]:
    """List the saved rows of a table question with their first cell, to choose from."""
    value, columns = desk.inputs.answers.get(fact), desk.sheet.facts[fact].columns
    saved = [row for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []
    return [
        (row.id, _("第 %(number)s 行：%(title)s", number=number, title=_title(columns[0], row, desk.locale)))
        for number, row in enumerate(saved, 1)
    ]


def _title(column: Column, row: Row, locale: Locale) -> str:
    return display_cell(column, row.cells[column.key], locale) if column.key in row.cells else ""
