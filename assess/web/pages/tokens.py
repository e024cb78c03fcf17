"""One's tokens for programs: listed, made, shown once, revoked."""

import uuid
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from assess.accounts import tokens
from assess.accounts.sessions import Visit
from assess.errors import AssessError, InvalidError
from assess.web.deps import DbSession, Member, Now, PostedForm, see
from assess.web.errors import sentence
from assess.web.forms.base import Fields, errors, marked, text
from assess.web.i18n import gettext
from assess.web.language import switched
from assess.web.templating import render

HERE: Final = "/account/tokens"
DAYS: Final = ("30", "90", "180", "366")
SCOPES: Final[Mapping[str, tuple[str, str]]] = {
    "assessments:read": (marked("查看自评"), marked("读取本单位的自评、得分和报告")),
    "assessments:write": (marked("填报"), marked("查看、新建自评、填写、上传、提交、撤回和申诉")),
    "reviews": (marked("复核"), marked("查看并复核分给本单位复核的自评")),
    "campaigns": (marked("评估批次"), marked("查看和管理评估批次")),
    "organisations": (marked("单位管理"), marked("查看和维护管辖范围内的单位")),
    "webhooks": (marked("事件通知"), marked("设置提交和审定时向其他系统发送的通知")),
}
router = APIRouter()


class TokenForm(Form):
    """What a new token is for, what it may do and how long it works."""

    name = text(marked("用途"))
    scopes = SelectMultipleField(
        marked("权限"), choices=[SelectChoice(key, key) for key in SCOPES], validate_choice=False
    )
    days = text(marked("有效期"))

    def given(self) -> dict[str, object]:
        """Give what the operation takes; it checks all of it."""
        days = self.days.data or ""
        whole = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0  # noqa: PLR2004 - no year is that long
        return {"name": self.name.data or "", "scopes": self.scopes.data or [], "days": whole}


@router.get(HERE, name="tokens")
def page(request: Request, session: DbSession, visitor: Member, now: Now) -> Response:
    """List the tokens and offer to make one."""
    return _page(request, session, visitor, now, TokenForm(data={"days": "90"}))


@router.post(HERE, name="token-issue")
def issue(request: Request, session: DbSession, visitor: Member, form: PostedForm, now: Now) -> Response:
    """Make a token and show it, this once."""
    asked = TokenForm(Fields(form))
    if switched(request, form) or not asked.validate():
        return _page(request, session, visitor, now, asked)
    try:
        _made, secret = tokens.issue(session, actor=visitor.actor, now=now, **asked.given())  # type: ignore[arg-type]  # checked there
    except AssessError as error:
        field = error.field if isinstance(error, InvalidError) and error.field else "name"
        asked[field].errors = [sentence(error) or ""]
        return _page(request, session, visitor, now, asked)
    session.flush()
    return _page(request, session, visitor, now, TokenForm(data={"days": "90"}), secret=secret)


@router.post(HERE + "/{token_id}/revoke", name="token-revoke")
def revoke(session: DbSession, visitor: Member, now: Now, token_id: uuid.UUID) -> Response:
    """End a token at once."""
    tokens.revoke(session, actor=visitor.actor, token_id=token_id, now=now)
    return see(HERE)


def _page(  # noqa: PLR0917 - what a page is made of
    request: Request, session: DbSession, visitor: Visit, now: Now, form: TokenForm, secret: str = ""
) -> Response:
    found = errors(form)
    context = {
        "form": form,
        "errors": found,
        "language_form": "page-form" if found else "",
        "tokens": tokens.listed(session, actor=visitor.actor),
        "scopes": [(key, gettext(name), gettext(about)) for key, (name, about) in SCOPES.items()],
        "scope_names": {key: gettext(name) for key, (name, _about) in SCOPES.items()},
        "days": DAYS,
        "most": tokens.MOST,
        "secret": secret,
        "now": now,
    }
    return render(request, "pages/account/tokens.html", context, status=422 if found else 200)
