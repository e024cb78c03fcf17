"""`assess checklists diff` and `retire`, on a content folder with a draft of a second version."""

import json
from pathlib import Path

import pytest

from assess.checklists import operations
from assess.checklists.queries import versions
from assess.db import Database, open_database
from tests.cli.running import KEY, run
from tests.factories.accounts import START
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version


@pytest.fixture
def draft(content: Path) -> Path:
    """Write a draft 1.1.0: an item worth less, one with other words, a band that begins elsewhere."""
    folder = content / KEY
    text = (folder / "1.0.0.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("version: 1.0.0", "version: 1.1.0"),
        ("未列入严重违法失信名单", "不在严重违法失信名单上"),
        (
            "{points: 3, when: {fact: credit.procedure, in: [yes, partial]}}",
            "{points: 3, when: {fact: credit.procedure, is: yes}}",
        ),
        ("from: 60", "from: 65"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "1.1.0.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_diff_names_every_item_with_its_class_and_what_changed(draft: Path) -> None:
    assert draft.is_file()
    done = run("checklists", "diff", KEY, "1.0.0")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "demo-2020/enterprise：1.0.0 → 1.1.0"
    assert "评价要点  未变 1 · 文字调整 1 · 计分调整 1" in lines
    assert "  [serious-list] 文字调整  不在严重违法失信名单上" in lines
    assert "      title.zh：未列入严重违法失信名单 → 不在严重违法失信名单上" in lines
    assert "  [procedure] 计分调整  管理制度与培训" in lines
    assert "      rule.elements[1].when.in：yes, partial → （无）" in lines
    assert "  [overseas-cover] 未变  海外侵权责任险" in lines
    assert "  checklist.form.duty.bands[B].from：60 → 65" in lines
    assert lines[-5:] == [
        "对进行中的自评意味着",
        "  答案沿用：5 题",
        "  须再确认：0 题",
        "  须新填写：0 题",
        "  不再使用，仍可查看：0 题",
    ]


def test_a_diff_is_data_for_programs_and_english_for_who_wants_it(draft: Path) -> None:
    sheet = json.loads(run("checklists", "diff", KEY, "1.0.0", draft, "--format", "json").output)
    assert (sheet["old"], sheet["new"], sheet["item_counts"]["rescored"]) == ("1.0.0", "1.1.0", 1)
    assert sheet["form"] == [
        {"path": "checklist.form.duty.bands[B].from", "before": "60", "after": "65", "words": False}
    ]
    assert sheet["open_assessments"] == {"kept": 5, "confirm": 0, "answer": 0, "retired": 0}
    assert "open_by_version" not in sheet
    english = run("checklists", "diff", KEY, "1.0.0", "1.1.0", "--locale", "en").output
    assert "  [procedure] rescored  Procedure and training" in english.splitlines()


def test_a_version_does_not_differ_from_itself(draft: Path) -> None:
    assert "除版本号外没有差别" in run("checklists", "diff", KEY, draft, "1.1.0").output


def test_an_unknown_version_is_refused() -> None:
    done = run("checklists", "diff", KEY, "3.0.0")
    assert (done.exit_code, "没有自评表 demo-2020/enterprise 3.0.0" in done.output) == (2, True)
    done = run("checklists", "diff", "no/such", "1.0.0")
    assert done.exit_code == 2


@pytest.fixture
def configured(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Give the service's database, with three assessments of the first version, one of them submitted."""
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    with database.write() as session:
        for _ in range(2):
            make_assessment(session)
        make_assessment(session, guest_key=b"g" * 32)
        session.commit()
    return database


@pytest.mark.usefixtures("configured")
def test_open_assessments_are_counted_where_that_is_asked_for(draft: Path) -> None:
    done = run("checklists", "diff", KEY, "1.0.0", draft, "--database")
    assert done.output.splitlines()[-2:] == ["进行中的自评（按版本）", "  1.0.0：3 份"]
    sheet = json.loads(run("checklists", "diff", KEY, "1.0.0", "--database", "--format", "json").output)
    assert sheet["open_by_version"] == {"1.0.0": 3}


def test_retiring_and_taking_that_back_at_the_machine(configured: Database) -> None:
    done = run("checklists", "retire", KEY, "1.0.0")
    assert (done.exit_code, "不再用于新的自评" in done.output) == (0, True)
    with configured.read() as session:
        assert versions(session, KEY)[0].retired_at is not None
    again = run("checklists", "retire", KEY, "1.0.0", "--locale", "en")
    assert (again.exit_code, "is retired already" in again.output) == (2, True)
    back = run("checklists", "retire", KEY, "1.0.0", "--undo")
    assert (back.exit_code, "已恢复使用" in back.output) == (0, True)
    with configured.read() as session:
        assert versions(session, KEY)[0].retired_at is None


def test_what_is_not_registered_cannot_be_retired(configured: Database) -> None:
    with configured.write() as session:
        operations.retire(session, actor=None, version_id=make_version(session).id, now=START)
        session.commit()
    done = run("checklists", "retire", KEY, "7.0.0")
    assert (done.exit_code, "已登记：1.0.0" in done.output) == (2, True)


def test_a_database_that_is_behind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    open_database(url).close()
    monkeypatch.setenv("ASSESS_DATABASE_URL", url)
    done = run("checklists", "retire", KEY, "1.0.0")
    assert (done.exit_code, "不是最新版本" in done.output) == (2, True)
