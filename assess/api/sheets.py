"""Excel both ways: the form as a workbook, and workbooks that come back."""

import uuid
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import File, Response, UploadFile
from fastapi.responses import StreamingResponse

from assess.api.deps import Answerer, DbSession, Downloader, Files, Language, Now, Viewer
from assess.api.loading import Seen
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.sheets import AcceptedOut, AcceptIn, ChangesOut, WorkbookOut, changes_out, workbook_out
from assess.assessments import sheetuploads
from assess.assessments.bundles.listing import of_assessment
from assess.assessments.bundles.zipping import pieces
from assess.assessments.sheetuploads import Changes
from assess.errors import NotFoundError

router = make_router("sheets")
PATH: Final = "/assessments/{assessment_id}"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP: Final = "application/zip"


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": "文件。 The file.", "content": content}}


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


@router.get(
    f"{PATH}/workbook", name="api-workbook", summary="下载填报工作簿", response_class=Response, responses=_file(XLSX)
)
def workbook(session: DbSession, actor: Downloader, seen: Seen, language: Language, now: Now) -> Response:
    """Give the form with its answers as a workbook to fill in offline."""
    here = seen.assessment.id
    made = sheetuploads.workbook(session, actor=actor, assessment_id=here, locale=language, now=now)
    return Response(made, media_type=XLSX, headers=_saved_as(f"{here}.xlsx"))


@router.post(
    f"{PATH}/workbooks",
    name="api-upload-workbook",
    summary="上传填好的工作簿",
    status_code=201,
    response_model=WorkbookOut,
)
def upload(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Answerer,
    assessment_id: uuid.UUID,
    file: Annotated[UploadFile, File(description="XLSX")],
    once: MaybeOnce,
    now: Now,
) -> Response:
    """Read a workbook; nothing changes before somebody accepts its lines."""
    name, content = file.filename or "", file.file.read()

    def make() -> Made:
        made = sheetuploads.read(session, actor=actor, assessment_id=assessment_id, name=name, content=content, now=now)
        address = f"/api/v1/assessments/{assessment_id}/workbooks/{made.id}"
        return Made(workbook_out(made), headers={"location": address})

    return once.answer(session, asked=[name, sha256(content).hexdigest()], make=make, now=now)


@router.get(f"{PATH}/workbooks", name="api-workbooks", summary="等待处理的工作簿")
def waiting(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, now: Now, paging: Pages) -> Page[WorkbookOut]:
    """List the workbooks that wait for a decision, by their ids."""
    found = [one for one, _ in sheetuploads.waiting(session, actor=actor, assessment_id=assessment_id, now=now)]
    found.sort(key=lambda one: one.id.hex)
    return paging.cut(found, place=lambda one: (one.id.hex,), show=workbook_out)


@router.get(f"{PATH}/workbooks/{{upload_id}}", name="api-workbook-changes", summary="工作簿将带来的改动")
def changes(
    session: DbSession, actor: Answerer, assessment_id: uuid.UUID, upload_id: uuid.UUID, now: Now
) -> ChangesOut:
    """Say what a workbook would change as things stand now, and where it meets what others answered meanwhile."""
    return changes_out(_here(sheetuploads.changes(session, actor=actor, upload_id=upload_id, now=now), assessment_id))


def _here(found: Changes, assessment_id: uuid.UUID) -> Changes:
    if found.upload.assessment_id != assessment_id:
        raise NotFoundError
    return found


@router.post(
    f"{PATH}/workbooks/{{upload_id}}/accept",
    name="api-accept-workbook",
    summary="采纳工作簿的改动",
    response_model=AcceptedOut,
)
def accept(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Answerer,
    assessment_id: uuid.UUID,
    upload_id: uuid.UUID,
    body: AcceptIn,
    once: MaybeOnce,
    now: Now,
) -> Response:
    """Save lines of a workbook, all that are named or none; the workbook is settled then."""

    def make() -> Made:
        _here(sheetuploads.changes(session, actor=actor, upload_id=upload_id, now=now), assessment_id)
        taken = sheetuploads.accept(
            session, actor=actor, upload_id=upload_id, facts=body.lines, seen=body.seen, now=now
        )
        return Made(AcceptedOut(taken=list(taken.taken), left=taken.left), 200)

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


@router.post(f"{PATH}/workbooks/{{upload_id}}/discard", name="api-discard-workbook", summary="放弃工作簿")
def discard(
    session: DbSession, actor: Answerer, assessment_id: uuid.UUID, upload_id: uuid.UUID, now: Now
) -> WorkbookOut:
    """Drop a workbook; what it said is forgotten, the answers stay."""
    _here(sheetuploads.changes(session, actor=actor, upload_id=upload_id, now=now), assessment_id)
    return workbook_out(sheetuploads.discard(session, actor=actor, upload_id=upload_id, now=now))


@router.get(
    f"{PATH}/evidence.zip",
    name="api-evidence-bundle",
    summary="全部佐证材料（ZIP）",
    response_class=Response,
    responses=_file(ZIP),
)
def bundle(session: DbSession, actor: Downloader, seen: Seen, storage: Files, language: Language) -> Response:
    """Give every file in one ZIP with a numbered index: of the last submission, or what is uploaded now."""
    del actor  # may download
    found = of_assessment(session, seen, language)
    return StreamingResponse(pieces(found, storage), media_type=ZIP, headers=_saved_as(f"{seen.assessment.id}.zip"))
