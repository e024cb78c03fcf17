"""Workbooks that come back: read, shown as changes and conflicts, accepted or not. Nothing is overwritten silently."""

import hashlib
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Account
from assess.assessments import items, queries, reach
from assess.assessments import sheetchanges as lines
from assess.assessments.answering import answer
from assess.assessments.filetypes import clean_name
from assess.assessments.formbook.returned import read_returned
from assess.assessments.models import Assessment
from assess.assessments.operations import log
from assess.assessments.queries import Loaded
from assess.assessments.sheetbook import workbook
from assess.assessments.sheetchanges import ITEM, Edit, Kind, Outcome, Wrong
from assess.assessments.sheetcompare import compare
from assess.assessments.sheetkinds import require_workbook
from assess.assessments.sheetpresent import NOTHING, Standing, present
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.assessments.workflow import Step
from assess.assessments.writing import Change
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.checklists import documents
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.exchange.refusal import WorkbookError

__all__ = [
    "KEPT",
    "Accepted",
    "Changes",
    "Line",
    "accept",
    "changes",
    "discard",
    "purge",
    "read",
    "waiting",
    "workbook",
]

KEPT: Final = timedelta(days=30)
"""How long a workbook waits for a decision; then what it says is forgotten."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the workbook would do, beside what stands there now."""

    edit: Edit
    kind: Kind
    now: Standing

    @property
    def key(self) -> str:
        """Name the line: a fact, or `item:` and an item."""
        return self.edit.key


@dataclass(frozen=True, slots=True)
class Changes:
    """What an upload would change as things stand; `lines` and `wrong` are empty once it is settled.

    `untouched` counts what nobody changed in the workbook, `newer` what of that was changed elsewhere meanwhile; `same`
    counts what says what stands there already. `outdated` says that the assessment has moved to another version of its
    checklist since: nothing of it can be saved any more.
    """

    upload: FormUpload
    by_name: str | None
    lines: tuple[Line, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    untouched: int = 0
    newer: int = 0
    same: int = 0
    outcome: Outcome | None = None
    outdated: bool = False

    def of(self, *kinds: Kind) -> tuple[Line, ...]:
        """Give the lines of some kinds."""
        return tuple(line for line in self.lines if line.kind in kinds)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was saved, by key, and what was left as it is."""

    upload: FormUpload
    taken: tuple[str, ...]
    left: int


def read(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, name: str, content: bytes, now: datetime
) -> FormUpload:
    """Read an uploaded workbook and keep what it says until somebody decides. Nothing of the assessment changes.

    What the session did before is committed: reading a file takes its time and must not hold up who writes. A workbook
    that changes nothing and has nothing wrong in it is settled at once.

    Args:
        session: A writing session.
        actor: Somebody who may answer.
        assessment_id: Whose workbook.
        name: The file's name.
        content: The file.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        InvalidError: The file is no workbook of this assessment, or cannot be read; `field` is `file`.
    """
    seen = _take(session, actor, assessment_id, now)
    published, sha256 = documents.document(seen.version), seen.version.sha256
    session.commit()
    digest = hashlib.sha256(content).hexdigest()
    fresh = f"x{digest[:12]}"
    try:
        require_workbook(content)
        returned = read_returned(content, published, assessment=str(assessment_id), sha256=sha256, fresh=fresh)
    except WorkbookError as error:
        raise InvalidError(error.step.message, field="file", **error.step.params) from None
    found = _take(session, actor, assessment_id, now)
    if found.version.sha256 != sha256:
        raise InvalidError("sheet.other-version", field="file")
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    kept = compare(session, loaded, returned, fresh)
    made = FormUpload(
        id=uuid.uuid4(),
        assessment_id=assessment_id,
        name=clean_name(name)[:200],
        sha256=digest,
        content=lines.dump(kept),
        status=UploadStatus.OPEN,
        accepted=0,
        by=actor.account_id,
        at=now,
    )
    session.add(made)
    if not kept.edits and not kept.wrong:
        _settle(made, UploadStatus.DISCARDED, Outcome(untouched=kept.untouched), now)
    log(session, found, actor, "workbook.uploaded", now, upload=str(made.id), name=made.name, sha256=digest)
    session.flush()
    return made


def _take(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    return reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now)


def changes(session: Session, *, actor: Actor, upload_id: uuid.UUID, now: datetime) -> Changes:
    """Say what an upload would change as things stand now.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it.
    """
    upload, name = _get(session, actor, upload_id, now)
    if upload.status is not UploadStatus.OPEN:
        return Changes(upload, name, outcome=lines.load_outcome(upload.content))
    loaded = queries.load(session, actor=actor, assessment_id=upload.assessment_id, now=now)
    return _changes(session, upload, name, loaded)


def _get(session: Session, actor: Actor, upload_id: uuid.UUID, now: datetime) -> tuple[FormUpload, str | None]:
    row = session.execute(
        select(FormUpload, Account.name, Assessment)
        .join(Assessment, Assessment.id == FormUpload.assessment_id)
        .outerjoin(Account, Account.id == FormUpload.by)
        .where(FormUpload.id == upload_id, reach.visible(actor, now))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    upload, name, assessment = row
    if not reach.may(actor, assessment, Action.ANSWER):
        raise ForbiddenError
    return upload, name


def _changes(session: Session, upload: FormUpload, name: str | None, loaded: Loaded) -> Changes:
    content, standing = lines.load(upload.content), present(session, loaded)
    if content.version != loaded.sha256:
        return Changes(upload, name, wrong=tuple(content.wrong), outdated=True)
    judged = [_line(edit, standing.get(edit.key, NOTHING)) for edit in content.edits]
    return Changes(
        upload=upload,
        by_name=name,
        lines=tuple(line for line in judged if line.kind != "same"),
        wrong=tuple(content.wrong),
        untouched=content.untouched,
        newer=content.newer,
        same=sum(line.kind == "same" for line in judged),
    )


def _line(edit: Edit, now: Standing) -> Line:
    return Line(edit, lines.judge(edit, now.said, now.revision), now)


def accept(
    session: Session,
    *,
    actor: Actor,
    upload_id: uuid.UUID,
    facts: Collection[str] | None,
    seen: Mapping[str, int] | None = None,
    now: datetime,
) -> Accepted:
    """Save lines of an upload, all of them or, where one cannot be, none; the upload is settled then.

    Args:
        session: A writing session.
        actor: Somebody who may answer.
        upload_id: Which.
        facts: The keys of the lines to save, conflicts among them where they are to win; None saves every change
            that meets no conflict.
        seen: The revision that stood there when somebody decided, for each line; by default the one that stood there
            when the workbook was uploaded. A line whose answer was changed since is not overwritten.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        InvalidError: Nothing was chosen, or what the upload does not hold, or an answer that does not fit any more.
        ConflictError: `sheet.settled`, `sheet.outdated`; or `sheet.moved`, whose `theirs` names the lines that were
            changed meanwhile.
    """
    upload, _ = _get(session, actor, upload_id, now)
    found = _take(session, actor, upload.assessment_id, now)
    session.refresh(upload)
    _require_open(upload)
    loaded = queries.load(session, actor=actor, assessment_id=upload.assessment_id, now=now)
    shown = _changes(session, upload, None, loaded)
    if shown.outdated:
        raise ConflictError("sheet.outdated")
    chosen = _chosen(shown, facts, seen or {})
    for line in chosen:
        _save(session, actor, upload.assessment_id, line, now)
    left = len(shown.lines) - len(chosen)
    taken = tuple(line.key for line in chosen)
    upload.accepted = len(taken)
    outcome = Outcome(accepted=len(taken), left=left, wrong=len(shown.wrong), untouched=shown.untouched + shown.same)
    _settle(upload, UploadStatus.APPLIED, outcome, now)
    log(session, found, actor, "workbook.accepted", now, upload=str(upload.id), taken=list(taken), left=left)
    session.flush()
    return Accepted(upload, taken, left)


def _require_open(upload: FormUpload) -> None:
    if upload.status is not UploadStatus.OPEN:
        raise ConflictError("sheet.settled")


def _chosen(shown: Changes, facts: Collection[str] | None, seen: Mapping[str, int]) -> tuple[Line, ...]:
    """Give the lines to save.

    Raises:
        InvalidError: There are none, or one that the upload does not hold.
        ConflictError: Some were changed since somebody looked.
    """
    if facts is None:
        chosen = shown.of("changed", "removed")
    else:
        known = {edit.key for edit in lines.load(shown.upload.content).edits}
        if unknown := sorted(set(facts) - known):
            raise InvalidError("sheet.unknown-line", field=unknown[0][:100], given=unknown[0][:100])
        chosen = tuple(line for line in shown.lines if line.key in facts)
    if not chosen:
        raise InvalidError("sheet.nothing-chosen", field="lines")
    moved = tuple(line.key for line in chosen if not _as_seen(line, seen.get(line.key)))
    if moved:
        raise ConflictError("sheet.moved", theirs=moved)
    return chosen


def _as_seen(line: Line, revision: int | None) -> bool:
    """Say whether what stands there is what somebody decided to overwrite."""
    if revision is None:
        return line.kind != "conflict" or line.now.revision == line.edit.seen
    return line.now.revision == revision


def _save(session: Session, actor: Actor, assessment_id: uuid.UUID, line: Line, now: datetime) -> None:
    said, of = line.edit.said, {"actor": actor, "assessment_id": assessment_id, "now": now}
    if not line.key.startswith(ITEM):
        raw = None if said.value is None else lines.parsed(said.value)
        answer(session, fact=line.key, change=Change(raw, said.note, line.now.revision), **of)  # type: ignore[arg-type]  # the same three of every operation
    elif said.value is None:
        items.unclaim_item(session, item=line.key.removeprefix(ITEM), **of)  # type: ignore[arg-type]  # likewise
    else:
        items.claim_item(session, item=line.key.removeprefix(ITEM), reason=said.value, **of)  # type: ignore[arg-type]  # likewise


def discard(session: Session, *, actor: Actor, upload_id: uuid.UUID, now: datetime) -> FormUpload:
    """Drop an upload that nobody accepted; what it said is forgotten, the answers stay.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it.
        ConflictError: `sheet.settled`.
    """
    upload, _ = _get(session, actor, upload_id, now)
    found = reach.take(
        session, actor=actor, assessment_id=upload.assessment_id, action=Action.ANSWER, step=None, now=now
    )
    session.refresh(upload)
    _require_open(upload)
    content = lines.load(upload.content)
    outcome = Outcome(left=len(content.edits), wrong=len(content.wrong), untouched=content.untouched)
    _settle(upload, UploadStatus.DISCARDED, outcome, now)
    log(session, found, actor, "workbook.discarded", now, upload=str(upload.id))
    session.flush()
    return upload


def _settle(upload: FormUpload, status: UploadStatus, outcome: Outcome, now: datetime) -> None:
    """Keep nothing but numbers."""
    upload.status, upload.settled_at, upload.content = status, now, lines.dump_outcome(outcome)


def waiting(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime
) -> list[tuple[FormUpload, str | None]]:
    """List the uploads of an assessment that wait for a decision with who sent them, the newest first.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    rows = session.execute(
        select(FormUpload, Account.name)
        .outerjoin(Account, Account.id == FormUpload.by)
        .where(FormUpload.assessment_id == assessment_id, FormUpload.status == UploadStatus.OPEN)
        .order_by(FormUpload.at.desc(), FormUpload.id)
    )
    return [(upload, name) for upload, name in rows]


def purge(session: Session, *, now: datetime) -> int:
    """Forget what workbooks say that nobody has decided about for a month.

    Returns:
        How many.
    """
    old = session.scalars(
        select(FormUpload)
        .where(FormUpload.status == UploadStatus.OPEN, FormUpload.at <= now - KEPT)
        .with_for_update(skip_locked=True)
    ).all()
    for upload in old:
        content = lines.load(upload.content)
        _settle(upload, UploadStatus.DISCARDED, Outcome(left=len(content.edits), wrong=len(content.wrong)), now)
        append(
            session,
            stream=upload.assessment_id.hex,
            actor=None,
            action="workbook.discarded",
            subject=Subject("assessment", str(upload.assessment_id)),
            now=now,
            detail={"upload": str(upload.id), "after_days": KEPT.days},
        )
    session.flush()
    return len(old)
