"""Publishing a draft, retiring a version, offering it again: each shown first, then done, and recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.checklists import operations
from assess.checklists.diff import diff
from assess.checklists.loader import ContentError
from assess.errors import ConflictError, NotFoundError
from assess.overview import shelf
from assess.overview.shelf import Volume
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, Now, PostedForm, see
from assess.web.forms.base import Fields, errors
from assess.web.forms.catalogue import MOST, ReasonForm
from assess.web.language import switched
from assess.web.pages.catalogue import VERSION, Administrator, Opened
from assess.web.templating import render
from assess.web.views import catalogue_diff, catalogue_words
from assess.web.views.catalogue_diff import Differences
from assess.wording.sentences import say

router = APIRouter(prefix="/catalogue")
UNPUBLISHED = frozenset({"draft", "frozen"})


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is about to be published, and what a page about it needs."""

    request: Request
    session: Session
    settings: AppSettings
    visitor: Administrator
    volume: Volume

    def show(self, *, error: str = "", status: int = 200) -> Response:
        """Show what lint finds, what differs from the version on offer, and what that means."""
        return render(
            self.request,
            "pages/catalogue/publish.html",
            status=status,
            volume=self.volume,
            shelved=self.volume.shelved,
            found=self._differences(),
            problems=catalogue_words.problems(self.volume.problems, self.settings.checklists_path),
            folder=self.settings.checklists_path,
            errors=[("publish", error)] if error else [],
            language_form="page-form" if self.volume.document and not self.volume.problems else "",
        )

    def _differences(self) -> Differences | None:
        current = self.volume.current
        old = shelf.document_of(self.session, self.settings.checklists_path, current) if current else None
        return catalogue_diff.differences(diff(old, self.volume.document)) if old and self.volume.document else None


def open_draft(
    request: Request, session: DbSession, settings: AppSettings, visitor: Administrator, volume: Opened
) -> Publishing:
    """Give what the address names, provided that it is not published."""
    if volume.shelved.state not in UNPUBLISHED:
        raise ConflictError(
            "checklist.registered-already", checklist=volume.shelved.key, version=volume.shelved.version
        )
    return Publishing(request, session, settings, visitor, volume)


Draft = Annotated[Publishing, Depends(open_draft)]


@router.get(VERSION + "/publish", name="catalogue-publish-ask")
def ask_publish(draft: Draft) -> Response:
    """Show what publishing a draft would do."""
    return draft.show()


@router.post(VERSION + "/publish", name="catalogue-publish")
def publish(request: Request, draft: Draft, posted: PostedForm, now: Now) -> Response:
    """Publish the draft that was shown; another one is shown first."""
    if switched(request, posted):
        return draft.show()
    shelved = draft.volume.shelved
    if not draft.volume.document or draft.volume.problems:
        return draft.show(status=422)
    if posted.get("sha256") != shelved.sha256:
        return draft.show(error=i18n.gettext("草稿在您查看期间有改动，请重新核对后再发布。"), status=409)
    try:
        operations.register(
            draft.session,
            actor=draft.visitor.actor,
            root=draft.settings.checklists_path,
            key=shelved.key,
            version=shelved.version,
            now=now,
        )
    except ConflictError as clash:
        return _refused(draft, say(clash.message, clash.params, i18n.current()))
    except ContentError as error:
        return _refused(draft, error.problems[0].text(i18n.current()))
    return see(f"{shelved.address}?done=published")


def _refused(draft: Publishing, error: str) -> Response:
    """Show why nothing was published; what was begun is undone first."""
    draft.session.rollback()
    return draft.show(error=error, status=409)


@dataclass(frozen=True, slots=True)
class Change:
    """Retiring a version, or offering it again."""

    name: str
    state: str
    done: str
    refusal: str
    apply: Callable[..., object]


RETIRE = Change("retire", "published", "retired", "checklist.retired-already", operations.retire)
RESTORE = Change("restore", "retired", "restored", "checklist.not-retired", operations.restore)


def _ask(request: Request, volume: Volume, change: Change, form: ReasonForm) -> Response:
    """Ask for the reason, saying what will happen.

    Raises:
        ConflictError: It is done already.
        NotFoundError: The version was never published.
    """
    shelved = volume.shelved
    if shelved.id is None:
        raise NotFoundError
    if shelved.state != change.state:
        raise ConflictError(change.refusal, checklist=shelved.key, version=shelved.version)
    found = errors(form)
    return render(
        request,
        "pages/catalogue/retire.html",
        status=422 if found else 200,
        volume=volume,
        shelved=shelved,
        change=change.name,
        others=[one for one in volume.siblings if one.state == "published" and one is not shelved],
        form=form,
        most=MOST,
        errors=found,
        language_form="page-form",
    )


def _apply(
    request: Request, *, session: Session, actor: Actor, volume: Volume, posted: PostedForm, now: Now, change: Change
) -> Response:
    """Do it for the reason given."""
    form = ReasonForm(Fields(posted))
    if switched(request, posted) or not form.validate() or volume.shelved.id is None:
        return _ask(request, volume, change, form)
    change.apply(session, actor=actor, version_id=volume.shelved.id, now=now, reason=form.reason.data)
    return see(f"{volume.shelved.address}?done={change.done}")


@router.get(VERSION + "/retire", name="catalogue-retire-ask")
def ask_retire(request: Request, volume: Opened) -> Response:
    """Show what retiring a version means."""
    return _ask(request, volume, RETIRE, ReasonForm())


@router.post(VERSION + "/retire", name="catalogue-retire")
def retire(
    request: Request, *, session: DbSession, visitor: Administrator, volume: Opened, posted: PostedForm, now: Now
) -> Response:
    """Stop offering a version to new assessments."""
    return _apply(request, session=session, actor=visitor.actor, volume=volume, posted=posted, now=now, change=RETIRE)


@router.get(VERSION + "/restore", name="catalogue-restore-ask")
def ask_restore(request: Request, volume: Opened) -> Response:
    """Show what offering a version again means."""
    return _ask(request, volume, RESTORE, ReasonForm())


@router.post(VERSION + "/restore", name="catalogue-restore")
def restore(
    request: Request, *, session: DbSession, visitor: Administrator, volume: Opened, posted: PostedForm, now: Now
) -> Response:
    """Offer a retired version again."""
    return _apply(request, session=session, actor=visitor.actor, volume=volume, posted=posted, now=now, change=RESTORE)
