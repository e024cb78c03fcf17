"""What is told of a report to anybody who has its code."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from assess.reports.models import FORMAT_OF
from assess.reports.orders import Format
from assess.reports.seals import spaced
from assess.reports.verifying import Confirmed, Newer, State, StoredFile


class ConfirmedScore(BaseModel):
    """One dial as the report prints it (of a roll-up the median), and its sentence on the review where it has one."""

    dial: Literal["duty", "readiness"]
    title: str
    final: str | None
    full: str
    reviewed: str | None


class ConfirmedFile(BaseModel):
    """One file of a report; `signed_by` is whose certificate signed it."""

    format: Format
    size: int
    sha256: str
    made_at: datetime
    signed_by: str | None


class HandedIn(BaseModel):
    """How many organisations a roll-up is of, and how many of them handed in, as it prints them."""

    total: str
    handed_in: str


class ConfirmedReport(BaseModel):
    """One report. What it does not say, or what may not be told of it, is null."""

    content_hash: str
    state: State
    withdrawn: bool
    newer: Annotated[Newer | None, Field(description="之后又有了什么。 What came of the same assessment later.")]
    organisation: str | None
    title: str | None
    checklist: str | None
    version: str | None
    measure: str | None
    as_of: date | None
    reference: str | None
    grade: str | None
    scores: list[ConfirmedScore]
    organisations: HandedIn | None
    asked_at: datetime
    template_version: str
    failed: Annotated[bool, Field(description="没有文件，也不会再有。 No file could be made.")]
    files: list[ConfirmedFile]


class VerifyOut(BaseModel):
    """The reports with a code: one, or in a blue moon two whose hashes begin alike."""

    code: str
    reports: list[ConfirmedReport]


def verify_out(code: str, found: Iterable[Confirmed]) -> VerifyOut:
    """Write down what a code confirms."""
    return VerifyOut(code=spaced(code), reports=[_report(one) for one in found])


def _report(found: Confirmed) -> ConfirmedReport:
    told = found.told
    said = ("title", "checklist", "version", "measure", "as_of", "reference", "grade", "organisation", "organisations")
    return ConfirmedReport(
        content_hash=found.content_hash,
        state=found.state,
        withdrawn=found.withdrawn,
        newer=found.newer,
        scores=told.get("scores", ()),
        asked_at=found.asked_at,
        template_version=found.template_version,
        failed=found.failed,
        files=[_file(one) for one in found.files],
        **{name: told.get(name) for name in said},
    )


def _file(one: StoredFile) -> ConfirmedFile:
    return ConfirmedFile(
        format=FORMAT_OF[one.format],
        size=one.size,
        sha256=one.sha256,
        made_at=one.made_at,
        signed_by=one.signed_by,
    )
