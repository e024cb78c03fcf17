"""The catalogue for the administrator: every version there is, drafts among them, and who uses which; never an answer.

Every function asks for the permission to publish first.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.checklists import documents, drafts, queries
from assess.checklists.definition import Published
from assess.checklists.drafts import Draft
from assess.checklists.loader import ContentError, Entry, Problem, catalogue, load_published, order
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.overview import usage
from assess.overview.usage import NONE, Usage
from assess.values.text import Text

State = Literal["draft", "frozen", "published", "retired"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list says of a version's content: its titles, and the items of each dial."""

    title: Text
    measure: Text
    duty: int
    readiness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One version on the shelf.

    `frozen` means that the content folder has published it and the database does not know it yet; a draft and a frozen
    version have no `id`. `summary` is None where a draft cannot be read. `faults` counts what lint finds in a draft.
    """

    key: str
    version: str
    state: State
    sha256: str = ""
    id: uuid.UUID | None = None
    published_at: datetime | None = None
    retired_at: datetime | None = None
    summary: Summary | None = None
    faults: int = 0
    usage: Usage = NONE

    @property
    def address(self) -> str:
        """Give the address of its page."""
        return f"/catalogue/{self.key}/{self.version}"


@dataclass(frozen=True, slots=True)
class Volume:
    """One version opened: its content (None where a draft cannot be read), what lint finds, and its siblings in order.

    `siblings` are all versions of the checklist, this one among them.
    """

    shelved: Shelved
    document: Published | None
    problems: tuple[Problem, ...]
    siblings: tuple[Shelved, ...]

    @property
    def before(self) -> Shelved | None:
        """Give the version before this one."""
        place = self.siblings.index(self.shelved)
        return self.siblings[place - 1] if place else None

    @property
    def current(self) -> Shelved | None:
        """Give the newest version on offer."""
        return next((one for one in reversed(self.siblings) if one.state == "published"), None)


_summaries: dict[str, Summary] = {}


def shelf(session: Session, *, actor: Actor, root: Path, now: datetime) -> tuple[Shelved, ...]:
    """List every version, by checklist and then oldest first; three queries at most."""
    require(actor, Action.PUBLISH, None)
    known = queries.versions(session)
    return tuple(_shelve(session, known, catalogue(root), root, now))


def volume(session: Session, *, actor: Actor, root: Path, key: str, version: str, now: datetime) -> Volume:
    """Open one version.

    Raises:
        NotFoundError: There is none.
    """
    require(actor, Action.PUBLISH, None)
    known = queries.versions(session, key)
    files = [entry for entry in catalogue(root) if entry.key == key]
    siblings = tuple(_shelve(session, known, files, root, now))
    shelved = next((one for one in siblings if one.version == version), None)
    if shelved is None:
        raise NotFoundError
    document, problems = _open(shelved, known, files, root)
    return Volume(shelved, document, problems, siblings)


def document_of(session: Session, root: Path, shelved: Shelved) -> Published | None:
    """Give the content of a version on the shelf."""
    known = queries.versions(session, shelved.key)
    files = [entry for entry in catalogue(root) if entry.key == shelved.key]
    return _open(shelved, known, files, root)[0]


def _open(
    shelved: Shelved, known: Sequence[ChecklistVersion], files: Sequence[Entry], root: Path
) -> tuple[Published | None, tuple[Problem, ...]]:
    if shelved.id is not None:
        return documents.document(next(one for one in known if one.id == shelved.id)), ()
    entry = next(one for one in files if one.version == shelved.version)
    draft = _draft(root, entry)
    return draft.published, draft.problems


def _shelve(
    session: Session, known: Sequence[ChecklistVersion], files: Sequence[Entry], root: Path, now: datetime
) -> Iterator[Shelved]:
    registered = {(version.key, version.version) for version in known}
    around = drafts.shared(root)
    made = [
        *_registered(session, known, now),
        *(_unregistered(root, entry, around) for entry in files if (entry.key, entry.version) not in registered),
    ]
    yield from sorted(made, key=lambda one: (one.key, order(one.version)))


def _registered(session: Session, known: Sequence[ChecklistVersion], now: datetime) -> Iterator[Shelved]:
    _summarise(session, known)
    used = usage.counts(session, now=now)
    for version in known:
        yield Shelved(
            key=version.key,
            version=version.version,
            state="published" if version.retired_at is None else "retired",
            sha256=version.sha256,
            id=version.id,
            published_at=version.published_at,
            retired_at=version.retired_at,
            summary=_summaries[version.sha256],
            usage=used.get(version.id, NONE),
        )


def _summarise(session: Session, known: Sequence[ChecklistVersion]) -> None:
    """Read what is not known yet, all in one query; a summary is small and is kept for good."""
    fresh = [version for version in known if version.sha256 not in _summaries]
    for version, document in zip(fresh, documents.gather(session, fresh), strict=True):
        _summaries[version.sha256] = _summary(document)


def _unregistered(root: Path, entry: Entry, around: tuple[drafts.Stamp, ...]) -> Shelved:
    draft = _draft(root, entry, around)
    return Shelved(
        key=entry.key,
        version=entry.version,
        state="draft" if entry.state == "draft" else "frozen",
        sha256=draft.sha256,
        summary=_summary(draft.published) if draft.published else None,
        faults=len(draft.problems),
    )


def _draft(root: Path, entry: Entry, around: tuple[drafts.Stamp, ...] | None = None) -> Draft:
    """Read what the database does not know: a draft, or a document that was frozen and not registered yet."""
    if entry.state == "draft":
        return drafts.read(root, entry, around)
    try:
        published, sha256 = load_published(root, entry.key, entry.version)
    except ContentError as error:
        return Draft(None, entry.sha256 or "", error.problems)
    return Draft(published, sha256, ())


def _summary(document: Published) -> Summary:
    items: Mapping[str, int] = {
        purpose: sum(item.purpose == purpose for item in document.checklist.form.items())
        for purpose in ("duty", "readiness")
    }
    return Summary(document.checklist.title, document.measure.short, items["duty"], items["readiness"])
