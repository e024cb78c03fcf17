"""`assess admin`: what only somebody at the machine may do."""

import sys
from contextlib import closing
from typing import Annotated, Final

import typer

from assess import clock
from assess.accounts.operations import create_administrator
from assess.config import SettingsError, load_settings
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


def _ask() -> str:
    answer: str = typer.prompt("密码 password", hide_input=True, confirmation_prompt="再次输入 repeat")
    return answer


def _refuse(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(REFUSED)
