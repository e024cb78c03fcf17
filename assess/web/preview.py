"""Serve one checklist from its file: a trial of it and nothing else, and a page that says what the file lacks."""

import re
from dataclasses import dataclass
from typing import Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from assess import clock
from assess.accounts import sessions
from assess.accounts.sessions import Visit
from assess.assessments import previewing, trials
from assess.assessments import profile as profiles
from assess.checklists import queries
from assess.checklists.definition import Published
from assess.checklists.drafts import Draft, Watched
from assess.values.profile import Profile
from assess.web import deps, errors, i18n
from assess.web.notice import NOTICE
from assess.web.security import SAFE_METHODS
from assess.web.templating import render

_OPEN: Final = re.compile(r"/|/assessments/[0-9a-f-]{36}(/.*)?|/static/.*|/favicon\.ico|/healthz", re.ASCII)
_UNTOUCHED: Final = ("/static/", "/favicon.ico", "/healthz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is looked at, and by whom: without roles or region the organisation has all roles and lies in the region."""

    file: Watched
    roles: frozenset[str] | None = None
    region: str | None = None

    def profile(self, published: Published) -> Profile:
        """Give the organisation that tries the checklist out."""
        known = frozenset(role.key for role in published.roles)
        return Profile(
            kind=published.checklist.audience,
            region=self.region or published.measure.region,
            roles=known if self.roles is None else self.roles & known,
            size="medium",
        )


class PreviewOnly:
    """Stands before the pages: reads the file again when it changed, and lets nothing through but its one trial."""

    def __init__(self, app: ASGIApp, preview: Preview) -> None:
        self.app = app
        self.preview = preview
        self._shown: Draft | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_UNTOUCHED):
            await self.app(scope, receive, send)
            return
        answer = await run_in_threadpool(self._answer, Request(scope, receive))
        await (answer or self.app)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        """Answer here where the pages must not: outside the trial, at its beginning, while the file is wrong."""
        if not _OPEN.fullmatch(request.url.path):
            return errors.respond(request, 404)
        draft = self.preview.file.read()
        if draft.published is None or not draft.sound:
            return self._faults(request, draft) if request.method in SAFE_METHODS else None
        database = request.app.state.database
        with database.write() as session:
            if draft is not self._shown:
                previewing.put(session, published=draft.published, now=clock.now())
                session.commit()
                self._shown = draft
            if request.url.path == "/":
                place = _begin(request, session, self.preview.profile(draft.published), draft.published.key)
                session.commit()
                return deps.see(place)
        return None

    def _faults(self, request: Request, draft: Draft) -> Response:
        lines = [problem.text(i18n.current()) for problem in draft.problems]
        return render(request, "pages/preview/faults.html", status=422, lines=lines, file=str(self.preview.file.path))


def _begin(request: Request, session: Session, profile: Profile, key: str) -> str:
    """Open the trial of whoever sits at this machine, or go on with it."""
    now = clock.now()
    visitor = _visitor(request, session)
    if visitor.consent_version != NOTICE:
        sessions.record_consent(session, visit=visitor, notice_version=NOTICE, now=now)
    sessions.keep_start_answers(session, visit=visitor, answers=profiles.to_json(profile))
    made = trials.start_trial(
        session,
        actor=visitor.actor,
        version=queries.current(session, key),
        profile=profile,
        hours=request.app.state.settings.trial_hours,
        now=now,
    )
    return f"/assessments/{made.assessment.id}"


def _visitor(request: Request, session: Session) -> Visit:
    token, now = deps.session_token(request), clock.now()
    known = sessions.visit(session, token=token, now=now) if token else None
    if known is not None:
        return known
    ends = deps.limits(request.app.state.settings)
    made = sessions.create(session, account_id=None, before=None, limits=ends, now=now)
    deps.give_session(request, made, guest=True)
    found = sessions.visit(session, token=made.token, now=now)
    assert found is not None  # noqa: S101 - it was made this instant
    return found
