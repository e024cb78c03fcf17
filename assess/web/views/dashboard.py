"""A campaign's dashboard in words and numbers: every number a page shows is made here, once."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from assess.assessments.workflow import Status
from assess.checklists.definition import Published
from assess.clock import to_local
from assess.overview.dashboard import Dashboard, District, Group, Tally
from assess.overview.dashboard_lists import Contact, Listed, Show, Wanted
from assess.overview.dashboard_sums import COLUMNS, DIALS, Column, Dial, Scores
from assess.reports import charts_parts
from assess.reports.charts_ink import SCREEN
from assess.reports.charts_parts import Look, Part
from assess.web import i18n, pictures
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views.campaigns import until
from assess.wording.formats import number

GROUPS: Final[Mapping[Group, str]] = {
    Group.DECIDED: marked("已审定"),
    Group.IN_REVIEW: marked("审核中"),
    Group.SUBMITTED: marked("已提交，待受理"),
    Group.RETURNED: marked("退回修改"),
    Group.FILLING: marked("填报中"),
    Group.NOT_STARTED: marked("未开始"),
    Group.WITHDRAWN: marked("已撤回"),
}
"""In the order of the bars: what is done first."""

LOOKS: Final[Mapping[Group, Look]] = {
    Group.DECIDED: "full",
    Group.IN_REVIEW: "strong",
    Group.SUBMITTED: "middle",
    Group.RETURNED: "upright",
    Group.FILLING: "light",
    Group.NOT_STARTED: "empty",
    Group.WITHDRAWN: "level",
}
"""The further on, the darker; what fits nowhere between is striped."""

CONTACTS: Final[Mapping[Contact, tuple[str, str]]] = {
    Contact.MEMBER: (marked("已有人登录使用"), "done"),
    Contact.INVITED: (marked("已邀请，还没有登录"), "going"),
    Contact.EXPIRED: (marked("邀请已过期"), "warn"),
    Contact.NOBODY: (marked("还没有邀请"), "warn"),
}
STATES: Final[Mapping[Status, str]] = {
    Status.SUBMITTED: marked("待受理"),
    Status.IN_REVIEW: marked("初审中"),
    Status.IN_SECOND_REVIEW: marked("复核中"),
    Status.APPEALED: marked("申诉中"),
}
"""What the state of somebody who waits for review is called in a campaign with two levels."""

SHOWS: Final[Mapping[Show, str]] = {
    "not-started": marked("未开始"),
    "filling": marked("填报中"),
    "not-submitted": marked("全部未提交"),
}
DIAL_NAMES: Final[Mapping[Dial, str]] = {"duty": marked("合规得分"), "readiness": marked("政策利用准备度")}
COLUMN_NAMES: Final[Mapping[Column, str]] = {
    "claimed": marked("自评得分"),
    "supported": marked("有据得分"),
    "reviewed": marked("复核得分"),
}
NAMED: Final = 3
MOST_DISTRICTS: Final = 60
"""So many districts are drawn; the rest is in the file to download."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks for; what makes no sense is as if it were not there."""

    wanted: Wanted
    dial: Dial
    column: Column

    def link(self, **changes: object) -> str:
        """Give the query of the page with some of it changed."""
        now: dict[str, object] = {
            "district": self.wanted.district_id,
            "dial": self.dial if self.dial != "duty" else None,
            "column": self.column if self.column != "claimed" else None,
            "show": self.wanted.show if self.wanted.show != "not-started" else None,
            "q": self.wanted.text,
            "page": self.wanted.page if self.wanted.page > 1 else None,
        }
        kept = {key: str(value) for key, value in (now | changes).items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def kept(self, without: str = "district") -> list[tuple[str, str]]:
        """Give what a form of the page keeps of its address; the page of a list it does not."""
        return parse_qsl(self.link(page="", **{without: ""})[1:])

    def only_district(self) -> str:
        """Give the query of another page on the same district."""
        return f"?district={self.wanted.district_id}" if self.wanted.district_id else ""


def asked(query: Mapping[str, str]) -> Asked:
    """Read the address."""
    show, page = query.get("show", ""), query.get("page", "")
    wanted = Wanted(
        show=show if show in get_args(Show) else "not-started",  # type: ignore[arg-type]  # just looked up
        district_id=_id(query.get("district", "")),
        text="".join(one for one in query.get("q", "")[:60] if one.isprintable()).strip(),
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1,  # noqa: PLR2004 - no list is longer
    )
    dial: Dial = "readiness" if query.get("dial") == "readiness" else "duty"
    column: Column = next((one for one in COLUMNS if one == query.get("column")), "claimed")
    return Asked(wanted, dial, column)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return uuid.UUID(int=0)  # nobody's: the answer is that of a district that is not there


def states(levels: int) -> Mapping[Status, str]:
    """Give what the states are called; where there is one level of review, nothing is a first one."""
    return STATES if levels > 1 else {**STATES, Status.IN_REVIEW: STATES[Status.IN_SECOND_REVIEW]}


def bar(tally: Tally, said: str) -> Markup:
    """Draw how far everybody is; the numbers stand in the same row."""
    parts = [Part(tally.of(group), look) for group, look in LOOKS.items()]
    return pictures.inline(charts_parts.stacked(parts, SCREEN, said))


def legend() -> list[tuple[Markup, str]]:
    """Name the parts of the bars."""
    return [(pictures.mark(LOOKS[group]), _(title)) for group, title in GROUPS.items()]


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A row of the table of districts."""

    id: uuid.UUID
    name: str
    tally: Tally
    bar: Markup
    share: str


def districts(shown: Iterable[District]) -> list[DistrictLine]:
    """Put the districts into rows."""
    return [_district(one) for one in shown]


def _district(one: District) -> DistrictLine:
    said = _("%(name)s的进度，数字在同一行", name=name(one))
    return DistrictLine(one.id, name(one), one, bar(one, said), percent(share_of(one)))


def name(district: District) -> str:
    """Name a district; participants below none are the organiser's own."""
    return district.name or _("直属")


def percent(value: Decimal | None) -> str:
    """Write a share with one decimal."""
    return "–" if value is None else f"{number(value.quantize(Decimal('0.1')))}%"


def score(value: Decimal | None) -> str:
    """Write points."""
    return "–" if value is None else number(value)


def signed(value: Decimal | None) -> str:
    """Write a difference with its sign."""
    if value is None:
        return "–"
    return f"+{number(value)}" if value > 0 else number(value).replace("-", "−")


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section's shares on one dial, and how much of it drafts have answered."""

    title: str
    cells: tuple[str, ...]


def sections_of(document: Published, scores: Scores, dial: Dial) -> list[str]:
    """Name the sections that have points on a dial."""
    return [
        section.key
        for section in document.checklist.form.sections
        if getattr(section.points, dial) or scores.section(section.key, dial, "claimed") is not None
    ]


def titles(document: Published) -> dict[str, str]:
    """Give the titles of sections."""
    return {one.key: one.title.to(i18n.current()) for one in document.checklist.form.sections}


def section_lines(document: Published, scores: Scores, dial: Dial) -> list[SectionLine]:
    """Put the sections of a dial into rows."""
    named = titles(document)
    return [
        SectionLine(named[key], tuple(percent(scores.section(key, dial, column)) for column in COLUMNS))
        for key in sections_of(document, scores, dial)
    ]


def draft_lines(document: Published, scores: Scores) -> list[tuple[str, str]]:
    """Say how much of each section drafts have answered; nothing where there are no drafts."""
    named = titles(document)
    found = ((title, scores.answered(key)) for key, title in named.items())
    return [(title, percent(share)) for title, share in found if share is not None]


def means(scores: Scores) -> list[tuple[str, list[str], list[int]]]:
    """Give the mean score of every column on both dials, with how many it is the mean of."""
    return [
        (
            _(DIAL_NAMES[dial]),
            [score(scores.mean(dial, one)) for one in COLUMNS],
            [scores.count(dial, one) for one in COLUMNS],
        )
        for dial in DIALS
        if scores.count(dial, "claimed")
    ]


def grades(document: Published, scores: Scores) -> list[tuple[str, int, str]]:
    """Give how many reached each grade, the best first, those without a grade last."""
    total = sum(scores.grades.values())
    bands = sorted(document.checklist.form.duty.bands, key=lambda band: band.from_, reverse=True)
    found = [(f"{band.grade} {band.title.to(i18n.current())}", scores.grades.get(band.grade, 0)) for band in bands]
    rest = total - sum(count for _grade, count in found)
    if rest:
        found.append((_("没有等级（待定、不评等级或不合格）"), rest))
    return [(title, count, percent(Decimal(count * 100) / total)) for title, count in found] if total else []


def links(asked_for: Asked, shown: Iterable[District]) -> Iterator[tuple[str, str, bool]]:
    """Give what the district may be chosen from: id, name, and whether it is the one."""
    for one in shown:
        yield str(one.id), name(one), one.id == asked_for.wanted.district_id


Kind = Literal["over", "today", "left"]


def deadline(found: Dashboard) -> Kind:
    """Say whether there is time left."""
    if found.days_left < 0:
        return "over"
    return "left" if found.days_left else "today"


def shown(found: Dashboard) -> tuple[District, ...]:
    """Give the districts that are drawn: the chosen one, or as many as fit on a page."""
    return (found.chosen,) if found.chosen else found.districts[:MOST_DISTRICTS]


def share_of(tally: Tally) -> Decimal | None:
    """Give the share of those that have submitted, in percent."""
    return (Decimal(tally.handed_in * 100) / tally.total) if tally.total else None


def last_day(closes_at: dt.datetime) -> dt.date:
    """Give the last day of a deadline, which ends with it."""
    return to_local(closes_at - dt.timedelta(microseconds=1)).date()


def cut_short(closes_at: dt.datetime) -> str:
    """Say until when where a deadline does not end with its day: filling in was ended early; else empty."""
    local = to_local(closes_at)
    return until(closes_at) if (local.hour, local.minute) != (0, 0) else ""


def first_names(asked_for: Asked, waiting: Listed) -> str:
    """Name the first who have not started, where the list shows just those."""
    first = asked_for.wanted.show == "not-started" and asked_for.wanted.page == 1 and not asked_for.wanted.text
    return _("、").join(one.name for one in waiting.rows[:NAMED]) if first else ""


def shows() -> list[tuple[str, str]]:
    """Give what the list may show."""
    return [(key, _(title)) for key, title in SHOWS.items()]


def dials(scores: Scores) -> list[tuple[str, str]]:
    """Give the dials that have sections."""
    return [(dial, _(DIAL_NAMES[dial])) for dial in DIALS if scores.has(dial)]


def columns() -> list[tuple[str, str]]:
    """Give the columns of the score."""
    return [(column, _(title)) for column, title in COLUMN_NAMES.items()]


def grade(document: Published, key: str | None) -> str:
    """Name a grade."""
    titles = {band.grade: band.title.to(i18n.current()) for band in document.checklist.form.duty.bands}
    return "–" if key is None else f"{key} {titles.get(key, '')}".strip()
