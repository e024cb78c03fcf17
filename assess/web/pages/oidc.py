"""Single sign-on: to the provider, back from it, linking and unlinking."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from assess.accounts import oidc
from assess.accounts.provider import Claims, Provider, RefusedTokenError
from assess.accounts.sessions import Visit
from assess.errors import AssessError, InvalidError, NotFoundError
from assess.web import deps, security
from assess.web.deps import AnyVisitor, AppSettings, DbSession, Entry, Member, Now, see
from assess.web.errors import sentence
from assess.web.forms.account import SignInForm
from assess.web.templating import render

SECURITY: str = "/account/security"
router = APIRouter()
_log = structlog.get_logger("assess.oidc")


def get_provider(request: Request) -> Provider:
    """Give the provider that was set up.

    Raises:
        NotFoundError: None was: these addresses do not exist then.
    """
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFoundError
    return found


SignOn = Annotated[Provider, Depends(get_provider)]


@router.get("/sign-in/oidc", name="oidc")
def depart(request: Request, provider: SignOn, visitor: AnyVisitor, entry: Entry, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Send the visitor to the provider; somebody signed in comes back to link it."""
    default = SECURITY if visitor.actor.signed_in else "/assessments"
    try:
        with request.app.state.database.write() as session:
            gone = oidc.depart(
                session,
                token_hash=visitor.token_hash,
                back_to=security.safe_return(next, default=default),
                address=entry.address,
                now=entry.now,
            )
            session.commit()
        where = provider.address(state=gone.state, nonce=gone.nonce, verifier=gone.verifier, now=entry.now)
    except RefusedTokenError as error:
        return _failed(request, visitor, error)
    return RedirectResponse(where, status_code=303)


@router.get("/sign-in/oidc/callback", name="oidc-callback")
def arrive(  # noqa: PLR0917 - what comes back, and what a route asks for
    request: Request,
    provider: SignOn,
    visitor: AnyVisitor,
    settings: AppSettings,
    entry: Entry,
    code: str = "",
    state: str = "",
    error: str = "",
) -> Response:
    """Take the visitor back: sign in, or link the identity to the account that is signed in."""
    database = request.app.state.database
    try:
        with database.write() as session:
            awaited = oidc.arrive(session, token_hash=visitor.token_hash, state=state, now=entry.now)
            session.commit()
        if error or not code:
            raise InvalidError("oidc.declined", field="oidc")
        claims = provider.claims(code=code, nonce=awaited.nonce, verifier=awaited.verifier, now=entry.now)
        with database.write() as session:
            if visitor.actor.signed_in:
                oidc.link(session, actor=visitor.actor, claims=claims, now=entry.now)
            else:
                _enter(request, session, visitor, claims, entry, new_accounts=settings.oidc_new_accounts)
            session.commit()
    except RefusedTokenError as refused:
        return _failed(request, visitor, refused)
    except AssessError as refused:
        return _sign_in(request, visitor, refused)
    return see(awaited.back_to)


def _enter(
    request: Request, session: DbSession, visitor: Visit, claims: Claims, entry: Entry, *, new_accounts: bool
) -> None:
    made = oidc.sign_in(
        session,
        claims=claims,
        token_hash=visitor.token_hash,
        new_accounts=new_accounts,
        limits=entry.limits,
        now=entry.now,
    )
    deps.give_session(request, made)


@router.post("/account/oidc/unlink", name="oidc-unlink")
def unlink(session: DbSession, provider: SignOn, visitor: Member, now: Now) -> Response:
    """Take the provider's sign-in away from one's account."""
    oidc.unlink(session, actor=visitor.actor, issuer=provider.issuer, now=now)
    return see(SECURITY)


def _failed(request: Request, visitor: Visit, error: RefusedTokenError) -> Response:
    """Tell the operator why, the person only that it failed."""
    _log.warning("oidc-refused", reason=str(error))
    return _sign_in(request, visitor, InvalidError("oidc.failed", field="oidc"), status=502)


def _sign_in(request: Request, visitor: Visit, error: AssessError, *, status: int = 422) -> Response:
    """Show the sign-in page with what went wrong; to somebody signed in, the error alone."""
    if visitor.actor.signed_in:
        raise error
    context = {"form": SignInForm(), "errors": [("oidc", sentence(error) or "")], "language_form": ""}
    return render(request, "pages/account/sign-in.html", context, status=status, expired=False)
