"""`assess audit`: what is whole is said to be whole; every way of changing the past is found, here and elsewhere."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from assess.audit.models import AuditCheckpoint, AuditDetail, AuditEvent, AuditHead
from assess.db import Database
from tests.audit.breaking import unlock
from tests.audit.conftest import ONE, OTHER, service
from tests.audit.test_checkpoints import rebuild
from tests.cli.running import run

__all__ = ["service"]
PROGRAM = Path(__file__).parents[2] / "script" / "verify_audit.py"
TABLES = ("audit_event", "audit_head", "audit_detail", "audit_checkpoint")


@pytest.fixture
def away(service: Database, tmp_path: Path) -> Path:
    """Give a folder that was carried away: a checkpoint, the public key, an export and the program; nothing of ours."""
    assert service.engine.dialect.name
    folder = tmp_path / "away"
    folder.mkdir()
    assert run("audit", "checkpoint", "--out", folder / "checkpoint.json").exit_code == 0
    (folder / "key.pem").write_text(run("audit", "key").stdout, encoding="ascii")
    shutil.copy(PROGRAM, folder)
    return folder


def elsewhere(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Export, and check it on another machine: in that folder, without the project."""
    if not more or more[0] != "as-it-is":
        assert run("audit", "export", folder / "export.jsonl", *more).exit_code == 0
    command = [sys.executable, "-I", "verify_audit.py", "export.jsonl"]
    command += ["--against", "checkpoint.json", "--public-key", "key.pem"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_what_is_whole_is_whole_here_and_elsewhere(away: Path) -> None:
    here = run("audit", "verify", "--against", away / "checkpoint.json", "--public-key", away / "key.pem")
    assert here.exit_code == 0, here.output
    assert "已核验 3 条链、10 个事件、10 份内容" in here.stdout
    assert "全部完好" in here.stdout
    there = elsewhere(away)
    assert (there.returncode, there.stderr) == (0, "")
    told = "3 条链 chains, 11 个事件 events, 0 份内容 details, 1 个检查点 checkpoints"
    assert told in there.stdout  # one more: that everything was found whole
    assert "王丽" not in (away / "export.jsonl").read_text(encoding="utf-8")


def change(session: Session, table: str, *statements: object) -> None:
    for one in TABLES:
        unlock(session, one)
    for statement in statements:
        session.execute(statement)  # type: ignore[call-overload]  # any statement
    assert table in TABLES


def of(stream: str, *seqs: int) -> object:
    return (AuditEvent.stream == stream) & AuditEvent.seq.in_(seqs)


CHANGES: dict[str, tuple[Callable[[Session], object], str, str]] = {
    "an event changed": (
        lambda session: session.execute(update(AuditEvent).where(of(ONE, 2)).values(action="x")),  # type: ignore[arg-type]  # a condition
        f"{ONE} #2",
        "changed",
    ),
    "an event removed": (
        lambda session: session.execute(delete(AuditEvent).where(of(ONE, 2))),  # type: ignore[arg-type]  # likewise
        f"{ONE} #2",
        "missing",
    ),
    "a tail cut": (
        lambda session: session.execute(delete(AuditEvent).where(of(ONE, 3, 4))),  # type: ignore[arg-type]  # likewise
        f"{ONE} #3",
        "tail cut off",
    ),
    "a tail cut with its head": (
        lambda session: rebuild(session, ONE, lambda events: events[:3]),
        f"{ONE} #4",
        "tail cut off",
    ),
    "a chain rewritten": (
        lambda session: rebuild(session, ONE, lambda events: [*events[1:], events[0]]),
        f"{ONE} #4",
        "rewritten",
    ),
    "a chain gone": (
        lambda session: [
            session.execute(delete(table).where(table.stream == OTHER))
            for table in (AuditEvent, AuditHead, AuditDetail)
        ],
        OTHER,
        "the whole chain is gone",
    ),
    "a detail altered": (
        lambda session: session.execute(update(AuditDetail).where(AuditDetail.stream == ONE).values(detail="{}")),
        f"{ONE} #1",
        "detail altered",
    ),
    "a head altered": (
        lambda session: session.execute(update(AuditHead).where(AuditHead.stream == ONE).values(hash=bytes(32))),
        f"{ONE} #4",
        "head altered",
    ),
    "the checkpoint removed": (
        lambda session: session.execute(delete(AuditCheckpoint)),
        "checkpoints #1",
        "missing",
    ),
    "the checkpoint altered": (
        lambda session: session.execute(update(AuditCheckpoint).values(events=7)),
        "checkpoints #1",
        "changed",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_is_found_here_and_elsewhere(service: Database, away: Path, what: str) -> None:
    forge, place, told = CHANGES[what]
    with service.write() as session, session.begin():
        for table in TABLES:
            unlock(session, table)
        forge(session)
    here = run("audit", "verify", "--against", away / "checkpoint.json", "--public-key", away / "key.pem")
    assert here.exit_code == 1, here.output
    assert place in [line.partition("\t")[0] for line in here.stdout.splitlines()]
    there = elsewhere(away, "--with-details")
    assert there.returncode == 1, there.stdout + there.stderr
    assert f"{place.partition(' #')[0]}  {place.partition('#')[2]}  {told}" in there.stdout
    relock(service)


def relock(database: Database) -> None:
    """Switch the triggers on again: PostgreSQL's database serves the next test too."""
    if not database.sqlite:
        with database.write() as session, session.begin():
            for table in TABLES:
                session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("edit", ["a line gone", "a word changed", "the end gone"])
def test_an_export_that_was_changed_on_the_way_is_found(away: Path, edit: str) -> None:
    elsewhere(away)
    path = away / "export.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    edited = {
        "a line gone": lines[:3] + lines[4:],
        "a word changed": [line.replace('"tested"', '"rested"', 1) for line in lines],
        "the end gone": lines[:-1],
    }[edit]
    path.write_text("".join(edited), encoding="utf-8")
    assert elsewhere(away, "as-it-is").returncode == 1


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_forged_checkpoint_serves_neither_here_nor_elsewhere(away: Path) -> None:
    path = away / "checkpoint.json"
    said = json.loads(path.read_text(encoding="ascii"))
    path.write_text(json.dumps(said | {"events": 9}), encoding="ascii")
    here = run("audit", "verify", "--against", path)
    assert here.exit_code == 2
    assert "被改动过" in here.stderr
    there = elsewhere(away)
    assert (there.returncode, "was changed" in there.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_foreign_key_trusts_nothing(away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESS_AUDIT_KEY", str(tmp_path / "another"))
    (away / "key.pem").write_text(run("audit", "key").stdout, encoding="ascii")
    assert (tmp_path / "another").stat().st_mode & 0o777 == 0o600
    assert run("audit", "verify", "--against", away / "checkpoint.json").exit_code == 2
    here = run("audit", "verify", "--public-key", away / "key.pem", "--locale", "en")
    assert (here.exit_code, "not signed by a key you trust" in here.stdout) == (1, True)
    assert elsewhere(away).returncode == 2


@pytest.mark.parametrize("kind", ["sqlite"])
def test_one_chain_and_what_came_lately_can_be_taken_alone(away: Path) -> None:
    one = elsewhere(away, "--stream", ONE)
    assert (one.returncode, "1 条链 chains, 4 个事件 events" in one.stdout) == (0, True)
    late = elsewhere(away, "--since", "2126-01-01")
    assert (late.returncode, "3 条链 chains, 0 个事件 events" in late.stdout) == (0, True)
    assert run("audit", "export", away / "x", "--since", "neulich").exit_code == 2


@pytest.mark.parametrize("kind", ["sqlite"])
def test_checkpoints_lie_where_the_operator_finds_them(away: Path, tmp_path: Path) -> None:
    found = sorted(one.name for one in (tmp_path / "var" / "checkpoints").iterdir())
    assert [name.partition("-")[0] for name in found] == ["audit", "checkpoint"]
    assert found[1].startswith("checkpoint-000001-")
    assert (tmp_path / "var" / "checkpoints" / found[0]).read_text(encoding="ascii") == (away / "key.pem").read_text(
        encoding="ascii"
    )
    assert (tmp_path / "var" / "audit-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["sqlite"])
def test_without_a_key_nothing_is_made_and_it_is_said(service: Database, tmp_path: Path) -> None:
    assert service.engine.dialect.name
    here = run("audit", "verify")
    assert (here.exit_code, "未核验检查点的签名" in here.stderr) == (0, True)
    assert not (tmp_path / "var" / "audit-key").exists()
