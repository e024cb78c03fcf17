"""The service's database for commands that work on it, and refusals in the operator's words."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NoReturn

import typer

from assess.cli.errors import REFUSED
from assess.config import SettingsError, load_settings
from assess.db import Database, open_database
from assess.db.migrate import at_head
from assess.values.step import Param
from assess.values.text import Locale
from assess.wording.sentences import say


@contextmanager
def opened(locale: Locale) -> Iterator[Database]:
    """Open the service's database; refuse where there is none or its tables are behind."""
    try:
        found = open_database(load_settings().database_url)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
    with closing(found) as database:
        if not at_head(database):
            refuse_with("checklist.database-behind", locale)
        yield database


def refuse_with(message: str, locale: Locale, **params: Param) -> NoReturn:
    """Print one sentence on stderr and leave."""
    typer.echo(say(message, params, locale), err=True)
    raise typer.Exit(REFUSED)
