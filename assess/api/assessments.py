"""Self-assessments: which there are, beginning one, what it asks, how far it is."""

import uuid
from collections.abc import Iterator, Mapping

from fastapi import Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import DbSession, Now, Starter, Viewer, Withdrawer
from assess.api.loading import Seen, told
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages, Place
from assess.api.routing import make_router
from assess.api.schemas.assessments import (
    AssessmentMore,
    AssessmentOut,
    AssessmentStart,
    GroupOut,
    QuestionsOut,
    SectionOut,
    item_brief,
    of_summary,
    question_out,
    said,
)
from assess.assessments import joining, operations, queries
from assess.assessments.operations import Started
from assess.assessments.queries import Loaded, Summary
from assess.checklists import queries as checklists
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import InvalidError, NotFoundError
from assess.reviews import queries as reviews
from assess.scoring.asked import Visibility, needed
from assess.scoring.form import Group
from assess.scoring.reads import facts_of_item

router = make_router("assessments")


@router.get("/assessments", name="api-assessments", summary="列出本单位的自评")
def listed(session: DbSession, actor: Viewer, now: Now, paging: Pages) -> Page[AssessmentOut]:
    """List the self-assessments of the token's organisations, the newest first."""
    found = queries.list_for(session, actor=actor, now=now)
    known = reviews.known(session, assessments=[one.id for one in found])
    return paging.cut(found, place=_place, show=lambda one: of_summary(one, known=one.id in known, now=now))


def _place(one: Summary) -> Place:
    """Order by age, the newest first, as the list is."""
    return (-int(one.created_at.timestamp() * 1_000_000), one.id.hex)


@router.post(
    "/assessments",
    name="api-start-assessment",
    summary="开始一次自评，或回到已开始的同一版本",
    status_code=201,
    response_model=AssessmentMore,
    responses={200: {"model": AssessmentMore, "description": "已开始过。 It was begun before."}},
)
def start(body: AssessmentStart, session: DbSession, actor: Starter, now: Now, once: MaybeOnce) -> Response:
    """Begin a self-assessment, outside or in a campaign, or come back to the open one of the same version."""

    def make() -> Made:
        begun = _begin(session, actor, body, now)
        session.flush()
        here = begun.assessment.id
        loaded = queries.load(session, actor=actor, assessment_id=here, now=now)
        address = {"location": f"/api/v1/assessments/{here}"}
        return Made(told(session, actor, loaded, now), 201 if begun.new else 200, address)

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


def _begin(session: Session, actor: Actor, body: AssessmentStart, now: Now) -> Started:
    if body.campaign_id is not None:
        return joining.join(
            session, actor=actor, campaign_id=body.campaign_id, organisation_id=body.organisation_id, now=now
        )
    return operations.start(
        session,
        actor=actor,
        organisation_id=body.organisation_id,
        version=_version(session, body),
        profile=body.profile.profile() if body.profile else None,
        now=now,
    )


def _version(session: Session, body: AssessmentStart) -> ChecklistVersion:
    """Give the version that is wanted: the one named, or the newest that is not retired."""
    if body.checklist is None:
        raise InvalidError("api.checklist-missing", field="checklist")
    try:
        if body.version is None:
            return checklists.current(session, body.checklist)
        return next(one for one in checklists.versions(session, body.checklist) if one.version == body.version)
    except (NotFoundError, StopIteration):
        raise InvalidError("api.no-such-checklist", field="checklist") from None


@router.get("/assessments/{assessment_id}", name="api-assessment", summary="查看一次自评")
def one(session: DbSession, actor: Viewer, seen: Seen, now: Now) -> AssessmentMore:
    """Give one self-assessment with its profile and its state."""
    return told(session, actor, seen, now)


@router.post("/assessments/{assessment_id}/withdraw", name="api-withdraw", summary="撤回自评")
def withdraw(session: DbSession, actor: Withdrawer, assessment_id: uuid.UUID, now: Now) -> AssessmentMore:
    """Take a self-assessment out of the process; what was submitted stays readable."""
    operations.withdraw(session, actor=actor, assessment_id=assessment_id, now=now)
    session.flush()
    return told(session, actor, queries.load(session, actor=actor, assessment_id=assessment_id, now=now), now)


@router.get("/assessments/{assessment_id}/questions", name="api-questions", summary="现在要回答的问题")
def questions(seen: Seen, now: Now) -> QuestionsOut:
    """Give the form by sections and groups: every question, whether it is asked now, and whether it is answered."""
    form = seen.published.checklist.form
    asked = needed(form, [fact.key for fact in seen.published.facts], seen.inputs(to_local(now).date()))
    met: set[str] = set()
    sections = [
        SectionOut(
            key=section.key,
            title=said(section.title),
            groups=[_group(seen, group, asked, met) for group in section.groups],
        )
        for section in form.sections
    ]
    return QuestionsOut(state=seen.state or 0, sections=sections)


def _group(seen: Loaded, group: Group, asked: Mapping[str, Visibility], met: set[str]) -> GroupOut:
    """Write a group down; a question stands where it is read first."""
    return GroupOut(
        key=group.key,
        title=said(group.title),
        items=[item_brief(item, claimed=item.key in seen.claims) for item in group.items],
        questions=[
            question_out(
                seen.published.fact(key),
                asked=asked[key],
                answered=key in seen.values,
                answer_revision=seen.answers[key].revision if key in seen.answers else 0,
            )
            for key in _new(group, met)
        ],
    )


def _new(group: Group, met: set[str]) -> Iterator[str]:
    for item in group.items:
        for key in facts_of_item(item):
            if key not in met:
                met.add(key)
                yield key
