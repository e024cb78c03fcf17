"""Giving a campaign's reports a face of their own: drafted, looked at, put into use; what was used stays as it was."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.campaigns import queries as campaigns
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.papers import logo_limits
from assess.papers.readers import SHARED
from assess.reports.face_given import FaceGiven, Fault, faults
from assess.reports.faces import PLAIN
from assess.reports.glyphs import covered
from assess.reports.models import Report, ReportFace, ReportStatus
from assess.storage import Storage

NOTHING: Final = "0"
"""The mark where a campaign never had a face of its own."""
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of a campaign, the latest first, with who made each; `draft` and `used` are among them."""

    all: tuple[tuple[ReportFace, str], ...]

    @property
    def draft(self) -> ReportFace | None:
        """Give the one that is not in use yet."""
        return next((one for one, _ in self.all[:1] if one.used_at is None), None)

    @property
    def used(self) -> ReportFace | None:
        """Give the one that is on new reports; None for the service's own."""
        return next((one for one, _ in self.all if one.used_at is not None), None)

    @property
    def latest(self) -> ReportFace | None:
        """Give the draft, or what is in use where there is none."""
        return self.all[0][0] if self.all else None

    def numbered(self, number: int) -> ReportFace:
        """Give one by its number.

        Raises:
            NotFoundError: There is none.
        """
        for one, _ in self.all:
            if one.number == number:
                return one
        raise NotFoundError


def listed(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> Faces:
    """List the faces a campaign has had.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    return _faces(session, campaigns.get(session, actor=actor, campaign_id=campaign_id).id)


def _faces(session: Session, campaign_id: uuid.UUID) -> Faces:
    rows = session.execute(
        select(ReportFace, Account.name)
        .outerjoin(Account, Account.id == ReportFace.created_by)
        .where(ReportFace.campaign_id == campaign_id)
        .order_by(ReportFace.number.desc())
    )
    return Faces(tuple((one, name or "") for one, name in rows))


def reports_made(session: Session, campaign_id: uuid.UUID) -> int:
    """Count the finished reports of a campaign and of its assessments; the caller has checked who is asking."""
    ours = select(Assessment.id).where(Assessment.campaign_id == campaign_id)
    of = or_(Report.campaign_id == campaign_id, Report.assessment_id.in_(ours))
    done = of & (Report.status == ReportStatus.READY)
    return session.scalar(select(func.count()).select_from(Report).where(done)) or 0


def mark(face: ReportFace | None) -> str:
    """Name a state of a face, so that nobody overwrites or puts into use what they have not seen."""
    if face is None:
        return NOTHING
    return f"{face.number}-{hashlib.sha256(f'{face.data}{face.logo_key}'.encode()).hexdigest()[:12]}"


def given(face: ReportFace | None) -> FaceGiven:
    """Give what was asked for; the service's own face where there is none."""
    return FaceGiven() if face is None else FaceGiven.of_text(face.data)


def check(wanted: FaceGiven) -> tuple[Fault, ...]:
    """Say all that is wrong with a face."""
    return faults(wanted.tidied(), covered())


def drawn(content: bytes, *, draw: Callable[[bytes], bytes] = SHARED.logo) -> bytes:
    """Draw a logo anew; this takes a moment, so hold no transaction.

    Raises:
        InvalidError: It cannot be used, and why.
    """
    if len(content) > logo_limits.BYTES:
        raise InvalidError("face.logo-bytes", field="logo", most=logo_limits.BYTES // MEBIBYTE)
    try:
        return draw(content)
    except InvalidError as error:
        known = error.message.startswith("face.")
        raise InvalidError(error.message if known else "face.logo-damaged", field="logo", **error.params) from error


def save(
    session: Session,
    storage: Storage,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    wanted: FaceGiven,
    expected: str,
    logo: bytes | None = None,
    without_logo: bool = False,
    now: datetime,
) -> ReportFace:
    """Keep a face as the draft; what is on reports stays as it is.

    Args:
        session: A writing session; what it did before is committed.
        storage: Where the logo goes.
        actor: Who runs the campaign.
        campaign_id: Which.
        wanted: The face.
        expected: The mark of the state that was edited.
        logo: A picture as it was sent; None keeps the one there is.
        without_logo: Take away the one there is.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's.
        InvalidError: It cannot be so; the first of all reasons.
        ConflictError: `face.stale`: somebody changed it meanwhile.
    """
    campaigns.get(session, actor=actor, campaign_id=campaign_id)
    tidy = wanted.tidied()
    for fault in check(tidy):
        raise InvalidError(fault.message, field=fault.field, **fault.params)
    session.commit()  # no transaction is held while a reader looks at a picture
    key = storage.put(drawn(logo)).key if logo is not None else None
    found = _held(session, actor, campaign_id)
    if mark(found.latest) != expected:
        raise ConflictError("face.stale", theirs=mark(found.latest), mine=expected)
    before = found.latest.logo_key if found.latest else None
    return _draft(session, actor, campaign_id, found, tidy, key or (None if without_logo else before), now)


def again(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, number: int, expected: str, now: datetime
) -> ReportFace:
    """Make an earlier face the draft, in place of the one there is. Raises as `save`."""
    found = _held(session, actor, campaign_id)
    earlier = found.numbered(number)
    if mark(found.latest) != expected:
        raise ConflictError("face.stale", theirs=mark(found.latest), mine=expected)
    return _draft(session, actor, campaign_id, found, given(earlier), earlier.logo_key, now)


def use(session: Session, *, actor: Actor, campaign_id: uuid.UUID, expected: str, now: datetime) -> ReportFace:
    """Put the draft into use: from now on new reports have it, those that are made stay as they are.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ConflictError: `face.nothing`: there is no draft; `face.changed`: it is not the one that was looked at.
    """
    found = _held(session, actor, campaign_id).draft
    if found is None:
        raise ConflictError("face.nothing")
    if mark(found) != expected:
        raise ConflictError("face.changed", theirs=mark(found), mine=expected)
    found.used_at = now
    _tell(session, actor, found, "campaign.face-used", now)
    return found


def back_to_plain(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> None:
    """Go back to the service's own face; a draft is dropped. Nothing happens where it is in use already.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = _held(session, actor, campaign_id)
    if found.draft is None and is_plain(found.used):
        return
    made = _row(session, campaign_id, found)
    made.data, made.logo_key, made.used_at = FaceGiven().to_text(), None, now
    made.created_by, made.created_at = actor.account_id, now
    _tell(session, actor, made, "campaign.face-restored", now)


def is_plain(face: ReportFace | None) -> bool:
    """Say whether a face is the service's own."""
    return face is None or (face.logo_key is None and all(given(face).face(one) == PLAIN for one in ("zh", "en")))


def _held(session: Session, actor: Actor, campaign_id: uuid.UUID) -> Faces:
    """Lock the campaign, so that of two who save at once one is first; give its faces."""
    campaigns.take(session, actor=actor, campaign_id=campaign_id)
    return _faces(session, campaign_id)


def _row(session: Session, campaign_id: uuid.UUID, found: Faces) -> ReportFace:
    """Give the draft's row, or a new one: what was in use never changes."""
    if found.draft is not None:
        return found.draft
    number = found.latest.number + 1 if found.latest else 1
    made = ReportFace(id=uuid.uuid4(), campaign_id=campaign_id, number=number)
    session.add(made)
    return made


def _draft(  # noqa: PLR0917 - what a row is made of
    session: Session,
    actor: Actor,
    campaign_id: uuid.UUID,
    found: Faces,
    wanted: FaceGiven,
    logo_key: str | None,
    now: datetime,
) -> ReportFace:
    made = _row(session, campaign_id, found)
    made.data, made.logo_key = wanted.to_text(), logo_key
    made.created_by, made.created_at = actor.account_id, now
    _tell(session, actor, made, "campaign.face-drafted", now)
    return made


def _tell(session: Session, actor: Actor, face: ReportFace, action: str, now: datetime) -> None:
    session.flush()
    append(
        session,
        stream=GENERAL,
        actor=actor.account_id,
        action=action,
        subject=Subject("campaign", str(face.campaign_id)),
        now=now,
        detail={"number": face.number, "face": json.loads(face.data), "logo": face.logo_key},
    )
