"""Answers of earlier versions: shown at the question to be confirmed, on the check page, and to be read."""

import datetime as dt

from markupsafe import Markup

from assess.assessments.models import Fate
from assess.assessments.queries import Held
from assess.values.dump import display, display_cell
from assess.values.fact import Fact
from assess.values.model import Row, Value
from assess.values.text import Locale
from assess.web.i18n import gettext as _
from assess.web.templating import fragment
from assess.web.views.desk import Desk, time_of_day


def panel(desk: Desk, key: str, held: Held | None, now: dt.datetime) -> Markup | str:
    """Draw what an earlier version had beside the question; nothing where there is none."""
    if held is None or held.earlier is None:
        return ""
    earlier = held.earlier
    wording = earlier.fact.wording.to(desk.locale)
    drawn = fragment(
        "pages/assessments/again.html",
        key=key,
        confirm=earlier.fate is Fate.CONFIRM,
        locked=not desk.editable,
        wording=wording if wording != desk.sheet.questions[key].wording else "",
        answer=display(earlier.fact, earlier.value, desk.locale),
        rows=rows(earlier.fact, earlier.value, desk.locale),
        version=earlier.version,
        who=earlier.by_name or _("试填"),
        when=time_of_day(earlier.at, now, desk.locale),
    )
    return Markup(drawn)  # noqa: S704 - drawn by an autoescaping template


def line(desk: Desk, held: Held | None) -> str:
    """Say in a line that an answer waits to be confirmed; nothing where none does."""
    if held is None or held.earlier is None or held.earlier.fate is not Fate.CONFIRM:
        return ""
    shown = display(held.earlier.fact, held.earlier.value, desk.locale)
    return _("请再确认，原来的回答是：%(answer)s", answer=shown)


def waiting(desk: Desk, key: str) -> bool:
    """Say whether a question that is asked now has an answer that waits to be confirmed."""
    held = desk.held(key)
    asked = desk.asked[key] == "ask"
    return asked and held is not None and held.earlier is not None and held.earlier.fate is Fate.CONFIRM


def rows(fact: Fact, value: Value | None, locale: Locale) -> tuple[str, ...]:
    """Spell the rows of a table answer out; nothing for any other."""
    return tuple(
        _("，").join(
            column.title.to(locale) + _("：") + display_cell(column, row.cells[column.key], locale)
            for column in fact.columns
            if column.key in row.cells
        )
        for row in (value if isinstance(value, tuple) else ())
        if isinstance(row, Row)
    )
