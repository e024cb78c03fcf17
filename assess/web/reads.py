"""Pages that show staff what is not theirs leave a trace: `dependencies=[Reads("campaign", "results-read")]`.

The trace is written after the page was made and before it is sent: a page that was refused was not read, and a page
whose reading cannot be written down is not shown.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Final

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from assess.audit import reading
from assess.audit.chain import Subject
from assess.web.deps import DbSession, MaybeVisitor, Now
from assess.web.security import SAFE_METHODS

PAGE: Final = "page"
"""What a list is called that is nobody's in particular: its id is its address."""


class Reading:
    """Notes a reading in the general chain; the organisation's own people read what is their own."""

    def __init__(self, subject: str, verb: str) -> None:
        self.subject = subject
        self.name = f"{subject}.{verb}"

    def __call__(self, request: Request, session: DbSession, visitor: MaybeVisitor, now: Now) -> Iterator[None]:
        """Run the route, then write down what it showed."""
        yield
        about = self._about(request)
        if visitor is None or visitor.actor.account_id is None or visitor.actor.belongs_to(_id(about)):
            return
        told: dict[str, Any] = {"reader": visitor.actor.account_id, "action": self.name, "subject": about, "now": now}
        if request.method not in SAFE_METHODS:
            reading.add(session, **told)
        elif not reading.known(session, **told):
            session.expunge_all()  # what was loaded stays as it is for an answer that is still being made as it is sent
            session.commit()  # one connection at a time: see `assess.web.deps.take_turn`
            reading.note(request.app.state.database, **told)

    def _about(self, request: Request) -> Subject:
        found = request.path_params.get(f"{self.subject}_id")
        return (
            Subject(self.subject, str(uuid.UUID(str(found)))) if found else Subject(PAGE, request.scope["path"][:140])
        )


def _id(subject: Subject) -> uuid.UUID | None:
    return uuid.UUID(subject.id) if subject.type == "organisation" else None


def Reads(subject: str, verb: str) -> Dependency:  # noqa: N802 - stands where a class would
    """Give the dependency of a route that shows what is not the reader's own.

    Args:
        subject: What is looked at; its id is the parameter `<subject>_id` of the address, if it has one.
        verb: Together with the subject an action of `assess.audit.actions`.
    """
    dependency: Dependency = Depends(Reading(subject, verb), scope="function")
    return dependency
