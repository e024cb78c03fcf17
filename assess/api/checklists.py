"""Checklists and the measures they rest on."""

from typing import Annotated

from fastapi import Path, Response
from sqlalchemy.orm import Session

from assess.api.deps import DbSession, Owner
from assess.api.etags import NOT_MODIFIED, Reading, not_modified
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.checklists import (
    ChecklistOut,
    DocumentOut,
    MeasureMore,
    MeasureOut,
    checklist_out,
    measure_out,
)
from assess.checklists import documents
from assess.checklists import queries as checklists
from assess.checklists.definition import Measure
from assess.errors import NotFoundError

router = make_router("checklists")
Part = Annotated[str, Path(max_length=100)]


@router.get("/checklists", name="api-checklists", summary="自评表及其版本")
def listed(session: DbSession, actor: Owner, paging: Pages) -> Page[ChecklistOut]:
    """List every version of every checklist, retired ones too."""
    del actor  # any token may read what is nobody's
    found = checklists.versions(session)
    rows = [checklist_out(one, known) for one, known in zip(found, documents.gather(session, found), strict=True)]
    rows.sort(key=lambda one: (one.checklist, one.version))
    return paging.cut(rows, place=lambda one: (one.checklist, one.version), show=lambda one: one)


@router.get(
    "/checklists/{measure}/{audience}/{version}",
    name="api-checklist",
    summary="一版自评表的完整内容",
    response_model=DocumentOut,
    responses=NOT_MODIFIED,
)
def document(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Owner, measure: Part, audience: Part, version: Part, known: Reading
) -> Response:
    """Give the document that publishing froze, byte for byte; its SHA-256 is its ETag."""
    del actor
    for one in checklists.versions(session, f"{measure}/{audience}"):
        if one.version == version:
            etag = f'"{one.sha256}"'
            if known.known(etag):
                return not_modified(etag)
            return Response(one.document, media_type="application/json", headers={"etag": etag})
    raise NotFoundError


@router.get("/measures", name="api-measures", summary="措施文件")
def measures(session: DbSession, actor: Owner, paging: Pages) -> Page[MeasureOut]:
    """List the measures that checklists rest on."""
    del actor
    found = sorted(_measures(session).values(), key=lambda one: one.key)
    return paging.cut(found, place=lambda one: (one.key,), show=lambda one: _short(measure_out(one)))


def _short(measure: MeasureMore) -> MeasureOut:
    return MeasureOut.model_validate(measure.model_dump(exclude={"clauses"}))


@router.get("/measures/{key}", name="api-measure", summary="一份措施文件及其条款")
def one(session: DbSession, actor: Owner, key: Part) -> MeasureMore:
    """Give a measure with its clauses, in this service's own words, and what is known of its source."""
    del actor
    found = _measures(session).get(key)
    if found is None:
        raise NotFoundError
    return measure_out(found)


def _measures(session: Session) -> dict[str, Measure]:
    """Give every measure as its newest checklist has it."""
    found = documents.gather(session, checklists.versions(session))
    return {published.measure.key: published.measure for published in found}
