"""Checklists and measures: documents, nobody's in particular."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from assess.api.schemas.assessments import said
from assess.api.schemas.base import Said
from assess.checklists.definition import Measure, Published
from assess.checklists.models import ChecklistVersion


class ChecklistOut(BaseModel):
    """A version of a checklist; a retired one is offered no more."""

    checklist: str
    measure: str
    audience: str
    version: str
    title: Said
    sha256: str
    minutes: int
    items: int
    published_at: datetime
    retired_at: datetime | None


class ClauseOut(BaseModel):
    """A clause; `gist` is in our own words."""

    id: str
    locator: Said
    heading: Said
    gist: Said


class MeasureOut(BaseModel):
    """A measure with what is known of its source and its validity."""

    key: str
    title: Said
    document_number: str | None
    issuers: list[Said]
    issued: str
    issued_precision: str
    region: str
    validity: str
    validity_note: Said
    source_kind: str
    source_note: Said
    completeness: Said


class MeasureMore(MeasureOut):
    """A measure with its clauses."""

    clauses: list[ClauseOut]


class DocumentOut(BaseModel):
    """The resolved document that publishing froze: everything a score can be recomputed from."""

    checklist: dict[str, Any]
    facts: list[dict[str, Any]]


def checklist_out(version: ChecklistVersion, published: Published) -> ChecklistOut:
    """Write a version down."""
    checklist = published.checklist
    return ChecklistOut(
        checklist=published.key,
        measure=checklist.measure,
        audience=checklist.audience,
        version=version.version,
        title=said(checklist.title),
        sha256=version.sha256,
        minutes=checklist.minutes,
        items=sum(1 for _ in checklist.form.items()),
        published_at=version.published_at,
        retired_at=version.retired_at,
    )


def measure_out(measure: Measure) -> MeasureMore:
    """Write a measure down."""
    return MeasureMore(
        key=measure.key,
        title=said(measure.title),
        document_number=measure.document_number,
        issuers=[said(issuer) for issuer in measure.issuers],
        issued=measure.issued.date,
        issued_precision=measure.issued.precision,
        region=measure.region,
        validity=measure.validity.status,
        validity_note=said(measure.validity.note),
        source_kind=measure.source.kind,
        source_note=said(measure.source.note),
        completeness=said(measure.source.completeness),
        clauses=[
            ClauseOut(id=one.id, locator=said(one.locator), heading=said(one.heading), gist=said(one.gist))
            for one in measure.clauses
        ],
    )
