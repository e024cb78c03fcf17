"""How to ask the routes of workbooks to be filled in offline."""

import uuid

from assess.assessments import sheetchanges
from assess.assessments.sheetchanges import Content, Wrong
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.values.text import Text
from tests.matrix.scene import DRAFT, Scene, Things
from tests.matrix.world import Side


def upload(side: Side, _persona: str) -> Things:
    """Need a workbook that came back and waits."""
    found = side.assessment()
    wrong = [Wrong("信用!D4", Text(zh="请填写数字", en="write a number"))]
    content = sheetchanges.dump(Content(version="", edits=[], wrong=wrong, untouched=1, newer=0))
    made = FormUpload(
        id=uuid.uuid4(),
        assessment_id=found.id,
        name="自评.xlsx",
        sha256="c" * 64,
        content=content,
        status=UploadStatus.OPEN,
        by=side.people["lead"].id,
        at=side.now,
    )
    side.session.add(made)
    side.session.flush()
    return {"assessment_id": str(found.id), "upload_id": str(made.id)}


PAGE = "/assessments/{assessment_id}/workbook"
SHEETS: dict[tuple[str, str], Scene] = {
    ("GET", PAGE + ".xlsx"): DRAFT,
    ("GET", PAGE): DRAFT,
    ("POST", PAGE): DRAFT,
    ("GET", PAGE + "/{upload_id}"): Scene(upload),
    ("POST", PAGE + "/{upload_id}/accept"): Scene(upload),
    ("POST", PAGE + "/{upload_id}/discard"): Scene(upload),
}
