"""The task list: every question page with its state in words, its points so far, and the first unfinished one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assess.assessments.together_models import Part as Duty
from assess.web.forms.sheet import GroupPage, Question, SectionPart
from assess.web.i18n import gettext as _
from assess.web.views import again, duties
from assess.web.views.desk import Desk
from assess.web.views.duties import Owners
from assess.web.views.tally import out, scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One question page on the list. `kind` is the look of its tag; `why` says why it cannot be begun."""

    place: tuple[str, str]
    number: str
    title: str
    url: str
    status: str
    kind: str
    open: bool
    count: str
    scores: tuple[str, ...]
    why: str = ""
    why_url: str = ""
    next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One 一级指标 with its tasks, and who has it."""

    key: str
    number: str
    title: str
    help: str
    scores: tuple[str, ...]
    tasks: tuple[Task, ...]
    owners: Owners


@dataclass(frozen=True, slots=True)
class Hub:
    """The whole list, or what of it is the reader's.

    `next` is the first page that has something to do, the reader's own first (`next_mine`). `waiting` counts the
    questions whose earlier answer is to be confirmed, `mine` the sections that are the reader's, `given` those that
    anybody has.
    """

    sections: tuple[Part, ...]
    next: Task | None
    waiting: int = 0
    mine: int = 0
    given: int = 0
    next_mine: bool = False


def hub(desk: Desk, *, only_mine: bool = False) -> Hub:
    """Work out the task list; `only_mine` leaves out the sections of others, if any is the reader's."""
    tasks = {group.place: _task(desk, group) for group in desk.sheet.groups()}
    own = duties.my_parts(desk)
    following = _following(tasks.values(), own)
    if following:
        tasks[following.place] = following = replace(following, next=True)
    shown = [one for one in desk.sheet.sections if not (only_mine and own) or one.key in own]
    return Hub(
        tuple(_part(desk, section, [tasks[one.place] for one in section.groups]) for section in shown),
        following,
        sum(again.waiting(desk, key) for key in desk.sheet.questions),
        mine=len(own),
        given=len(desk.duties),
        next_mine=following is not None and following.place[0] in own,
    )


def _following(tasks: Iterable[Task], own: Mapping[str, Duty]) -> Task | None:
    """Find where to go on: in what the reader answers for, then where they help, then anywhere."""
    rank = {Duty.LEAD: 0, Duty.ASSIST: 1}
    waiting = [task for task in tasks if task.open]
    return min(waiting, key=lambda task: rank[own[task.place[0]]] if task.place[0] in own else len(rank), default=None)


def _part(desk: Desk, section: SectionPart, tasks: Sequence[Task]) -> Part:
    items = [desk.result.item(card.item.key) for group in section.groups for card in group.items]
    return Part(
        key=section.key,
        number=section.number,
        title=section.title,
        help=section.help,
        scores=scores(items),
        tasks=tuple(tasks),
        owners=duties.owners(desk, section.key),
    )


def _task(desk: Desk, group: GroupPage) -> Task:
    status, kind, unfinished = _status(desk, group)
    waits = _waits_for(desk, group) if kind == "blocked" else None
    shown = [key for key in group.facts if desk.asked[key] == "ask"]
    done = sum(key in desk.inputs.answers for key in shown)
    return Task(
        place=group.place,
        number=group.number,
        title=group.title,
        url=desk.place(group.place) if kind != "blocked" else "",
        status=status,
        kind=kind,
        open=unfinished,
        count=f"{done} / {len(shown)}" if shown else "",
        scores=scores(desk.result.item(card.item.key) for card in group.items),
        why=_("要等“%(question)s”填好后，才知道是否需要填写。", question=waits.wording) if waits else "",
        why_url=f"{desk.place(waits.home)}#{waits.anchor}" if waits else "",
    )


def _status(desk: Desk, group: GroupPage) -> tuple[str, str, bool]:
    """Give the state in words, the look of its tag, and whether there is something to do."""
    visible = [key for key in group.facts if desk.asked[key] == "ask"]
    if not visible:
        return _without_questions(desk, group)
    answered = [key for key in visible if key in desk.inputs.answers]
    wanted = [key for key in visible if desk.needed[key] == "ask" and not desk.sheet.facts[key].optional]
    missing = [key for key in wanted if key not in desk.inputs.answers]
    if waits := sum(again.waiting(desk, key) for key in visible):
        return _("请再确认 %(count)s 题", count=waits), "warn", True
    if not missing:
        return _("已完成"), "done", False
    return (_("进行中"), "going", True) if answered else (_("未开始"), "neutral", True)


def _without_questions(desk: Desk, group: GroupPage) -> tuple[str, str, bool]:
    if any(desk.asked[key] == "later" for key in group.facts):
        return _("暂不能开始"), "blocked", False
    if all(out(desk, card) for card in group.items):
        return _("不适用"), "neutral", False
    return _("不用填写"), "neutral", False


def _waits_for(desk: Desk, group: GroupPage) -> Question | None:
    """Find the unanswered question that decides whether the page's questions are asked."""
    gates = [key for card in group.items for key in card.gates]
    return next((desk.sheet.questions[key] for key in gates if _pending(desk, key)), None)


def _pending(desk: Desk, key: str) -> bool:
    return desk.asked[key] == "ask" and key not in desk.inputs.answers
