"""Telling people by mail that something waits for them; the letters say where, never what."""

from datetime import datetime

from sqlalchemy.orm import Session

from assess.reviews.case import Case
from assess.reviews.models import Appeal, Publication, Return


def returned(session: Session, case: Case, made: Return, now: datetime) -> None:
    """Tell the organisation that its form was sent back."""
    del session, case, made, now


def second_review(session: Session, case: Case, now: datetime) -> None:
    """Tell the reviewers of the second body that a form waits for them."""
    del session, case, now


def published(session: Session, made: Publication, now: datetime) -> None:
    """Tell the organisation that its result can be seen."""
    del session, made, now


def appealed(session: Session, made: Appeal, now: datetime) -> None:
    """Tell the reviewers of the body that decided that an appeal waits for them."""
    del session, made, now
