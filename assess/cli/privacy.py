"""`assess privacy`: what is over, requests on paper, and erasing at the machine."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import clock
from assess.assessments.models import Assessment, Submission
from assess.cli.database import opened
from assess.cli.errors import REFUSED
from assess.cli.options import Format, FormatOption, Language, LocaleOption
from assess.config import SettingsError, load_settings
from assess.db import Database
from assess.errors import AssessError, NotFoundError
from assess.jobs.runner import Task
from assess.overview.privacy import assessments, classes, document, erasing, exporting, retention
from assess.overview.privacy.classes import Kept
from assess.overview.privacy.retention import Due
from assess.storage import open_storage
from assess.values.text import Locale
from assess.wording.sentences import say

app = typer.Typer(help="个人信息：期限、导出、删除 / Personal data: retention, copies, erasure", no_args_is_help=True)
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录名 / login")]
Sure = Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")]


@app.callback()
def group() -> None:
    """个人信息：保存期限、导出、删除 / Personal data: retention, copies, erasure."""


@app.command("retention")
def keep(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不改动 / list, change nothing")] = False,
    output: FormatOption = Format.text,
    locale: LocaleOption = Language.zh,
) -> None:
    """列出到期的数据；不加 --dry-run 就删除已开启的类别 / List what is over; without --dry-run take it away."""
    with opened(locale.locale) as database, _refusing(locale.locale):
        settings = load_settings()
        found = classes.kept(trial_hours=settings.trial_hours, given=settings.retention)
        with database.read() as session:
            due = retention.due(session, storage=open_storage(settings), classes=found, now=clock.now())
        typer.echo(_as_json(due) if output is Format.json else _as_text(due, locale.locale))
        if not dry_run:
            went = _applied(database, found)
            typer.echo(say("privacy.applied", {"rows": sum(went.values())}, locale.locale), err=True)


def _applied(database: Database, found: tuple[Kept, ...]) -> dict[str, int]:
    task = Task(uuid.uuid4(), retention.RETENTION, {}, 1, database, clock.now)
    return retention.apply(database, classes=found, task=task)


def _as_text(due: tuple[Due, ...], locale: Locale) -> str:
    return "\n".join(_line(one, locale) for one in due)


def _line(one: Due, locale: Locale) -> str:
    oldest = clock.to_local(one.oldest).date().isoformat() if one.oldest else "-"
    state = say("privacy.applied-daily" if one.kept.applied else "privacy.left-alone", {}, locale)
    length = classes.length(one.kept.period, locale)
    return "\t".join((one.kept.key, length, state, str(one.rows), oldest))


def _as_json(due: tuple[Due, ...]) -> str:
    rows = [
        {
            "class": one.kept.key,
            "hours": int(one.kept.period.total_seconds() // 3600),
            "applied": one.kept.applied,
            "rows": one.rows,
            "oldest": one.oldest.isoformat() if one.oldest else None,
        }
        for one in due
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


@app.command("export")
def hand_out(
    login: Login,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的 ZIP 文件 / where to write the ZIP")],
    locale: LocaleOption = Language.zh,
) -> None:
    """导出某人的个人信息，须先核实身份 / Write somebody's copy, after checking who asks."""
    with opened(locale.locale) as database, _refusing(locale.locale):
        with database.write() as session:
            account_id = erasing.by_login(session, login).id
            exporting.note(session, account_id=account_id, by=None, now=clock.now())
            session.commit()
        out.touch(mode=0o600, exist_ok=True)
        with database.read() as session, out.open("wb") as target:
            parts = exporting.sections(session, account_id=account_id)
            document.write(target, parts, locale=locale.locale, now=clock.now())
        typer.echo(say("privacy.exported", {"file": str(out)}, locale.locale), err=True)


@app.command("erase")
def erase(login: Login, *, yes: Sure = False, locale: LocaleOption = Language.zh) -> None:
    """注销某人的账号，须先核实身份，不能恢复 / Erase somebody's account, after checking who asks; for good."""
    with opened(locale.locale) as database, _refusing(locale.locale), database.write() as session:
        account = erasing.by_login(session, login)
        for one in erasing.hindrances(session, account_id=account.id, now=clock.now()):
            kind = "lead" if one.role.value == "lead" else "administrator"
            typer.echo(say(f"privacy.hindered-{kind}", {"organisation": one.organisation}, locale.locale), err=True)
        _ask(say("privacy.sure-account", {"login": account.login}, locale.locale), yes=yes)
        erasing.erase(session, account_id=account.id, by=None, reason="request", now=clock.now())
        session.commit()
    typer.echo(say("privacy.erased", {}, locale.locale), err=True)


@app.command("erase-assessment")
def erase_assessment(
    which: Annotated[str, typer.Argument(metavar="ID", help="自评的编号或提交编号 / its id, or a reference")],
    *,
    yes: Sure = False,
    locale: LocaleOption = Language.zh,
) -> None:
    """按单位的书面要求删除一份自评，不能恢复 / Erase an assessment at its organisation's request; for good."""
    with opened(locale.locale) as database, _refusing(locale.locale), database.write() as session:
        found = _assessment(session, which)
        _ask(say("privacy.sure-assessment", {"id": which}, locale.locale), yes=yes)
        assessments.erase(session, assessment_id=found, by=None, reason="request", now=clock.now())
        session.commit()
    typer.echo(say("privacy.erased", {}, locale.locale), err=True)


def _assessment(session: Session, which: str) -> uuid.UUID:
    try:
        wanted = Assessment.id == uuid.UUID(which)
    except ValueError:
        wanted = Assessment.id.in_(select(Submission.assessment_id).where(Submission.reference == which.strip()))
    found = session.scalar(select(Assessment.id).where(wanted))
    if found is None:
        raise NotFoundError("privacy.no-such-assessment", id=which)
    return found


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)


@contextmanager
def _refusing(locale: Locale) -> Iterator[None]:
    """Print a refusal in one line and leave."""
    try:
        yield
    except AssessError as error:
        typer.echo(say(error.message, error.params, locale), err=True)
        raise typer.Exit(REFUSED) from error
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
