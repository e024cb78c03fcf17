"""Answering with a question page, and where a question page leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from fastapi import Request, Response
from markupsafe import Markup
from starlette.datastructures import FormData

from assess.assessments import stored
from assess.assessments.statements import Present
from assess.errors import ConflictError
from assess.values.invalid import InvalidValue
from assess.web.forms.facts import FactForm
from assess.web.forms.fields import FIELDS
from assess.web.forms.sheet import GroupPage, Question
from assess.web.forms.typed import NOTE, Sent, first
from assess.web.i18n import gettext as _
from assess.web.pages.saving import Outcome
from assess.web.templating import fragment, render
from assess.web.views import comments, duties, listed, reviewed, section, tally
from assess.web.views.desk import Desk, time_of_day
from assess.web.views.shown import Shown, shown
from assess.wording.sentences import say

TEMPLATE = "pages/assessments/section.html"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question page to answer with: as it is saved, or as it was sent and could not be saved."""

    desk: Desk
    page: GroupPage
    form: FactForm
    now: datetime
    sent: Sent | None = None
    outcome: Outcome | None = None
    back: str = ""
    more: str = ""


def ask(request: Request, asked: Asked) -> Response:
    """Answer with a question page."""
    desk, page, outcome = asked.desk, asked.page, asked.outcome or Outcome()
    for key, message in outcome.errors.items():
        asked.form.asked(key).errors = [message]
    return render(
        request,
        TEMPLATE,
        status=409 if outcome.conflicts else 422 if outcome.errors else 200,
        desk=desk,
        page=page,
        place_url=desk.place(page.place),
        back=asked.back,
        errors=summary(desk, page, outcome),
        items=section.item_states(desk, page),
        questions=section.questions(
            desk,
            page,
            asked.form,
            asked.now,
            sent=asked.sent,
            conflicts=_panels(asked, outcome),
            more=asked.more,
        ),
        shown=section.reused(desk, page),
        listed=listed.by_fact(desk, page),
        sent_back=reviewed.back(desk),
        tally=tally.tally(desk, page),
        owners=duties.owners(desk, page.section),
        talk=comments.by_item(desk, page, asked.now),
        language_form="answers" if desk.editable else None,
    )


def summary(desk: Desk, page: GroupPage, outcome: Outcome) -> list[tuple[str, str]]:
    """List what could not be saved, in the order of the page: where it is, and what is wrong."""
    clash = say("answer.stale", {}, desk.locale)
    messages = outcome.errors | dict.fromkeys(outcome.conflicts, clash)
    return [(_first_box(desk.sheet.questions[key]), messages[key]) for key in page.facts if key in messages]


def _first_box(question: Question) -> str:
    """Give the id of the question's first box, where a link of the error summary goes."""
    if question.macro != "table":
        return f"{question.anchor}-1"
    return f"{question.anchor}-1-{question.cells[0].key}"


def _panels(asked: Asked, outcome: Outcome) -> Mapping[str, Markup]:
    sent = asked.sent
    if sent is None:
        return {}
    return {key: panel(asked.desk, key, clash, sent, asked.now) for key, clash in outcome.conflicts.items()}


def panel(desk: Desk, key: str, clash: ConflictError, sent: Sent, now: datetime) -> Markup:
    """Draw two answers to one question side by side, with who wrote the other and when."""
    theirs = clash.theirs if isinstance(clash.theirs, Present) else Present(None, "", 0, None, None)
    drawn = fragment(
        "pages/assessments/conflict.html",
        key=key,
        message=say(clash.message, clash.params, desk.locale),
        who=_who(desk, theirs),
        when=time_of_day(theirs.at, now, desk.locale) if theirs.at else "",
        theirs=_stored(desk, key, theirs),
        their_note=theirs.note,
        mine=_mine(desk, key, sent),
        my_note=first(sent, key + NOTE),
        revision=theirs.revision,
    )
    return Markup(drawn)  # noqa: S704 - drawn by an autoescaping template


def _who(desk: Desk, present: Present) -> str:
    """Name who wrote the stored answer; it may be the same person in another window."""
    if present.by_name in {None, desk.actor.name}:
        return _("您本人，在另一个窗口")
    return present.by_name or ""


def _stored(desk: Desk, key: str, present: Present) -> Shown:
    fact = desk.sheet.facts[key]
    if present.value is None:
        return Shown(_("（已清除）"))
    return shown(fact, stored.from_text(fact, present.value), desk.locale)


def _mine(desk: Desk, key: str, sent: Sent) -> Shown:
    fact = desk.sheet.facts[key]
    kind = FIELDS[fact.type]
    try:
        value = kind.value(fact, kind.sent(fact, sent))
    except InvalidValue:
        return Shown(first(sent, key))
    return shown(fact, value, desk.locale) if value is not None else Shown(_("（空白）"))


def onward(desk: Desk, page: GroupPage, posted: FormData, back: str) -> str:
    """Say where a saved page leads: the next page, the list, the check page, or back to where a button was pressed."""
    for name in ("add", "remove", "clear", "keep"):
        if pressed_at := str(posted.get(name) or ""):
            more = f"?more={quote(pressed_at)}" if name == "add" else ""
            return f"{desk.place(page.place)}{more}#{_anchor(desk, pressed_at)}"
    if confirmed := str(posted.get("confirm") or posted.get("take") or ""):
        return f"{desk.base}/check" if back == "check" else f"{desk.place(page.place)}#{_anchor(desk, confirmed)}"
    if item := str(posted.get("unclaim") or posted.get("reclaim") or ""):
        return f"{desk.place(page.place)}#i-{item.partition(' ')[0]}"
    kind, _colon, key = str(posted.get("go") or "stay").partition(":")
    aims = {
        "na": f"/items/{key}/not-applicable",
        "evidence": f"/evidence/{key}",
        "comments": f"/comments?item={quote(key)}",
        "hub": "",
        "stay": _same(page),
    }
    if kind in aims:
        return desk.base + aims[kind]
    return f"{desk.base}/check" if back == "check" else _next(desk, page)


def _same(page: GroupPage) -> str:
    return f"/sections/{page.section}/{page.key}"


def _anchor(desk: Desk, pressed_at: str) -> str:
    words = pressed_at.replace(":", " ").split(" ")
    known = [desk.sheet.questions[word].anchor for word in words if word in desk.sheet.questions]
    return known[0] if known else "main"


def _next(desk: Desk, page: GroupPage) -> str:
    """Give the next page that asks something; the list after the last."""
    following = page.after
    while following is not None:
        after = desk.sheet.pages[following]
        if any(desk.asked[key] == "ask" for key in after.facts):
            return desk.place(following)
        following = after.after
    return desk.base
