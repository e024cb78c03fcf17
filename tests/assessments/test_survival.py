"""An answer that was said to be saved survives kill -9, on both databases."""

import json
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.sessions import hash_token
from assess.assessments import history
from assess.assessments.models import Answer, AnswerHistory
from assess.audit import log
from assess.db import Database
from tests.factories.accounts import make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment

PROGRAM = Path(__file__).with_name("saving_loop.py")
ROOT = PROGRAM.parents[2]
SEATS, LINES = 6, 120


def take_seats(database: Database) -> list[dict[str, str]]:
    now = datetime.now(UTC)
    with database.write() as session:
        organisation = make_organisation(session)
        account = make_account(session, organisation, Role.RESPONDENT)
        opened = make_session(session, account, now=now)
        token = {"token_hash": hash_token(opened.token).hex(), "csrf_token": opened.csrf_token}
        made = [make_assessment(session, organisation, now=now) for _ in range(SEATS)]
        seats = [{"assessment_id": str(one.id), **token} for one in made]
        session.commit()
    return seats


def test_what_was_said_to_be_saved_is_there_after_kill_9(database: Database, database_url: str) -> None:
    seats = take_seats(database)
    command = [sys.executable, str(PROGRAM), database_url, json.dumps(seats)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    ) as server:
        assert server.stdout is not None
        said = [server.stdout.readline().split() for _ in range(LINES)]
        server.kill()
        said += [line.split() for line in server.stdout.read().splitlines()]
    acknowledged = {key: max(int(line[1]) for line in said if line[0] == key) for key in {line[0] for line in said}}
    assert len(said) >= LINES
    with database.read() as session:
        for key, revision in acknowledged.items():
            assessment_id = uuid.UUID(key)
            answer = session.get_one(Answer, (assessment_id, "credit.procedure"))
            assert answer.revision >= revision
            changes = session.scalars(select(AnswerHistory).where(AnswerHistory.assessment_id == assessment_id)).all()
            assert len(changes) == answer.revision
            assert log.verify(session, assessment_id.hex) is None
            assert history.altered_answers(session, assessment_id) == ()
