"""What a reviewer may ask of the queue, as conditions."""

import enum
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, or_, select, union
from sqlalchemy.orm import Session, aliased, joinedload

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import tree
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.figure_models import Figure
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.clock import to_local
from assess.reviews import reach
from assess.reviews.models import Decision, Review, ReviewMark
from assess.reviews.times import WAITING
from assess.scoring.rounding import HUNDRED


class Whose(enum.StrEnum):
    """Whose work is asked for: one's own, what nobody has taken up, or all."""

    MINE = "mine"
    FREE = "free"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked of the queue.

    `district` is an organisation whose subtree is meant. `deviation` is how many points, whichever way, the other
    column is away from the claimed one at least. `text` is part of a name, a credit code or a reference.
    """

    whose: Whose = Whose.ALL
    status: Status | None = None
    district: uuid.UUID | None = None
    campaign: uuid.UUID | None = None
    deviation: Decimal | None = None
    overdue: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The campaigns a reviewer works in, and what that means for conditions on `Assessment`.

    `alone` are the campaigns whose deciding body has no other reviewer: whoever decided there works on appeals too.
    `own` is what the reviewer has taken up or is offered first: few, and looked up before anything is sorted by it.
    """

    actor: Actor
    campaigns: Mapping[uuid.UUID, Campaign]
    alone: Collection[uuid.UUID]
    now: datetime
    own: Collection[uuid.UUID] = ()

    @property
    def visible(self) -> ColumnElement[bool]:
        """Give the condition for what the reviewer may see."""
        return Assessment.campaign_id.in_(self.campaigns) & reach.handed_in(self.actor)

    @property
    def overdue(self) -> ColumnElement[bool]:
        """Give the condition for what should have been reviewed by now."""
        today = to_local(self.now).date()
        late = [key for key, one in self.campaigns.items() if one.review_by is not None and one.review_by < today]
        return Assessment.campaign_id.in_(late) & Assessment.status.in_(WAITING)

    @property
    def mine(self) -> ColumnElement[bool]:
        """Give the condition for what the reviewer has taken up, or is offered first."""
        return Assessment.id.in_(self.own)

    def look_up(self) -> CompoundSelect[uuid.UUID]:
        """Select what is the reviewer's own, from the reviews they have done."""
        done = select(Review.assessment_id).where(Review.reviewer_id == self.actor.account_id)
        kept = self._kept(Review.reviewer_id == self.actor.account_id) & ~self._barred
        waits = Assessment.status.in_((Status.SUBMITTED, Status.IN_SECOND_REVIEW))  # said again: an index serves it
        offered = select(Assessment.id).where(Assessment.id.in_(done), self.visible, waits, kept)
        return union(done.where(Review.finished_at.is_(None)), offered)

    @property
    def free(self) -> ColumnElement[bool]:
        """Give the condition for what the reviewer could take up: due at their body, held by and kept for nobody."""
        others = self._kept(Review.reviewer_id != self.actor.account_id)
        return and_(self._due_here, ~_held, ~others, ~self._barred)

    @property
    def _due_here(self) -> ColumnElement[bool]:
        """Give the condition for what is due at a level that one of the reviewer's bodies works on."""
        bodies = self.actor.organisations(Action.REVIEW)
        first = [key for key, one in self.campaigns.items() if one.reviewing_body_id in bodies]
        last = [key for key, one in self.campaigns.items() if one.deciding_body_id in bodies]
        return or_(
            Assessment.campaign_id.in_(first) & Assessment.status.in_((Status.SUBMITTED, Status.IN_REVIEW)),
            Assessment.campaign_id.in_(last) & Assessment.status.in_((Status.IN_SECOND_REVIEW, Status.APPEALED)),
        )

    def _kept(self, who: ColumnElement[bool]) -> ColumnElement[bool]:
        """Give the condition for what waits for somebody who worked on an earlier submission at the same level."""
        able = select(Membership.account_id).where(
            Membership.role == Role.REVIEWER, Membership.organisation_id.in_(self.actor.organisations(Action.REVIEW))
        )
        still = who & Review.reviewer_id.in_(able)
        first = (Assessment.status == Status.SUBMITTED) & _last_at(1, still)
        second = (Assessment.status == Status.IN_SECOND_REVIEW) & _last_at(2, still) & ~_held
        return self._due_here & (first | second)

    @property
    def _barred(self) -> ColumnElement[bool]:
        """Give the condition for what somebody else must do: two levels are two people, and so are appeals."""
        me = self.actor.account_id
        last = case((Assessment.campaign_id.in_(self._levels(1)), 1), else_=2)
        level = case((Assessment.status == Status.SUBMITTED, 1), (Assessment.status == Status.APPEALED, last), else_=2)
        at_first = level.is_distinct_from(1) & (
            _last_at(1, Review.reviewer_id == me) | _marked(me, ReviewMark.level == 1)
        )
        at_second = (level == 1) & _marked(me, ReviewMark.level > 1)
        decided = _decisions.where(Decision.by == me).exists()
        again = (Assessment.status == Status.APPEALED) & Assessment.campaign_id.not_in(self.alone) & decided
        return at_first | at_second | again

    def _levels(self, levels: int) -> list[uuid.UUID]:
        return [key for key, one in self.campaigns.items() if one.levels == levels]


# Put together once: adapting columns to an alias takes longer than asking the database.
_later: Final = aliased(Review)
_newer: Final = select(_later.id).where(
    _later.assessment_id == Review.assessment_id, _later.level == Review.level, _later.taken_at > Review.taken_at
)
_of_assessment: Final = select(Review.id).where(Review.assessment_id == Assessment.id).correlate(Assessment)
_held: Final = _of_assessment.where(Review.finished_at.is_(None)).exists()
_newest: Final = ~_newer.correlate(Review).exists()
_marks: Final = select(ReviewMark.item).where(ReviewMark.assessment_id == Assessment.id).correlate(Assessment)
_after: Final = aliased(Decision)
_replaced: Final = select(_after.id).where(
    _after.assessment_id == Decision.assessment_id, _after.number > Decision.number
)
_decisions: Final = (
    select(Decision.id)
    .where(Decision.assessment_id == Assessment.id, ~_replaced.correlate(Decision).exists())
    .correlate(Assessment)
)


def _last_at(level: int, who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition for assessments whose last review at a level was somebody's."""
    return _of_assessment.where(Review.level == level, who, _newest).exists()


def _marked(who: uuid.UUID | None, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition for what somebody marked, asked of each: they may have given thousands of marks."""
    return _marks.where(ReviewMark.by == who, which).exists()


def load_scope(session: Session, actor: Actor, now: datetime) -> Scope:
    """Load the campaigns a reviewer works in, in three queries."""
    campaigns = session.scalars(
        select(Campaign).where(reach.reviewed_by(actor)).options(joinedload(Campaign.version)).order_by(Campaign.name)
    ).all()
    bodies = actor.organisations(Action.REVIEW)
    rows = session.execute(
        select(Membership.organisation_id, func.count())
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id.in_(bodies), Membership.role == Role.REVIEWER, Account.disabled_at.is_(None))
        .group_by(Membership.organisation_id)
    )
    many = {body for body, count in rows if count > 1}
    alone = frozenset(one.id for one in campaigns if one.deciding_body_id not in many)
    scope = Scope(actor, {one.id: one for one in campaigns}, alone, now)
    return replace(scope, own=frozenset(session.scalars(scope.look_up())))


def conditions(scope: Scope, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Give the conditions of a filter on `Assessment` and `Figure`, but for the status."""
    yield scope.visible
    if wanted.whose is Whose.MINE:
        yield scope.mine
    elif wanted.whose is Whose.FREE:
        yield scope.free
    if wanted.overdue:
        yield scope.overdue
    if wanted.campaign is not None:
        yield Assessment.campaign_id == wanted.campaign
    if wanted.district is not None:
        yield tree.within(Assessment.organisation_id, wanted.district)
    if wanted.deviation is not None:
        yield func.abs(DEVIATION) >= int(wanted.deviation * HUNDRED)
    if wanted.text.strip():
        yield _named(wanted.text.strip())


DEVIATION: Final = func.coalesce(Figure.reviewed, Figure.supported) - Figure.claimed
"""How far the duty score that was found is from the claimed one, in hundredths; below 0 where too much was claimed."""


def _named(text: str) -> ColumnElement[bool]:
    """Give the condition for a name, a credit code or a reference."""
    named = Organisation.name.contains(text, autoescape=True) | (Organisation.credit_code == text.upper())
    referred = select(Submission.assessment_id).where(Submission.reference == text.upper())
    return Assessment.organisation_id.in_(select(Organisation.id).where(named)) | Assessment.id.in_(referred)
