"""What an administrator does with an import of organisations: send a table, apply what was shown, or drop it."""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import grafting, organising
from assess.accounts.import_models import ImportState, OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.importing import columns, judging
from assess.accounts.importing.columns import Row
from assess.accounts.importing.judging import Judged
from assess.accounts.importing.world import World, world
from assess.accounts.models import Organisation, Size
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.db import table_of
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError

MOST_OPEN: Final = 5
"""Imports one person may have waiting for a decision: each holds its rows."""

_NAME_MAXIMUM: Final = 200
_BUFFER: Final = 1024 * 1024
_ROWS: Final = table_of(OrganisationImportRow)
_ORGANISATIONS: Final = table_of(Organisation)


@dataclass(frozen=True, slots=True)
class Content:
    """A table somebody sent: what it was called, its bytes and what they say."""

    name: str
    sha256: str
    rows: Sequence[Row]


def read(name: str, content: BinaryIO) -> Content:
    """Read a table, without the database: it takes a while.

    Raises:
        WorkbookError: It cannot be read.
    """
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(_BUFFER):
        digest.update(piece)
    rows = columns.read(content)
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return Content(plain[:_NAME_MAXIMUM] or "-", digest.hexdigest(), rows)


def upload(
    session: Session,
    *,
    actor: Actor,
    scope_id: uuid.UUID,
    content: Content,
    roles: Mapping[str, str],
    now: datetime,
) -> OrganisationImport:
    """Take a table and say what it would do; nothing counts before it is applied.

    Args:
        session: A writing session.
        actor: An administrator.
        scope_id: What everything new goes below.
        content: The table.
        roles: The key of each role by its names, folded.
        now: The present instant.

    Returns:
        The import; the same table sent again while it waits gives the same one.

    Raises:
        NotFoundError: The scope is not there or out of reach.
        InvalidError: Nothing may lie below it.
        ConflictError: `organisation.closed`; `import.too-many-open`.
    """
    if actor.account_id is None:
        raise ForbiddenError
    _scope(session, actor, scope_id)
    mine = (OrganisationImport.by == actor.account_id, OrganisationImport.state == ImportState.READY)
    waiting = session.scalars(select(OrganisationImport).where(*mine)).all()
    for same in waiting:
        if (same.sha256, same.scope_id) == (content.sha256, scope_id):
            return same
    if len(waiting) >= MOST_OPEN:
        raise ConflictError("import.too-many-open", most=MOST_OPEN)
    made = OrganisationImport(
        id=uuid.uuid4(), scope_id=scope_id, name=content.name, sha256=content.sha256, by=actor.account_id, at=now
    )
    judged = judging.judge(
        content.rows, world(session, actor=actor, scope=scope_id, rows=content.rows, roles=roles), _ids(made.id)
    )
    made.counts = _counts(judged)
    session.add(made)
    session.flush()
    for piece in grafting.pieces(judged):
        session.execute(insert(_ROWS), [_values(made.id, one) for one in piece])
    log(session, actor, made, "organisations.uploaded", now, name=made.name, sha256=made.sha256, counts=made.counts)
    return made


def apply(
    session: Session, *, actor: Actor, import_id: uuid.UUID, roles: Mapping[str, str], now: datetime
) -> OrganisationImport:
    """Do exactly what was shown, in one transaction; doing it twice does it once.

    Raises:
        NotFoundError: There is no such import within reach.
        ConflictError: `import.changed-meanwhile`: something is different now, so that it was compared anew and is to be
            looked at again; `import.nothing`; `import.not-ready`; `organisation.closed`.
    """
    grafting.hold(session)
    found = take(session, actor, import_id)
    if found.state is ImportState.APPLIED:
        return found
    if found.state is not ImportState.READY:
        raise ConflictError("import.not-ready")
    _scope(session, actor, found.scope_id)
    there, judged = _again(session, actor, found, roles)
    if not found.counts["new"] + found.counts["changed"]:
        raise ConflictError("import.nothing")
    try:
        with session.begin_nested():
            _carry_out(session, found, there, judged, now)
    except IntegrityError:
        raise ConflictError("import.changed-meanwhile") from None
    found.state, found.applied_at = ImportState.APPLIED, now
    log(session, actor, found, "organisations.imported", now, counts=found.counts)
    return found


def discard(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> OrganisationImport:
    """Drop an import nobody applied, with its rows.

    Raises:
        NotFoundError: There is no such import within reach.
        ConflictError: `import.not-ready`: it was applied.
    """
    found = take(session, actor, import_id)
    if found.state is ImportState.DISCARDED:
        return found
    if found.state is not ImportState.READY:
        raise ConflictError("import.not-ready")
    found.state = ImportState.DISCARDED
    session.execute(delete(_ROWS).where(_ROWS.c.import_id == found.id))
    log(session, actor, found, "organisations.discarded", now)
    return found


def take(session: Session, actor: Actor, import_id: uuid.UUID) -> OrganisationImport:
    """Give an import for changing it.

    Raises:
        NotFoundError: Not there, or what it goes below is out of reach.
    """
    found = session.scalar(select(OrganisationImport).where(OrganisationImport.id == import_id).with_for_update())
    if found is None:
        raise NotFoundError
    organising.reach(session, actor, found.scope_id)
    return found


def log(
    session: Session, actor: Actor, found: OrganisationImport, action: str, now: datetime, **detail: object
) -> None:
    """Add an event about an import; what it did to whom stands in its rows."""
    subject = Subject("organisation-import", str(found.id))
    append(session, stream=GENERAL, actor=actor.account_id, action=action, subject=subject, now=now, detail=detail)


def _scope(session: Session, actor: Actor, scope_id: uuid.UUID) -> None:
    found = organising.reach(session, actor, scope_id)
    if found.kind not in organising.PARENTS:
        raise InvalidError("organisation.parent-kind", field="below")
    organising.refuse_closed(found)


def _again(
    session: Session, actor: Actor, found: OrganisationImport, roles: Mapping[str, str]
) -> tuple[World, list[Judged]]:
    """Compare an import anew; where anything is different now, keep that and refuse."""
    wanted = select(OrganisationImportRow).where(OrganisationImportRow.import_id == found.id)
    stored = session.scalars(wanted.order_by(OrganisationImportRow.number)).all()
    rows = [Row(one.number, None if one.given.get("unreadable") else one.given) for one in stored]
    there = world(session, actor=actor, scope=found.scope_id, rows=rows, roles=roles)
    judged = judging.judge(rows, there, _ids(found.id))
    fresh = {one.row.number: _values(found.id, one) for one in judged}
    different = [one for one in stored if _differs(one, fresh[one.number])]
    if not different:
        return there, judged
    for one in different:
        for column, value in fresh[one.number].items():
            setattr(one, column, value)
    found.counts = _counts(judged)
    session.commit()  # the refusal must not undo this
    raise ConflictError("import.changed-meanwhile")


def _differs(row: OrganisationImportRow, fresh: Mapping[str, Any]) -> bool:
    names = ("outcome", "problems", "organisation_id", "before")
    return any(getattr(row, name) != fresh[name] for name in names)


def _carry_out(
    session: Session, found: OrganisationImport, there: World, judged: Sequence[Judged], now: datetime
) -> None:
    new = [one for one in judged if one.outcome is RowOutcome.NEW]
    changed = [one for one in judged if one.outcome is RowOutcome.CHANGED]
    for piece in grafting.pieces(new):
        session.execute(insert(_ORGANISATIONS), [_organisation(one, now) for one in piece])
        session.execute(_NOTE, [{"of": found.id, "row": one.row.number, "made": one.id} for one in piece])
    for one in changed:
        session.execute(update(_ORGANISATIONS).where(_ORGANISATIONS.c.id == one.id).values(_after(one)))
    moved = [one.id for one in (*new, *changed) if one.id and (one.known is None or "parent" in one.changes)]
    grafting.rewrite(session, there.tree.parents, moved)
    session.expire_all()


_NOTE: Final = (
    update(_ROWS)
    .where(_ROWS.c.import_id == bindparam("of"), _ROWS.c.number == bindparam("row"))
    .values(organisation_id=bindparam("made"))
)


def _organisation(one: Judged, now: datetime) -> dict[str, Any]:
    said = one.said  # every cell of it was checked when it was read
    return {
        "id": one.id,
        "name": said["name"],
        "credit_code": said.get("credit_code"),
        "kind": said["kind"],
        "region": said["region"],
        "size": said.get("size"),
        "roles": said.get("roles", []),
        "industry": said.get("industry"),
        "parent_id": one.parent,
        "created_at": now,
        "demo": False,
        "operator": False,
    }


def _after(one: Judged) -> dict[str, Any]:
    return {("parent_id" if name == "parent" else name): stored(name, pair[1]) for name, pair in one.changes.items()}


def stored(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Give a noted value as its column takes it."""
    made: Callable[[Any], Any] | None = {"parent": uuid.UUID, "size": Size}.get(name)
    return made(value) if made and value else value


def _values(import_id: uuid.UUID, one: Judged) -> dict[str, Any]:
    cells = one.row.cells
    return {
        "import_id": import_id,
        "number": one.row.number,
        "outcome": one.outcome,
        "given": dict(cells) if cells is not None else {"unreadable": "1"},
        "problems": one.problems,
        "organisation_id": one.known.id if one.known and not one.problems else None,
        "before": dict(one.changes) or None,
    }


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    counts = dict.fromkeys((outcome.value for outcome in RowOutcome), 0)
    for one in judged:
        counts[one.outcome.value] += 1
    return counts


def _ids(import_id: uuid.UUID) -> Callable[[int], uuid.UUID]:
    """Give a new organisation its id by its import and row, so that it is the same each time it is compared."""
    return lambda number: uuid.uuid5(import_id, str(number))
