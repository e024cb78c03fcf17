"""Comparing an assessment with the published lists as they are now."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.accounts.models import Organisation
from assess.assessments.consulted import Consulted, Looked
from assess.assessments.contradictions import Contradiction, contradictions
from assess.assessments.queries import Loaded
from assess.checklists.lists import ListKind
from assess.clock import to_local
from assess.listings import queries as listings
from assess.listings.models import ListingImport, ListingTotal, State
from assess.listings.standing import Standing
from assess.scoring.inputs import Inputs


def entries_of(session: Session, loaded: Loaded, lists: Iterable[ListKind]) -> tuple[Standing, ...] | None:
    """Give the entries to compare an assessment with; the caller has loaded it for who is asking.

    Returns:
        None where there is nothing to compare: a trial, an organisation without a credit code, a form that asks about
        no list.
    """
    asked = {fact.key for fact in loaded.published.facts}
    owner = loaded.assessment.organisation_id
    if owner is None or not any(kind.fact in asked for kind in lists):
        return None
    code = session.scalar(select(Organisation.credit_code).where(Organisation.id == owner))
    return listings.of_code(session, code) if code else None


def found(
    session: Session, loaded: Loaded, lists: Iterable[ListKind], inputs: Inputs
) -> tuple[Contradiction, ...] | None:
    """Compare an assessment with the lists as they are now; None where there is nothing to compare."""
    kinds = tuple(lists)
    entries = entries_of(session, loaded, kinds)
    if entries is None:
        return None
    return contradictions(kinds, entries, inputs, [fact.key for fact in loaded.published.facts])


def consulted(session: Session, loaded: Loaded, lists: Iterable[ListKind]) -> Consulted | None:
    """Say which lists there are to compare an assessment with, as they are now; None where its form asks about none."""
    asked = {fact.key for fact in loaded.published.facts}
    kinds = [kind for kind in lists if kind.fact in asked]
    if not kinds:
        return None
    totals = {
        one.list: one
        for one in session.scalars(select(ListingTotal).where(ListingTotal.list.in_([kind.key for kind in kinds])))
    }
    imported = session.scalar(select(func.max(ListingImport.finished_at)).where(ListingImport.state == State.APPLIED))
    return Consulted(
        lists=tuple(_looked(kind, totals.get(kind.key)) for kind in kinds),
        imported_on=to_local(imported).date() if imported else None,
    )


def _looked(kind: ListKind, total: ListingTotal | None) -> Looked:
    return Looked(
        list=kind.key,
        title=kind.title,
        fact=kind.fact or "",
        current=total.current if total else 0,
        removed=total.removed if total else 0,
        latest_on=total.latest_on if total else None,
    )
