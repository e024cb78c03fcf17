"""What most routes begin with: one assessment, as far as the token's owner may see it."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import DbSession, Now, Viewer
from assess.api.schemas.assessments import AssessmentMore, of_loaded, of_summary
from assess.assessments import queries
from assess.assessments.queries import Loaded
from assess.errors import NotFoundError
from assess.reviews import queries as reviews
from assess.scoring.form import Item
from assess.values.fact import Fact

FactKey = Annotated[str, Path(max_length=100, description="事实问题的代码。 The key of a fact.")]
ItemKey = Annotated[str, Path(max_length=100, description="评价要点的代码。 The key of an item.")]


def get_seen(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, now: Now) -> Loaded:
    """Load the assessment of the address."""
    return queries.load(session, actor=actor, assessment_id=assessment_id, now=now)


Seen = Annotated[Loaded, Depends(get_seen)]


def fact_of(loaded: Loaded, key: str) -> Fact:
    """Give a question of the form.

    Raises:
        NotFoundError: It asks no such thing.
    """
    try:
        return loaded.published.fact(key)
    except KeyError:
        raise NotFoundError from None


def item_of(loaded: Loaded, key: str) -> Item:
    """Give an item of the form.

    Raises:
        NotFoundError: It has none such.
    """
    for item in loaded.published.checklist.form.items():
        if item.key == key:
            return item
    raise NotFoundError


def told(session: Session, actor: Actor, loaded: Loaded, now: datetime) -> AssessmentMore:
    """Write down an assessment as its organisation may know it."""
    here = loaded.assessment.id
    (summary,) = queries.list_for(session, actor=actor, now=now, assessment_id=here)
    known = here in reviews.known(session, assessments=[here])
    return of_loaded(loaded, of_summary(summary, known=known, now=now))
