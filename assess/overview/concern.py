"""Which checklists concern an organisation, from what its first five answers say."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from assess.accounts import regions
from assess.checklists import documents, queries
from assess.checklists.definition import Named, Published
from assess.values.profile import Profile

Roles = tuple[Named, ...]
Reason = Literal["inside", "part", "elsewhere"]
_ORDER: dict[Reason, int] = {"inside": 0, "part": 1, "elsewhere": 2}


@dataclass(frozen=True, slots=True)
class Offer:
    """A checklist on offer, with the reason.

    `inside`: the organisation lies in the measure's region; `part`: the measure covers a part of the region that was
    named; `elsewhere`: it is another region's measure and can be tried for comparison.
    """

    version_id: uuid.UUID
    document: Published
    reason: Reason

    @property
    def concerns(self) -> bool:
        """Say whether the measure reaches the organisation."""
        return self.reason == "inside"


def offers(session: Session, *, profile: Profile) -> tuple[Offer, ...]:
    """List the current checklists for this kind of organisation, those that concern it first."""
    found = ((version.id, documents.document(version)) for version in queries.currents(session))
    return ranked(found, profile)


def ranked(found: Iterable[tuple[uuid.UUID, Published]], profile: Profile) -> tuple[Offer, ...]:
    """Keep what is made for this kind of organisation and say why it is offered."""
    made = [
        Offer(version_id, document, reason(document.measure.region, profile.region))
        for version_id, document in found
        if document.checklist.audience == profile.kind
    ]
    return tuple(sorted(made, key=lambda offer: (_ORDER[offer.reason], offer.document.key)))


def reason(measure: str, own: str) -> Reason:
    """Say how a measure's region lies to the organisation's own."""
    if regions.lies_in(own, measure):
        return "inside"
    return "part" if regions.lies_in(measure, own) else "elsewhere"


def roles(session: Session) -> Roles:
    """List the roles the current checklists know, each once, in the order of their lists."""
    return tuple({role.key: role for document in catalogue(session) for role in document.roles}.values())


def catalogue(session: Session) -> tuple[Published, ...]:
    """List the current checklists."""
    return tuple(documents.document(version) for version in queries.currents(session))
