"""`assess score`: the score of a file of answers, without a server."""

import json
from typing import Annotated

import typer

from assess.assessments.answersource import read_source
from assess.assessments.scoresheet import scored, sheet
from assess.cli.errors import refusals
from assess.cli.options import (
    AnswersOption,
    AsOfOption,
    ChecklistArgument,
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


def score(
    checklist: ChecklistArgument,
    *,
    answers: AnswersOption,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
    path: PathOption = True,
) -> None:
    """计算填报文件的得分 / Score a file of answers."""
    with refusals(locale.locale):
        published, sha256 = load(checklist, version)
        file = read_source(answers, published)
        found = scored(published, sha256, file.inputs(day(as_of, locale.locale)), evidence=file.proof())
    if output is Format.json:
        typer.echo(json.dumps(sheet(found, locale.locale, path=path), ensure_ascii=False, indent=2))
        return
    for line in lines(found, file.organisation.name, locale.locale, path=path):
        typer.echo(line)
