"""Checking a report: anybody who holds its code is told what it says on its cover, and compares the file."""

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from assess.accounts.throttle import VERIFY_BY_ADDRESS
from assess.reports import verifying
from assess.reports.seals import read_code, spaced
from assess.web.deps import DbSession, Entry, MaybeVisitor
from assess.web.i18n import gettext as _
from assess.web.templating import render
from assess.web.views import verified

router = APIRouter(prefix="/verify")
_HASH = re.compile(r"[0-9a-f]{64}")
_UNSEEN = {"x-robots-tag": "noindex, nofollow, noarchive"}


@router.get("", name="verify-entry")
def ask(request: Request, visitor: MaybeVisitor, code: str | None = None) -> Response:
    """Ask for the code, and go on to what it confirms."""
    del visitor  # looked up for the layout
    if code is None:
        return _form(request, "")
    read = read_code(code)
    if read is None:
        wrong = _("请输入 12 位核验码，例如 7K3M-9QXV-2TRB。")
        return _form(request, code, wrong if code.strip() else _("请输入核验码。"))
    return RedirectResponse(f"/verify/{read}", status_code=303)


@router.get("/{code}", name="verify")
def show(  # noqa: PLR0917 - what a route asks for
    request: Request, session: DbSession, visitor: MaybeVisitor, code: str, entry: Entry, sha256: str | None = None
) -> Response:
    """Say whether there is such a report, what it says on its cover, and which files are its."""
    del visitor  # looked up for the layout
    read = read_code(code)
    if read is None:
        return _form(request, code, _("这不是核验码：核验码是 12 位数字和字母。"), status=404)
    if read != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/verify/{read}{query}", status_code=303)
    session.commit()  # one connection at a time: see `take_turn`
    with request.app.state.database.write() as counting:
        verifying.count(counting, address=entry.address, now=entry.now)
    found = verifying.of_code(session, read)
    if not found:
        return render(request, "pages/verify/unknown.html", code=spaced(read), status=404, headers=_UNSEEN)
    given = "".join((sha256 or "").split()).lower()
    error = _("SHA-256 是 64 位的数字和字母 a–f。") if sha256 is not None and not _HASH.fullmatch(given) else ""
    return render(
        request,
        "pages/verify/found.html",
        address=f"/verify/{read}",
        code=spaced(read),
        reports=[verified.shown(one, "" if error else given) for one in found],
        given=sha256 or "",
        error=error,
        errors=[("sha256", error)] if error else [],
        status=422 if error else 200,
        headers=_UNSEEN,
    )


def _form(request: Request, code: str, error: str = "", *, status: int = 422) -> Response:
    window = int(VERIFY_BY_ADDRESS.window.total_seconds()) // 60
    return render(
        request,
        "pages/verify/ask.html",
        code=code[:60],
        error=error,
        errors=[("code", error)] if error else [],
        most=VERIFY_BY_ADDRESS.most,
        minutes=window,
        status=status if error else 200,
        headers=_UNSEEN,
    )
