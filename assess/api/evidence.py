"""Evidence: files on answers, what is said of them, their bytes."""

import uuid
from datetime import date
from hashlib import sha256
from typing import Annotated

from fastapi import File, Form, Response, UploadFile
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import AppSettings, Attacher, DbSession, Downloader, Files, Now, Viewer, VirusScanner
from assess.api.etags import Reading
from assess.api.files import file_answer, file_responses
from assess.api.loading import Seen
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.base import Key, ShortText
from assess.api.schemas.evidence import EvidenceChange, EvidenceOut, EvidenceReuse, evidence_out
from assess.assessments import evidence, queries
from assess.assessments.filetypes import TYPES
from assess.assessments.models import Evidence
from assess.assessments.receiving import Upload
from assess.errors import InvalidError, NotFoundError

router = make_router("evidence")
PATH = "/assessments/{assessment_id}/evidence"
PIECE = 1024 * 1024
MEDIA_TYPES = tuple(dict.fromkeys(kind.media_type for kind in TYPES.values()))


@router.get(PATH, name="api-evidence-list", summary="佐证材料")
def listed(seen: Seen, paging: Pages) -> Page[EvidenceOut]:
    """List the files that hang on questions, by their ids."""
    found = sorted(seen.evidence, key=lambda one: one.id.hex)
    return paging.cut(found, place=lambda one: (one.id.hex,), show=evidence_out)


@router.post(PATH, name="api-upload-evidence", summary="上传一份佐证材料", status_code=201, response_model=EvidenceOut)
def upload(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Attacher,
    assessment_id: uuid.UUID,
    file: Annotated[UploadFile, File(description="PDF / JPG / PNG / DOCX / XLSX / OFD")],
    fact: Annotated[Key, Form()],
    kind: Annotated[Key, Form()],
    storage: Files,
    scanner: VirusScanner,
    settings: AppSettings,
    once: MaybeOnce,
    now: Now,
    row_id: Annotated[str | None, Form(max_length=40)] = None,
    issued_on: Annotated[date | None, Form()] = None,
    pages: Annotated[ShortText, Form()] = "",
) -> Response:
    """Attach a file to a question: checked by name, content and structure, and by the virus scanner if there is one."""
    sent = Upload(
        name=file.filename or "",
        content=file.file,
        kind=kind,
        row_id=row_id or None,
        issued_on=issued_on,
        pages=pages,
    )

    def make() -> Made:
        made = evidence.attach_evidence(
            session,
            storage,
            actor=actor,
            assessment_id=assessment_id,
            fact=fact,
            upload=sent,
            now=now,
            limit=settings.upload_limit_bytes,
            scanner=scanner,
        )
        return _made(made)

    return once.answer(session, asked=_asked(sent, fact), make=make, now=now)


def _asked(sent: Upload, fact: str) -> list[str]:
    """Give what an upload asks, its content by its hash."""
    found = sha256()
    sent.content.seek(0)
    while piece := sent.content.read(PIECE):
        found.update(piece)
    sent.content.seek(0)
    content = found.hexdigest()
    return [fact, sent.name, sent.kind, sent.row_id or "", str(sent.issued_on), sent.pages, content]


def _made(made: Evidence) -> Made:
    address = f"/api/v1/assessments/{made.assessment_id}/evidence/{made.id}"
    return Made(evidence_out(made), headers={"location": address})


@router.post(
    "/assessments/{assessment_id}/reuse",
    name="api-reuse-evidence",
    summary="让已有的文件也用于另一个问题",
    status_code=201,
    response_model=EvidenceOut,
)
def reuse(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Attacher, assessment_id: uuid.UUID, body: EvidenceReuse, once: MaybeOnce, now: Now
) -> Response:
    """Let a file of this or another self-assessment of the organisation serve one more question."""

    def make() -> Made:
        return _made(evidence.reuse(session, actor=actor, assessment_id=assessment_id, now=now, **body.model_dump()))

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


@router.get(f"{PATH}/{{evidence_id}}", name="api-evidence", summary="一份佐证材料的说明")
def one(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: Now) -> EvidenceOut:
    """Say what a file is."""
    return evidence_out(_present(session, actor, assessment_id, evidence_id, now))


def _present(session: Session, actor: Actor, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: Now) -> Evidence:
    found = queries.evidence(session, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now)
    if found.removed_at is not None:
        raise NotFoundError
    return found


@router.patch(f"{PATH}/{{evidence_id}}", name="api-change-evidence", summary="修改佐证材料的说明")
def change(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Attacher,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    body: EvidenceChange,
    now: Now,
) -> EvidenceOut:
    """Say anew what a file is: its kind, its row, its date, where in it to look. What is not sent stays."""
    found = _present(session, actor, assessment_id, evidence_id, now)
    told = {name: getattr(found, name) for name in EvidenceChange.model_fields} | body.model_dump(exclude_unset=True)
    for name in ("kind", "pages"):
        if told[name] is None:
            raise InvalidError("account.empty", field=name)
    made = evidence.change(session, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now, **told)
    return evidence_out(made)


@router.delete(f"{PATH}/{{evidence_id}}", name="api-delete-evidence", summary="移除佐证材料", status_code=204)
def delete(session: DbSession, actor: Attacher, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: Now) -> None:
    """Take a file off; its bytes stay for submissions that rest on it."""
    evidence.remove_evidence(session, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now)


@router.get(
    f"{PATH}/{{evidence_id}}/content",
    name="api-evidence-content",
    summary="下载佐证材料",
    response_class=Response,
    responses=file_responses(*MEDIA_TYPES),
)
def content(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Downloader,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    storage: Files,
    known: Reading,
    now: Now,
) -> Response:
    """Give the file itself."""
    found = _present(session, actor, assessment_id, evidence_id, now)
    return file_answer(storage, found.sha256, media_type=found.media_type, name=found.name, known=known)
