"""Keep the one version of a preview's own database in step with the file it comes from.

A preview is the only place where a version changes under an assessment: nothing in it was ever published.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import stored
from assess.assessments.models import Answer, ItemClaim
from assess.checklists.definition import Published
from assess.checklists.loader import canonical, digest
from assess.checklists.models import ChecklistVersion
from assess.values.invalid import InvalidValue


def put(session: Session, *, published: Published, now: datetime) -> ChecklistVersion:
    """Make a document the one version there is; answers and claims that it no longer takes are taken back."""
    document = canonical(published)
    found = session.scalar(select(ChecklistVersion))
    if found is None:
        found = ChecklistVersion(published_at=now)
        session.add(found)
    found.key, found.version = published.key, published.checklist.version
    found.sha256, found.document = digest(document), document.decode()
    _answers(session, published)
    _claims(session, published)
    session.flush()
    return found


def _answers(session: Session, published: Published) -> None:
    facts = {fact.key: fact for fact in published.facts}
    for answer in session.scalars(select(Answer).where(Answer.value.is_not(None))):
        if answer.fact in facts and answer.value is not None:
            try:
                stored.from_text(facts[answer.fact], answer.value)
            except InvalidValue:
                answer.value, answer.revision = None, answer.revision + 1


def _claims(session: Session, published: Published) -> None:
    allowed = {item.key for item in published.checklist.form.items() if item.not_applicable}
    for claim in session.scalars(select(ItemClaim).where(ItemClaim.reason.is_not(None))):
        if claim.item not in allowed:
            claim.reason, claim.revision = None, claim.revision + 1
