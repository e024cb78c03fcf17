"""`assess serve`: migrate, check, serve; with `--demo` also seed example data and print the logins."""

import importlib
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Final, NoReturn
from urllib.parse import urlsplit

import typer
import uvicorn

from assess import clock
from assess.accounts.queries import any_account
from assess.checklists.loader import ContentError
from assess.cli import demo as demos
from assess.config import BASE_URL, Settings, SettingsError, load_settings
from assess.db import Database, open_database
from assess.db.migrate import upgrade
from assess.wording.sentences import say

FAILED: Final = 1
Demo = Annotated[bool, typer.Option("--demo", help="演示模式：示例数据与登录名 / example data and logins")]
Host = Annotated[str, typer.Option(help="监听地址 / address to listen on")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="端口；演示时默认取空闲端口 / port")]


def serve(*, demo: Demo = False, host: Host = "127.0.0.1", port: Port = None) -> None:
    """启动服务 / Start the service."""
    settings = _settings(demo=demo)
    door = _door(host, port or 0) if settings.demo else None
    settings = _at(settings, door.getsockname()[1]) if door else settings
    database = open_database(settings.database_url)
    upgrade(database)
    logins = _filled(database, settings)
    config = uvicorn.Config(
        _application(settings, database),
        host=host,
        port=_port(settings, port),
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    Server(config, logins, hint=_hint(database)).run([door] if door else None)


def _settings(*, demo: bool) -> Settings:
    try:
        settings = load_settings()
    except SettingsError as error:
        _stop(str(error))
    return replace(settings, demo=True, secure_cookies=False, log_level="warning") if demo else settings


def _filled(database: Database, settings: Settings) -> tuple[demos.Login, ...]:
    """Register the checklists and seed the demo; content that cannot be used is told in one line a problem."""
    try:
        if settings.demo:
            return demos.prepare(database, settings, clock.now())
        ready(database, settings).register_checklists(database, settings)
    except ContentError as error:
        _stop("\n".join(f"{one.text('zh')} ({say(one.message, one.params, 'en')})" for one in error.problems))
    return ()


def _door(host: str, port: int) -> Any:  # noqa: ANN401 - a socket, which uvicorn opens
    """Take the demo's port before anything is made that names it."""
    door = uvicorn.Config("", host=host, port=port, log_config=None).bind_socket()
    door.listen()  # at once: until somebody listens, another may take the same port
    return door


def _at(settings: Settings, port: int) -> Settings:
    """Have the links of the demo's reports and mails lead to where it listens, unless the operator said where."""
    if settings.base_url != BASE_URL:
        return settings
    return replace(settings, base_url=f"http://127.0.0.1:{port}")


def _port(settings: Settings, given: int | None) -> int:
    return urlsplit(settings.base_url).port or 8000 if given is None else given


def _application(settings: Settings, database: Database) -> Any:  # noqa: ANN401 - the composition root lies above this door
    """Make the application."""
    return ready(database, settings).create_app(settings, database)


def ready(database: Database, settings: Settings) -> Any:  # noqa: ANN401 - the composition root lies above this door
    """Give the composition root once nothing is missing; a door does not import it, it asks for it by name."""
    root = importlib.import_module("assess.main")
    try:
        root.check(database, settings)
    except root.UnreadyError as error:
        _stop(str(error))
    return root


def _stop(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(FAILED) from None


def _hint(database: Database) -> str:
    """Tell the operator of an empty service what to do first."""
    with database.read() as session:
        if any_account(session):
            return ""
    return "还没有账号，请先创建管理员 no account yet, create one: assess admin create"


class Server(uvicorn.Server):
    """A server that says in plain words where it is, once it really answers."""

    def __init__(self, config: uvicorn.Config, logins: Iterable[demos.Login], hint: str = "") -> None:
        super().__init__(config)
        self.logins = tuple(logins)
        self.hint = hint

    async def startup(self, sockets: Any = None) -> None:  # noqa: ANN401 - uvicorn's signature
        """Start, then print the address and the demo logins."""
        await super().startup(sockets)
        if self.started:
            listening = self.servers[0].sockets[0].getsockname()
            typer.echo(announcement(f"http://{listening[0]}:{listening[1]}", self.logins, self.hint))
            sys.stdout.flush()


def announcement(address: str, logins: tuple[demos.Login, ...], hint: str = "") -> str:
    """Write the block an operator reads first."""
    rule = "─" * 72
    lines = [rule, "  知识产权保护自评 · IP protection self-assessment", "", f"  打开 open   {address}"]
    if logins:
        lines += ["", "  演示登录 demo logins"]
        lines += [f"    {one.login:<10} {one.password:<18} {one.about}" for one in logins]
    lines += ["", f"  {hint}"] if hint else []
    lines += ["", "  停止 stop   Ctrl+C", rule]
    return "\n".join(lines)
