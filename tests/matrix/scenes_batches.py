"""How to ask the pages of batches of reports: each person has asked for one of their own."""

import uuid

from assess.assessments.workflow import Status
from assess.reports.bulk.models import (
    BatchChoice,
    BatchState,
    BatchTarget,
    EntryError,
    EntryState,
    ReportBatch,
    ReportBatchEntry,
)
from assess.reports.models import ReportFormat
from tests.factories.papers import PDF
from tests.matrix.scene import Make, Scene, Things
from tests.matrix.world import Side

REVIEWERS = frozenset({"reviewer"})


def batch(state: BatchState = BatchState.RUNNING, step: str = "") -> Make:
    """Need a batch of the person who asks, over a campaign of the city with one form that was handed in."""

    def make(side: Side, persona: str) -> Things:
        found = side.assessment(Status.SUBMITTED)
        stored = side.storage.put(PDF) if state is BatchState.DONE else None
        made = ReportBatch(
            id=uuid.uuid4(),
            campaign_id=found.campaign_id,
            asked_by=side.people["lead" if persona == "guest" else persona].id,
            locale="zh",
            format=ReportFormat.PDF,
            target=BatchTarget.ZIP,
            whose=BatchChoice.SUBMITTED,
            state=state,
            file_key=stored.key if stored else None,
            size=stored.size if stored else None,
            created_at=side.now,
            touched_at=side.now,
            finished_at=side.now if state is BatchState.DONE else None,
        )
        side.session.add(made)
        side.session.flush()
        side.session.add(
            ReportBatchEntry(
                batch_id=made.id,
                number=1,
                submission_id=side.handed_in(found),
                name="编号-单位.pdf",
                state=EntryState.FAILED,
                error=EntryError.RENDER,
            )
        )
        side.session.flush()
        things = {"campaign_id": str(found.campaign_id), "batch_id": str(made.id)}
        return {**things, "step": step} if step else things

    return make


def campaign(side: Side, _persona: str) -> Things:
    """Need a campaign with a form that was handed in."""
    return {"campaign_id": str(side.assessment(Status.SUBMITTED).campaign_id)}


ALL = "/campaigns/{campaign_id}/report-batches"
BATCHES: dict[tuple[str, str], Scene] = {
    ("GET", ALL): Scene(campaign),
    ("POST", ALL): Scene(campaign),
    ("GET", f"{ALL}/{{batch_id}}"): Scene(batch()),
    ("GET", f"{ALL}/{{batch_id}}/reports.zip"): Scene(batch(BatchState.DONE)),
    ("POST", f"{ALL}/{{batch_id}}/{{step}}"): Scene(batch(step="pause")),
}
