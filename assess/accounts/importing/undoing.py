"""Taking an import of organisations back, as far as nothing rests on it."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import grafting, organising, tree
from assess.accounts.credentials import OneTimeLink
from assess.accounts.import_models import ImportState, OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.importing import operations
from assess.accounts.importing.world import Simulation
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Lineage, Organisation
from assess.db import Base, table_of
from assess.errors import ConflictError

REASONS: Final[Mapping[str, str]] = {
    "membership": "members",
    "assessment": "assessments",
    "one_time_link": "invitations",
    "join_request": "requests",
}
"""What is attached to an organisation, by table; anything else is `used`."""

_ROWS: Final = table_of(OrganisationImportRow)
_LINES: Final = table_of(Lineage)
_PLACES: Final = table_of(Organisation)
_OWN: Final = {("lineage", "organisation_id"), ("lineage", "ancestor_id"), ("organisation", "parent_id")}
"""What goes with an organisation, or is looked at by itself: its lines, and what lies below it."""


def undo(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> OrganisationImport:
    """Take an import back: what it changed is as it was, unless it changed since; what it made is gone, unless used.

    What could not be taken back stays as it is; its rows say why.

    Raises:
        NotFoundError: There is no such import within reach.
        ConflictError: `import.not-applied`.
    """
    grafting.hold(session)
    found = operations.take(session, actor, import_id)
    if found.state is ImportState.UNDONE:
        return found
    if found.state is not ImportState.APPLIED:
        raise ConflictError("import.not-applied")
    wanted = select(OrganisationImportRow).where(
        OrganisationImportRow.import_id == found.id,
        OrganisationImportRow.outcome.in_((RowOutcome.NEW, RowOutcome.CHANGED)),
    )
    rows = session.scalars(wanted.order_by(OrganisationImportRow.number.desc())).all()
    undone = _Undoing(session, actor, rows)
    undone.restore()
    undone.remove(now)
    kept = sum(1 for row in rows if row.problems)
    found.counts = {**found.counts, "kept": kept, "restored": undone.restored, "removed": len(undone.gone)}
    found.state, found.undone_at = ImportState.UNDONE, now
    operations.log(session, actor, found, "organisations.import-undone", now, counts=found.counts)
    session.flush()
    session.expire_all()
    return found


class _Undoing:
    """One undoing: the rows, the last one first, and the organisations as they are now."""

    def __init__(self, session: Session, actor: Actor, rows: Sequence[OrganisationImportRow]) -> None:
        self.session = session
        self.rows = rows
        self.there = _reached(session, actor, [row.organisation_id for row in rows if row.organisation_id])
        self.tree = Simulation(grafting.parents(session))
        self.moved: list[uuid.UUID] = []
        self.restored = 0
        self.gone: list[uuid.UUID] = []

    def restore(self) -> None:
        """Give changed organisations back what they said before, field by field."""
        for row in self.rows:
            if row.outcome is RowOutcome.CHANGED:
                self._restore(row)
        self.session.flush()
        grafting.rewrite(self.session, self.tree.parents, self.moved)

    def _restore(self, row: OrganisationImportRow) -> None:
        found = self.there.get(row.organisation_id) if row.organisation_id else None
        if found is None:
            row.problems = [{"column": None, "message": "import.kept-beyond"}]
            return
        refusals = [
            problem for name, pair in (row.before or {}).items() if (problem := self._put_back(found, name, pair))
        ]
        row.problems = refusals
        self.restored += not refusals

    def _put_back(self, found: Organisation, name: str, pair: Sequence[Any]) -> dict[str, Any] | None:
        before, after = (operations.stored(name, value) for value in pair)
        now = found.parent_id if name == "parent" else organising.said(found)[name]
        if now != after:
            return {"column": name, "message": "import.kept-changed"}
        if name != "parent":
            setattr(found, name, before)
            return None
        if (before is not None and before not in self.tree.parents) or self.tree.refusal(found.id, before):
            return {"column": name, "message": "import.kept-parent"}
        self.tree.put(found.id, before)
        found.parent_id = before
        self.moved.append(found.id)
        return None

    def remove(self, now: datetime) -> None:
        """Remove what the import made, the lowest first, unless something is attached to it."""
        made = [row for row in self.rows if row.outcome is RowOutcome.NEW and row.organisation_id in self.there]
        used = attached(self.session, [row.organisation_id for row in made if row.organisation_id], now)
        for row in self.rows:
            one = row.organisation_id
            if row.outcome is not RowOutcome.NEW:
                continue
            if one is None or one not in self.there:
                row.problems = [{"column": None, "message": "import.kept-beyond"}]
            elif one in used:
                row.problems = [{"column": None, "message": f"import.kept-{used[one]}"}]
            elif self.tree.children.get(one):
                row.problems = [{"column": None, "message": "import.kept-children"}]
            else:
                self.tree.drop(one)
                self.gone.append(one)
        self._delete()

    def _delete(self) -> None:
        self.session.flush()
        for piece in grafting.pieces(self.gone):
            self.session.execute(update(_ROWS).where(_ROWS.c.organisation_id.in_(piece)).values(organisation_id=None))
            lines = or_(_LINES.c.organisation_id.in_(piece), _LINES.c.ancestor_id.in_(piece))
            self.session.execute(delete(_LINES).where(lines))
            for table in (table_of(OneTimeLink), table_of(JoinRequest)):
                self.session.execute(delete(table).where(table.c.organisation_id.in_(piece)))
            self.session.execute(delete(_PLACES).where(_PLACES.c.id.in_(piece)))


def _reached(session: Session, actor: Actor, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Organisation]:
    mine = tree.reached(Organisation.id, actor, organising.MANAGE)
    found: dict[uuid.UUID, Organisation] = {}
    for piece in grafting.pieces(ids):
        rows = session.scalars(select(Organisation).where(Organisation.id.in_(piece), mine))
        found |= {one.id: one for one in rows}
    return found


def attached(session: Session, ids: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, str]:
    """Say what is attached to organisations, whatever table of the service holds it, in the words of `REASONS`.

    Invitations and requests count while they are open; rows of other imports count while those are applied.
    """
    found: dict[uuid.UUID, str] = {}
    for table, column in _references():
        reason = REASONS.get(table.name, "used")
        for piece in grafting.pieces(ids):
            rows = session.scalars(select(column).where(column.in_(piece), *_alive(table, now)).distinct())
            for one in rows:
                found.setdefault(one, reason)
    return found


def _references() -> list[tuple[Table, Column[Any]]]:
    """Give every column of the service that names an organisation, those with words of their own first."""
    found = [
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is _PLACES.c.id and (table.name, key.parent.name) not in _OWN
    ]
    words = list(REASONS)
    return sorted(found, key=lambda pair: words.index(pair[0].name) if pair[0].name in words else len(words))


def _alive(table: Table, now: datetime) -> list[Any]:
    """Give the conditions under which a row of a table holds an organisation back."""
    if table is table_of(OneTimeLink):
        return [OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None), OneTimeLink.expires_at > now]
    if table is table_of(JoinRequest):
        return [JoinRequest.outcome.is_(None)]
    if table is _ROWS:
        later = select(OrganisationImport.id).where(OrganisationImport.state == ImportState.APPLIED)
        return [_ROWS.c.import_id.in_(later), _ROWS.c.outcome == RowOutcome.CHANGED]
    return []
