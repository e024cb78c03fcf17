"""`assess checklists facts`: find the questions that are asked already."""

import json
from typing import Annotated, Any, Final

import typer

from assess.checklists.loader.library import read_library
from assess.cli.errors import refusals
from assess.cli.folders import content_roots
from assess.cli.options import Format, FormatOption, Language, LocaleOption
from assess.cli.words import word
from assess.values.fact import Fact
from assess.values.text import Locale

_YES_NO: Final = ("yes", "no")
WordsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[WORD]...", help="须同时出现的词，如 保险 / words that all occur")
]


def facts(words: WordsArgument = None, locale: LocaleOption = Language.zh, output: FormatOption = Format.text) -> None:
    """按词查找题库中已有的问题 / Find the questions of the bank that have all the words."""
    with refusals(locale.locale):
        bank = read_library(content_roots(), ()).facts
    wanted = [one.casefold() for one in words or ()]
    found = [placed.fact for placed in bank.values() if all(one in _text(placed.fact) for one in wanted)]
    if output is Format.json:
        typer.echo(json.dumps([_sheet(fact, locale.locale) for fact in found], ensure_ascii=False, indent=2))
        return
    for fact in found:
        typer.echo(_line(fact, locale.locale))
    if not found:
        typer.echo(word("no-facts", locale.locale))


def _text(fact: Fact) -> str:
    """Give everything to search: key, type, wording and help in both languages, options and columns."""
    parts = [fact.key, fact.type, fact.wording.zh, fact.wording.en]
    parts += [fact.help.zh, fact.help.en] if fact.help else []
    for option in fact.options:
        parts += [option.value, option.label.zh, option.label.en]
    for column in fact.columns:
        parts += [column.key, column.title.zh, column.title.en]
    return " ".join(parts).casefold()


def _codes(fact: Fact) -> list[str]:
    """Give what a rule may name: the codes of the options, or the columns of a table."""
    if fact.type == "yes-no":
        return [*_YES_NO, *fact.allow]
    return [option.value for option in fact.options] or [column.key for column in fact.columns]


def _line(fact: Fact, locale: Locale) -> str:
    codes = f" [{', '.join(_codes(fact))}]" if _codes(fact) else ""
    return f"{fact.key}  {fact.type}{codes}  {fact.wording.to(locale)}"


def _sheet(fact: Fact, locale: Locale) -> dict[str, Any]:
    return {"fact": fact.key, "type": fact.type, "codes": _codes(fact), "wording": fact.wording.to(locale)}
