"""Which part of a campaign a district report tells of: all of it, or what lies below one organisation."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from assess.accounts import tree
from assess.accounts.models import Lineage, Organisation
from assess.errors import NotFoundError
from assess.overview import dashboard
from assess.overview.dashboard import District
from assess.overview.dashboard_scope import Scope
from assess.reports.models import Report


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a campaign that somebody may follow: everything of it, or what lies below `top`.

    `nameless` says that nobody is to be named: the reader reviews, or works for others as well as administering.
    """

    scope: Scope
    top: Organisation | None
    nameless: bool

    @property
    def top_id(self) -> uuid.UUID | None:
        """Name what it lies below; None for everything."""
        return self.top.id if self.top else None

    @property
    def reports(self) -> ColumnElement[bool]:
        """Give the condition for the reports that tell of exactly this, as the reader may have it."""
        return (
            (Report.campaign_id == self.scope.campaign.id)
            & Report.top_id.is_not_distinct_from(self.top_id)
            & Report.for_reviewers.is_(self.nameless)
        )


def find(session: Session, scope: Scope, top_id: uuid.UUID | None) -> Part:
    """Find the part that is asked for: by default all of it, or what lies below the reader's own organisation.

    Raises:
        NotFoundError: That organisation is not there, or out of reach: nobody can tell which.
    """
    wanted = top_id if scope.whole or top_id is not None else min(scope.tops, key=str)
    top = None
    if wanted is not None:
        top = session.scalar(select(Organisation).where(Organisation.id == wanted, _within(scope)))
        if top is None:
            raise NotFoundError
    works = {member.organisation_id for member in scope.actor.memberships}
    return Part(scope, top, nameless=not scope.runs and (scope.whole or not works <= set(scope.tops)))


def _within(scope: Scope) -> ColumnElement[bool]:
    if scope.whole:
        return Organisation.id.is_not(None)
    return or_(Organisation.id.in_(scope.tops), Organisation.id.in_(tree.below(*scope.tops)))


def districts(session: Session, part: Part) -> tuple[District, ...]:
    """Count who is how far in the part's districts; two queries.

    Raises:
        NotFoundError: Nobody of the part takes part.
    """
    found = dashboard.progress(session, part.scope)
    if part.top is not None:
        ids = [one.id for one in found]
        inside = select(Lineage.organisation_id).where(
            Lineage.ancestor_id == part.top.id, Lineage.organisation_id.in_(ids)
        )
        kept = {part.top.id, *session.scalars(inside)}
        found = tuple(one for one in found if one.id in kept)
        if not found:
            raise NotFoundError
    return found
