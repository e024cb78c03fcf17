"""How to ask the routes of the audit log."""

from tests.matrix.scene import DRAFT, SERVICE, Scene

AUDIT: dict[tuple[str, str], Scene] = {
    ("GET", "/assessments/{assessment_id}/log"): DRAFT,
    ("GET", "/audit"): SERVICE,
    ("GET", "/audit/events.csv"): SERVICE,
}
