"""`assess organisations`: the tree listed, and tables imported, in the name of an administrator."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from assess import clock
from assess.access.actor import Actor
from assess.accounts import directory, members, organising
from assess.accounts.directory import Wanted
from assess.accounts.import_models import OrganisationImport, RowOutcome
from assess.accounts.importing import operations, queries, words
from assess.accounts.importing.columns import HEADINGS
from assess.cli.database import opened
from assess.cli.errors import REFUSED
from assess.cli.options import Language, LocaleOption
from assess.db import Database
from assess.errors import AssessError, InvalidError
from assess.exchange.refusal import WorkbookError
from assess.overview import concern
from assess.values.text import Locale
from assess.wording.sentences import say, tell

app = typer.Typer(help="单位：列出、从表格导入 / Organisations: list them, import a table", no_args_is_help=True)
As = Annotated[str, typer.Option("--as", metavar="LOGIN", help="以哪个管理员的名义 / in whose name")]


@app.callback()
def group() -> None:
    """单位：列出、从表格导入 / Organisations: list them, import a table."""


@app.command("list")
def listing(
    *,
    login: As,
    text: Annotated[str, typer.Option("--search", help="名称或代码 / name or code")] = "",
    page: Annotated[int, typer.Option("--page", min=1, help="页，每页 50 个 / page of fifty")] = 1,
    locale: LocaleOption = Language.zh,
) -> None:
    """列出管理员管得到的单位 / List what an administrator reaches."""
    with opened(locale.locale) as database, _refusing(locale.locale), database.read() as session:
        actor = members.acting(session, login)
        found = directory.listing(session, actor=actor, wanted=Wanted(text=" ".join(text.split())), page=page)
        for row in found.rows:
            one = row.organisation
            path = " › ".join(above.name for above in row.path)
            typer.echo("\t".join((one.credit_code or "-", one.kind.value, one.region, one.name, path)))
        typer.echo(say("import.shown", {"total": found.total, "shown": len(found.rows)}, locale.locale), err=True)


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX 或 CSV / XLSX or CSV")],
    *,
    login: As,
    below: Annotated[str, typer.Option("--below", help="导入到哪个单位之下：名称、代码或编号 / below which one")] = "",
    do: Annotated[bool, typer.Option("--apply", help="比对后立即导入 / import at once")] = False,
    locale: LocaleOption = Language.zh,
) -> None:
    """比对一个表格，加 --apply 才导入 / Compare a table; --apply imports it."""
    language = locale.locale
    with opened(language) as database, _refusing(language):
        with file.open("rb") as content:
            table = operations.read(file.name, content)
        made, lines = _compared(database, login, below, table, language)
        for line in lines:
            typer.echo(line)
        if do:
            _applied(database, login, made)
        address = f"/organisations/imports/{made.id}"
        typer.echo(say("import.done" if do else "import.only-compared", {"address": address}, language), err=True)


def _compared(
    database: Database, login: str, below: str, table: operations.Content, locale: Locale
) -> tuple[OrganisationImport, list[str]]:
    with database.write() as session:
        actor = members.acting(session, login)
        made = operations.upload(
            session,
            actor=actor,
            scope_id=_scope(session, actor, below),
            content=table,
            roles=_roles(session),
            now=clock.now(),
        )
        conflicts = queries.rows(session, made.id, RowOutcome.CONFLICT, page=None)
        lines = [_line(row.number, one, locale) for row in conflicts for one in row.problems]
        lines.append(say("import.compared", made.counts, locale))
        session.commit()
        session.refresh(made)
        session.expunge(made)
    return made, lines


def _applied(database: Database, login: str, made: OrganisationImport) -> None:
    with database.write() as session:
        actor = members.acting(session, login)
        operations.apply(session, actor=actor, import_id=made.id, roles=_roles(session), now=clock.now())
        session.commit()


def _scope(session: Session, actor: Actor, below: str) -> uuid.UUID:
    found = organising.find_parent(session, actor=actor, text=below)
    tops = actor.tops(organising.MANAGE)
    if found is None and not tops:
        raise InvalidError("organisation.parent-missing", field="below")
    return found or tops[0]


def _roles(session: Session) -> dict[str, str]:
    return words.role_names([(role.key, role.title.zh, role.title.en) for role in concern.roles(session)])


def _line(number: int, problem: dict[str, Any], locale: Locale) -> str:
    params = {name: value for name, value in problem.items() if name not in {"column", "message"}}
    said = say(problem["message"], params, locale)
    if problem["column"]:
        said = say("import.in-column", {"column": HEADINGS[problem["column"]][0], "problem": said}, locale)
    return say("import.row", {"row": number, "problem": said}, locale)


@contextmanager
def _refusing(locale: Locale) -> Iterator[None]:
    """Print a refusal in one line and leave."""
    try:
        yield
    except WorkbookError as error:
        typer.echo(tell(error.step, locale), err=True)
        raise typer.Exit(REFUSED) from error
    except AssessError as error:
        typer.echo(say(error.message, error.params, locale), err=True)
        raise typer.Exit(REFUSED) from error
