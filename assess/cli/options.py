"""Options that several commands share."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assess import clock
from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Problem, canonical, digest, resolve_path
from assess.cli.errors import refuse_option
from assess.cli.folders import installed, load_named
from assess.values.text import Locale


class Language(StrEnum):
    """The languages, Chinese first."""

    zh = "zh"
    en = "en"

    @property
    def locale(self) -> Locale:
        """Give the language as the content model writes it."""
        return "en" if self is Language.en else "zh"


class Format(StrEnum):
    """Output for people or for programs."""

    text = "text"
    json = "json"


class Audience(StrEnum):
    """Whom checklists are for."""

    enterprise = "enterprise"
    district = "district"


ChecklistArgument = Annotated[
    str,
    typer.Argument(metavar="CHECKLIST", help="自评表名称（如 linyi-2021/enterprise）或 YAML 文件 / name or YAML file"),
]
ChecklistOrNone = Annotated[
    str | None,
    typer.Argument(
        metavar="[CHECKLIST]", help="自评表名称（如 linyi-2021/enterprise）或 YAML 文件 / name or YAML file"
    ),
]
VersionOption = Annotated[str | None, typer.Option("--version", metavar="V", help="版本，默认最新 / version")]
AnswersOption = Annotated[
    Path, typer.Option("--answers", metavar="FILE", help="填报内容：YAML、JSON 或 .xlsx / answers")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="评价日，默认今天 / day, YYYY-MM-DD")]
LocaleOption = Annotated[Language, typer.Option("--locale", help="语言 / language")]
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 / output format")]


def load(checklist: str, version: str | None = None) -> tuple[Published, str]:
    """Load a checklist by name or from a file.

    Returns:
        The document and its SHA-256.

    Raises:
        ContentError: When there is none, or when it cannot be used.
    """
    path = Path(checklist)
    if path.suffix not in {".yaml", ".yml", ".json"} and not path.is_file():
        return load_named(checklist, version)
    published = resolve_path(path, installed())
    if version not in (None, published.checklist.version):
        params = {"name": f"{checklist} {version}", "known": published.checklist.version}
        raise ContentError([Problem(checklist, 0, "version", "content.no-checklist", params)])
    return published, digest(canonical(published))


def day(text: str | None, locale: Locale, option: str = "--as-of") -> dt.date:
    """Read the day of an option; today where none is given."""
    if text is None:
        return clock.today()
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        refuse_option(option, "value.not-a-date", {}, locale)
    return found
