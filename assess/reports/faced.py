"""The faces of campaigns as they are kept, and as they are laid out."""

import uuid
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.reports.face_given import FaceGiven
from assess.reports.faces import PLAIN, Face, carried
from assess.reports.models import ReportFace
from assess.storage import Storage
from assess.values.text import Locale


def used(session: Session, *, campaign_id: uuid.UUID) -> ReportFace | None:
    """Give the face that is on the reports of a campaign; None where it has none of its own."""
    return session.scalar(
        select(ReportFace)
        .where(ReportFace.campaign_id == campaign_id, ReportFace.used_at.is_not(None))
        .order_by(ReportFace.number.desc())
        .limit(1)
    )


def plain(kept: ReportFace | None, locale: Locale) -> Face:
    """Read a face; its logo is named by its key, which tells one logo from another as well as the picture would."""
    return PLAIN if kept is None else FaceGiven.of_text(kept.data).face(locale, kept.logo_key)


def laid_out(kept: ReportFace | None, storage: Storage, locale: Locale) -> Face:
    """Read a face with its logo as a picture that a page can carry."""
    face = plain(kept, locale)
    if face.logo is None:
        return face
    with storage.open(face.logo) as picture:
        return replace(face, logo=carried(picture.read()))
