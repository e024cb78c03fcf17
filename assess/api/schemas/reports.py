"""Reports that were asked for."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Sent
from assess.reports.models import FORMAT_OF, Report
from assess.reports.operations import Progress
from assess.reports.orders import Format


class ReportIn(Sent):
    """In which language, as which kind of file."""

    locale: Annotated[Literal["zh", "en"], Field(description="报告的语言。 The language of the report.")] = "zh"
    format: Annotated[
        Format,
        Field(description="文件格式；pdfa 是供存档的 PDF/A。 The kind of file; pdfa is the PDF/A for archives."),
    ] = "pdf"


class DistrictReportIn(ReportIn):
    """Which part of a campaign, in which language, as which kind of file."""

    organisation_id: Annotated[
        uuid.UUID | None,
        Field(description="只汇总这个单位下级的参评单位。 Only what lies below this organisation."),
    ] = None


class ReportOut(BaseModel):
    """How far a report is; `done` of `total` counts steps. Once ready, `sha256` is the hash of the file."""

    id: uuid.UUID
    status: Literal["queued", "rendering", "ready", "failed"]
    done: int
    total: int
    locale: str
    format: Format
    draft: bool
    size: int | None
    sha256: str | None
    created_at: datetime


def report_out(report: Report, progress: Progress) -> ReportOut:
    """Write a report down."""
    return ReportOut(
        id=report.id,
        status=progress.status.value,
        done=progress.done,
        total=progress.total,
        locale=report.locale,
        format=FORMAT_OF[report.format],
        draft=report.submission_id is None and report.campaign_id is None,
        size=report.size,
        sha256=report.file_key,
        created_at=report.created_at,
    )
