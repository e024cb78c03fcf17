"""Beginning a re-scoring and bringing it to its end, batch by batch; killed anywhere, it goes on where it was."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.assessments.models import Submission
from assess.assessments.rescoring.models import RescoreResult, RescoreRun, RunState
from assess.assessments.rescoring.pool import Pool
from assess.assessments.rescoring.tally import Tally
from assess.assessments.rescoring.work import Batch, Found
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.checklists.definition import Published
from assess.checklists.loader import canonical, digest
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.errors import ConflictError, InvalidError
from assess.jobs import operations as jobs
from assess.scoring.result import ENGINE

RESCORE: Final = "assessments.rescore"
BATCH: Final = 200

Noted = Callable[[Session, int, int], None]
"""Is told done and total within the transaction of every batch."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose submissions are re-scored, and on which draft; `key` None means every checklist.

    With a draft only submissions of its own checklist are looked at.
    """

    key: str | None = None
    version: str | None = None
    target: Published | None = None


def begin(session: Session, *, actor: Actor | None, selection: Selection, now: datetime) -> RescoreRun:
    """Begin a run; nothing is computed yet.

    Args:
        session: A writing session.
        actor: An administrator; None for whoever sits at the machine.
        selection: What to re-score.
        now: The present instant: what is handed in later is none of it.

    Raises:
        ForbiddenError: Not an administrator.
        InvalidError: `rescore.nothing`: nothing of the kind was ever handed in.
    """
    if actor is not None:
        require(actor, Action.PUBLISH, None)
    versions = _versions(session, selection)
    total = _count(session, versions, now)
    if not total:
        raise InvalidError("rescore.nothing", field="selection")
    run = RescoreRun(
        id=uuid.uuid4(),
        engine=ENGINE,
        versions=versions,
        total=total,
        tally={},
        until=now,
        by=actor.account_id if actor else None,
        **_target(selection.target),
    )
    session.add(run)
    session.flush()
    append(
        session,
        stream=GENERAL,
        actor=run.by,
        action="rescore.begun",
        subject=Subject("rescore_run", str(run.id)),
        now=now,
        detail={"versions": versions, "target": run.target_sha256 or "", "submissions": total},
    )
    return run


def queue(session: Session, *, run: RescoreRun, now: datetime) -> None:
    """Have a run worked off beside the requests; one that was given up is taken up again where it was."""
    job = jobs.enqueue(
        session, name=RESCORE, payload={"run": str(run.id)}, key=f"{RESCORE}:{run.id}", now=now, total=run.total
    )
    run.job_id = job.id


def resume(session: Session, *, run: RescoreRun, actor: Actor, now: datetime) -> None:
    """Have a run that was given up taken up again."""
    queue(session, run=run, now=now)
    about = Subject("rescore_run", str(run.id))
    append(session, stream=GENERAL, actor=actor.account_id, action="rescore.resumed", subject=about, now=now)


def unfinished(session: Session, selection: Selection) -> RescoreRun | None:
    """Give the newest run over the same, by the same engine, that was begun at the machine and broke off."""
    versions, target = _versions(session, selection), _target(selection.target)
    found = session.scalars(
        select(RescoreRun)
        .where(RescoreRun.state == RunState.RUNNING, RescoreRun.job_id.is_(None), RescoreRun.engine == ENGINE)
        .where(RescoreRun.target_sha256.is_not_distinct_from(target.get("target_sha256")))
        .order_by(RescoreRun.until.desc())
    )
    return next((run for run in found if run.versions == versions), None)


def _versions(session: Session, selection: Selection) -> list[str]:
    wanted = select(ChecklistVersion.sha256).order_by(ChecklistVersion.key, ChecklistVersion.published_at)
    key = selection.key if selection.target is None else selection.target.key
    if key is not None:
        wanted = wanted.where(ChecklistVersion.key == key)
    if selection.version is not None:
        wanted = wanted.where(ChecklistVersion.version == selection.version)
    return list(session.scalars(wanted))


def _count(session: Session, versions: Sequence[str], until: datetime) -> int:
    wanted = select(func.count()).where(Submission.version_sha256.in_(versions), Submission.at <= until)
    return session.scalar(wanted) or 0


def _target(target: Published | None) -> dict[str, str]:
    if target is None:
        return {}
    text = canonical(target)
    return {
        "target_key": target.key,
        "target_version": target.checklist.version,
        "target_sha256": digest(text),
        "document": text.decode(),
    }


Position = tuple[int, uuid.UUID | None]
"""The version a run is at, and the last submission of it that is done with."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A batch, how many submissions it holds, and where the run stands before and after it."""

    batch: Batch
    count: int
    before: Position
    after: Position


def advance(
    database: Database, *, run_id: uuid.UUID, processes: int, clock: Callable[[], datetime], noted: Noted
) -> None:
    """Work a run off to its end, from wherever it stands.

    Args:
        database: Where the submissions are.
        run_id: Which run.
        processes: How many work side by side.
        clock: Gives the present instant.
        noted: Is told the progress in the transaction that keeps it.

    Raises:
        ConflictError: `rescore.taken`: somebody else is working on it.
        BatchError: A batch broke; everything before it is kept.
    """
    with database.read() as session:
        run = session.get_one(RescoreRun, run_id)
        document, at, versions, until = run.document, (run.place, run.cursor), run.versions, run.until
    steps: dict[Batch, _Step] = {}

    def batches() -> Iterator[Batch]:
        for step in _steps(database, versions, until, at):
            steps[step.batch] = step
            yield step.batch

    url = database.engine.url.render_as_string(hide_password=False)
    with Pool(url, processes, document) as pool:
        for batch, found in pool.work(batches()):
            _keep(database, run_id, steps.pop(batch), found, noted)
    _finish(database, run_id, clock())


def _steps(database: Database, versions: Sequence[str], until: datetime, at: Position) -> Iterator[_Step]:
    start, cursor = at
    for place in range(start, len(versions)):
        after = cursor if place == start else None
        while ids := _ids(database, versions[place], until, after):
            after = ids[-1]
            batch = Batch(version=versions[place], first=ids[0], last=after, until=until)
            step = _Step(batch, len(ids), before=at, after=(place, after))
            at = step.after
            yield step


def _ids(database: Database, version: str, until: datetime, after: uuid.UUID | None) -> Sequence[uuid.UUID]:
    """Give the next ids of a version: read along the index, never touching the rows."""
    wanted = select(Submission.id).where(Submission.version_sha256 == version, Submission.at <= until)
    if after is not None:
        wanted = wanted.where(Submission.id > after)
    with database.read() as session:
        return session.scalars(wanted.order_by(Submission.id).limit(BATCH)).all()


def _keep(database: Database, run_id: uuid.UUID, step: _Step, found: Found, noted: Noted) -> None:
    """Keep what a batch brought, and where the run stands now, in one transaction."""
    with database.write() as session:
        run = session.get_one(RescoreRun, run_id, with_for_update=True)
        if (run.place, run.cursor) != step.before:
            raise ConflictError("rescore.taken")
        session.add_all(RescoreResult(run_id=run_id, **asdict(one)) for one in found.findings)
        tally = Tally.from_json(run.tally)
        tally.merge(found.tally)
        run.tally, (run.place, run.cursor) = tally.to_json(), step.after
        run.done = min(run.done + step.count, run.total)
        noted(session, run.done, run.total)
        session.commit()


def _finish(database: Database, run_id: uuid.UUID, now: datetime) -> None:
    with database.write() as session:
        run = session.get_one(RescoreRun, run_id)
        run.state, run.finished_at, run.done = RunState.DONE, run.finished_at or now, run.total
        session.commit()
