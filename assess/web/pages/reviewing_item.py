"""One item of a review: the screen, the mark, and the files that are to prove it."""

import uuid
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Response

from assess.errors import ConflictError, ForbiddenError, InvalidError
from assess.reviews import duplicates, operations
from assess.reviews.models import ReviewMark, VerdictWord
from assess.web.deps import PostedForm, see
from assess.web.forms.reviewing import MarkSent, change, mark_sent, verdicts
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.reviewing import desk
from assess.web.pages.reviewing_opening import Opened, ToReview
from assess.web.templating import render
from assess.web.views import reviewing_item
from assess.web.views.reviewing_item import ItemPage
from assess.web.views.reviewing_marks import MarkForm, clash_form, form_of, sent_form, with_sent
from assess.web.views.reviewing_scene import Scene, open_items
from assess.wording.review_terms import REASONS, VERDICTS, VETOES
from assess.wording.sentences import say

router = APIRouter(prefix="/reviews/{assessment_id}")
TARGETS = {"points": "points", "rejects_not_applicable": "rejects", "veto": "veto-none", "item": "mark-title"}


@router.get("/items/{item}", name="review-item")
def show(review: ToReview, item: str, saved: str = "") -> Response:
    """Show everything about one item on one screen."""
    return _page(review, item, form_of(review.scene, item), saved=_saved(review.scene, saved))


def _saved(scene: Scene, before: str) -> str:
    """Say which item was saved a moment ago."""
    card = scene.sheet.cards.get(before)
    return f"{card.number} {card.title}" if card else ""


@router.post("/items/{item}", name="mark-item")
def mark(review: ToReview, item: str, posted: PostedForm) -> Response:
    """Save the mark and what was said of the files, and go to the next item that is open."""
    sent = mark_sent(posted)
    if switched(review.request, posted):
        return _page(review.again(), item, sent_form(sent), sent=sent)
    try:
        with review.session.begin_nested():  # all of the form, or nothing of it
            _save(review, item, sent, clear=posted.get("go") == "clear")
    except InvalidError as refusal:
        form = sent_form(sent, refusal.field or "points", _words(review.scene, refusal))
        return _page(review, item, form, status=422, sent=sent)
    except ConflictError as refusal:
        return _conflict(review, item, sent, refusal)
    except ForbiddenError as refusal:
        return desk(review.again(), refused=_words(review.scene, refusal), status=refusal.status)
    return see(_onward(review.again().scene, item))


def _save(review: Opened, item: str, sent: MarkSent, *, clear: bool) -> None:
    asked: dict[str, Any] = {"actor": review.actor, "assessment_id": review.id, "now": review.now}
    news = list(_news(review.scene, sent))
    for evidence_id, verdict, remark in news:
        operations.judge_file(review.session, **asked, evidence_id=evidence_id, verdict=verdict, remark=remark)
    if clear:
        operations.clear_mark(review.session, **asked, item=item, expected=sent.expected)
    elif not (sent.blank and news):  # of an item nothing need be said to judge its files
        given = change(sent, reviewing_item.offered(review.scene, item))
        operations.put_mark(review.session, **asked, item=item, change=given, expected=sent.expected)


def _news(scene: Scene, sent: MarkSent) -> Iterator[tuple[uuid.UUID, VerdictWord | None, str]]:
    """Go through what is said of files now and was not before."""
    for evidence_id, verdict, remark in verdicts(sent):
        rows = {row.level: row for row in scene.desk.verdicts.get(evidence_id, ())}
        stored = rows.get(scene.desk.level or 0)
        if remark and verdict is None:
            raise InvalidError("review.verdict-missing", field=f"verdict-{evidence_id}")
        if (verdict, remark) != ((stored.verdict, stored.remark) if stored else (None, "")):
            yield evidence_id, verdict, remark


def _conflict(review: Opened, item: str, sent: MarkSent, refusal: ConflictError) -> Response:
    """Show both marks; where it is the person that changed and not the mark, the desk says so."""
    fresh = review.again()
    if refusal.message != "stale":
        return desk(fresh, refused=_words(fresh.scene, refusal), status=409)
    stored = refusal.theirs if isinstance(refusal.theirs, ReviewMark) else None
    return _page(fresh, item, clash_form(fresh.scene, item, sent, stored), status=409, sent=sent)


def _onward(scene: Scene, item: str) -> str:
    """Say where a saved item leads: the next open one after it, the first open one, or the desk."""
    keys = [card.item.key for card in scene.order]
    open_ = [card.item.key for card in open_items(scene)]
    at = keys.index(item) if item in keys else -1
    later = [key for key in open_ if keys.index(key) > at]
    following = next(iter(later or open_), None)
    if following is None or following == item:
        return _with(scene.at(), "done=marked" if not scene.desk.missing else "")
    return _with(scene.item_url(following), f"saved={item}")


def _with(address: str, more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{more}" if more else address


def _words(scene: Scene, refusal: InvalidError | ConflictError | ForbiddenError) -> str:
    return say(refusal.message, refusal.params, scene.locale, scene.names)


def _page(
    review: Opened, item: str, form: MarkForm, *, status: int = 200, saved: str = "", sent: MarkSent | None = None
) -> Response:
    scene = review.scene
    hashes = {file.sha256 for file in reviewing_item.files_of(scene, item)}
    found = duplicates.again(review.session, actor=review.actor, assessment=scene.desk.assessment, hashes=hashes)
    page = reviewing_item.item_page(scene, item, saved, found)
    return render(
        review.request,
        "pages/reviewing/item.html",
        status=status,
        it=with_sent(page, sent) if sent else page,
        form=form,
        errors=_errors(form, page),
        reasons=[(code, words.to(scene.locale)) for code, words in REASONS.items()],
        verdicts=[(code, words.to(scene.locale)) for code, words in VERDICTS.items()],
        vetoes=[(code, words.to(scene.locale)) for code, words in VETOES.items()],
        language_form="mark-form" if page.open else None,
    )


def _errors(form: MarkForm, page: ItemPage) -> list[tuple[str, str]]:
    if form.clash:
        return [("clash", _("在您打开本页之后，本项的评定已被改动，您的评定还没有保存。"))]
    if not form.wrong:
        return []
    target = TARGETS.get(form.wrong, form.wrong)
    absent = (target == "veto-none" and not page.veto) or (target == "rejects" and not page.claimed_out)
    return [("mark-title" if absent else target, form.message)]
