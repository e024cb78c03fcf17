"""`assess admin`: what only somebody at the machine may do."""

import sys
from collections.abc import Callable
from contextlib import closing
from typing import Annotated, Final, NoReturn

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import clock
from assess.accounts import recovery, second_factor
from assess.accounts.models import Account
from assess.accounts.operations import create_administrator
from assess.config import Settings, SettingsError, load_settings
from assess.db import Database, open_database
from assess.db.migrate import upgrade
from assess.errors import AssessError
from assess.wording.sentences import say

REFUSED: Final = 2

app = typer.Typer(help="管理员账号 / Administrator accounts", no_args_is_help=True)


@app.callback()
def group() -> None:
    """管理员账号 / Administrator accounts."""


@app.command("create")
def create(
    *,
    login: Annotated[str, typer.Option(help="登录名 / login")],
    name: Annotated[str, typer.Option(help="姓名 / name")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读取密码 / read it there")
    ] = False,
) -> None:
    """新建管理员账号 / Create an administrator account."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    try:
        with closing(open_database(load_settings().database_url)) as database:
            shown = _create(database, login, name, password)
    except SettingsError as error:
        _refuse(str(error))
    except AssessError as error:
        _refuse(f"{say(error.message, error.params, 'zh')} ({say(error.message, error.params, 'en')})")
    else:
        typer.echo(f"已创建管理员 {shown} (administrator created)")


def _create(database: Database, login: str, name: str, password: str) -> str:
    upgrade(database)
    with database.write() as session:
        made = create_administrator(session, login=login, name=name, password=password, now=clock.now())
        shown = made.login
        session.commit()
    return shown


@app.command("reset-link")
def reset_link(*, login: Annotated[str, typer.Option(help="登录名 / login")]) -> None:
    """打印一次性的重置密码链接，交给核实过身份的人 / Print a one-time reset link, after checking who asks."""

    def make(session: Session, account: Account, settings: Settings) -> str:
        token = recovery.make_link(session, account_id=account.id, now=clock.now())
        return f"{settings.base_url}/password/reset/{token}"

    typer.echo(_for_account(login, make))


@app.command("forget-second-factor")
def forget_second_factor(*, login: Annotated[str, typer.Option(help="登录名 / login")]) -> None:
    """关闭某人的两步验证，须先核实身份 / Turn off somebody's second factor, after checking who asks."""

    def forget(session: Session, account: Account, _settings: Settings) -> str:
        second_factor.forget(session, account=account, actor_id=None, now=clock.now())
        return f"已关闭 {account.login} 的两步验证 (second factor turned off)"

    typer.echo(_for_account(login, forget))


def _for_account(login: str, work: Callable[[Session, Account, Settings], str]) -> str:
    """Do something with an account and say what came of it."""
    try:
        settings = load_settings()
    except SettingsError as error:
        _refuse(str(error))
    with closing(open_database(settings.database_url)) as database, database.write() as session:
        account = session.scalar(select(Account).where(Account.login == login.strip().lower()))
        if account is None:
            _refuse(f"没有登录名为 {login} 的账号 (no such account)")
        said = work(session, account, settings)
        session.commit()
    return said


def _ask() -> str:
    answer: str = typer.prompt("密码 password", hide_input=True, confirmation_prompt="再次输入 repeat")
    return answer


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(REFUSED)
