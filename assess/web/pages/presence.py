"""Who else is at a form: asked by an open question page every half minute, as long as somebody looks at it.

It must not count as a use of the session, or a page left open would keep its reader signed in for ever; so the session
is looked up here and not touched.
"""

import uuid

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import escape

from assess.access.roles import Action
from assess.accounts import sessions
from assess.assessments import presence
from assess.assessments.presence import Here
from assess.errors import SignedOutError
from assess.web.deps import MyTurn, Now, session_token
from assess.web.i18n import gettext as _
from assess.web.pages.opening import Inside

router = APIRouter(prefix="/assessments/{assessment_id}/presence")


@router.get("", name="presence", dependencies=[Depends(Inside(Action.VIEW))])
def show(request: Request, assessment_id: uuid.UUID, _turn: MyTurn, now: Now, section: str = "") -> HTMLResponse:
    """Say who else is there, and note once a minute that the reader is."""
    database = request.app.state.database
    with database.read() as session:
        visit = sessions.visit(session, token=session_token(request) or "", now=now)
        if visit is None:
            raise SignedOutError
        seen = presence.look(session, actor=visit.actor, assessment_id=assessment_id, section=section, now=now)
    if seen.due:
        with database.write() as session:
            presence.note(session, actor=visit.actor, assessment_id=assessment_id, section=section, now=now)
            session.commit()
    return HTMLResponse(escape(words(seen.others, section)))


def words(others: tuple[Here, ...], section: str) -> str:
    """Say who is in this section, and who elsewhere in the form."""
    here = _("、").join(one.name for one in others if one.section == section)
    elsewhere = _("、").join(one.name for one in others if one.section != section)
    said = []
    if here:
        said.append(_("%(names)s 也在填写这一部分，请留意不要重复修改。", names=here))
    if elsewhere:
        said.append(_("%(names)s 正在填写其他部分。", names=elsewhere))
    return " ".join(said)
