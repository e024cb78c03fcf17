"""How to ask the routes of reviewing, and what the respondent does after it."""

from sqlalchemy import select

from assess.assessments.models import Evidence
from assess.assessments.workflow import Status
from tests.matrix.scene import PLAIN, Scene, Things, assessment
from tests.matrix.world import Side


def taken(side: Side, _persona: str) -> Things:
    """Need a form that the reviewer has taken up."""
    return {"assessment_id": str(side.in_review().id)}


def others(side: Side, _persona: str) -> Things:
    """Need a form that a colleague has taken up."""
    return {"assessment_id": str(side.in_review("colleague").id)}


def filed(side: Side, _persona: str) -> Things:
    """Need a file that was handed in."""
    found = side.in_review()
    file = side.session.scalars(select(Evidence.id).where(Evidence.assessment_id == found.id)).one()
    return {"assessment_id": str(found.id), "evidence_id": str(file)}


def two_levels(side: Side, _persona: str) -> Things:
    """Need a form of a campaign with a second level."""
    return {"assessment_id": str(side.in_review(levels=2).id)}


def reported(side: Side, _persona: str) -> Things:
    """Need a report made for reviewers."""
    found = side.in_review()
    return {
        "assessment_id": str(found.id),
        "report_id": str(side.report(found, for_reviewers=True).id),
        "suffix": "pdf",
    }


def decided(side: Side, _persona: str) -> Things:
    """Need a form whose decision is known."""
    return {"assessment_id": str(side.decided().id)}


ONE = "/reviews/{assessment_id}"
TAKEN, SUBMITTED = Scene(taken), Scene(assessment(Status.SUBMITTED))
REVIEWS: dict[tuple[str, str], Scene] = {
    ("GET", "/reviews"): PLAIN,
    ("GET", ONE): SUBMITTED,
    ("GET", f"{ONE}/items/{{item}}"): TAKEN,
    ("POST", f"{ONE}/items/{{item}}"): TAKEN,
    ("POST", f"{ONE}/take-up"): SUBMITTED,
    ("GET", f"{ONE}/take-over"): Scene(others),
    ("POST", f"{ONE}/take-over"): Scene(others),
    ("GET", f"{ONE}/accept"): TAKEN,
    ("POST", f"{ONE}/accept"): TAKEN,
    ("GET", f"{ONE}/return"): TAKEN,
    ("POST", f"{ONE}/return"): TAKEN,
    ("GET", f"{ONE}/forward"): Scene(two_levels),
    ("POST", f"{ONE}/forward"): Scene(two_levels),
    ("GET", f"{ONE}/decide"): TAKEN,
    ("POST", f"{ONE}/decide"): TAKEN,
    ("GET", f"{ONE}/evidence.zip"): Scene(filed),
    ("POST", f"{ONE}/report"): TAKEN,
    ("GET", f"{ONE}/reports/{{report_id}}"): Scene(reported),
    ("GET", f"{ONE}/reports/{{report_id}}/report.{{suffix}}"): Scene(reported),
    ("GET", "/assessments/{assessment_id}/appeal"): Scene(decided),
    ("POST", "/assessments/{assessment_id}/appeal"): Scene(decided),
    ("GET", "/assessments/{assessment_id}/withdraw"): Scene(assessment(Status.SUBMITTED), whose=frozenset({"lead"})),
    ("POST", "/assessments/{assessment_id}/withdraw"): SUBMITTED,
}
