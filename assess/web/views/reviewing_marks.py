"""The mark form: filled from what is stored, from what was sent, or beside what somebody else stored meanwhile."""

from dataclasses import dataclass, replace
from decimal import Decimal

from assess.reviews.desk import MarkRow
from assess.reviews.models import ReviewMark
from assess.web.forms.reviewing import MarkSent
from assess.web.i18n import gettext as _
from assess.web.views.desk import moment
from assess.web.views.reviewing_item import ItemPage, mark_words, offered
from assess.web.views.reviewing_scene import Scene
from assess.wording.formats import number


@dataclass(frozen=True, slots=True)
class Clash:
    """Two marks on one item: who stored the other, what it says, and what was sent."""

    who: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkForm:
    """The form as it stands; `wrong` names the field that `message` is about."""

    expected: int = 0
    choice: str = ""
    points: str = ""
    rejects: bool = False
    veto: str = ""
    reason: str = ""
    opinion: str = ""
    wrong: str = ""
    message: str = ""
    clash: Clash | None = None


def form_of(scene: Scene, item: str) -> MarkForm:
    """Fill the form from what this level has said."""
    mark = scene.desk.mark(item, scene.desk.level) if scene.desk.level is not None else None
    if mark is None:
        return MarkForm()
    choice = _choice(scene, item, mark.points)
    return MarkForm(
        expected=mark.revision,
        choice=choice,
        points=number(mark.points) if choice == "other" and mark.points is not None else "",
        rejects=mark.rejects_not_applicable,
        veto=mark.veto or "",
        reason=mark.reason or "",
        opinion=mark.opinion,
    )


def _choice(scene: Scene, item: str, points: Decimal | None) -> str:
    if points is None:
        return ""
    return next((name for name, given in offered(scene, item).items() if given == points), "other")


def sent_form(sent: MarkSent, wrong: str = "", message: str = "") -> MarkForm:
    """Fill the form with what was sent."""
    return MarkForm(
        expected=sent.expected,
        choice=sent.choice,
        points=sent.points,
        rejects=sent.rejects,
        veto=sent.veto,
        reason=sent.reason,
        opinion=sent.opinion,
        wrong=wrong,
        message=message,
    )


def clash_form(scene: Scene, item: str, sent: MarkSent, stored: ReviewMark | None) -> MarkForm:
    """Show what was sent beside what is stored; to save it again is to overwrite knowingly."""
    row = scene.desk.mark(item, scene.desk.level or 0)
    theirs = _row_words(scene, row) if row else _("（已撤销评定）")
    who = _("%(name)s，%(when)s", name=row.by_name, when=moment(row.at, scene.locale)) if row else ""
    return replace(
        sent_form(sent),
        expected=stored.revision if stored else 0,
        clash=Clash(who, theirs, _sent_words(scene, item, sent)),
    )


def _row_words(scene: Scene, row: MarkRow) -> str:
    points = "" if row.points is None else _("%(points)s 分", points=number(row.points))
    return _("；").join(part for part in (points, mark_words(scene, row)) if part)


def _sent_words(scene: Scene, item: str, sent: MarkSent) -> str:
    given = offered(scene, item).get(sent.choice)
    points = number(given) if given is not None else sent.points
    parts = (_("%(points)s 分", points=points) if points else "", sent.opinion)
    return _("；").join(part for part in parts if part) or _("（空白）")


def with_sent(page: ItemPage, sent: MarkSent) -> ItemPage:
    """Show the verdicts as they were sent."""
    return replace(
        page,
        files=tuple(
            replace(file, verdict=sent.verdicts[file.id][0], remark=sent.verdicts[file.id][1])
            if file.id in sent.verdicts
            else file
            for file in page.files
        ),
    )
