"""Reviewing: the queue, and the desk of one assessment."""

from fastapi import APIRouter, Request, Response

from assess.reviews import queries
from assess.web import i18n
from assess.web.deps import DbSession, Now
from assess.web.forms.reviewing_filter import Wanted
from assess.web.i18n import gettext as _
from assess.web.pages.reviewing_opening import Opened, Reviewer, ToReview
from assess.web.pages.reviewing_report import latest
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import reviewing_desk, reviewing_queue
from assess.web.views.reportfiles import choices
from assess.web.views.reviewing_desk import DeskPage

router = APIRouter(prefix="/reviews")
one = APIRouter(prefix="/reviews/{assessment_id}")


@router.get("", name="review-queue", dependencies=[Reads("queue", "read")])
def show_queue(request: Request, session: DbSession, visitor: Reviewer, now: Now, done: str = "") -> Response:
    """Show what there is to review: overdue first, then one's own, then the oldest."""
    wanted = Wanted.read(request.query_params)
    found = queries.queue(session, actor=visitor.actor, wanted=wanted.filter, page=wanted.page, now=now)
    shown = reviewing_queue.shown(found, wanted, i18n.current(), said(done))
    return render(request, "pages/reviewing/queue.html", q=shown)


@one.get("", name="review-desk")
def show_desk(review: ToReview, done: str = "") -> Response:
    """Show where an assessment stands and every item with its columns."""
    return desk(review, done=done)


def desk(review: Opened, *, done: str = "", refused: str = "", status: int = 200) -> Response:
    """Answer with the desk."""
    wanted = Wanted.read(review.request.query_params)
    before, after = queries.neighbours(
        review.session, actor=review.actor, wanted=wanted.filter, assessment_id=review.id, now=review.now
    )
    page = reviewing_desk.desk_page(review.scene, done=said(done), refused=refused)
    return render(
        review.request,
        "pages/reviewing/desk.html",
        status=status,
        d=page,
        before=_beside(wanted, before),
        after=_beside(wanted, after),
        report=latest(review),
        report_formats=choices("pdf"),
    )


def _beside(wanted: Wanted, other: object) -> str:
    if other is None:
        return ""
    return f"/reviews/{other}?{wanted.query}" if wanted.query else f"/reviews/{other}"


def said(done: str) -> tuple[str, str] | None:
    """Say what has just been done, by the word in the address; other words say nothing."""
    words = {
        "taken": (_("已受理"), _("这份自评由您复核，可以开始评定。")),
        "over": (_("已接手"), _("这份自评改由您复核，已有的评定保留。")),
        "accepted": (_("已批量同意"), _("所选事项已按自评得分评定，仍可逐项修改。")),
        "forwarded": (_("已转下一级复核"), _("等下一级的复核人员受理。")),
        "returned": (_("已退回"), _("填报单位会看到您写的内容，修改后重新提交。")),
        "decided": (_("已审定"), _("审定结果已经固定。公布之后填报单位才能看到。")),
        "published": (_("已审定并公布"), _("填报单位现在可以看到复核结果，并可在期限内申诉。")),
        "marked": (_("已保存"), _("所有事项都已评定，可以转下一级或者审定。")),
    }
    return words.get(done)


def page_of(review: Opened, step: str) -> DeskPage:
    """Give what the page of a step says of the assessment."""
    return reviewing_desk.desk_page(review.scene, step=step)
