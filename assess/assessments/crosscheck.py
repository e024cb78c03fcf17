"""Comparing an assessment with the published lists as they are now."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import Organisation
from assess.assessments.contradictions import Contradiction, contradictions
from assess.assessments.queries import Loaded
from assess.checklists.lists import ListKind
from assess.listings import queries as listings
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
