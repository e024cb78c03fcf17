"""Re-scoring many submissions: what differs is found and kept, what was stored stays, and a killed run goes on."""

import json
import subprocess
import sys
import uuid
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assess.assessments.models import Submission
from assess.assessments.rescoring import operations, queries
from assess.assessments.rescoring.digits import same_digits
from assess.assessments.rescoring.handlers import handlers
from assess.assessments.rescoring.models import RescoreResult, RescoreRun, RunState
from assess.assessments.rescoring.operations import Selection
from assess.assessments.rescoring.tally import Standing, Tally
from assess.checklists.definition import Published
from assess.db import Database, table_of
from assess.errors import ForbiddenError, InvalidError
from assess.jobs import operations as jobs
from assess.jobs.models import JobStatus
from assess.jobs.runner import Runner
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.inputs import Inputs
from assess.scoring.rules import LevelsRule
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.assessments import PROFILE, make_assessment
from tests.factories.checklists import make_version, published
from tests.factories.submissions import make_submission

ANSWERS = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": "1", "insurance.policies": []}
LATER = START + timedelta(hours=1)
RUNNING = Path(__file__).with_name("running.py")


def hand_in(session: Session, count: int, answers: dict[str, object] | None = None) -> list[Submission]:
    assessment, account = make_assessment(session), make_account(session)
    version = make_version(session)
    return [
        make_submission(session, assessment, account, answers or ANSWERS, version=version, number=number)
        for number in range(1, count + 1)
    ]


def falsify(session: Session, wrong: Submission) -> uuid.UUID:
    """Store another submission whose result has another digit, as an engine with a fault would have written it."""
    result = json.loads(wrong.result)
    result["items"][0]["earned"] = "5.99"
    row = {column.key: getattr(wrong, column.key) for column in table_of(Submission).columns}
    made = uuid.uuid4()
    fresh = {"id": made, "number": 1000, "reference": "ZP-FALSE", "result": json.dumps(result)}
    session.execute(insert(Submission).values({**row, **fresh}))
    return made


def work(database: Database, run: RescoreRun) -> list[tuple[int, int]]:
    noted: list[tuple[int, int]] = []
    operations.advance(
        database,
        run_id=run.id,
        processes=1,
        clock=lambda: LATER,
        noted=lambda _session, done, total: noted.append((done, total)),
    )
    return noted


def begun(database: Database, selection: Selection | None = None) -> RescoreRun:
    with database.write() as session:
        run = operations.begin(session, actor=None, selection=selection or Selection(), now=LATER)
        session.commit()
        session.refresh(run)
        session.expunge(run)
    return run


def test_the_same_engine_finds_the_same_digits(database: Database) -> None:
    with database.write() as session:
        before = {row.id: row.result for row in hand_in(session, 3)}
        session.commit()
    run = begun(database)
    assert work(database, run) == [(3, 3)]
    with database.read() as session:
        done = session.get_one(RescoreRun, run.id)
        assert (done.state, done.done, done.total, done.finished_at) == (RunState.DONE, 3, 3, LATER)
        assert done.tally == {
            "checked": 3, "same": 3, "different": 0, "failed": 0, "moves": {"A>A": 3},
            "before": {"9": 3}, "after": {"9": 3}, "items": {}, "unfit": {},
        }  # fmt: skip
        assert session.scalars(select(RescoreResult)).all() == []
        assert {row.id: row.result for row in session.scalars(select(Submission))} == before


def test_a_digit_that_differs_is_named(database: Database) -> None:
    with database.write() as session:
        wrong = falsify(session, hand_in(session, 1)[0])
        session.commit()
    run = begun(database)
    work(database, run)
    with database.read() as session:
        kept = session.scalars(select(RescoreResult)).one()
        assert (kept.submission_id, kept.before, kept.after) == (wrong, "100.0 A", "100.0 A")
        assert kept.changes == [
            ["claimed items.serious-list.earned", "5.99", "6.00"],
            ["supported items.serious-list.earned", "5.99", "6.00"],  # stored as the claimed one, for it is the same
        ]
        tally = session.get_one(RescoreRun, run.id).tally
        assert (tally["checked"], tally["same"], tally["different"]) == (2, 1, 1)
        assert tally["items"] == {"serious-list": 1}


def test_a_snapshot_that_was_changed_is_a_problem_not_a_score(database: Database) -> None:
    with database.write() as session:
        first = hand_in(session, 1)[0]
        row = {column.key: getattr(first, column.key) for column in table_of(Submission).columns}
        fresh = {"id": uuid.uuid4(), "number": 7, "reference": "ZP-X", "snapshot": first.snapshot.replace("yes", "no")}
        session.execute(insert(Submission).values({**row, **fresh}))
        session.commit()
    run = begun(database)
    work(database, run)
    with database.read() as session:
        kept = session.scalars(select(RescoreResult)).one()
        assert kept.problem is not None
        assert set(kept.problem) == {"zh", "en"}
        assert session.get_one(RescoreRun, run.id).tally["failed"] == 1


def draft() -> Published:
    """Give a draft that halves what a procedure in part is worth, and asks about the list in another sense."""
    document = published()
    form = document.checklist.form
    section = form.sections[0]
    group = section.groups[0]
    rule = group.items[0].rule
    assert isinstance(rule, LevelsRule)
    lowered = replace(
        group.items[0],
        rule=replace(rule, levels=replace(rule.levels, credits={"yes": Decimal(0), "no": Decimal("0.5")})),
    )
    changed = replace(group, items=(lowered, *group.items[1:]))
    sections = (replace(section, groups=(changed,)), *form.sections[1:])
    checklist = replace(document.checklist, version="2.0.0", form=replace(form, sections=sections))
    return replace(document, checklist=checklist)


def test_a_draft_is_tried_on_real_answers_and_stores_nothing_but_the_difference(database: Database) -> None:
    with database.write() as session:
        hand_in(session, 2)
        session.commit()
    run = begun(database, Selection(target=draft()))
    work(database, run)
    with database.read() as session:
        done = session.get_one(RescoreRun, run.id)
        assert (done.target_key, done.target_version) == ("demo-2020/enterprise", "2.0.0")
        assert done.tally["moves"] == {"A>B": 2}
        assert (done.tally["before"], done.tally["after"]) == ({"9": 2}, {"7": 2})
        for kept in session.scalars(select(RescoreResult)):
            assert (kept.before, kept.after) == ("100.0 A", "70.0 B")
            assert kept.changes == [["items.serious-list", "6.00", "3.00"]]


def test_an_answer_that_no_longer_fits_counts_as_not_given(database: Database) -> None:
    with database.write() as session:
        hand_in(session, 1)
        session.commit()
    new = draft()
    facts = tuple(replace(one, type="number") if one.key == "credit.procedure" else one for one in new.facts)
    form = new.checklist.form
    section = form.sections[0]
    kept = replace(section.groups[0], items=section.groups[0].items[:1])
    cut = replace(form, sections=(replace(section, groups=(kept,)), *form.sections[1:]))
    run = begun(database, Selection(target=replace(new, facts=facts, checklist=replace(new.checklist, form=cut))))
    work(database, run)
    with database.read() as session:
        tally = session.get_one(RescoreRun, run.id).tally
        assert tally["unfit"] == {"credit.procedure": 1}
        assert tally["items"] == {"procedure": 1, "serious-list": 1}


def test_what_is_handed_in_after_the_beginning_is_none_of_it(database: Database) -> None:
    with database.write() as session:
        hand_in(session, 1)
        session.commit()
    run = begun(database)
    with database.write() as session:
        account = make_account(session)
        make_submission(
            session, make_assessment(session), account, ANSWERS, version=make_version(session), at=LATER + timedelta(1)
        )
        session.commit()
    assert work(database, run) == [(1, 1)]


def test_only_an_administrator_may_begin_and_only_with_something_to_do(session: Session) -> None:
    make_version(session)
    lead = actor_of(session, make_account(session, make_organisation(session)))
    with pytest.raises(ForbiddenError):
        operations.begin(session, actor=lead, selection=Selection(), now=LATER)
    with pytest.raises(InvalidError, match=r"rescore\.nothing"):
        operations.begin(session, actor=None, selection=Selection(), now=LATER)
    hand_in(session, 1)
    with pytest.raises(InvalidError, match=r"rescore\.nothing"):
        operations.begin(session, actor=None, selection=Selection(key="other/enterprise"), now=LATER)


def test_the_job_carries_the_progress(database: Database) -> None:
    with database.write() as session:
        hand_in(session, 2)
        run = operations.begin(session, actor=None, selection=Selection(), now=LATER)
        operations.queue(session, run=run, now=LATER)
        run_id, job_id = run.id, run.job_id
        session.commit()
    assert job_id is not None
    Runner(database, handlers(), lambda: LATER).run_due()
    with database.read() as session:
        job = jobs.get(session, job_id)
        assert (job.status, job.done, job.total) == (JobStatus.DONE, 2, 2)
        assert session.get_one(RescoreRun, run_id).state is RunState.DONE
        assert queries.runs(session)[0].run.id == run_id


def test_a_service_that_stops_does_not_wait_for_the_end(database: Database) -> None:
    with database.write() as session:
        hand_in(session, 2)
        run = operations.begin(session, actor=None, selection=Selection(), now=LATER)
        operations.queue(session, run=run, now=LATER)
        run_id, job_id = run.id, run.job_id
        session.commit()
    assert job_id is not None
    runner = Runner(database, handlers(), lambda: LATER)
    runner._stopping.set()
    assert runner._run_one()
    with database.read() as session:
        job = jobs.get(session, job_id)
        assert (job.status, job.attempts, job.run_after) == (JobStatus.QUEUED, 0, LATER)
        assert session.get_one(RescoreRun, run_id).done == 0
    runner._stopping.clear()
    assert runner.run_due() == 1
    with database.read() as session:
        assert session.get_one(RescoreRun, run_id).done == 2


@pytest.mark.timeout(180)
def test_a_run_killed_in_the_middle_goes_on_and_counts_everybody_once(database: Database, database_url: str) -> None:
    with database.write() as session:
        wrong = [falsify(session, one) for one in hand_in(session, 40)[:1]]
        session.commit()
    run = begun(database)
    command = [sys.executable, str(RUNNING), database_url, str(run.id)]
    environ = {"PYTHONPATH": str(RUNNING.parents[3]), "PATH": "/usr/bin"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline()
        process.kill()
    with database.read() as session:
        broken = session.get_one(RescoreRun, run.id)
        assert (broken.state, 0 < broken.done < broken.total) == (RunState.RUNNING, True)
        half = broken.done
        assert operations.unfinished(session, Selection()) is not None
    noted = work(database, run)
    assert noted[0][0] > half
    with database.read() as session:
        done = session.get_one(RescoreRun, run.id)
        assert (done.state, done.done, done.tally["checked"], done.tally["different"]) == (RunState.DONE, 41, 41, 1)
        assert [kept.submission_id for kept in session.scalars(select(RescoreResult))] == wrong
        assert operations.unfinished(session, Selection()) is None


def test_two_at_the_same_run_do_not_count_twice(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as session:
        hand_in(session, 2)
        session.commit()
    run = begun(database)
    stolen: list[bool] = []

    def steal(_session: Session, _done: int, _total: int) -> None:
        stolen.append(True)

    with database.write() as session:
        session.execute(update(RescoreRun).values(cursor=uuid.UUID(int=0)))
        session.commit()
    monkeypatch.setattr(operations, "_steps", lambda *given: _steps_from_the_start(*given[:3]))
    with pytest.raises(Exception, match="taken"):
        operations.advance(database, run_id=run.id, processes=1, clock=lambda: LATER, noted=steal)
    assert not stolen


_REAL_STEPS = operations._steps


def _steps_from_the_start(database: Database, versions: list[str], until: datetime) -> object:
    return _REAL_STEPS(database, versions, until, (0, None))


def _scored() -> tuple[dict[str, object], Inputs]:
    document = published()
    inputs = Inputs({"credit.serious-list": "no"}, PROFILE, START.date())
    return serial.columns_to_json(score_columns(document.checklist.form, inputs)), inputs


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("items", 0, "earned"), "6.0"),
        (("items", 0, "status"), "unknown"),
        (("duty", "final"), "59.9"),
        (("readiness", "percent"), "1.0"),
        (("grade", "pending"), ["x"]),
        (("grade", "effective"), "C"),
        (("sections", 0, "duty", "earned"), "1.00"),
        (("vetoes", 0, "state"), "fired"),
        (("as_of",), "2026-01-01"),
        (("supported", "duty", "final"), "0.0"),
        (("engine",), None),
    ],
)
def test_any_single_digit_is_seen(path: tuple[str | int, ...], value: object) -> None:
    data, inputs = _scored()
    columns = score_columns(published().checklist.form, inputs, trace=False)
    data = json.loads(json.dumps(data))
    assert same_digits(data, columns)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert same_digits(data, columns) == (path == ("engine",))


def test_counts_add_up_in_any_order() -> None:
    one, other = Tally(), Tally()
    one.add(Standing(Decimal(95), Decimal(100), "A"), Standing(Decimal(70), Decimal(100), "B"), same=False, items=["x"])
    other.add(Standing(None, Decimal(100), "too-few"), Standing(Decimal(100), Decimal(100), "A"), same=False)
    other.fail()
    one.merge(other)
    assert (one.checked, one.different, one.failed) == (3, 2, 1)
    assert one.before == Counter({"9": 1, "-": 1})
    assert one.after == Counter({"7": 1, "9": 1})
    assert one.grades() == (("A", "B", 1), ("too-few", "A", 1))
    assert Tally.from_json(json.loads(json.dumps(one.to_json()))) == one
    assert Standing(Decimal(650), Decimal(650), "A").bucket == "9"
