"""The desk of one assessment: where it stands, what is to be done, every item with its columns, what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.assessments.workflow import Status, Step
from assess.reviews.accepting import acceptable
from assess.reviews.desk import Turn
from assess.reviews.models import ReviewOutcome
from assess.scoring.result import ItemResult
from assess.values.formats import date
from assess.web.forms.base import marked
from assess.web.forms.sheet import ItemCard, SectionPart
from assess.web.i18n import gettext as _
from assess.web.views.desk import moment
from assess.web.views.reviewing_columns import DialLine, dial_lines
from assess.web.views.reviewing_item import mark_words
from assess.web.views.reviewing_scene import Scene, level_name, open_items, points_of
from assess.wording.formats import number

STATES: dict[Status, tuple[str, str]] = {
    Status.SUBMITTED: (marked("待受理"), "warn"),
    Status.IN_REVIEW: (marked("初审中"), "going"),
    Status.IN_SECOND_REVIEW: (marked("复核中"), "going"),
    Status.RETURNED: (marked("已退回"), "blocked"),
    Status.DECIDED: (marked("已审定"), "done"),
    Status.APPEALED: (marked("申诉中"), "warn"),
    Status.REOPENED: (marked("已重新开放"), "blocked"),
}
"""What reviewers call each state, and the look of its tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item in a list of the review; `text` says its numbers in a line."""

    key: str
    anchor: str
    url: str
    number: str
    title: str
    about: str = ""
    claimed: str = ""
    supported: str = ""
    unproved: bool = False
    first: str = ""
    last: str = ""
    text: str = ""
    opinion: str = ""
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One 一级指标 with its items."""

    number: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StepLink:
    """Something that can be done; `post` is done at one press, the rest asks on a page of its own."""

    text: str
    url: str
    key: str
    post: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An item with what was written of it."""

    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the review."""

    title: str
    about: str
    text: str = ""
    items: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealTold:
    """An appeal with its items."""

    at: str
    grounds: str
    items: tuple[Named, ...]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """The whole page."""

    organisation: str
    campaign: str
    base: str
    home: str
    here: str
    queue: str
    status: str
    look: str
    tags: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, bool], ...]
    dials: tuple[DialLine, ...]
    grades: str
    marked: int
    total: int
    levels: int
    reviewer: str
    next_url: str
    steps: tuple[StepLink, ...]
    hint: str
    sections: tuple[Section, ...]
    appeal: AppealTold | None
    events: tuple[Event, ...]
    bundle: str = ""
    done: tuple[str, str] | None = None
    refused: str = ""


def desk_page(scene: Scene, *, step: str = "", done: tuple[str, str] | None = None, refused: str = "") -> DeskPage:
    """Work out the page, or what the page of a step says of the assessment."""
    desk = scene.desk
    name, look = state(desk.assessment.status, desk.levels)
    counted = [card.item.key for card in scene.order if _counts(scene, card.item.key)]
    following = next(open_items(scene), None) if scene.open else None
    return DeskPage(
        organisation=desk.organisation_name,
        campaign=desk.campaign.name,
        base=scene.base,
        home=scene.at(),
        here=scene.at(f"/{step}"),
        queue=scene.queue,
        status=name,
        look=look,
        tags=tuple(_tags(scene)),
        facts=tuple(_facts(scene)),
        dials=dial_lines(desk.columns, desk.published.checklist.form),
        grades=scene.graded.words(desk.columns),
        marked=len(counted) - len(desk.to_do),
        total=len(counted) if desk.level is not None else 0,
        levels=desk.levels,
        reviewer=desk.holder_name or "",
        next_url=scene.item_url(following.item.key) if following else "",
        steps=tuple(_steps(scene, following)),
        hint=_hint(scene),
        sections=sections(scene),
        appeal=_appeal(scene),
        events=tuple(_events(scene)),
        bundle=f"{scene.base}/evidence.zip" if desk.files else "",
        done=done,
        refused=refused,
    )


def state(status: Status, levels: int) -> tuple[str, str]:
    """Name a state as reviewers know it, with the look of its tag; with one level there is no 初审."""
    if status is Status.IN_REVIEW and levels == 1:
        status = Status.IN_SECOND_REVIEW
    name, look = STATES.get(status, (status.value, "neutral"))
    return _(name), look


def _counts(scene: Scene, key: str) -> bool:
    reviewed = scene.desk.columns.reviewed
    return (reviewed.result if reviewed else scene.desk.columns.claimed).item(key).counted


def _tags(scene: Scene) -> Iterator[tuple[str, str]]:
    desk = scene.desk
    if desk.contradictions:
        yield _("与公开名单不一致 %(count)s 处", count=len(desk.contradictions)), "warn"
    if desk.decision is not None:
        yield (_("已公布"), "done") if desk.decision.published_at else (_("尚未公布"), "blocked")


def _facts(scene: Scene) -> Iterator[tuple[str, str, bool]]:
    desk, submission = scene.desk, scene.desk.submission
    yield _("自评表"), f"{scene.sheet.title} {desk.published.checklist.version}", False
    when = moment(submission.at, scene.locale)
    yield _("提交"), _("%(when)s，%(name)s，第 %(number)s 次", when=when, name=submission.declared_name,
                     number=submission.number), False  # fmt: skip
    yield _("报告编号"), submission.reference, False
    if desk.level is not None and desk.levels > 1:
        yield _("目前级别"), level_name(scene, desk.level), False
    if desk.holder_name:
        yield _("复核人"), desk.holder_name, False
    if desk.due is not None:
        late = _("（已超期）") if desk.overdue else ""
        yield _("复核期限"), date(desk.due, scene.locale) + late, desk.overdue


def _steps(scene: Scene, following: ItemCard | None) -> Iterator[StepLink]:
    desk = scene.desk
    if Step.TAKE_UP in desk.may and not desk.mine:
        yield StepLink(_("受理"), scene.at("/take-up"), "t", post=True, first=True)
    elif Step.TAKE_UP in desk.may and not scene.open:
        yield StepLink(_("继续复核"), scene.at("/take-up"), "t", post=True, first=True)
    if Step.TAKE_OVER in desk.may:
        yield StepLink(_("接手"), scene.at("/take-over"), "t")
    if scene.open and (count := len(acceptable(desk))):
        yield StepLink(_("批量同意自评（%(count)s 项）", count=count), scene.at("/accept"), "a")
    yield from _ends(scene, finished=following is None)


def _ends(scene: Scene, *, finished: bool) -> Iterator[StepLink]:
    may = scene.desk.may
    if Step.SECOND_REVIEW in may:
        yield StepLink(_("转下一级复核"), scene.at("/forward"), "f", first=finished)
    if Step.DECIDE in may:
        answering = scene.desk.assessment.status is Status.APPEALED
        yield StepLink(_("答复申诉并审定") if answering else _("审定"), scene.at("/decide"), "d", first=finished)
    if Step.RETURN in may:
        yield StepLink(_("退回给填报单位"), scene.at("/return"), "b")


def _hint(scene: Scene) -> str:
    """Say why nothing can be done, where that is so; and on the second level, that the first one's marks stand."""
    desk = scene.desk
    if desk.may:
        stands = scene.open and desk.level is not None and desk.level > 1 and not desk.missing
        return _("没有另行评定的事项以初审为准，现在就可以审定。") if stands else ""
    waiting = {
        Status.RETURNED: _("已退回，等填报单位修改后重新提交。"),
        Status.REOPENED: _("已重新开放，等填报单位重新提交。"),
        Status.DECIDED: _("已审定。"),
    }
    return waiting.get(desk.assessment.status, _("目前由另一级或另一位复核人员处理，您可以查看。"))


def sections(scene: Scene) -> tuple[Section, ...]:
    """List the items by 一级指标; what the form rules out is left out."""
    return tuple(section for part in scene.sheet.sections if (section := _section(scene, part)).rows)


def _section(scene: Scene, part: SectionPart) -> Section:
    known = {card.item.key for card in scene.order}
    cards = [card for group in part.groups for card in group.items if card.item.key in known]
    return Section(part.number, part.title, tuple(row(scene, card) for card in cards))


def row(scene: Scene, card: ItemCard) -> Row:
    """Put one item into a line."""
    key, desk = card.item.key, scene.desk
    claimed, supported = scene.claimed(key), scene.supported(key)
    first, last = desk.mark(key, 1), desk.mark(key, desk.levels)
    said = desk.marks.get(key, ())
    return Row(
        key=key,
        anchor=card.anchor,
        url=scene.item_url(key),
        number=card.number,
        title=card.title,
        claimed=points_of(claimed),
        supported=number(supported.earned) if claimed.counted else "",
        unproved=claimed.counted and supported.earned != claimed.earned,
        first=number(first.points) if first and first.points is not None else "",
        last=number(last.points) if last and last.points is not None else "",
        text=_line(claimed, scene.reviewed(key)),
        opinion=mark_words(scene, said[-1]) if said else "",
        tags=tuple(_item_tags(scene, card)),
    )


def _line(claimed: ItemResult, found: Decimal | None) -> str:
    if found is None:
        return _("自评 %(claimed)s", claimed=points_of(claimed))
    return _("自评 %(claimed)s，复核 %(found)s", claimed=points_of(claimed), found=number(found))


def _item_tags(scene: Scene, card: ItemCard) -> Iterator[tuple[str, str]]:
    key, desk = card.item.key, scene.desk
    claimed, found = scene.claimed(key), scene.reviewed(key)
    if desk.level is not None and key in desk.to_do:
        yield _("未评定"), "neutral"
    elif found is not None:
        same = claimed.counted and found == claimed.earned
        yield (_("同自评"), "done") if same else (_("与自评不同"), "warn")
    if claimed.status == "claimed_not_applicable" and found is None:
        yield _("申报不适用"), "going"
    if any(one.fact in card.item.reads for one in desk.contradictions or ()):
        yield _("名单不符"), "warn"
    if desk.returns and key in desk.returns[-1].items and desk.returns[-1].number < desk.submission.number:
        yield _("退回后重新提交"), "going"
    if desk.appeal and not desk.appeal.answered_at and key in desk.appeal.items:
        yield _("申诉"), "warn"


def differing(scene: Scene) -> tuple[Row, ...]:
    """List the items that the marks find different from the claim."""
    cards = (card for card in scene.order if _differs(scene, card.item.key))
    return tuple(row(scene, card) for card in cards)


def _differs(scene: Scene, key: str) -> bool:
    found, claimed = scene.reviewed(key), scene.claimed(key)
    return found is not None and (not claimed.counted or found != claimed.earned)


def chosen(scene: Scene, keys: Sequence[str]) -> tuple[Row, ...]:
    """List some items."""
    return tuple(row(scene, scene.sheet.cards[key]) for key in keys if key in scene.sheet.cards)


def _named(scene: Scene, texts: dict[str, str]) -> tuple[Named, ...]:
    cards = scene.sheet.cards
    return tuple(
        Named(f"{card.number} {card.title}", scene.item_url(key), texts[key])
        for key, card in cards.items()
        if key in texts
    )


def _appeal(scene: Scene) -> AppealTold | None:
    appeal = scene.desk.appeal
    if appeal is None:
        return None
    at = _("%(when)s，%(name)s", when=moment(appeal.at, scene.locale), name=appeal.by_name)
    return AppealTold(at=at, grounds=appeal.grounds, items=_named(scene, dict(appeal.items)), answer=appeal.answer)


def _events(scene: Scene) -> Iterator[Event]:
    """Tell what happened, the last first."""
    desk = scene.desk
    happened = [(one.at, _returned(scene, number)) for number, one in enumerate(desk.returns)]
    happened += [(one.taken_at, _taken(scene, one)) for one in desk.reviews]
    if desk.decision is not None:
        about = _("%(when)s，%(name)s", when=moment(desk.decision.at, scene.locale), name=desk.decision.by_name)
        title = _("审定（第 %(number)s 次）", number=desk.decision.number)
        happened.append((desk.decision.at, Event(title, about, desk.decision.statement)))
    return (event for _at, event in sorted(happened, key=lambda pair: pair[0], reverse=True))


def _returned(scene: Scene, number: int) -> Event:
    one = scene.desk.returns[number]
    mend_by = moment(one.mend_by, scene.locale)
    about = _("%(when)s，第 %(number)s 次提交，修改期限 %(mend_by)s", when=moment(one.at, scene.locale),
              number=one.number, mend_by=mend_by)  # fmt: skip
    return Event(_("退回修改"), about, one.message, _named(scene, dict(one.items)))


def _taken(scene: Scene, turn: Turn) -> Event:
    ends = {
        ReviewOutcome.FORWARDED: _("已转下一级复核"),
        ReviewOutcome.RETURNED: _("已退回"),
        ReviewOutcome.DECIDED: _("已审定"),
    }
    level, taken = level_name(scene, turn.level), moment(turn.taken_at, scene.locale)
    about = _("%(name)s，%(when)s受理第 %(number)s 次提交", name=turn.reviewer_name, when=taken, number=turn.submission)
    if turn.outcome is None or turn.finished_at is None:
        return Event(level, about)
    ended = moment(turn.finished_at, scene.locale)
    return Event(level, _("%(taken)s，%(when)s%(outcome)s", taken=about, when=ended, outcome=ends[turn.outcome]))
