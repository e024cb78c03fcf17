"""What each route needs to be asked: its things and its form. A route without a line here fails the build.

Who gets through is not said here: that follows from the permission the route names and the one table of permissions.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assess.assessments.workflow import Status
from tests.matrix.world import PERSONAS, Side

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
}


@dataclass(frozen=True)
class Scene:
    """How to ask a route.

    `make` gives the ids of its path, made anew for each request, for a person; `data` is the form. `absent` answers
    404 to everybody for a reason of its own. `whose` names who may, where that is narrower than the permission alone
    says.
    """

    make: Make = lambda _side, _persona: {}
    data: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    absent: bool = False
    whose: frozenset[str] | None = None
    foreign: bool = True
    query: str = ""


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
    return {"assessment_id": str(found.id), "report_id": str(side.report(found).id)}


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

SCENES: dict[tuple[str, str], Scene] = {
    # filling in
    ("POST", "/assessments/{assessment_id}/answers/{fact}"): Scene(assessment(), {"value": "no", "revision": "0"}),
    ("GET", "/assessments/{assessment_id}"): DRAFT,
    ("GET", "/assessments/{assessment_id}/start"): DRAFT,
    ("GET", "/assessments/{assessment_id}/sections/{section}/{group}"): DRAFT,
    ("POST", "/assessments/{assessment_id}/sections/{section}/{group}"): DRAFT,
    ("GET", "/assessments/{assessment_id}/score"): Scene(assessment(), query="?at=credit/lists"),
    ("GET", "/assessments/{assessment_id}/items/{item}/not-applicable"): Scene(
        lambda side, persona: {**assessment()(side, persona), "item": "procedure"}
    ),
    ("POST", "/assessments/{assessment_id}/items/{item}/not-applicable"): Scene(
        lambda side, persona: {**assessment()(side, persona), "item": "procedure"}, {"reason": "没有此项业务"}
    ),
    ("GET", "/assessments/{assessment_id}/newer"): Scene(assessment(), absent=True),  # there is no newer version
    ("POST", "/assessments/{assessment_id}/newer"): Scene(assessment(), absent=True),
    ("GET", "/assessments/{assessment_id}/earlier"): DRAFT,
    ("GET", "/assessments/{assessment_id}/prefill"): DRAFT,
    ("POST", "/assessments/{assessment_id}/prefill"): DRAFT,
    ("GET", "/assessments/{assessment_id}/evidence/{fact}"): DRAFT,
    ("POST", "/assessments/{assessment_id}/evidence/{fact}"): DRAFT,
    ("GET", "/assessments/{assessment_id}/evidence/{fact}/{evidence_id}"): Scene(evidence),
    ("POST", "/assessments/{assessment_id}/evidence/{fact}/{evidence_id}/remove"): Scene(evidence),
    ("GET", "/assessments/{assessment_id}/check"): DRAFT,
    ("POST", "/assessments/{assessment_id}/submit"): DRAFT,
    ("GET", "/assessments/{assessment_id}/submitted"): SUBMITTED,
    ("GET", "/assessments/{assessment_id}/result"): DRAFT,
    ("GET", "/assessments/{assessment_id}/trace/{item}"): DRAFT,
    ("GET", "/assessments/{assessment_id}/plan"): DRAFT,
    ("GET", "/assessments/{assessment_id}/plan/outcome"): DRAFT,
    ("GET", "/assessments/{assessment_id}/programmes"): DRAFT,
    ("POST", "/assessments/{assessment_id}/report"): DRAFT,
    ("GET", "/assessments/{assessment_id}/reports/{report_id}"): Scene(report),
    ("GET", "/assessments/{assessment_id}/reports/{report_id}/report.pdf"): Scene(report),
    # one's own
    ("POST", "/start/begin"): Scene(
        data={"version": "nothing"}, whose=frozenset(PERSONAS) - {"respondent", "lead", "firm-reviewer"}
    ),
    ("POST", "/session/extend"): PLAIN,
    ("GET", "/organisation"): PLAIN,
    ("POST", "/organisation/{organisation_id}"): Scene(firm),
    ("POST", "/assessments/claim"): PLAIN,
    ("GET", "/organisation/results"): Scene(whose=frozenset(PERSONAS)),  # of nothing, where there is nothing
    ("GET", "/organisation/compare"): Scene(whose=frozenset({"guest", "respondent", "lead"})),
    ("GET", "/account/tokens"): PLAIN,
    ("POST", "/account/tokens"): PLAIN,
    ("POST", "/account/tokens/{token_id}/revoke"): Scene(token),
    ("POST", "/account/oidc/unlink"): Scene(absent=True),  # no provider is set up
    # the service
    ("GET", "/catalogue"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/sections/{number}"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/measure"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/assessments"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/diff"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/publish"): SERVICE,
    ("POST", "/catalogue/{measure}/{audience}/{version}/publish"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/retire"): SERVICE,
    ("POST", "/catalogue/{measure}/{audience}/{version}/retire"): SERVICE,
    ("GET", "/catalogue/{measure}/{audience}/{version}/restore"): SERVICE,
    ("POST", "/catalogue/{measure}/{audience}/{version}/restore"): SERVICE,
    ("GET", "/rescores"): SERVICE,
    ("POST", "/rescores"): SERVICE,
    ("GET", "/rescores/{run_id}"): Scene(run, foreign=False),
    ("POST", "/rescores/{run_id}/resume"): Scene(run, foreign=False),
    ("GET", "/listings"): SERVICE,
    ("POST", "/listings"): SERVICE,
    ("GET", "/listings/imports/{import_id}"): Scene(listing, foreign=False),
    ("GET", "/listings/imports/{import_id}/progress"): Scene(listing, foreign=False),
    ("GET", "/listings/imports/{import_id}/rows.csv"): Scene(listing, foreign=False),
    ("POST", "/listings/imports/{import_id}/accept"): Scene(listing, foreign=False),
    ("POST", "/listings/imports/{import_id}/discard"): Scene(listing, foreign=False),
    ("POST", "/listings/imports/{import_id}/undo"): Scene(listing, foreign=False),
    ("POST", "/listings/imports/{import_id}/retry"): Scene(listing, foreign=False),
}
