"""How to ask the routes about files."""

from tests.factories.papers import PDF
from tests.matrix.scene import DRAFT, PLAIN, Scene, Things, evidence
from tests.matrix.scenes_reviews import filed
from tests.matrix.world import Side


def again(side: Side, _persona: str) -> Things:
    """Need a form, and a file of another one of the same firm."""
    other = side.evidence(side.assessment())
    return {"assessment_id": str(side.assessment().id), "evidence_id": str(other.id)}


ONE = "/assessments/{assessment_id}/evidence/{fact}"
FILE = f"{ONE}/{{evidence_id}}"
REVIEWED = "/reviews/{assessment_id}/evidence/{evidence_id}"
SAID = {"kind": "record", "pages": "3-5"}
EVIDENCE: dict[tuple[str, str], Scene] = {
    ("GET", ONE): DRAFT,
    ("POST", ONE): DRAFT,
    ("GET", f"{ONE}/reuse"): DRAFT,
    ("POST", f"{ONE}/reuse"): Scene(again, SAID),
    ("GET", FILE): Scene(evidence),
    ("GET", f"{FILE}/view"): Scene(evidence),
    ("GET", f"{FILE}/pages/{{number}}"): Scene(evidence),
    ("POST", f"{FILE}/change"): Scene(evidence, SAID),
    ("POST", f"{FILE}/replace"): Scene(evidence, SAID, {"file": ("新.pdf", PDF, "application/pdf")}),
    ("POST", f"{FILE}/remove"): Scene(evidence),
    ("GET", "/reviews/duplicates"): PLAIN,
    ("GET", REVIEWED): Scene(filed),
    ("GET", f"{REVIEWED}/view"): Scene(filed),
    ("GET", f"{REVIEWED}/pages/{{number}}"): Scene(filed),
}
