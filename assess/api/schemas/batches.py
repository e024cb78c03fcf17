"""Batches of reports: what is asked for, how far they are."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Said, Sent
from assess.reports.bulk.models import BatchChoice, BatchState, BatchTarget
from assess.reports.bulk.operations import Wanted
from assess.reports.bulk.queries import Failure, Shown
from assess.reports.orders import Format
from assess.wording.sentences import say


class BatchIn(Sent):
    """Which reports, in what form, and where to."""

    locale: Annotated[Literal["zh", "en"], Field(description="报告的语言。 The language of the reports.")] = "zh"
    format: Annotated[Format, Field(description="文件格式。 What the files are.")] = "pdf"
    target: Annotated[
        Literal["zip", "store"],
        Field(description="zip：一个压缩包；store：放入存储的 exports 目录。 An archive, or the storage's exports."),
    ] = "zip"
    whose: Annotated[
        BatchChoice, Field(description="全部已提交的，或只要已公布的。 Everybody's, or those published.")
    ] = BatchChoice.SUBMITTED

    def wanted(self) -> Wanted:
        """Give what is asked for."""
        return Wanted(locale=self.locale, format=self.format, target=BatchTarget(self.target), whose=self.whose)


class RetryIn(Sent):
    """Which file to try again; all that failed where none is named."""

    number: Annotated[int | None, Field(ge=1, le=10_000_000)] = None


class FailureOut(BaseModel):
    """One report that could not be made, and why."""

    number: int
    organisation: str
    reference: str
    code: str
    reason: Said
    tries: int


class BatchOut(BaseModel):
    """How far a batch is: `made` and `failed` of `total`. Once it is packed, `sha256` is the hash of the archive."""

    id: uuid.UUID
    state: BatchState
    locale: str
    format: str
    target: BatchTarget
    whose: BatchChoice
    total: int
    made: int
    failed: int
    size: int | None
    sha256: str | None
    place: str | None
    created_at: datetime
    finished_at: datetime | None
    kept_until: datetime | None


class BatchMore(BatchOut):
    """The same with what could not be made, the first few hundred."""

    failures: list[FailureOut]


def batch_out(shown: Shown) -> BatchOut:
    """Write a batch down."""
    batch = shown.batch
    return BatchOut(
        id=batch.id,
        state=batch.state,
        locale=batch.locale,
        format=batch.format.value,
        target=batch.target,
        whose=batch.whose,
        total=shown.total,
        made=shown.made,
        failed=shown.failed,
        size=batch.size,
        sha256=batch.file_key,
        place=f"exports/{batch.campaign_id}/{batch.id}/" if batch.target is BatchTarget.STORE else None,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        kept_until=shown.kept_until,
    )


def batch_more(shown: Shown, failures: tuple[Failure, ...]) -> BatchMore:
    """Write a batch down with its failures."""
    return BatchMore(**dict(batch_out(shown)), failures=[_failure(one) for one in failures])


def _failure(one: Failure) -> FailureOut:
    code = one.error.value if one.error else ""
    said = Said(zh=say(f"bulk.error.{code}", {}, "zh"), en=say(f"bulk.error.{code}", {}, "en"))
    return FailureOut(
        number=one.number,
        organisation=one.organisation,
        reference=one.reference,
        code=code,
        reason=said,
        tries=one.tries,
    )
