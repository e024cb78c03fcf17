"""Sections given to people and departments of the organisation: one answers for it (主责), others help (协助).

It is guidance: whoever of the organisation may answer may answer any question. Who left the organisation, and a
department that was closed, count no more; the row stays, so that the lead sees that the section needs somebody else.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import departments, letters
from assess.accounts.department_models import Department, DepartmentMember
from assess.accounts.models import Account, Membership
from assess.assessments import reach
from assess.assessments.models import Assessment
from assess.assessments.operations import log
from assess.assessments.together_models import Part, SectionDuty
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import ConflictError, InvalidError, NotFoundError

MOST: Final = 20
"""How many may help with one section."""
LETTER: Final = "duty-assigned"
GATHER: Final = timedelta(minutes=10)
"""How long a letter waits for more sections given to the same person."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has a section, and as what; exactly one of the two ids is given.

    `gone`: they count no more. `mine`: it is the reader's, themselves or through a department they work in.
    """

    id: uuid.UUID
    part: Part
    name: str
    account_id: uuid.UUID | None
    department_id: uuid.UUID | None
    gone: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The newest other assessment by the same checklist that had sections given, and to how many that still count."""

    assessment_id: uuid.UUID
    created_at: datetime
    count: int


Duties = Mapping[str, Sequence[Duty]]


def of(
    session: Session, *, assessment_id: uuid.UUID, account_id: uuid.UUID | None = None, gone: bool = False
) -> dict[str, list[Duty]]:
    """Give who has which section, the responsible one first, in one query. The caller has checked who asks.

    Args:
        session: A session.
        assessment_id: Whose.
        account_id: Who reads, so that what is theirs is marked.
        gone: Give also those who count no more.
    """
    found: dict[str, list[Duty]] = {}
    for duty, *row in _rows(session, assessment_id, account_id):
        one = _duty(duty, row)
        if gone or not one.gone:
            found.setdefault(duty.section, []).append(one)
    return {section: sorted(all_of, key=_order) for section, all_of in found.items()}


def _rows(session: Session, assessment_id: uuid.UUID, account_id: uuid.UUID | None) -> Sequence[Row[*tuple[Any, ...]]]:
    member = exists().where(
        Membership.account_id == SectionDuty.account_id,
        Membership.organisation_id == Assessment.organisation_id,
        Membership.role.in_(departments.WORKING),
    )
    inside = exists().where(
        DepartmentMember.department_id == SectionDuty.department_id, DepartmentMember.account_id == account_id
    )
    return session.execute(
        select(
            *(SectionDuty, Account.name, Account.disabled_at, member),
            *(Department.name, Department.closed_at),
            or_(SectionDuty.account_id == account_id, inside),
        )
        .join(Assessment, Assessment.id == SectionDuty.assessment_id)
        .outerjoin(Account, Account.id == SectionDuty.account_id)
        .outerjoin(Department, Department.id == SectionDuty.department_id)
        .where(SectionDuty.assessment_id == assessment_id)
        .order_by(SectionDuty.at, SectionDuty.id)
    ).all()


def _duty(duty: SectionDuty, row: Sequence[Any]) -> Duty:
    person, disabled_at, member, department, closed_at, mine = row
    gone = bool(closed_at) if duty.department_id else not member or disabled_at is not None
    name = department if duty.department_id else person
    return Duty(duty.id, duty.part, name, duty.account_id, duty.department_id, gone, bool(mine) and not gone)


def _order(duty: Duty) -> tuple[bool, bool, str]:
    return (duty.part is not Part.LEAD, duty.gone, duty.name)


def mine(found: Duties) -> dict[str, Part]:
    """Say which sections are the reader's, themselves or through a department, and as what; 主责 wins."""
    parts: dict[str, Part] = {}
    for section, all_of in found.items():
        own = [one.part for one in all_of if one.mine]
        if own:
            parts[section] = Part.LEAD if Part.LEAD in own else Part.ASSIST
    return parts


def assign(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    section: str,
    part: Part,
    account_id: uuid.UUID | None = None,
    department_id: uuid.UUID | None = None,
    now: datetime,
) -> SectionDuty:
    """Give a section to a person or a department; whoever answered for it before does so no more.

    Those who are new to it get a letter, unless they gave it to themselves.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: Not the organisation's lead; a trial.
        InvalidError: `duty.nobody`: not exactly one of the two; `duty.unknown-section`; `duty.not-a-member`: nobody who
            fills in for this organisation, or no open department of it.
        ConflictError: `duty.too-many` help already.
    """
    found = _take(session, actor, assessment_id, now)
    _check_section(found, section)
    _check_whom(session, found, account_id, department_id)
    here = _here(session, found, section)
    known = next((one for one in here if (one.account_id, one.department_id) == (account_id, department_id)), None)
    if known is not None and known.part is part:
        return known
    _refuse_many(here, part)
    replaced = [one for one in here if part is Part.LEAD and one.part is Part.LEAD and one is not known]
    for one in replaced:
        session.delete(one)
    made = known or _new(found, section, account_id, department_id)
    made.part, made.by, made.at = part, _own_id(actor), now
    session.add(made)
    session.flush()
    before = [_whom(one) for one in replaced]
    log(session, found, actor, "duty.assigned", now, section=section, part=part.value, to=_whom(made), instead=before)
    if known is None:
        _tell(session, found, [made], by=actor.account_id, now=now)
    return made


def unassign(session: Session, *, actor: Actor, assessment_id: uuid.UUID, duty_id: uuid.UUID, now: datetime) -> None:
    """Take a section from somebody.

    Raises:
        NotFoundError: No such assessment for this actor, or nobody has it (any more).
        ForbiddenError: Not the organisation's lead; a trial.
    """
    found = _take(session, actor, assessment_id, now)
    duty = session.get(SectionDuty, duty_id)
    if duty is None or duty.assessment_id != found.id:
        raise NotFoundError
    session.delete(duty)
    session.flush()
    whom, section, part = _whom(duty), duty.section, duty.part.value
    log(session, found, actor, "duty.unassigned", now, section=section, part=part, was=whom)


def earlier(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Earlier | None:
    """Find whose assignment could be taken over: of the newest other assessment by the same checklist that has one.

    Returns:
        None where this one has sections given already, or there is nothing to take over.

    Raises:
        NotFoundError: No such assessment for this actor.
    """
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    return None if found.trial or _any(session, found.id) else offered(session, found, _document(found))


def offered(session: Session, assessment: Assessment, published: Published) -> Earlier | None:
    """As `earlier`, for an assessment that was loaded already and has no section given, in two queries."""
    before = _before(session, assessment, published)
    count = sum(map(len, _still(session, published, before).values())) if before else 0
    return Earlier(before.id, before.created_at, count) if before and count else None


def take_over(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> int:
    """Give the sections to whom they were given last time, as far as they still count and the sections are still there.

    Returns:
        How many were given.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: Not the organisation's lead; a trial.
        ConflictError: `duty.given-already`: somebody gave a section meanwhile; `duty.nothing-earlier`.
    """
    found = _take(session, actor, assessment_id, now)
    if _any(session, found.id):
        raise ConflictError("duty.given-already")
    published = _document(found)
    before = _before(session, found, published)
    still = _still(session, published, before) if before else {}
    made = [_copy(found, section, duty, actor, now) for section, all_of in still.items() for duty in all_of]
    if before is None or not made:
        raise ConflictError("duty.nothing-earlier")
    session.add_all(made)
    session.flush()
    given = [{"section": one.section, "part": one.part.value, "to": _whom(one)} for one in made]
    log(session, found, actor, "duty.taken-over", now, earlier=str(before.id), given=given)
    _tell(session, found, made, by=actor.account_id, now=now)
    return len(made)


def _take(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    return reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ASSIGN, step=None, now=now)


def _own_id(actor: Actor) -> uuid.UUID:
    """Give the lead's own account; nobody else passes `_take`."""
    if actor.account_id is None:
        raise NotFoundError
    return actor.account_id


def _document(assessment: Assessment) -> Published:
    return documents.document(assessment.version)


def _sections(published: Published) -> set[str]:
    return {section.key for section in published.checklist.form.sections}


def _check_section(assessment: Assessment, section: str) -> None:
    if section not in _sections(_document(assessment)):
        raise InvalidError("duty.unknown-section", field="section")


def _check_whom(
    session: Session, assessment: Assessment, account_id: uuid.UUID | None, department_id: uuid.UUID | None
) -> None:
    if (account_id is None) == (department_id is None):
        raise InvalidError("duty.nobody", field="whom")
    if assessment.organisation_id is None:  # a trial: `_take` let nobody through
        raise NotFoundError
    known = (
        {one.account_id for one in departments.people(session, assessment.organisation_id)}
        if account_id
        else {one.id for one in departments.units(session, assessment.organisation_id)}
    )
    if (account_id or department_id) not in known:
        raise InvalidError("duty.not-a-member", field="whom")


def _refuse_many(here: Sequence[SectionDuty], part: Part) -> None:
    if part is Part.ASSIST and sum(one.part is Part.ASSIST for one in here) >= MOST:
        raise ConflictError("duty.too-many", most=MOST)


def _here(session: Session, assessment: Assessment, section: str) -> Sequence[SectionDuty]:
    return session.scalars(
        select(SectionDuty).where(SectionDuty.assessment_id == assessment.id, SectionDuty.section == section)
    ).all()


def _new(
    assessment: Assessment, section: str, account_id: uuid.UUID | None, department_id: uuid.UUID | None
) -> SectionDuty:
    return SectionDuty(
        id=uuid.uuid4(),
        assessment_id=assessment.id,
        section=section,
        account_id=account_id,
        department_id=department_id,
    )


def _any(session: Session, assessment_id: uuid.UUID) -> bool:
    return bool(session.scalar(select(exists().where(SectionDuty.assessment_id == assessment_id))))


def _before(session: Session, assessment: Assessment, published: Published) -> Assessment | None:
    """Give the newest other assessment of the organisation by the same checklist that has sections given."""
    return session.scalar(
        select(Assessment)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .where(
            Assessment.organisation_id == assessment.organisation_id,
            Assessment.id != assessment.id,
            ChecklistVersion.key == published.key,
            exists().where(SectionDuty.assessment_id == Assessment.id),
        )
        .order_by(Assessment.created_at.desc(), Assessment.id)
        .limit(1)
    )


def _still(session: Session, published: Published, before: Assessment) -> dict[str, list[Duty]]:
    """Give what was given before, as far as it can be given here."""
    sections = _sections(published)
    given = of(session, assessment_id=before.id)
    return {section: all_of for section, all_of in given.items() if section in sections}


def _copy(assessment: Assessment, section: str, duty: Duty, actor: Actor, now: datetime) -> SectionDuty:
    made = _new(assessment, section, duty.account_id, duty.department_id)
    made.part, made.by, made.at = duty.part, _own_id(actor), now
    return made


def _whom(duty: SectionDuty) -> dict[str, str]:
    """Name whom in the audit log: by id, as a person or a department."""
    if duty.department_id is not None:
        return {"department": str(duty.department_id)}
    return {"account": str(duty.account_id)}


def _tell(
    session: Session, assessment: Assessment, made: Sequence[SectionDuty], *, by: uuid.UUID | None, now: datetime
) -> None:
    """Order a letter to everybody who was given something: one for all that is given within some minutes."""
    slot = int(now.timestamp() // GATHER.total_seconds())
    for account_id in sorted(_given(session, made), key=str):
        if account_id == by:
            continue
        letters.enqueue(
            session,
            name=LETTER,
            account_id=account_id,
            params={"assessment": str(assessment.id)},
            now=now,
            key=f"{LETTER}:{assessment.id.hex}:{account_id.hex}:{slot}",
            run_after=now + GATHER,
        )


def _given(session: Session, made: Sequence[SectionDuty]) -> set[uuid.UUID]:
    ids = {one.department_id for one in made if one.department_id}
    inside = select(DepartmentMember.account_id).where(DepartmentMember.department_id.in_(ids))
    return {one.account_id for one in made if one.account_id} | set(session.scalars(inside))
