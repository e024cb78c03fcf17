"""How a route is asked: its things and its form.

Who gets through is not said here: that follows from the permission the route names and the one table of permissions.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assess.assessments.workflow import Status
from tests.matrix.world import Side

Things = Mapping[str, str]
Make = Callable[[Side, str], Things]
CONSTANT = {
    "fact": "credit.serious-list",
    "section": "credit",
    "group": "lists",
    "item": "serious-list",
    "measure": "demo-2020",
    "audience": "enterprise",
    "version": "1.0.0",
    "number": "1",
    "language": "zh",
    "page": "1",
}


@dataclass(frozen=True)
class Scene:
    """How to ask a route.

    `make` gives the ids of its path, made anew for each request, for a person; `data` is the form. `absent` answers
    404 to everybody for a reason of its own; `own` is False where other tests ask (it depends on what was said
    before). `whose` names who may, where that is narrower than the permission alone says.
    """

    make: Make = lambda _side, _persona: {}
    data: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    absent: bool = False
    whose: frozenset[str] | None = None
    foreign: bool = True
    query: str = ""
    own: bool = True


def assessment(status: Status = Status.DRAFT) -> Make:
    """Need an assessment in a state."""
    return lambda side, _persona: {"assessment_id": str(side.assessment(status).id)}


def evidence(side: Side, _persona: str) -> Things:
    """Need an assessment with a file."""
    found = side.assessment()
    return {"assessment_id": str(found.id), "evidence_id": str(side.evidence(found).id)}


def report(side: Side, _persona: str) -> Things:
    """Need an assessment with a report."""
    found = side.assessment()
    return {"assessment_id": str(found.id), "report_id": str(side.report(found).id), "suffix": "pdf"}


def firm(side: Side, _persona: str) -> Things:
    """Need the firm."""
    return {"organisation_id": str(side.firm.id)}


def token(side: Side, persona: str) -> Things:
    """Need a token of the person who asks; of the lead, for a guest."""
    return {"token_id": str(side.token("lead" if persona == "guest" else persona).id)}


def run(side: Side, _persona: str) -> Things:
    """Need a run of re-scoring, which is the service's own."""
    return {"run_id": str(side.run().id)}


def listing(side: Side, _persona: str) -> Things:
    """Need an import of listings, likewise."""
    return {"import_id": str(side.listing_import().id)}


def missing(things: Things) -> Things:
    """Give ids of nothing for everything that is somebody's."""
    return {name: str(uuid.uuid4()) if name.endswith("_id") else value for name, value in things.items()}


DRAFT, SUBMITTED = Scene(assessment()), Scene(assessment(Status.SUBMITTED))
PLAIN = Scene()
SERVICE = Scene(foreign=False)
