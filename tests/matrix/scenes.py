"""What each route needs to be asked. A route without a line here fails the build.

Who gets through is not said here: that follows from the permission the route names and the one table of permissions.
"""

from tests.matrix.scene import (
    DRAFT,
    PLAIN,
    SERVICE,
    SUBMITTED,
    Scene,
    assessment,
    firm,
    listing,
    report,
    run,
    token,
)
from tests.matrix.scenes_audit import AUDIT
from tests.matrix.scenes_batches import BATCHES
from tests.matrix.scenes_campaigns import CAMPAIGNS
from tests.matrix.scenes_district import DISTRICT
from tests.matrix.scenes_evidence import EVIDENCE
from tests.matrix.scenes_faces import FACED
from tests.matrix.scenes_people import PEOPLE
from tests.matrix.scenes_privacy import PRIVACY
from tests.matrix.scenes_reviews import REVIEWS
from tests.matrix.scenes_sheets import SHEETS
from tests.matrix.scenes_together import TOGETHER
from tests.matrix.scenes_webhooks import WEBHOOKS
from tests.matrix.world import PERSONAS

FILLING: dict[tuple[str, str], Scene] = {
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
    ("GET", "/assessments/{assessment_id}/evidence.zip"): DRAFT,
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
    ("GET", "/assessments/{assessment_id}/reports/{report_id}/report.{suffix}"): Scene(report),
    # one's own
    ("POST", "/start/begin"): Scene(own=False),
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

SCENES: dict[tuple[str, str], Scene] = {
    **FILLING,
    **EVIDENCE,
    **PEOPLE,
    **CAMPAIGNS,
    **BATCHES,
    **DISTRICT,
    **FACED,
    **REVIEWS,
    **TOGETHER,
    **SHEETS,
    **WEBHOOKS,
    **PRIVACY,
    **AUDIT,
}
