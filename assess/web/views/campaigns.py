"""Campaigns in words: where they stand, what happened to them, what their participants are narrowed to."""

import enum
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from assess import clock
from assess.accounts import regions
from assess.accounts.industries import industries
from assess.accounts.models import Size
from assess.assessments.workflow import Status
from assess.campaigns.definition import CampaignEvent, Phase
from assess.campaigns.models import Campaign
from assess.campaigns.queries import Entry, phase_of
from assess.campaigns.selection import Wanted
from assess.campaigns.times import days_left, last_day
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.forms.campaigns import identity
from assess.web.i18n import gettext as _
from assess.wording import formats

PHASES: Final[Mapping[Phase, tuple[str, str]]] = {
    Phase.DRAFT: (marked("准备中"), "neutral"),
    Phase.UPCOMING: (marked("未到开始日"), "neutral"),
    Phase.OPEN: (marked("填报中"), "going"),
    Phase.CLOSED: (marked("填报已截止"), "blocked"),
    Phase.PUBLISHED: (marked("结果已公布"), "done"),
}
"""What each phase is called, and the look of its tag."""

MEMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "none": (marked("未开始"), "neutral"),
    Status.DRAFT.value: (marked("填报中"), "going"),
    Status.SUBMITTED.value: (marked("已提交"), "done"),
    Status.IN_REVIEW.value: (marked("初审中"), "going"),
    Status.IN_SECOND_REVIEW.value: (marked("复核中"), "going"),
    Status.RETURNED.value: (marked("已退回"), "warn"),
    Status.DECIDED.value: (marked("已审定"), "done"),
    Status.APPEALED.value: (marked("申诉中"), "going"),
    Status.REOPENED.value: (marked("已重新开放"), "going"),
    Status.WITHDRAWN.value: (marked("已撤回"), "blocked"),
}
"""What the state of a participant is called in a campaign with two levels of review."""

EVENTS: Final[Mapping[CampaignEvent, str]] = {
    CampaignEvent.CREATED: marked("新建"),
    CampaignEvent.EDITED: marked("修改"),
    CampaignEvent.OPENED: marked("开放填报"),
    CampaignEvent.EXTENDED: marked("延长期限"),
    CampaignEvent.CLOSED: marked("提前截止"),
    CampaignEvent.REOPENED: marked("重新开放"),
    CampaignEvent.PUBLISHED: marked("公布结果"),
    CampaignEvent.ADDED: marked("添加单位"),
    CampaignEvent.REMOVED: marked("移出单位"),
    CampaignEvent.REMINDED: marked("提醒"),
}


class MemberChange(enum.StrEnum):
    """What an administrator may do to one participant."""

    REMOVE = "remove"
    TIME = "time"


def phase_tag(phase: Phase) -> tuple[str, str]:
    """Name a phase in the reader's language, with the look of its tag."""
    name, look = PHASES[phase]
    return _(name), look


def members(levels: int) -> Mapping[str, tuple[str, str]]:
    """Give what the states of participants are called; where there is one level of review, nothing is a first one."""
    if levels > 1:
        return MEMBERS
    first, second = Status.IN_REVIEW.value, Status.IN_SECOND_REVIEW.value
    return {key: MEMBERS[second] if key == first else named for key, named in MEMBERS.items() if key != second}


def member_tag(status: Status | None, levels: int) -> tuple[str, str]:
    """Name the state of a participant, with the look of its tag."""
    name, look = members(levels)[status.value if status else "none"]
    return _(name), look


def time_left(closes_at: datetime, now: datetime) -> str:
    """Say how much time there is, or that it is past: never a number of days that are gone."""
    if now >= closes_at:
        return _("期限已过")
    left = days_left(closes_at, now)
    return _("还有 %(days)s 天", days=left) if left else _("今天截止")


def title(version: ChecklistVersion) -> str:
    """Name a version's checklist."""
    return documents.document(version).checklist.title.to(i18n.current())


def day_of(closes_at: datetime) -> str:
    """Write the last day before an instant."""
    return formats.date(last_day(closes_at), i18n.current())


def until(closes_at: datetime) -> str:
    """Write until when: the day alone where it ends at midnight, else with the time of day."""
    local = clock.to_local(closes_at)
    return day_of(closes_at) if (local.hour, local.minute) == (0, 0) else f"{day_of(closes_at)} {local:%H:%M}"


def deadline(closes_at: datetime, now: datetime) -> str:
    """Say until when something can be filled in, and how much time that is."""
    if now >= closes_at:
        return _("期限已过（%(until)s）", until=until(closes_at))
    return _("%(until)s截止，%(left)s", until=until(closes_at), left=time_left(closes_at, now))


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what happened: what, more of it, why, by whom and when."""

    what: str
    more: str
    reason: str
    by: str
    at: datetime


def told(records: Sequence[Entry], names: Mapping[uuid.UUID | None, str]) -> list[Told]:
    """Put a campaign's records into words."""
    return [Told(_(EVENTS[one.event]), _more(one, names), one.reason, one.by, one.at) for one in records]


def named(records: Sequence[Entry]) -> set[uuid.UUID | None]:
    """Give the organisations the records speak of one by one."""
    found = {identity(str(one.detail["organisation"])) for one in records if "organisation" in one.detail}
    for one in records:
        if one.event in {CampaignEvent.ADDED, CampaignEvent.REMOVED}:
            found |= {identity(name) for name in _listed(one)[:1]}
    return found


def _listed(one: Entry) -> list[str]:
    listed = one.detail.get("organisations")
    return [str(name) for name in listed] if isinstance(listed, list) else []


def _more(one: Entry, names: Mapping[uuid.UUID | None, str]) -> str:
    detail = one.detail
    if one.event is CampaignEvent.REMINDED:
        return _reminded(detail)
    if one.event in {CampaignEvent.ADDED, CampaignEvent.REMOVED}:
        listed = _listed(one)
        if detail.get("count") == 1 and listed:
            return names.get(identity(listed[0]), "")
        return _("%(count)s 个单位", count=detail.get("count"))
    if one.event is CampaignEvent.OPENED:
        return _("%(count)s 个单位", count=detail.get("participants"))
    return _moved(detail, names)


def _moved(detail: Mapping[str, object], names: Mapping[uuid.UUID | None, str]) -> str:
    if "to" not in detail:
        return ""
    before, after = (datetime.fromisoformat(str(detail[name])) for name in ("from", "to"))
    moved = _("%(before)s → %(after)s", before=until(before), after=until(after))
    whose = names.get(identity(str(detail["organisation"])), "") if "organisation" in detail else ""
    return _("%(name)s：%(moved)s", name=whose, moved=moved) if whose else moved


def _reminded(detail: Mapping[str, object]) -> str:
    count = {"organisations": detail.get("organisations"), "letters": detail.get("letters")}
    if "days" in detail:
        return _("截止前 %(days)s 天，%(organisations)s 个单位，%(letters)s 封邮件", days=detail["days"], **count)
    return _("%(organisations)s 个单位，%(letters)s 封邮件", **count)


_LONGEST: Final = 200
_PAGE: Final = re.compile(r"[0-9]{1,6}")


def wanted(query: Mapping[str, str]) -> Wanted:
    """Read a filter; what means nothing does not narrow."""
    given = {name: words(query[name]) for name in query}
    size = next((one for one in Size if one.value == given.get("size")), None)
    role, industry = given.get("role", ""), given.get("industry", "")
    return Wanted(
        below=identity(given.get("below")),
        region=region(given.get("region", "")),
        sizes=(size,) if size else (),
        roles=(role,) if role and role.isascii() else (),
        industries=(industry,) if industry in industries() else (),
        name=given.get("name", ""),
    )


def words(text: str) -> str:
    """Read what a list is narrowed by: without blanks around it, and without what no database can look for."""
    return " ".join(text.replace("\0", " ").split())[:_LONGEST]


def region(text: str) -> str:
    """Give the region meant: by its code, or the broadest whose name holds the words; empty where there is none."""
    if text in regions.regions():
        return text
    found = regions.search(text, most=1) if text else ()
    return found[0].code if found else ""


def page_number(text: str) -> int:
    """Read the number of a page; the first where it is none."""
    return max(int(text), 1) if _PAGE.fullmatch(text) else 1


def page_address(base: str, given: Mapping[str, str], page: int) -> str:
    """Give the address of a page of the same list."""
    return f"{base}?{urlencode({**{name: value for name, value in given.items() if value}, 'page': page})}"


def may(campaign: Campaign, now: datetime) -> frozenset[str]:
    """Name the steps whose button is shown where the campaign stands."""
    where = phase_of(campaign, now)
    return frozenset(
        {
            Phase.DRAFT: ("edit", "add", "remove", "open"),
            Phase.UPCOMING: ("edit", "add", "remove", "extend", "give-time"),
            Phase.OPEN: ("edit", "add", "remove", "extend", "give-time", "remind", "close"),
            Phase.CLOSED: ("edit", "remove", "give-time", "reopen", "publish"),
            Phase.PUBLISHED: ("publish",),
        }[where]
    )
