"""Answers from elsewhere in words: offered at the question, and listed on a page of their own."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assess.accounts import regions
from assess.assessments.prefill import Found, Origin
from assess.assessments.prefill_operations import Wanted
from assess.assessments.prefill_queries import TakenOver
from assess.values.dump import display
from assess.web.forms.sheet import GroupPage
from assess.web.i18n import gettext as _
from assess.web.templating import day, fragment
from assess.web.views import again
from assess.web.views.desk import Desk

PARTS = 3
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One answer that may be taken over. `code` is what its box or button sends."""

    key: str
    anchor: str
    wording: str
    answer: str
    rows: tuple[str, ...]
    origin: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """The offers of one question page."""

    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that is there and not offered, and why."""

    wording: str
    url: str
    answer: str
    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The page: what can be taken over, what cannot, and what was taken over before."""

    parts: tuple[Part, ...]
    refused: tuple[Refused, ...]
    taken: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """Count the offers."""
        return sum(len(part.offers) for part in self.parts)


def panels(desk: Desk, page: GroupPage) -> Mapping[str, Markup]:
    """Draw the offers beside the questions of a page that have no answer yet."""
    if not desk.editable:
        return {}
    keys = [key for key in page.facts if key not in desk.inputs.answers and not _waits(desk, key)]
    found = desk.elsewhere(keys) if keys else {}
    return {key: _panel(_offer(desk, one)) for key, one in found.items() if one.offered}


def _waits(desk: Desk, key: str) -> bool:
    """Say whether an answer of an earlier version stands beside the question already."""
    held = desk.held(key)
    return held is not None and held.earlier is not None


def _panel(offer: Offer) -> Markup:
    return Markup(fragment("pages/assessments/offer.html", offer=offer))  # noqa: S704 - drawn by an autoescaping template


def count(desk: Desk) -> int:
    """Count what could be taken over now."""
    found = desk.elsewhere(None) if desk.editable else {}
    return sum(_offerable(desk, key, one) for key, one in found.items())


def _offerable(desk: Desk, key: str, one: Found) -> bool:
    return one.offered and desk.asked[key] != "hidden" and not _waits(desk, key)


def listed(desk: Desk, taken: Sequence[TakenOver]) -> Listed:
    """Work out the page; questions that are not asked are left out."""
    found = desk.elsewhere(None)
    return Listed(
        parts=tuple(_parts(desk, found)),
        refused=tuple(_refused(desk, found)),
        taken=tuple((desk.sheet.questions[one.fact].wording, _taken(one)) for one in _known(desk, taken)),
    )


def _parts(desk: Desk, found: Mapping[str, Found]) -> Iterator[Part]:
    for page in desk.sheet.groups():
        here = [key for key in page.facts if key in found and _offerable(desk, key, found[key])]
        if here:
            yield Part(f"{page.number}　{page.title}", tuple(_offer(desk, found[key]) for key in here))


def _offer(desk: Desk, one: Found) -> Offer:
    key, origin = one.asked.key, one.given.origin
    question = desk.sheet.questions[key]
    code = f"{key} {origin.assessment_id} {origin.revision}" if origin else key
    return Offer(
        key=key,
        anchor=question.anchor,
        wording=question.wording,
        answer=display(one.asked, one.value, desk.locale) if one.value is not None else "",
        rows=again.rows(one.asked, one.value, desk.locale),
        origin=_origin(desk, origin),
        code=code,
        url=f"{desk.place(question.home)}#{question.anchor}",
    )


def _origin(desk: Desk, origin: Origin | None) -> str:
    """Say where an answer comes from: checklist, region, who, when."""
    if origin is None:
        return ""
    return _(
        "来自《%(title)s》（%(region)s，%(version)s 版），%(who)s，%(day)s",
        title=origin.title.to(desk.locale),
        region=short_region(origin.region, desk),
        version=origin.version,
        who=origin.by_name or _("试填"),
        day=day(origin.at),
    )


def short_region(code: str, desk: Desk) -> str:
    """Name a region without those it lies in."""
    path = regions.path(code)
    return path[-1].name(desk.locale) if path else code


def _refused(desk: Desk, found: Mapping[str, Found]) -> Iterator[Refused]:
    for key, one in found.items():
        if not one.offered and desk.asked[key] != "hidden":
            question = desk.sheet.questions[key]
            yield Refused(
                wording=question.wording,
                url=f"{desk.place(question.home)}#{question.anchor}",
                answer=display(one.given.fact, one.given.value, desk.locale),
                origin=_origin(desk, one.given.origin),
                why=_why(one),
            )


def _why(one: Found) -> str:
    if one.standing == "anew":
        return _("这道题每次都要重新核实，不沿用以前的回答。")
    if one.standing == "stale":
        return _(
            "已过有效期：回答于 %(age)s 天前，这道题的回答只在 %(days)s 天内可以沿用。",
            age=one.age,
            days=one.asked.fresh_days,
        )
    if one.standing == "differs":
        return _("问法不同：题目的含义、选项或填法与那里的不一样。")
    return _("那里填的是“不清楚”，没有可以沿用的内容。")


def _known(desk: Desk, taken: Sequence[TakenOver]) -> Iterator[TakenOver]:
    """Keep what is still asked and still stands as it was taken over."""
    for one in taken:
        held = desk.held(one.fact)
        if one.fact in desk.sheet.questions and held is not None and held.revision == one.revision:
            yield one


def _taken(one: TakenOver) -> str:
    return _(
        "沿用自 %(checklist)s %(version)s 版（回答于%(answered)s），%(who)s于%(day)s沿用",
        checklist=one.checklist,
        version=one.version,
        answered=day(one.answered_at),
        who=one.by_name or _("试填"),
        day=day(one.at),
    )


def wanted(codes: Sequence[object]) -> tuple[Wanted, ...]:
    """Read what was ticked; what no page of ours sends is passed over."""
    read = (_wanted(str(code).split(" ")) for code in codes)
    return tuple(one for one in read if one is not None)


def _wanted(parts: Sequence[str]) -> Wanted | None:
    if len(parts) != PARTS or not _number(parts[2]):
        return None
    try:
        return Wanted(parts[0], uuid.UUID(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
