"""`assess score`: the score of a file of answers, without a server."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assess.assessments.answersource import read_source
from assess.assessments.scoresheet import scored, sheet
from assess.cli.errors import refusals, refuse_option
from assess.cli.everywhere import everywhere_lines, everywhere_sheet, read_all
from assess.cli.options import (
    AnswersOption,
    AsOfOption,
    ChecklistOrNone,
    Format,
    FormatOption,
    Language,
    LocaleOption,
    VersionOption,
    day,
    load,
)
from assess.cli.scoretext import lines

PathOption = Annotated[
    bool,
    typer.Option("--path/--no-path", help="是否算最短达标路径 / whether to find the cheapest way to the next grade"),
]
EverywhereOption = Annotated[
    bool,
    typer.Option("--everywhere", help="用全部自评表计算，并列比较 / score on every checklist of the kind"),
]


def score(
    checklist: ChecklistOrNone = None,
    *,
    answers: AnswersOption,
    everywhere: EverywhereOption = False,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
    path: PathOption = True,
) -> None:
    """计算填报文件的得分 / Score a file of answers."""
    if everywhere:
        if checklist or version:
            refuse_option("--everywhere", "everywhere.checklist", {}, locale.locale)
        _everywhere(answers, as_of, locale, output)
        return
    if checklist is None:
        refuse_option("CHECKLIST", "everywhere.which", {}, locale.locale)
    with refusals(locale.locale):
        published, sha256 = load(checklist, version)
        file = read_source(answers, published)
        found = scored(published, sha256, file.inputs(day(as_of, locale.locale)), evidence=file.proof())
    if output is Format.json:
        typer.echo(json.dumps(sheet(found, locale.locale, path=path), ensure_ascii=False, indent=2))
        return
    for line in lines(found, file.organisation.name, locale.locale, path=path):
        typer.echo(line)


def _everywhere(answers: Path, as_of: str | None, locale: Language, output: Format) -> None:
    with refusals(locale.locale):
        found = read_all(answers, day(as_of, locale.locale))
    if output is Format.json:
        typer.echo(json.dumps(everywhere_sheet(found, locale.locale), ensure_ascii=False, indent=2))
        return
    for line in everywhere_lines(found, locale.locale):
        typer.echo(line)
