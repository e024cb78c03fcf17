"""Letters between the people of an organisation: a section was given to somebody, somebody is named in a comment.

The letters say where to look, never what was answered or said.
"""

import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments import comments, duties
from assess.assessments.models import Assessment
from assess.assessments.together_models import CommentMention, ItemComment, Part
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.values.text import Locale


def _assigned(session: Session, order: Order) -> Filled | None:
    """List the sections that are somebody's by now; nothing where they were all given to others meanwhile."""
    found = _place(session, order, uuid.UUID(order.params["assessment"]))
    if found is None:
        return None
    assessment, organisation, published, account = found
    parts = duties.mine(duties.of(session, assessment_id=assessment.id, account_id=account.id))
    if not parts:
        return None
    locale = _locale(account)
    titles = [(one.title.to(locale), parts[one.key]) for one in published.checklist.form.sections if one.key in parts]
    return Filled(
        {
            "organisation": organisation.name,
            "checklist": published.checklist.title.to(locale),
            "leading": [title for title, part in titles if part is Part.LEAD],
            "helping": [title for title, part in titles if part is Part.ASSIST],
            "link": order.link(f"/assessments/{assessment.id}?mine=1"),
        }
    )


def _mentioned(session: Session, order: Order) -> Filled | None:
    """Say who names somebody, and of which item; nothing of one that was settled, removed or seen by now."""
    comment = session.get(ItemComment, uuid.UUID(order.params["comment"]))
    found = _place(session, order, comment.assessment_id) if comment else None
    if comment is None or found is None or comment.removed_at or comment.settled_at:
        return None
    assessment, organisation, published, account = found
    mention = session.get(CommentMention, (comment.id, account.id))
    by = session.get_one(Account, comment.by)
    item = next((one for one in published.checklist.form.items() if one.key == comment.item), None)
    if mention is None or mention.seen_at or item is None:
        return None
    return Filled(
        {
            "by": by.name,
            "organisation": organisation.name,
            "checklist": published.checklist.title.to(_locale(account)),
            "item": item.title.to(_locale(account)),
            "link": order.link(f"/assessments/{assessment.id}/comments?show=mine"),
        }
    )


def _place(
    session: Session, order: Order, assessment_id: uuid.UUID
) -> tuple[Assessment, Organisation, Published, Account] | None:
    """Give what both letters speak of; nothing to who left the organisation."""
    assessment, account = session.get(Assessment, assessment_id), order.account
    if assessment is None or account is None or assessment.organisation_id is None:
        return None
    organisation = session.get_one(Organisation, assessment.organisation_id)
    belongs = exists().where(Membership.account_id == account.id, Membership.organisation_id == organisation.id)
    if not session.scalar(select(belongs)):
        return None
    version = session.get_one(ChecklistVersion, assessment.checklist_version_id)
    return assessment, organisation, documents.document(version), account


def _locale(account: Account) -> Locale:
    return "en" if account.locale == "en" else "zh"


BUILDERS: Final[Mapping[str, Builder]] = {duties.LETTER: _assigned, comments.LETTER: _mentioned}
