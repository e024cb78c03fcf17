"""Working a batch off in small steps, each of which may be killed at any point.

A step looks at what was being made, asks for the next few reports and queues its successor in one transaction with the
batch's own count of steps: whoever takes up an old step finds that it is over. The reports themselves are made by the
jobs that make everybody's, only a few of them ahead, so that nobody's own report waits behind a batch.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import queries as accounts
from assess.assessments.models import Assessment, Submission
from assess.audit.chain import Subject
from assess.campaigns.models import Campaign
from assess.errors import NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.runner import PausedError, Task
from assess.reports import operations
from assess.reports import peers as peering
from assess.reports.bulk import letters
from assess.reports.bulk.models import (
    MOST_DETAIL,
    BatchState,
    BatchTarget,
    EntryError,
    EntryState,
    ReportBatch,
    ReportBatchEntry,
)
from assess.reports.bulk.operations import go_on, note
from assess.reports.bulk.packing import LeftOffError, export_index, pack
from assess.reports.models import FORMAT_OF, Report, ReportStatus
from assess.reports.population import Peers
from assess.reviews import reach
from assess.reviews.reading import trace
from assess.storage import Storage
from assess.values.text import Locale

MOST_AHEAD: Final = 32
LEAST_AHEAD: Final = 2
AT_ONCE: Final = 100
"""So many entries a step looks at; then it makes room for other work."""

WAIT: Final = timedelta(milliseconds=500)
"""How long the next step waits while reports are being made."""

_log = structlog.get_logger()


def step(task: Task, *, storage: Storage) -> None:
    """Work a batch off a little further, unless somebody stopped it, or another step has taken its place."""
    run = Run(task, storage, uuid.UUID(task.payload["batch"]), task.payload["step"])
    with task.database.write() as session:
        room = run.room(session)
        session.commit()
    if room is None:
        return
    run.settle()
    run.feed(room)
    run.settle()
    run.close(full=not room)


@dataclass(frozen=True, slots=True)
class Run:
    """One step of one batch."""

    task: Task
    storage: Storage
    batch_id: uuid.UUID
    number: int

    def batch(self, session: Session) -> ReportBatch | None:
        """Lock the batch; None where this step is over."""
        wanted = select(ReportBatch).where(
            ReportBatch.id == self.batch_id,
            ReportBatch.state == BatchState.RUNNING,
            ReportBatch.step == self.number,
        )
        return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))

    def entries(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """Give the condition for waiting entries of the batch."""
        found = (ReportBatchEntry.batch_id == self.batch_id) & (ReportBatchEntry.state == EntryState.WAITING)
        for one in conditions:
            found &= one
        return found

    def room(self, session: Session) -> int | None:
        """Say how many reports may be asked for; None where this step is over.

        Where all that were asked for are taken, more are asked for the next time, and fewer where some still wait: the
        workers have enough to do, and whoever wants a report of their own waits behind a few at most. Everybody's
        reports count, those of other batches too: many batches together ask for no more than one.
        """
        batch = self.batch(session)
        if batch is None:
            return None
        waiting = jobs.waiting(session, name=operations.RENDER, now=self.task.clock())
        batch.ahead = max(LEAST_AHEAD, batch.ahead - 1) if waiting else min(MOST_AHEAD, batch.ahead * 2)
        return max(0, batch.ahead - waiting)

    def settle(self) -> None:
        """Note what became of the reports that were asked for; files that go elsewhere are laid there first."""
        with self.task.database.read() as session:
            found = [(entry, report, _failure(session, report)) for entry, report in self._asked(session)]
            target = session.scalar(select(ReportBatch.target).where(ReportBatch.id == self.batch_id))
            done = [
                (entry.number, entry.name, report.file_key, why)
                for entry, report, why in found
                if why or report.status is ReportStatus.READY
            ]
        problems = {}
        for number, name, key, why in done:
            elsewhere = target is BatchTarget.STORE
            problems[number] = self._laid(name, key) if key is not None and elsewhere else why
        self._settled(problems)

    def _asked(self, session: Session) -> Sequence[tuple[ReportBatchEntry, Report]]:
        rows = session.execute(
            select(ReportBatchEntry, Report)
            .join(Report, Report.id == ReportBatchEntry.report_id)
            .where(self.entries())
            .order_by(ReportBatchEntry.number)
        )
        return [(entry, report) for entry, report in rows]

    def _laid(self, name: str, key: str) -> "Problem | None":
        """Lay a file into the storage under its own name; doing it again changes nothing."""
        self.stop_if_told()
        with self.task.database.read() as session:
            campaign = session.scalar(select(ReportBatch.campaign_id).where(ReportBatch.id == self.batch_id))
        try:
            self.storage.export(key, f"{campaign}/{self.batch_id}/{name}")
        except NotFoundError:
            return EntryError.LOST, ""
        return None

    def _settled(self, problems: Mapping[int, "Problem | None"]) -> None:
        """Note of entries that their files are there, or why they are not."""
        if not problems:
            return
        with self.task.database.write() as session:
            here = self.entries(ReportBatchEntry.number.in_(list(problems)))
            for entry in session.scalars(select(ReportBatchEntry).where(here)).all():
                problem = problems[entry.number]
                if problem is None:
                    entry.state, entry.made_at = EntryState.MADE, self.task.clock()
                else:
                    fail(session, entry, *problem)
            session.commit()

    def feed(self, room: int) -> None:
        """Ask for the next reports; those that are ready already take no room."""
        with self.task.database.read() as session:
            unasked = self.entries(ReportBatchEntry.report_id.is_(None))
            numbers = session.scalars(
                select(ReportBatchEntry.number).where(unasked).order_by(ReportBatchEntry.number).limit(AT_ONCE)
            ).all()
        peers = self._peers() if numbers else None
        for number in numbers:
            if room <= 0:
                return
            self.stop_if_told()
            queued = self._ask(number, peers)
            if queued is None:
                return
            room -= queued

    def _peers(self) -> Peers | None:
        """Read once a step what every report says of the campaign's others; what is counted is kept."""
        with self.task.database.write() as session:
            campaign = session.scalars(
                select(Campaign)
                .join(ReportBatch, ReportBatch.campaign_id == Campaign.id)
                .where(ReportBatch.id == self.batch_id)
            ).one_or_none()
            found = peering.read(session, campaign, self.task.clock()) if campaign else None
            session.commit()
        return found

    def stop_if_told(self) -> None:
        """Leave the rest to the next who takes the step up, where the service stops.

        Raises:
            PausedError: It does.
        """
        if self.task.stopping():
            raise PausedError

    def _ask(self, number: int, peers: Peers | None) -> int | None:
        """Ask for one report; gives 1 where it has to be made, 0 where not, None where the step is over."""
        try:
            with self.task.database.write() as session:
                batch = self.batch(session)
                if batch is None:
                    return None
                entry = session.get_one(ReportBatchEntry, (self.batch_id, number))
                entry.tries += 1
                queued = _requested(session, batch, entry, self.task.clock(), peers)
                session.commit()
                return queued
        except (OperationalError, InterfaceError):
            raise  # the database is away or busy: that is nothing of this report, and the step is tried again
        except Exception as error:  # noqa: BLE001 - one that cannot be told must not keep the others from being made
            _log.exception("reports.batch-entry", batch=str(self.batch_id), number=number)
            self._settled({number: (EntryError.CONTENT, type(error).__name__)})
            return 0

    def close(self, *, full: bool) -> None:
        """Queue the next step, or put the files together where nothing waits any more.

        Args:
            full: Nothing could be asked for, because the workers have enough to do: the next step waits a moment.
        """
        with self.task.database.write() as session:
            batch = self.batch(session)
            if batch is None:
                return
            left = session.scalar(select(func.count()).select_from(ReportBatchEntry).where(self.entries()))
            asked = session.scalar(
                select(func.count())
                .select_from(ReportBatchEntry)
                .where(self.entries(ReportBatchEntry.report_id.is_not(None)))
            )
            if left:
                go_on(session, batch, self.task.clock(), WAIT if asked or full else timedelta(0))
            target = batch.target
            session.commit()
        if not left:
            self._finish(target)

    def _finish(self, target: BatchTarget) -> None:
        """Put the files together, and say that the batch is done."""
        database, key, size = self.task.database, None, None
        try:
            if target is BatchTarget.ZIP:
                made = pack(database, self.storage, self.batch_id, self.going)
                key, size = (made.key, made.size) if made else (None, None)
            elif target is BatchTarget.STORE:
                export_index(database, self.storage, self.batch_id)
        except LeftOffError:
            self.stop_if_told()
            return
        with database.write() as session:
            batch, now = self.batch(session), self.task.clock()
            if batch is None:
                return
            batch.state, batch.file_key, batch.size = BatchState.DONE, key, size
            batch.finished_at = batch.touched_at = now
            if batch.reason is None:
                note(session, batch, batch.asked_by, "batch.finished", now)
                letters.tell(session, batch, now)
            session.commit()

    def going(self) -> bool:
        """Say whether the step may go on."""
        if self.task.stopping():
            return False
        with self.task.database.read() as session:
            found = session.execute(
                select(ReportBatch.state, ReportBatch.step).where(ReportBatch.id == self.batch_id)
            ).one_or_none()
        return found is not None and tuple(found) == (BatchState.RUNNING, self.number)


Problem = tuple[EntryError, str]


def fail(session: Session, entry: ReportBatchEntry, error: EntryError, detail: str = "") -> None:
    """Note why there is no file; a report whose file is lost is forgotten, so that the next try makes it anew."""
    lost = session.get(Report, entry.report_id) if error is EntryError.LOST and entry.report_id else None
    entry.state, entry.error, entry.detail = EntryState.FAILED, error, detail[-MOST_DETAIL:]
    if lost is not None:
        entry.report_id = None
        session.flush()
        session.delete(lost)


def _failure(session: Session, report: Report) -> Problem | None:
    """Say why a report was given up; None where it was not."""
    progress = operations.progress(session, report)
    if progress.status is not ReportStatus.FAILED:
        return None
    told = (report.error or "").strip().splitlines()
    if not told:
        return EntryError.WORKER, ""
    return EntryError.STORAGE if told[-1].startswith("storage.") else EntryError.RENDER, told[-1]


def _requested(
    session: Session, batch: ReportBatch, entry: ReportBatchEntry, now: datetime, peers: Peers | None
) -> int:
    """Ask for the report of an entry as whoever wants it may see it now."""
    this = Submission.id == entry.submission_id
    actor = _reader(session, batch)
    if actor is None and batch.reason is None:
        fail(session, entry, EntryError.GONE)
        return 0
    seen = this if actor is None else this & reach.visible(actor)
    decision = operations.known_decision(session, entry.submission_id)
    try:
        locale: Locale = "en" if batch.locale == "en" else "zh"
        report = operations.told(session, seen, decision, locale, now, format=FORMAT_OF[batch.format], peers=peers)
    except NotFoundError:
        fail(session, entry, EntryError.GONE)
        return 0
    entry.report_id = report.id
    if actor is not None:
        assessment = session.get_one(Assessment, report.assessment_id)
        trace(session, actor, assessment, "report.batched", Subject("report", str(report.id)), now)
    return int(report.status is not ReportStatus.READY)


def _reader(session: Session, batch: ReportBatch) -> Actor | None:
    """Give whoever asked, with what they are today."""
    return accounts.acting(session, batch.asked_by) if batch.asked_by is not None else None
