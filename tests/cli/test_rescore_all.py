"""`assess rescore --all`: all cores, a draft, an interrupted run; what is printed and how it refuses."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess.assessments.rescoring import operations
from assess.assessments.rescoring.models import RescoreRun
from assess.assessments.rescoring.operations import Selection
from assess.clock import now as instant
from assess.db import Database
from tests.cli.running import KEY, run
from tests.factories.accounts import make_account
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version
from tests.factories.submissions import make_submission

ANSWERS = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": "1", "insurance.policies": []}


@pytest.fixture
def service(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    return database


@pytest.fixture
def handed_in(service: Database) -> Database:
    with service.write() as session:
        assessment, account, version = make_assessment(session), make_account(session), make_version(session)
        for number in (1, 2):
            make_submission(session, assessment, account, ANSWERS, version=version, number=number)
        session.commit()
    return service


@pytest.mark.usefixtures("handed_in")
def test_everything_is_counted() -> None:
    done = run("rescore", "--all", "--jobs", "1")
    assert (done.exit_code, done.stdout) == (
        0,
        "共重算 2 份：相同 2，不同 0，无法计算 0。\n  等级 A → A：2 份\n",
    )
    assert "重算" in done.stderr
    found = json.loads(run("rescore", "--all", "--format", "json", "--checklist", KEY).stdout)
    assert (found["checked"], found["same"], found["moves"]) == (2, 2, {"A>A": 2})


def test_a_run_that_broke_off_is_taken_up(handed_in: Database) -> None:
    with handed_in.write() as session:
        begun = operations.begin(session, actor=None, selection=Selection(), now=instant()).id
        session.commit()
    done = run("rescore", "--all", "--format", "json")
    assert "接着上次中断的重算：已完成 0/2。" in done.stderr
    assert json.loads(done.stdout)["run"] == str(begun)
    with handed_in.read() as session:
        assert session.scalar(select(func.count()).select_from(RescoreRun)) == 1


@pytest.mark.usefixtures("handed_in")
def test_a_draft_differs(content: Path) -> None:
    path = content / KEY / "2.0.0.yaml"
    old = (content / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    path.write_text(
        old.replace("version: 1.0.0", "version: 2.0.0").replace("{yes: 0, no: 1}", "{yes: 0, no: 0.5}"),
        encoding="utf-8",
    )
    done = run("rescore", "--all", "--draft", path, "--locale", "en")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "Re-scored: 2. Same: 0, different: 2, not computable: 0.",
        "  grade A → B: 2",
        "  item serious-list: 2 differ",
    ]
    other = run("rescore", "--all", "--draft", path, "--checklist", "other/enterprise")
    assert (other.exit_code, "不是同一个" in other.stderr) == (2, True)


@pytest.mark.usefixtures("service")
def test_it_refuses_in_words() -> None:
    assert "没有符合条件的提交" in run("rescore", "--all").stderr
    done = run("rescore", "--jobs", "2")
    assert (done.exit_code, done.stderr) == (2, "--jobs 和 --draft 要与 --all 一起使用。\n")
