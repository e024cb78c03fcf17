"""`assess checklists diff` and `retire`: versions side by side, and versions no longer offered."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assess import clock
from assess.assessments.queries import open_counts
from assess.checklists import operations, queries
from assess.checklists.definition import Published
from assess.checklists.diff import diff
from assess.checklists.loader import resolve_path
from assess.cli.database import opened, refuse_with
from assess.cli.difftext import Counts, diff_lines, diff_sheet
from assess.cli.errors import refusals
from assess.cli.folders import entries, installed, load_named
from assess.cli.options import Format, FormatOption, Language, LocaleOption
from assess.errors import AssessError
from assess.values.text import Locale
from assess.wording.sentences import say

KeyArgument = Annotated[str, typer.Argument(metavar="CHECKLIST", help="如 linyi-2021/enterprise")]
OldArgument = Annotated[str, typer.Argument(metavar="OLD", help="版本号或文件 / version or file")]
NewArgument = Annotated[
    str | None,
    typer.Argument(metavar="[NEW]", help="版本号或文件，默认最新（含草稿）/ by default the newest, drafts too"),
]
NumberArgument = Annotated[str, typer.Argument(metavar="VERSION", help="如 1.0.0")]
DatabaseOption = Annotated[
    bool, typer.Option("--database", help="同时统计各版本进行中的自评 / count open assessments as well")
]
UndoOption = Annotated[bool, typer.Option("--undo", help="恢复使用 / offer it again")]


def compare(
    checklist: KeyArgument,
    old: OldArgument,
    new: NewArgument = None,
    *,
    database: DatabaseOption = False,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
) -> None:
    """比较两个版本，说明对进行中的自评意味着什么 / Compare two versions and say what it means for open assessments."""
    with refusals(locale.locale):
        found = diff(_document(checklist, old), _document(checklist, new or _newest(checklist)))
    counts = _counts(checklist, locale.locale) if database else None
    if output is Format.json:
        typer.echo(json.dumps(diff_sheet(found, counts), ensure_ascii=False, indent=2))
        return
    for line in diff_lines(found, counts, locale.locale):
        typer.echo(line)


def _document(checklist: str, named: str | None) -> Published:
    """Load a version by its number, or from a file."""
    if named and Path(named).suffix in {".yaml", ".yml", ".json"}:
        return resolve_path(Path(named), installed())
    return load_named(checklist, named)[0]


def _newest(checklist: str) -> str | None:
    """Name the newest version, drafts among them; None where there is none, for the loader to refuse."""
    found = [entry.version for _, entry in entries() if entry.key == checklist]
    return found[-1] if found else None


def _counts(checklist: str, locale: Locale) -> Counts:
    with opened(locale) as database, database.read() as session:
        counted = open_counts(session)
        versions = queries.versions(session, checklist)
        return [(version.version, counted[version.id]) for version in versions if version.id in counted]


def retire(
    checklist: KeyArgument, version: NumberArgument, *, undo: UndoOption = False, locale: LocaleOption = Language.zh
) -> None:
    """停用一个版本：不再用于新的自评 / Retire a version: no new assessment is offered it."""
    with opened(locale.locale) as database, database.write() as session:
        known = {found.version: found for found in queries.versions(session, checklist)}
        if version not in known:
            listed = ", ".join(known) or "-"
            refuse_with("checklist.not-registered", locale.locale, checklist=checklist, version=version, known=listed)
        try:
            change = operations.restore if undo else operations.retire
            change(session, actor=None, version_id=known[version].id, now=clock.now())
        except AssessError as error:
            refuse_with(error.message, locale.locale, **error.params)
        session.commit()
    message = "checklist.restored" if undo else "checklist.retired"
    typer.echo(say(message, {"checklist": checklist, "version": version}, locale.locale))
