"""How the command line refuses: one line for each problem on stderr, exit 2."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NoReturn

import typer

from assess.checklists.loader import ContentError, Problem
from assess.values.step import Param
from assess.values.text import Locale
from assess.wording.sentences import say

REFUSED: Final = 2


def refuse(problems: Iterable[Problem], locale: Locale) -> NoReturn:
    """Print problems and leave."""
    for problem in problems:
        typer.echo(problem.text(locale), err=True)
    raise typer.Exit(REFUSED)


def refuse_option(option: str, message: str, params: Mapping[str, Param], locale: Locale) -> NoReturn:
    """Print what is wrong with an option and leave."""
    typer.echo(f"{option}: {say(message, params, locale)}", err=True)
    raise typer.Exit(REFUSED)


@contextmanager
def refusals(locale: Locale) -> Iterator[None]:
    """Turn refused content into printed lines and exit 2."""
    try:
        yield
    except ContentError as error:
        refuse(error.problems, locale)
