"""What the people of an organisation say to one another of an item; nobody else ever sees it.

Comments can be added and settled in every state of the assessment, also when its answers cannot be changed any more:
there is something to say of what came back from a review, too. Trials have none: there is nobody to talk to.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import departments, letters
from assess.accounts.models import Account
from assess.assessments import reach
from assess.assessments.models import Assessment
from assess.assessments.operations import log
from assess.assessments.together_models import CommentMention, ItemComment
from assess.checklists import documents
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError

TEXT_MAXIMUM: Final = 1000
MOST: Final = 200
"""How many comments an item may have."""
MOST_NAMED: Final = 20
"""How many people a comment may name."""
LETTER: Final = "comment-mention"


@dataclass(frozen=True, slots=True)
class Mention:
    """Who is named in a comment."""

    account_id: uuid.UUID
    name: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of an item, with who is named in it."""

    id: uuid.UUID
    item: str
    text: str
    by: uuid.UUID
    name: str
    at: datetime
    settled_at: datetime | None
    mentions: tuple[Mention, ...] = ()

    def news_for(self, account_id: uuid.UUID | None) -> bool:
        """Say whether it names somebody who has not seen it, and is not settled."""
        waiting = any(one.account_id == account_id and one.seen_at is None for one in self.mentions)
        return waiting and self.settled_at is None

    def names(self, account_id: uuid.UUID | None) -> bool:
        """Say whether it names somebody."""
        return any(one.account_id == account_id for one in self.mentions)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments of an assessment are not settled, and how many of these name the actor, unseen."""

    open: int = 0
    mine: int = 0


def listed(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, item: str | None = None, now: datetime
) -> list[Comment]:
    """List the comments of an assessment or of one item, the oldest first, in three queries.

    Raises:
        NotFoundError: No such assessment for this actor.
    """
    reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    return found_at(session, assessment_id=assessment_id, items=None if item is None else (item,))


def found_at(session: Session, *, assessment_id: uuid.UUID, items: Collection[str] | None) -> list[Comment]:
    """List the comments of some items (None: all), in two queries. The caller has checked who asks."""
    wanted = _there(assessment_id)
    if items is not None:
        wanted = and_(wanted, ItemComment.item.in_(items))
    rows = session.execute(
        select(ItemComment, Account.name)
        .join(Account, Account.id == ItemComment.by)
        .where(wanted)
        .order_by(ItemComment.at, ItemComment.id)
    ).all()
    named = _named(session, wanted) if rows else {}
    return [_comment(one, name, named.get(one.id, ())) for one, name in rows]


def _there(assessment_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(ItemComment.assessment_id == assessment_id, ItemComment.removed_at.is_(None))


def _named(session: Session, wanted: ColumnElement[bool]) -> Mapping[uuid.UUID, Sequence[Mention]]:
    rows = session.execute(
        select(CommentMention, Account.name)
        .join(ItemComment, ItemComment.id == CommentMention.comment_id)
        .join(Account, Account.id == CommentMention.account_id)
        .where(wanted)
        .order_by(Account.name, Account.id)
    )
    found: dict[uuid.UUID, list[Mention]] = {}
    for one, name in rows:
        found.setdefault(one.comment_id, []).append(Mention(one.account_id, name, one.seen_at))
    return found


def _comment(one: ItemComment, name: str, named: Sequence[Mention]) -> Comment:
    return Comment(one.id, one.item, one.text, one.by, name, one.at, one.settled_at, tuple(named))


def tally(session: Session, *, actor: Actor, assessment_id: uuid.UUID) -> Tally:
    """Count the comments that wait for somebody, in one query. The caller has checked who asks."""
    unseen = exists().where(
        CommentMention.comment_id == ItemComment.id,
        CommentMention.account_id == actor.account_id,
        CommentMention.seen_at.is_(None),
    )
    row = session.execute(
        select(func.count(), func.count().filter(unseen)).where(_there(assessment_id), ItemComment.settled_at.is_(None))
    ).one()
    return Tally(*row)


def add(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    text: str,
    mentions: Collection[uuid.UUID] = (),
    now: datetime,
) -> ItemComment:
    """Say something of an item; those who are named get a letter, unless they name themselves.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: A role that may not answer; a trial.
        InvalidError: `comment.empty`, `comment.too-long`, characters nobody can see (`text`); `comment.unknown-item`;
            `comment.not-a-member` or too many (`mentions`).
        ConflictError: `comment.too-many` of this item.
    """
    found = _take(session, actor, assessment_id, now)
    _check_item(found, item)
    cleaned, named = _text(text), _named_in(session, found, mentions)
    of_item = select(func.count()).select_from(ItemComment).where(_there(found.id), ItemComment.item == item)
    if (session.scalar(of_item) or 0) >= MOST:
        raise ConflictError("comment.too-many", most=MOST)
    made = ItemComment(id=uuid.uuid4(), assessment_id=found.id, item=item, text=cleaned, by=_own_id(actor), at=now)
    session.add(made)
    session.flush()
    session.add_all(CommentMention(comment_id=made.id, account_id=one) for one in named)
    session.flush()
    said = [str(one) for one in named]
    log(session, found, actor, "comment.added", now, comment=str(made.id), item=item, text=cleaned, mentions=said)
    _tell(session, made, named, now)
    return made


def settle(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: datetime
) -> ItemComment:
    """Say that a comment is dealt with; anybody of the organisation who answers may.

    Raises:
        NotFoundError: No such assessment for this actor, or no such comment (any more).
        ForbiddenError: A role that may not answer.
    """
    found, comment = _take_comment(session, actor, assessment_id, comment_id, now)
    if comment.settled_at is None:
        comment.settled_at = now
        log(session, found, actor, "comment.settled", now, comment=str(comment.id))
    return comment


def reopen(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: datetime
) -> ItemComment:
    """Say that a comment is not dealt with after all.

    Raises:
        NotFoundError: No such assessment for this actor, or no such comment (any more).
        ForbiddenError: A role that may not answer.
    """
    found, comment = _take_comment(session, actor, assessment_id, comment_id, now)
    if comment.settled_at is not None:
        comment.settled_at = None
        log(session, found, actor, "comment.reopened", now, comment=str(comment.id))
    return comment


def remove(session: Session, *, actor: Actor, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: datetime) -> None:
    """Take one's own comment back; its row stays, and nobody is shown it any more.

    Raises:
        NotFoundError: No such assessment for this actor, or no such comment (any more).
        ForbiddenError: `comment.not-yours`.
    """
    found, comment = _take_comment(session, actor, assessment_id, comment_id, now)
    if comment.by != actor.account_id:
        raise ForbiddenError("comment.not-yours")
    comment.removed_at = now
    log(session, found, actor, "comment.removed", now, comment=str(comment.id))


def see(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> None:
    """Note that the actor has seen every comment that names them.

    Raises:
        NotFoundError: No such assessment for this actor.
    """
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    here = select(ItemComment.id).where(ItemComment.assessment_id == assessment_id)
    noted = session.execute(
        update(CommentMention)
        .where(
            CommentMention.comment_id.in_(here),
            CommentMention.account_id == actor.account_id,
            CommentMention.seen_at.is_(None),
        )
        .values(seen_at=now)
        .returning(CommentMention.comment_id)
    ).all()
    if noted:
        seen = sorted(str(row[0]) for row in noted)
        log(session, found, actor, "comment.seen", now, comments=seen)


def _take(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    found = reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=None, now=now)
    if found.trial:
        raise ForbiddenError("assessment.trial-needs-account")
    return found


def _take_comment(
    session: Session, actor: Actor, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: datetime
) -> tuple[Assessment, ItemComment]:
    found = _take(session, actor, assessment_id, now)
    comment = session.scalar(select(ItemComment).where(ItemComment.id == comment_id, _there(found.id)))
    if comment is None:
        raise NotFoundError
    return found, comment


def _own_id(actor: Actor) -> uuid.UUID:
    """Give the account of who comments; nobody without one passes `_take`."""
    if actor.account_id is None:
        raise NotFoundError
    return actor.account_id


def _check_item(assessment: Assessment, item: str) -> None:
    published = documents.document(assessment.version)
    if all(one.key != item for one in published.checklist.form.items()):
        raise InvalidError("comment.unknown-item", field="item")


def _text(text: str) -> str:
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not cleaned:
        raise InvalidError("comment.empty", field="text")
    if len(cleaned) > TEXT_MAXIMUM:
        raise InvalidError("comment.too-long", field="text", most=TEXT_MAXIMUM)
    if any(not (one.isprintable() or one in "\n\t") for one in cleaned):
        raise InvalidError("value.control-character", field="text")
    return cleaned


def _named_in(session: Session, assessment: Assessment, mentions: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    wanted = set(mentions)
    if not wanted or assessment.organisation_id is None:
        return ()
    known = {one.account_id for one in departments.people(session, assessment.organisation_id)}
    if wanted - known:
        raise InvalidError("comment.not-a-member", field="mentions")
    if len(wanted) > MOST_NAMED:
        raise InvalidError("comment.too-many-named", field="mentions", most=MOST_NAMED)
    return sorted(wanted, key=str)


def _tell(session: Session, comment: ItemComment, named: Sequence[uuid.UUID], now: datetime) -> None:
    for account_id in named:
        if account_id != comment.by:
            key = f"{LETTER}:{comment.id.hex}:{account_id.hex}"
            params = {"comment": str(comment.id)}
            letters.enqueue(session, name=LETTER, account_id=account_id, params=params, now=now, key=key)
