"""Moving an open assessment to a newer version of its checklist: shown first, then done in one transaction."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import earlier, queries, reach, stored
from assess.assessments.answering import answer
from assess.assessments.items import claim_item, unclaim_item
from assess.assessments.migration import AnswerFate, ClaimFate, Given, Plan, Waiting, plan
from assess.assessments.models import Answer, Assessment, Carried, CarriedSubject, Fate, ItemClaim
from assess.assessments.operations import log
from assess.assessments.queries import Loaded
from assess.assessments.save import locked
from assess.assessments.workflow import Step, open_to
from assess.assessments.writing import Change, Saved
from assess.checklists import documents
from assess.checklists import queries as checklists
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import ConflictError, ForbiddenError, NotFoundError
from assess.values import dump


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving would do. `state` is what `apply` is told, so that nothing happens that was not shown."""

    loaded: Loaded
    target: ChecklistVersion
    plan: Plan

    @property
    def state(self) -> int:
        """Give the state of the assessment that the plan was made from."""
        return self.loaded.state


def preview(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, version_id: uuid.UUID | None = None, now: datetime
) -> Preview:
    """Work out what moving to a newer version would do; nothing is changed.

    Args:
        session: Any session.
        actor: A respondent or lead of its organisation, or the trial's guest.
        assessment_id: Which.
        version_id: The version to move to, by default the newest that is not retired.
        now: The present instant; its day in Shanghai says what is asked.

    Raises:
        NotFoundError: Not there, or not the actor's to see; or there is no such newer version.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        ConflictError: `migration.retired`: the version was retired meanwhile; `migration.pinned`: it is in a campaign,
            which asks for the version it has.
    """
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    return preview_of(session, loaded, actor=actor, version_id=version_id, now=now)


def preview_of(
    session: Session, loaded: Loaded, *, actor: Actor, version_id: uuid.UUID | None = None, now: datetime
) -> Preview:
    """Work out the same for an assessment that was loaded for this actor already; see `preview`."""
    if not reach.may(actor, loaded.assessment, Action.ANSWER):
        raise ForbiddenError
    if not open_to(loaded.assessment.status, Step.EDIT):
        raise locked(loaded.assessment.status)
    if loaded.assessment.campaign_id is not None:
        raise ConflictError("migration.pinned")
    target = _target(session, loaded, version_id)
    inputs = loaded.inputs(to_local(now).date())
    return Preview(
        loaded, target, plan(loaded.published, documents.document(target), inputs, _waiting(session, loaded))
    )


def _target(session: Session, loaded: Loaded, version_id: uuid.UUID | None) -> ChecklistVersion:
    key, own = loaded.published.key, loaded.assessment.checklist_version_id
    newer = checklists.standing(session, key=key, version_id=own).newer
    found = [version for version in newer if version_id in {None, version.id}]
    if found:
        return found[-1]
    if version_id is not None and checklists.get(session, version_id).retired_at is not None:
        raise ConflictError("migration.retired")
    raise NotFoundError


def _waiting(session: Session, loaded: Loaded) -> Waiting:
    answers = earlier.answers(session, loaded.assessment.id)
    claims = session.execute(
        select(Carried.key, Carried.value)
        .join(ItemClaim, earlier.of(CarriedSubject.CLAIM, ItemClaim.assessment_id, ItemClaim.item))
        .where(Carried.assessment_id == loaded.assessment.id, ItemClaim.reason.is_(None))
    )
    given: Mapping[str, Given] = {key: Given(one.fact, one.value) for key, one in answers.items()}
    return Waiting(given, {row.key: row.value for row in claims})


def apply(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    version_id: uuid.UUID,
    expected_state: int,
    now: datetime,
) -> Plan:
    """Move an assessment to a newer version; what was submitted stays on its version for ever.

    Args:
        session: A writing session.
        actor: A respondent or lead of its organisation, or the trial's guest.
        assessment_id: Which.
        version_id: The version to move to.
        expected_state: `Preview.state` of what was shown; nobody may have changed anything since.
        now: The present instant.

    Returns:
        What was done.

    Raises:
        NotFoundError: Not there, or not the actor's to see; or there is no such newer version.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        ConflictError: `stale`: somebody changed something since; `migration.retired`: the version was retired.
    """
    found = reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now)
    shown = preview(session, actor=actor, assessment_id=assessment_id, version_id=version_id, now=now)
    if shown.state != expected_state:
        raise ConflictError("stale", theirs=shown.state, mine=expected_state)
    carrier = _Carrier(session, actor, found, now)
    carrier.answers(shown.plan.answers)
    carrier.claims(shown.plan.claims)
    detail = {"before": str(found.checklist_version_id), "after": str(version_id), "sha256": shown.target.sha256}
    found.checklist_version_id = version_id
    found.revision += 1
    log(session, found, actor, "assessment.migrated", now, **detail)
    session.flush()
    session.expire(found)  # its version is another one now
    return shown.plan


@dataclass(frozen=True, slots=True)
class _Carrier:
    """Sets apart what no longer counts, as the actor, before the assessment changes its version."""

    session: Session
    actor: Actor
    assessment: Assessment
    now: datetime

    def answers(self, fates: Iterable[AnswerFate]) -> None:
        """Take answers back like any others, with their history, and keep them to be read or confirmed."""
        for one in (one for one in fates if one.fate != "kept"):
            if not one.pending:
                self._answer(one)
            self._mark(CarriedSubject.ANSWER, one.key, Fate(one.fate))

    def claims(self, fates: Iterable[ClaimFate]) -> None:
        """Take claims back, and keep their reasons."""
        for one in (one for one in fates if one.fate != "kept"):
            if not one.pending:
                self._claim(one)
            self._mark(CarriedSubject.CLAIM, one.item, Fate(one.fate))

    def _answer(self, one: AnswerFate) -> None:
        held = self.session.execute(
            select(Answer.note, Answer.revision, Answer.by, Answer.at).where(
                Answer.assessment_id == self.assessment.id, Answer.fact == one.key
            )
        ).one()
        self._keep(CarriedSubject.ANSWER, one.key, stored.to_text(one.given.value), held.by, held.at)
        change = Change(None, held.note, held.revision)
        here = self.assessment.id
        answer(self.session, actor=self.actor, assessment_id=here, fact=one.key, change=change, now=self.now)

    def _claim(self, one: ClaimFate) -> None:
        held = self.session.get_one(ItemClaim, (self.assessment.id, one.item))
        self._keep(CarriedSubject.CLAIM, one.item, one.reason, held.by, held.at)
        unclaim_item(self.session, actor=self.actor, assessment_id=self.assessment.id, item=one.item, now=self.now)

    def _keep(self, subject: CarriedSubject, key: str, value: str, by: uuid.UUID | None, at: datetime) -> None:
        self.session.merge(
            Carried(
                assessment_id=self.assessment.id,
                subject=subject,
                key=key,
                version_id=self.assessment.checklist_version_id,
                fate=Fate.CONFIRM,
                value=value,
                by=by,
                at=at,
            )
        )

    def _mark(self, subject: CarriedSubject, key: str, fate: Fate) -> None:
        self.session.get_one(Carried, (self.assessment.id, subject, key)).fate = fate


def confirm(session: Session, *, actor: Actor, assessment_id: uuid.UUID, fact: str, now: datetime) -> Saved | None:
    """Confirm an answer of an earlier version: it is saved as if it were given now.

    Returns:
        None where there is nothing to confirm, or the question has been answered meanwhile: that answer stays.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
    """
    reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now)
    held = queries.load(session, actor=actor, assessment_id=assessment_id, now=now).answers.get(fact)
    if held is None or held.earlier is None or held.earlier.fate is not Fate.CONFIRM:
        return None
    change = Change(dump.to_json(held.earlier.value), held.note, held.revision)
    return answer(session, actor=actor, assessment_id=assessment_id, fact=fact, change=change, now=now)


def confirm_claim(session: Session, *, actor: Actor, assessment_id: uuid.UUID, item: str, now: datetime) -> bool:
    """Confirm a claim of 不适用 of an earlier version, with the reason given then.

    Returns:
        False where there is nothing to confirm.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
    """
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    reason = loaded.earlier_claims.get(item)
    if reason is None:
        return False
    claim_item(session, actor=actor, assessment_id=assessment_id, item=item, reason=reason, now=now)
    return True
