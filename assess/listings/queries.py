"""Reading imports and listings."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.errors import NotFoundError
from assess.jobs.models import Job
from assess.listings.models import Listing, ListingImport, ListingTotal, Outcome, State
from assess.listings.standing import Standing

SHOWN = 100
MOST_IMPORTS = 50
MOST_FOUND = 500
_PIECE = 2000


def of_code(session: Session, credit_code: str) -> tuple[Standing, ...]:
    """Give the listings of a credit code that hold, removed ones among them, by day of listing.

    The caller has checked who is asking: an organisation's own people, or an administrator.
    """
    rows = session.execute(
        select(Listing)
        .join(ListingImport, ListingImport.id == Listing.import_id)
        .where(Listing.credit_code == credit_code, ListingImport.state == State.APPLIED, Listing.digest.is_not(None))
        .order_by(ListingImport.sequence.desc(), Listing.number)
        .limit(MOST_FOUND)
    ).scalars()
    latest: dict[bytes | None, Listing] = {}
    for row in rows:
        latest.setdefault(row.digest, row)
    return tuple(sorted(map(_standing, latest.values()), key=lambda one: (one.listed_on, one.list, one.authority)))


def _standing(row: Listing) -> Standing:
    return Standing(
        credit_code=row.credit_code,
        name=row.name,
        list=row.list,
        authority=row.authority,
        reason=row.reason,
        listed_on=row.listed_on or date.min,
        removed_on=row.removed_on,
        source=row.source,
        import_id=row.import_id,
    )


def search(session: Session, *, actor: Actor, credit_code: str) -> tuple[Standing, ...]:
    """Give the listings of a credit code to an administrator.

    Raises:
        ForbiddenError: Anybody else asks.
    """
    require(actor, Action.IMPORT_LISTINGS, None)
    return of_code(session, credit_code)


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is: the latest imports, and how many listings hold by list."""

    imports: Sequence[ListingImport]
    totals: Sequence[ListingTotal]


def overview(session: Session, *, actor: Actor) -> Overview:
    """Give the administrator's first page, in two queries.

    Raises:
        ForbiddenError: Anybody else asks.
    """
    require(actor, Action.IMPORT_LISTINGS, None)
    imports = session.scalars(
        select(ListingImport).order_by(ListingImport.at.desc(), ListingImport.id).limit(MOST_IMPORTS)
    ).all()
    return Overview(imports, session.scalars(select(ListingTotal).order_by(ListingTotal.list)).all())


def get(session: Session, *, actor: Actor, import_id: uuid.UUID) -> tuple[ListingImport, Job | None]:
    """Give an import with the job that works on it.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is none.
    """
    require(actor, Action.IMPORT_LISTINGS, None)
    row = session.execute(
        select(ListingImport, Job).outerjoin(Job, Job.id == ListingImport.job_id).where(ListingImport.id == import_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def latest_name(session: Session, *, actor: Actor) -> str:
    """Name the file of the latest import that holds, for a refusal to point at it.

    Raises:
        ForbiddenError: Not an administrator.
    """
    require(actor, Action.IMPORT_LISTINGS, None)
    holding = select(ListingImport.name).where(ListingImport.state == State.APPLIED)
    return session.scalar(holding.order_by(ListingImport.sequence.desc()).limit(1)) or ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of an import, with what was known of the same listing when it is shown."""

    row: Listing
    before: Listing | None = None


def rows(session: Session, import_id: uuid.UUID, outcome: Outcome) -> tuple[Compared, ...]:
    """Give the first rows of an import that are of one outcome; the caller has checked who is asking."""
    found = session.scalars(
        select(Listing)
        .where(Listing.import_id == import_id, Listing.outcome == outcome)
        .order_by(Listing.number)
        .limit(SHOWN)
    ).all()
    if outcome is not Outcome.CHANGED:
        return tuple(Compared(row) for row in found)
    before = _before(session, import_id, [row.digest for row in found if row.digest])
    return tuple(Compared(row, before.get(row.digest or b"")) for row in found)


def _before(session: Session, import_id: uuid.UUID, digests: Sequence[bytes]) -> dict[bytes, Listing]:
    """Give what the imports before this one said of listings."""
    own = session.scalar(select(ListingImport.sequence).where(ListingImport.id == import_id))
    earlier = ListingImport.state == State.APPLIED
    if own is not None:
        earlier &= ListingImport.sequence < own
    found = session.scalars(
        select(Listing)
        .join(ListingImport, ListingImport.id == Listing.import_id)
        .where(earlier, Listing.digest.in_(digests))
        .order_by(ListingImport.sequence)
    )
    return {row.digest: row for row in found if row.digest}


def every_row(session: Session, import_id: uuid.UUID, outcome: Outcome) -> Iterator[Listing]:
    """Go through all rows of an import that are of one outcome, some at a time; the caller has checked who asks."""
    above = -1
    while True:
        piece = session.scalars(
            select(Listing)
            .where(Listing.import_id == import_id, Listing.outcome == outcome, Listing.number > above)
            .order_by(Listing.number)
            .limit(_PIECE)
        ).all()
        if not piece:
            return
        above = piece[-1].number
        yield from piece
        session.expunge_all()


def kept_files(session: Session) -> set[str]:
    """Give the files that are still to be read."""
    unread = (ListingImport.state == State.READING) & ListingImport.read_at.is_(None)
    return set(session.scalars(select(ListingImport.sha256).where(unread)))
