"""Whose results are shown, and all that they gave: an organisation of the actor's, or the trials of their browser."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation, OrganisationKind
from assess.assessments import prefill_queries
from assess.assessments import profile as profiles
from assess.assessments.models import Assessment, ItemClaim
from assess.assessments.operations import profile_of
from assess.assessments.workflow import Status
from assess.checklists import documents
from assess.checklists import queries as checklists
from assess.checklists.definition import Named
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.overview import concern
from assess.overview.everywhere import Claims, Place, lay_out
from assess.values.profile import Profile


@dataclass(frozen=True, slots=True)
class Own:
    """One assessment of the owner, the newest first in every list."""

    id: uuid.UUID
    key: str
    version: ChecklistVersion
    status: Status
    created_at: dt.datetime
    submitted_at: dt.datetime | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose assessments: `condition` selects them. A guest has no `organisation`; nor has one that began nothing.

    `choices` are all organisations the actor could have asked for, this one among them; none where there is no choice.
    """

    organisation: Organisation | None
    condition: ColumnElement[bool]
    choices: tuple[Organisation, ...] = ()


def owner(session: Session, *, actor: Actor, organisation_id: uuid.UUID | None, now: dt.datetime) -> Owner | None:
    """Say whose results the actor may see; one query.

    Args:
        session: Any session.
        actor: Who is asking.
        organisation_id: One of their organisations; by default the first they work for that assesses itself.
        now: The present instant.

    Returns:
        None for an account that works for no organisation, or for an authority, which assesses nothing.

    Raises:
        NotFoundError: Not one of theirs, or not there.
    """
    own = actor.organisations(Action.VIEW)
    if organisation_id is not None and organisation_id not in own:
        raise NotFoundError
    if own:
        return _theirs(session, own, organisation_id)
    if actor.signed_in or actor.guest_key is None:
        return None
    return Owner(None, prefill_queries.trials_of(actor.guest_key, now))


def _theirs(session: Session, own: Sequence[uuid.UUID], wanted: uuid.UUID | None) -> Owner | None:
    """Give the one that is wanted of an actor's organisations, or the first in the order of their names."""
    assessing = select(Organisation).where(
        Organisation.id.in_(own), Organisation.kind.is_distinct_from(OrganisationKind.AUTHORITY)
    )
    found = tuple(session.scalars(assessing.order_by(Organisation.name, Organisation.id)))
    chosen = next((one for one in found if wanted in {None, one.id}), None)
    if chosen is None:
        return None
    return Owner(chosen, Assessment.organisation_id == chosen.id, found if len(found) > 1 else ())


def assessments(session: Session, whose: Owner) -> tuple[Own, ...]:
    """List the owner's assessments, those taken out of the process left out; one query."""
    rows = session.execute(
        select(Assessment, ChecklistVersion)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .where(whose.condition, Assessment.status != Status.WITHDRAWN)
        .order_by(Assessment.created_at.desc(), Assessment.id)
    )
    return tuple(
        Own(
            id=one.id,
            key=version.key,
            version=version,
            status=one.status,
            created_at=one.created_at,
            submitted_at=one.submitted_at,
            profile=profiles.from_json(one.profile),
        )
        for one, version in rows
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The owner's results on every checklist of their kind, with their assessments."""

    profile: Profile
    places: tuple[Place, ...]
    own: tuple[Own, ...]
    answered: int

    @property
    def roles(self) -> tuple[Named, ...]:
        """List the roles the checklists know, each once."""
        return tuple({role.key: role for place in self.places for role in place.document.roles}.values())

    def of(self, key: str) -> tuple[Own, ...]:
        """Give the owner's assessments on a checklist, the newest first."""
        return tuple(one for one in self.own if one.key == key)


def standing(session: Session, whose: Owner, *, now: dt.datetime) -> Standing | None:
    """Work out the results everywhere; four queries, one more for what this process has not read yet.

    Returns:
        None for a guest who has begun nothing.
    """
    own = assessments(session, whose)
    profile = _profile(whose, own)
    if profile is None:
        return None
    current = checklists.currents(session)
    read = documents.gather(session, current)
    offers = concern.ranked(((version.id, one) for version, one in zip(current, read, strict=True)), profile)
    given = prefill_queries.given(session, whose.condition)
    claims = _claims(session, own, offers)
    places = lay_out(offers, given, profile, to_local(now).date(), claims)
    return Standing(profile, places, own, len(given))


def _profile(whose: Owner, own: Sequence[Own]) -> Profile | None:
    """Give what the organisation says of itself; of a guest, what the newest trial was begun with."""
    if whose.organisation is not None:
        return profile_of(whose.organisation)
    return own[0].profile if own else None


def _claims(session: Session, own: Sequence[Own], offers: Sequence[concern.Offer]) -> Claims:
    """Give the claims of the newest assessment on each checklist, for the items that still mean the same."""
    newest = {one.id: one for one in {each.key: each for each in reversed(own)}.values()}
    rows = session.execute(
        select(ItemClaim.assessment_id, ItemClaim.item, ItemClaim.reason).where(
            ItemClaim.assessment_id.in_(newest), ItemClaim.reason.is_not(None)
        )
    )
    asked = {
        (offer.document.key, item.key): item.revision
        for offer in offers
        for item in offer.document.checklist.form.items()
        if item.not_applicable
    }
    made: dict[str, dict[str, str]] = {}
    for assessment_id, item, reason in rows:
        one = newest[assessment_id]
        before = {each.key: each.revision for each in documents.document(one.version).checklist.form.items()}
        if reason is not None and asked.get((one.key, item)) == before.get(item):
            made.setdefault(one.key, {})[item] = reason
    return made
