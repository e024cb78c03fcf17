"""The files of one question, and the rows they may belong to."""

from dataclasses import dataclass

from assess.assessments.queries import Filed
from assess.values.dump import display_cell
from assess.values.fact import Column
from assess.values.formats import date
from assess.values.model import Row
from assess.values.text import Locale
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk, moment

KIB = 1024


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file on the page; `about` says what it is, how large, from when and by whom."""

    url: str
    name: str
    image: bool
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
        _("材料日期 %(date)s", date=date(filed.issued_on, desk.locale)) if filed.issued_on else "",
        size(filed.size),
        _("%(when)s 由 %(who)s 上传", when=moment(filed.at, desk.locale), who=filed.by_name or ""),
    )
    return FileLine(
        url=f"{desk.base}/evidence/{filed.fact}/{filed.id}",
        name=filed.name,
        image=filed.media_type.startswith("image/"),
        about=" · ".join(part for part in parts if part),
    )


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
