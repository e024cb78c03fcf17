"""How to ask the routes of the district report."""

import uuid

from assess.reports.models import Report, ReportStatus
from tests.factories.papers import PDF
from tests.matrix.scene import Scene, Things
from tests.matrix.scenes_campaigns import ONE, campaign
from tests.matrix.world import Side


def made(side: Side, persona: str) -> Things:
    """Need a finished report of a whole campaign; the one for reviewers names nobody."""
    things, stored = campaign(side, persona), side.storage.put(PDF)
    report = Report(
        id=uuid.uuid4(),
        campaign_id=uuid.UUID(things["campaign_id"]),
        content_hash=uuid.uuid4().hex * 2,
        code=uuid.uuid4().hex[:12].upper(),
        locale="zh",
        template_version="1",
        status=ReportStatus.READY,
        file_key=stored.key,
        size=stored.size,
        for_reviewers=persona == "reviewer",
        created_at=side.now,
        finished_at=side.now,
    )
    side.session.add(report)
    side.session.flush()
    return {**things, "report_id": str(report.id), "suffix": "pdf"}


DISTRICT: dict[tuple[str, str], Scene] = {
    ("POST", f"{ONE}/district-report"): Scene(campaign),
    ("GET", f"{ONE}/district-reports/{{report_id}}"): Scene(made),
    ("GET", f"{ONE}/district-reports/{{report_id}}/report.{{suffix}}"): Scene(made),
}
