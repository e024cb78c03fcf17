"""The faces of campaigns as they are kept, and as they are laid out."""

import base64
import json
import uuid
from dataclasses import fields, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.reports.faces import PLAIN, Face
from assess.reports.models import ReportFace
from assess.storage import Storage

_PNG: Final = "data:image/png;base64,"


def used(session: Session, *, campaign_id: uuid.UUID) -> ReportFace | None:
    """Give the face that is on the reports of a campaign; None where it has none of its own."""
    return session.scalar(
        select(ReportFace)
        .where(ReportFace.campaign_id == campaign_id, ReportFace.used_at.is_not(None))
        .order_by(ReportFace.number.desc())
        .limit(1)
    )


def plain(kept: ReportFace | None) -> Face:
    """Read a face; its logo is named by its key, which tells one logo from another as well as the picture would."""
    if kept is None:
        return PLAIN
    known = {field.name for field in fields(Face)}
    told = {name: value for name, value in json.loads(kept.data).items() if name in known}
    return Face(**{**told, "chapters": tuple(told.get("chapters", PLAIN.chapters)), "logo": kept.logo_key})


def laid_out(kept: ReportFace | None, storage: Storage) -> Face:
    """Read a face with its logo as a picture that a page can carry."""
    face = plain(kept)
    if face.logo is None:
        return face
    with storage.open(face.logo) as picture:
        return replace(face, logo=_PNG + base64.b64encode(picture.read()).decode("ascii"))
