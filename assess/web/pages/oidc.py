"""Single sign-on: to the provider, back from it, linking and unlinking."""

from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from assess.accounts import oidc
from assess.accounts.oidc import Awaited
from assess.accounts.provider import Claims, Provider, RefusedTokenError
from assess.accounts.sessions import Visit
from assess.errors import InvalidError, NotFoundError
from assess.web import deps, security
from assess.web.deps import AnyVisitor, AppSettings, DbSession, Entry, Member, Now, see
from assess.web.errors import sentence
from assess.web.forms.account import SignInForm
from assess.web.templating import render

SECURITY: Final = "/account/security"
PROBLEM: Final = "/sign-in/oidc/problem"
PROBLEMS: Final = frozenset({"refused", "failed", "declined", "unknown", "disabled"})
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
    if visitor.actor.signed_in and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return see(SECURITY)  # another site's link would bind whoever the provider knows in this browser to the account
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
        return _failed(error)
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
            found = oidc.arrive(session, token_hash=visitor.token_hash, state=state, now=entry.now)
            session.commit()
        awaited = _agreed(found, declined=bool(error) or not code)
        claims = provider.claims(code=code, nonce=awaited.nonce, verifier=awaited.verifier, now=entry.now)
        with database.write() as session:
            if visitor.actor.signed_in:
                oidc.link(session, actor=visitor.actor, claims=claims, now=entry.now)
            else:
                _enter(request, session, visitor, claims, entry, new_accounts=settings.oidc_new_accounts)
            session.commit()
    except RefusedTokenError as refused:
        return _failed(refused)
    except InvalidError as refused:
        return see(f"{PROBLEM}?why={refused.message.removeprefix('oidc.')}")
    return see(awaited.back_to)


def _agreed(found: Awaited | None, *, declined: bool) -> Awaited:
    """Refuse what was not begun here, and what the person did not agree to."""
    if found is None:
        raise InvalidError("oidc.refused", field="oidc")
    if declined:
        raise InvalidError("oidc.declined", field="oidc")
    return found


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
        agent=entry.agent,
    )
    deps.give_session(request, made)


@router.post("/account/oidc/unlink", name="oidc-unlink")
def unlink(session: DbSession, provider: SignOn, visitor: Member, now: Now) -> Response:
    """Take the provider's sign-in away from one's account."""
    oidc.unlink(session, actor=visitor.actor, issuer=provider.issuer, now=now)
    return see(SECURITY)


@router.get("/sign-in/oidc/problem", name="oidc-problem")
def problem(request: Request, visitor: AnyVisitor, why: str = "") -> Response:
    """Say why nobody was signed in, beside the other way in; at an address that holds no code and no state."""
    if why not in PROBLEMS:
        raise NotFoundError
    error = InvalidError(f"oidc.{why}", field="oidc")
    if visitor.actor.signed_in:
        raise error
    context = {"form": SignInForm(), "errors": [("oidc", sentence(error) or "")], "language_form": ""}
    return render(request, "pages/account/sign-in.html", context, expired=False)


def _failed(error: RefusedTokenError) -> Response:
    """Tell the operator why, the person only that it failed."""
    _log.warning("oidc-refused", reason=str(error))
    return see(f"{PROBLEM}?why=failed")
