"""The administrator's catalogue: every version of every checklist, opened, compared, and who uses it.

Anybody else gets the answer of an address that does not exist. Drafts are read from the content folder here, in the
thread of the request, and once for each state of their files.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from assess import clock
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.checklists.diff import diff
from assess.errors import NotFoundError
from assess.overview import shelf, usage
from assess.overview.catalogue import MeasureEntry
from assess.overview.shelf import Shelved, Volume
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, Now, UnseenNeeds
from assess.web.pages import measures
from assess.web.pages.desk import STATES
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import catalogue_diff, catalogue_form, catalogue_words

router = APIRouter(prefix="/catalogue")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.PUBLISH))]
VERSION = "/{measure}/{audience}/{version}"
LONGEST_PAGE = 6
OtherVersion = Annotated[str, Query(alias="with")]
DONE = ("published", "retired", "restored")


def open_volume(
    *,
    session: DbSession,
    visitor: Administrator,
    settings: AppSettings,
    now: Now,
    measure: str,
    audience: str,
    version: str,
) -> Volume:
    """Open the version an address names."""
    key = f"{measure}/{audience}"
    return shelf.volume(session, actor=visitor.actor, root=settings.checklists_path, key=key, version=version, now=now)


Opened = Annotated[Volume, Depends(open_volume)]


@router.get("", name="catalogue")
def catalogue(
    request: Request, session: DbSession, visitor: Administrator, settings: AppSettings, now: Now
) -> Response:
    """List the versions of all checklists, drafts among them."""
    found = shelf.shelf(session, actor=visitor.actor, root=settings.checklists_path, now=now)
    return render(
        request,
        "pages/catalogue/shelf.html",
        shelves=[(key, [one for one in found if one.key == key]) for key in dict.fromkeys(one.key for one in found)],
        folder=settings.checklists_path,
        state=catalogue_words.state,
        audiences=catalogue_words.AUDIENCES,
    )


@router.get(VERSION, name="catalogue-version")
def version(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    settings: AppSettings,
    volume: Opened,
    done: str = "",
) -> Response:
    """Show a version: what it holds, what happened to it, and what can be done with it."""
    shelved = volume.shelved
    steps = usage.history(session, actor=visitor.actor, version_id=shelved.id) if shelved.id else ()
    form = volume.document.checklist.form if volume.document else None
    return render(
        request,
        "pages/catalogue/version.html",
        volume=volume,
        shelved=shelved,
        state=catalogue_words.state,
        document=volume.document,
        outline=tuple(catalogue_form.outline(form)) if form else (),
        totals=catalogue_form.totals(form) if form else (),
        problems=catalogue_words.problems(volume.problems, settings.checklists_path),
        steps=steps,
        audience=catalogue_words.audience,
        done=done if done in DONE else "",
    )


@router.get(VERSION + "/sections/{number}", name="catalogue-section")
def section(request: Request, volume: Opened, number: str) -> Response:
    """Show one section of the form as a whole: items, rules in words, and the questions they look at."""
    document, place = volume.document, _page(number)
    if document is None or place > len(document.checklist.form.sections):
        raise NotFoundError
    teller = catalogue_form.Teller.of(document)
    view = teller.section(place)
    return render(
        request,
        "pages/catalogue/section.html",
        shelved=volume.shelved,
        state=catalogue_words.state,
        document=document,
        view=view,
        questions=tuple(teller.questions(view.section)),
        sections=document.checklist.form.sections,
    )


@router.get(VERSION + "/measure", name="catalogue-measure")
def measure(request: Request, session: DbSession, volume: Opened, now: Now) -> Response:
    """Show the measure as this version has it, which for a draft nobody else sees yet."""
    if volume.document is None:
        raise NotFoundError
    found = volume.document.measure.short.to(i18n.current())
    title = f"{volume.document.checklist.title.to(i18n.current())} {volume.shelved.version}"
    way = [(i18n.gettext("自评表目录"), "/catalogue"), (title, volume.shelved.address), (found, "")]
    entry = MeasureEntry(volume.document.measure, (volume.document,))
    return measures.show(request, session, entry, way=way, today=clock.to_local(now).date())


@router.get(VERSION + "/assessments", name="catalogue-users", dependencies=[Reads("checklist", "users-read")])
def users(request: Request, session: DbSession, visitor: Administrator, volume: Opened, page: str = "1") -> Response:
    """List the organisations on a version by name with the state of their work; never an answer."""
    if volume.shelved.id is None:
        raise NotFoundError
    found = usage.users(session, actor=visitor.actor, version_id=volume.shelved.id, page=_page(page))
    if found.page > found.pages:
        raise NotFoundError
    return render(
        request, "pages/catalogue/users.html", volume=volume, shelved=volume.shelved, users=found, states=STATES
    )


def _page(given: str) -> int:
    """Read the number of a page.

    Raises:
        NotFoundError: No page could have it.
    """
    if given.isascii() and given.isdigit() and len(given) <= LONGEST_PAGE and int(given):
        return int(given)
    raise NotFoundError


@router.get(VERSION + "/diff", name="catalogue-diff")
def compare(
    request: Request, *, session: DbSession, settings: AppSettings, volume: Opened, other: OtherVersion = ""
) -> Response:
    """Show what differs from another version, by default the one before, and what it means for open assessments."""
    old, new = pair(volume, other)
    before, after = (shelf.document_of(session, settings.checklists_path, one) if one else None for one in (old, new))
    found = diff(before, after) if before and after else None
    return render(
        request,
        "pages/catalogue/diff.html",
        volume=volume,
        old=old,
        new=new,
        found=catalogue_diff.differences(found) if found else None,
        state=catalogue_words.state,
    )


def pair(volume: Volume, other: str) -> tuple[Shelved | None, Shelved]:
    """Give the two versions to compare, the older one first; none before the first.

    Raises:
        NotFoundError: There is no such other version.
    """
    if not other:
        return volume.before, volume.shelved
    chosen = next((one for one in volume.siblings if one.version == other and one is not volume.shelved), None)
    if chosen is None:
        raise NotFoundError
    old, new = sorted((chosen, volume.shelved), key=volume.siblings.index)
    return old, new
