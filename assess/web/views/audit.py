"""The chains in words: what happened, who did it, and of what."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from assess.audit.actions import ACTIONS
from assess.clock import LOCAL_ZONE, to_local
from assess.exchange.streaming import Table
from assess.overview.audit_log import Line, Lines, Wanted
from assess.values.text import Locale
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk
from assess.wording.sentences import say

LONGEST: Final = 100
_PAGE: Final = re.compile(r"[0-9]{1,6}")
SHOWS: Final = ("changes", "reads")


@dataclass(frozen=True, slots=True)
class Row:
    """One event in words."""

    when: str
    who: str
    what: str
    of: str


def when(at: datetime) -> str:
    """Write an instant as Asia/Shanghai reads it, to the second."""
    return f"{to_local(at):%Y-%m-%d %H:%M:%S}"


def action(name: str, locale: Locale) -> str:
    """Say what happened; a name that is older than this program stands for itself."""
    return say(f"audit.action.{name}", {}, locale) if name in ACTIONS else name


def own_rows(found: Lines, desk: Desk) -> Sequence[Row]:
    """Say what happened to an assessment, to the people of its organisation."""
    return [
        Row(
            when(line.at),
            _office(line.action) if line.office else line.who or _("系统或已删除的账号"),
            action(line.action, desk.locale),
            _of(line, desk),
        )
        for line in found.rows
    ]


def _office(name: str) -> str:
    return (
        _("管理员") if name == "assessment.reopened" else _("复核机构") if name == "review.published" else _("复核人员")
    )


def _of(line: Line, desk: Desk) -> str:
    """Name the question, item or file an event is about, as far as the form still has it."""
    titles = {card.item.key: card.item.title for page in desk.sheet.groups() for card in page.items}
    fact = line.subject_id if line.subject_type == "answer" else line.detail.get("fact")
    item = line.subject_id.partition("/")[2] if line.subject_type == "item" else line.detail.get("item")
    said = []
    if isinstance(fact, str) and fact in desk.sheet.facts:
        said.append(desk.sheet.facts[fact].wording.to(desk.locale))
    if isinstance(item, str) and item in titles:
        said.append(titles[item].to(desk.locale))
    if isinstance(line.detail.get("name"), str):
        said.append(line.detail["name"])
    return _("；").join(said)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the general chain is searched for, as typed; `wrong` is a day nobody can read."""

    given: Mapping[str, str]
    page: int
    wrong: tuple[str, ...]

    def address(self, page: int) -> str:
        """Give the address of a page of the same search."""
        return f"/audit?{urlencode({**self._chosen(), 'page': page})}"

    @property
    def file(self) -> str:
        """Give the address of the same search as a file."""
        return f"/audit/events.csv?{urlencode(self._chosen())}"

    @property
    def narrowed(self) -> bool:
        """Say whether anything was asked for at all."""
        return any(self.given.values())

    def _chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.given.items() if value}

    def wanted(self, organisations: str) -> Wanted:
        """Give what is searched for; a last day counts whole."""
        since, until = _day(self.given["since"]), _day(self.given["until"])
        return Wanted(
            who=self.given["who"],
            action=self.given["action"],
            organisation=organisations,
            since=_begins(since) if since else None,
            until=_begins(until + timedelta(days=1)) if until else None,
        )


def asked(query: Mapping[str, str]) -> Asked:
    """Read what is searched for; what means nothing is left out."""
    names = ("who", "action", "organisation", "since", "until")
    given = {name: " ".join(query.get(name, "").replace("\0", " ").split())[:LONGEST] for name in names}
    given["action"] = given["action"] if given["action"] in ACTIONS else ""
    wrong = tuple(name for name in ("since", "until") if given[name] and _day(given[name]) is None)
    return Asked(given, page_number(query.get("page", "")), wrong)


def page_number(text: str) -> int:
    """Give a page's number; 1 for what is none."""
    return int(text) if _PAGE.fullmatch(text) else 1


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None  # noqa: PLR2004 - the years a service can have lived


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC)


def rows(lines: Sequence[Line], names: Mapping[str, str]) -> Sequence[Row]:
    """Say what happened to the service, to its administrators."""
    locale = i18n.current()
    return [
        Row(
            when(line.at),
            line.who or _("系统"),
            action(line.action, locale),
            names.get(line.subject_id) or _short(line),
        )
        for line in lines
    ]


def _short(line: Line) -> str:
    """Give what the chain itself says of a subject."""
    try:
        return f"{line.subject_type} {str(uuid.UUID(line.subject_id))[:8]}"
    except ValueError:
        return f"{line.subject_type} {line.subject_id}"


def options() -> Sequence[tuple[str, str]]:
    """Give the actions with their words, for the select."""
    locale = i18n.current()
    return sorted(((name, action(name, locale)) for name in ACTIONS), key=lambda one: one[0])


def table(lines: Iterable[Line], locale: Locale) -> Table:
    """Give a search as a table; ids as the chain has them."""
    heads = [
        (_("时间"), 20.0),
        (_("登录名"), 20.0),
        (_("操作"), 30.0),
        (_("操作代码"), 25.0),
        (_("对象"), 16.0),
        ("id", 40.0),
    ]
    cells = (
        (when(one.at), one.who or "", action(one.action, locale), one.action, one.subject_type, one.subject_id)
        for one in lines
    )
    return Table(_("审计记录"), heads, cells)
