"""What colleagues say to one another, in the order of the form."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assess.accounts.departments import Person
from assess.assessments.comments import Comment
from assess.web.forms.sheet import GroupPage, ItemCard
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk, time_of_day

SHOWS: Final = ("open", "all", "mine")


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as it stands on a page."""

    id: uuid.UUID
    who: str
    when: str
    text: str
    named: str
    settled: bool
    own: bool
    news: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said of one item."""

    item: str
    number: str
    title: str
    url: str
    comments: tuple[Said, ...]

    @property
    def open(self) -> int:
        """Count what is not settled."""
        return sum(not one.settled for one in self.comments)


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to look at the comments, with how many it shows."""

    show: str
    label: str
    count: int


def said(desk: Desk, one: Comment, now: dt.datetime) -> Said:
    """Put a comment into words for its reader."""
    me = desk.actor.account_id
    return Said(
        id=one.id,
        who=_("%(name)s（您）", name=one.name) if one.by == me else one.name,
        when=time_of_day(one.at, now, desk.locale),
        text=one.text,
        named=_("、").join(mention.name for mention in one.mentions),
        settled=one.settled_at is not None,
        own=one.by == me,
        news=one.news_for(me),
    )


def threads(desk: Desk, found: Sequence[Comment], now: dt.datetime) -> tuple[Thread, ...]:
    """Put comments under their items, in the order of the form; those of items that are gone are left out."""
    by_item: dict[str, list[Said]] = {}
    for one in found:
        by_item.setdefault(one.item, []).append(said(desk, one, now))
    places = [(card, page) for page in desk.sheet.groups() for card in page.items]
    return tuple(_thread(desk, card, page, by_item[card.item.key]) for card, page in places if card.item.key in by_item)


def _thread(desk: Desk, card: ItemCard, page: GroupPage, comments: Sequence[Said]) -> Thread:
    url = f"{desk.place(page.place)}#{card.anchor}"
    return Thread(card.item.key, card.number, card.title, url, tuple(comments))


def by_item(desk: Desk, page: GroupPage, now: dt.datetime) -> Mapping[str, Thread]:
    """Give what was said of the items of a question page."""
    items = [card.item.key for card in page.items]
    return {one.item: one for one in threads(desk, desk.comments(items), now)}


def chosen(found: Sequence[Comment], show: str, account_id: uuid.UUID | None) -> list[Comment]:
    """Give what a filter shows: what is not settled, everything, or what names the reader."""
    if show == "mine":
        return [one for one in found if one.names(account_id)]
    return [one for one in found if show == "all" or one.settled_at is None]


def filters(found: Sequence[Comment], account_id: uuid.UUID | None) -> tuple[Filter, ...]:
    """List the ways to look at the comments."""
    labels = {"open": _("未解决"), "all": _("全部"), "mine": _("提到我的")}
    return tuple(Filter(show, labels[show], len(chosen(found, show, account_id))) for show in SHOWS)


def nameable(people: Sequence[Person], account_id: uuid.UUID | None) -> list[tuple[uuid.UUID, str, str]]:
    """List who can be named: everybody but the writer, with the login of those who share a name."""
    names = [one.name for one in people]
    return [
        (one.account_id, one.name, one.login if names.count(one.name) > 1 else "")
        for one in people
        if one.account_id != account_id
    ]
