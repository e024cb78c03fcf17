"""What moving to a newer version does, in words: every answer and claim in one of four lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assess.assessments.earlier import Earlier
from assess.assessments.migration import AnswerFate, ClaimFate, Plan
from assess.assessments.models import Fate
from assess.assessments.queries import Filed
from assess.checklists.diff import ITEM_CLASSES
from assess.values.dump import display
from assess.values.fact import Fact
from assess.web.i18n import gettext as _
from assess.web.views import again
from assess.web.views.desk import Desk, moment
from assess.wording.sentences import say


@dataclass(frozen=True, slots=True)
class Line:
    """One question with the answer it had; `before` is how it was asked, where that differs.

    `url` leads to the question as it is asked now; `files` are names and addresses of its evidence.
    """

    wording: str
    answer: str
    rows: tuple[str, ...] = ()
    before: str = ""
    about: str = ""
    url: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """The four lists, how many items changed in which way, and how many questions had no answer before either."""

    kept: tuple[Line, ...]
    confirm: tuple[Line, ...]
    answer: tuple[Line, ...]
    retired: tuple[Line, ...]
    items: tuple[str, ...]
    unanswered: int


def move(desk: Desk, plan: Plan) -> Move:
    """Put a plan into words."""
    titles = {item.key: item.title.to(desk.locale) for item in plan.diff.old.checklist.form.items()}
    now = {fact.key: fact for fact in plan.diff.new.facts}

    def lines(answers: Iterable[AnswerFate], claims: Iterable[ClaimFate]) -> tuple[Line, ...]:
        return (
            *(_line(desk, one.given.fact, now.get(one.key), one) for one in answers),
            *(_claim(one, titles) for one in claims),
        )

    unfit, added = {one.key for one in plan.of("unfit")}, plan.added
    fresh = tuple(_added(desk, now[key]) for key in added if key not in unfit)
    return Move(
        kept=lines(plan.of("kept"), plan.claims_of("kept")),
        confirm=lines(plan.of("confirm"), plan.claims_of("confirm")),
        answer=(*lines(plan.of("unfit"), ()), *fresh),
        retired=lines(plan.of("retired"), plan.claims_of("unfit", "retired")),
        items=_items(desk, plan),
        unanswered=len(set(plan.open) - unfit - set(added)),
    )


def _line(desk: Desk, asked: Fact, now: Fact | None, one: AnswerFate) -> Line:
    before, wording = asked.wording.to(desk.locale), (now or asked).wording.to(desk.locale)
    return Line(
        wording=wording,
        answer=display(asked, one.given.value, desk.locale),
        rows=again.rows(asked, one.given.value, desk.locale),
        before=before if before != wording else "",
        about=_("填法有变化，需要重新填写") if one.fate == "unfit" else "",
    )


def _claim(one: ClaimFate, titles: Mapping[str, str]) -> Line:
    return Line(titles.get(one.item, one.item), _("已申报不适用：%(reason)s", reason=one.reason))


def _added(desk: Desk, fact: Fact) -> Line:
    return Line(fact.wording.to(desk.locale), "", about=_("新增的题（选填）") if fact.optional else _("新增的题"))


def _items(desk: Desk, plan: Plan) -> tuple[str, ...]:
    """Count the items of every class that there are any of, those that did not change aside."""
    counts = plan.diff.item_counts
    return tuple(
        _("%(change)s %(count)s 项", change=say(f"diff.item.{name}", {}, desk.locale), count=counts[name])
        for name in ITEM_CLASSES
        if name != "unchanged" and counts[name]
    )


def earlier(desk: Desk, answers: Mapping[str, Earlier], files: Sequence[Filed]) -> tuple[Line, ...]:
    """List what was set apart, with what becomes of it and the files of each question."""
    fates = {
        Fate.CONFIRM: _("请再确认"),
        Fate.UNFIT: _("填法有变化，需要重新填写"),
        Fate.RETIRED: _("新版本不再问这道题"),
    }
    return tuple(
        Line(
            wording=one.fact.wording.to(desk.locale),
            answer=display(one.fact, one.value, desk.locale),
            rows=again.rows(one.fact, one.value, desk.locale),
            before=_("%(version)s 版，%(when)s", version=one.version, when=moment(one.at, desk.locale)),
            about=fates[one.fate],
            url=_address(desk, key),
            files=tuple((file.name, f"{desk.base}/evidence/{key}/{file.id}") for file in files if file.fact == key),
        )
        for key, one in answers.items()
    )


def _address(desk: Desk, key: str) -> str:
    question = desk.sheet.questions.get(key)
    return f"{desk.place(question.home)}#{question.anchor}" if question else ""
