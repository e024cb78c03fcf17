"""Working off queued reports: content in, file into the storage, row marked ready."""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from assess.jobs.operations import MOST_ATTEMPTS
from assess.jobs.runner import Handler, Task
from assess.reports import faced, signing, stored
from assess.reports.models import FORMAT_OF, Report, ReportFace, ReportStatus
from assess.reports.operations import RENDER, request_decided
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from assess.reports.seals import Seal
from assess.reports.signing import Signer
from assess.reports.sweeping import SWEEP, sweep
from assess.reports.verifying import SIGNED_BY
from assess.reviews.publishing import PUBLISHED
from assess.storage import Storage

_ERROR_MAXIMUM = 500


def handlers(pool: RenderPool, storage: Storage, verify_at: str, signer: Signer | None = None) -> Mapping[str, Handler]:
    """Give the job handlers of reports, for the composition root to register.

    Args:
        pool: Makes the files.
        storage: Keeps them.
        verify_at: The address of the page that confirms a report, without the code.
        signer: Signs what is finished; None where no certificate was set up.
    """
    return {
        RENDER: lambda task: render(task, pool=pool, storage=storage, verify_at=verify_at, signer=signer),
        SWEEP: lambda task: sweep(task, storage=storage),
        PUBLISHED: tell,
    }


def tell(task: Task) -> None:
    """Ask for the reports of a decision that was published; their making is a job of its own."""
    with task.database.write() as session:
        request_decided(session, decision_id=uuid.UUID(task.payload["decision"]), now=task.clock())
        session.commit()


def render(task: Task, *, pool: RenderPool, storage: Storage, verify_at: str, signer: Signer | None = None) -> None:
    """Make one report; made already, or gone with its assessment, it is left alone.

    The file is stored under its content hash before the row says so: a run that dies in between is simply repeated.
    """
    report_id = uuid.UUID(task.payload["report"])
    try:
        order = _take(task, report_id, storage, verify_at)
        if order is None:
            return
        file, signed_by = signing.applied(signer, order, pool.render(order), task.clock())
        made = storage.put(file)
    except Exception as error:
        _note_failure(task, report_id, error)
        raise
    with task.database.write() as session:
        report = session.get(Report, report_id)
        if report is None:
            session.rollback()
            return
        report.status, report.file_key, report.size = ReportStatus.READY, made.key, made.size
        report.content, report.error, report.finished_at = None, None, task.clock()
        if signed_by is not None:
            report.confirms = {**(report.confirms or {}), SIGNED_BY: signed_by}
        session.commit()


def _take(task: Task, report_id: uuid.UUID, storage: Storage, verify_at: str) -> Order | None:
    with task.database.write() as session:
        report = session.get(Report, report_id)
        if report is None or report.content is None:
            return None
        report.status = ReportStatus.RENDERING
        text, kind = report.content, report.format
        seal = Seal(code=report.code, address=verify_at + report.code)
        face = session.get(ReportFace, report.face_id) if report.face_id else None
        if face is not None:
            session.expunge(face)  # it never changes, and is read when the transaction is over
        session.commit()
    content = stored.from_text(text)
    look = faced.laid_out(face, storage, content.locale)
    return Order(content=content, format=FORMAT_OF[kind], face=look, seal=seal)


def _note_failure(task: Task, report_id: uuid.UUID, error: Exception) -> None:
    """Put the report back in the queue, or mark it as failed at the last try."""
    last = task.attempts >= MOST_ATTEMPTS
    with task.database.write() as session:
        _mark(session, report_id, ReportStatus.FAILED if last else ReportStatus.QUEUED, str(error))
        session.commit()


def _mark(session: Session, report_id: uuid.UUID, status: ReportStatus, error: str) -> None:
    report = session.get(Report, report_id)
    if report is not None and report.file_key is None:  # else another run of the job has made it meanwhile
        report.status, report.error = status, error[-_ERROR_MAXIMUM:]
