"""Reading what is not one's own leaves the same trace as on the pages: written before the answer is sent."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from sqlalchemy.orm import Session

from assess.api.deps import SAFE_METHODS, DbSession, Now, Owner
from assess.audit import reading
from assess.audit.chain import Subject

PAGE: Final = "page"
"""What a list is called that is nobody's in particular: its id is its address."""


def leave_trace(request: Request, session: Session, write: Callable[[Session], object]) -> None:
    """Write a trace down; a request that only reads does so in a transaction of its own, after its own session."""
    if request.method not in SAFE_METHODS:
        write(session)
        return
    session.commit()  # one connection at a time
    with request.app.state.database.write() as own:
        write(own)
        own.commit()


class Reading:
    """Notes a reading in the general chain once the answer was made; one's own organisation leaves no trace."""

    def __init__(self, subject: str, verb: str) -> None:
        self.subject = subject
        self.name = f"{subject}.{verb}"

    def __call__(self, request: Request, session: DbSession, actor: Owner, now: Now) -> Iterator[None]:
        """Run the route, then write down what it showed."""
        yield
        found = request.path_params.get(f"{self.subject}_id")
        about = uuid.UUID(str(found)) if found else None
        if actor.account_id is None or (self.subject == "organisation" and actor.belongs_to(about)):
            return
        subject = Subject(self.subject, str(about)) if about else Subject(PAGE, request.scope["path"][:140])
        told: dict[str, Any] = {"reader": actor.account_id, "action": self.name, "subject": subject, "now": now}
        session.expunge_all()  # what was loaded stays as it is for an answer that is still being made as it is sent
        session.commit()  # one connection at a time
        reading.note(request.app.state.database, **told)


def Reads(subject: str, verb: str) -> Dependency:  # noqa: N802 - stands where a class would
    """Give the dependency of a route that only reads, and shows what is not the reader's own.

    Args:
        subject: What is looked at; its id is the parameter `<subject>_id` of the address, if it has one.
        verb: Together with the subject an action of `assess.audit.actions`.
    """
    dependency: Dependency = Depends(Reading(subject, verb), scope="function")
    return dependency
