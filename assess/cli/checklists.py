"""`assess checklists`: list, show, lint, coverage, publish, schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assess.checklists.loader import Entry, Problem, check, load_published, publish
from assess.checklists.schema import stale, write
from assess.cli import facts, newchecklist, preview, workbooks
from assess.cli.covertext import cover, coverage_lines, coverage_sheet, measures, summary_lines
from assess.cli.crosswalktext import crosswalk_lines, crosswalk_sheet, lay_out
from assess.cli.errors import refusals, refuse
from assess.cli.folders import content_root, entries, installed
from assess.cli.options import (
    Audience,
    ChecklistArgument,
    Format,
    FormatOption,
    Language,
    LocaleOption,
    VersionOption,
    load,
)
from assess.cli.showtext import show_lines, show_sheet
from assess.cli.words import word

app = typer.Typer(help="自评表：列出、查看、检查、发布 / List, show, lint and publish checklists", no_args_is_help=True)
app.command("new")(newchecklist.new)
app.command("facts")(facts.facts)
app.command("preview")(preview.preview)
app.command("export")(workbooks.export)
app.command("import")(workbooks.import_)
app.command("workbook")(workbooks.workbook)

PathsArgument = Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="文件或目录 / files or folders")]
KeyArgument = Annotated[str, typer.Argument(metavar="CHECKLIST", help="如 linyi-2021/enterprise")]
NumberArgument = Annotated[str, typer.Argument(metavar="VERSION", help="如 1.0.0")]
MeasureArgument = Annotated[str | None, typer.Argument(metavar="MEASURE", help="措施文件，如 linyi-2021 / measure")]
AudienceOption = Annotated[Audience | None, typer.Option(help="只看一类单位 / only this audience")]
ThemeOption = Annotated[str | None, typer.Option(help="只看一个主题，如 insurance / only this theme")]
CheckOption = Annotated[bool, typer.Option("--check", help="只检查，不写入 / only compare")]


@app.command("list")
def list_(locale: LocaleOption = Language.zh, output: FormatOption = Format.text) -> None:
    """列出全部自评表 / List all checklists."""
    with refusals(locale.locale):
        found = [_entry(root, entry, locale) for root, entry in entries()]
    if output is Format.json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in found:
        state = word(entry["state"], locale.locale)
        typer.echo(f"{entry['checklist']}  {entry['version']}  {state}  {entry['title']}  {entry['sha256'][:12]}")


def _entry(root: Path, entry: Entry, locale: Language) -> dict[str, str]:
    published, sha256 = load_published(root, entry.key, entry.version, installed())
    title = published.checklist.title.to(locale.locale)
    return {"checklist": entry.key, "version": entry.version, "state": entry.state, "title": title, "sha256": sha256}


@app.command()
def show(
    checklist: ChecklistArgument,
    version: VersionOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
) -> None:
    """查看一份自评表 / Show one checklist."""
    with refusals(locale.locale):
        published, sha256 = load(checklist, version)
    _print(show_sheet(published, sha256), show_lines(published, sha256, locale.locale), output)


@app.command()
def lint(paths: PathsArgument = None, locale: LocaleOption = Language.zh) -> None:
    """检查自评表文件，逐行指出问题 / Check content files, naming file, line and key."""
    root = content_root()
    found: list[Problem] = []
    for path in paths or [root]:
        found += check(path, installed())
    if not paths and root.resolve() == installed().resolve():
        found += stale(root)
    if found:
        refuse(found, locale.locale)
    typer.echo(word("clean", locale.locale))


@app.command()
def coverage(
    measure: MeasureArgument = None, locale: LocaleOption = Language.zh, output: FormatOption = Format.text
) -> None:
    """逐条显示措施文件的评价情况,不写名称就汇总全部 / Show what is assessed, clause by clause or of all."""
    with refusals(locale.locale):
        tables = [cover(key, locale.locale) for key in ([measure] if measure else measures())]
    if measure:
        _print(coverage_sheet(tables[0], locale.locale), coverage_lines(tables[0], locale.locale), output)
    else:
        sheets = [coverage_sheet(table, locale.locale) for table in tables]
        _print(sheets, summary_lines(tables, locale.locale), output)
    if any(row.state == "silent" for table in tables for row in table.rows):
        raise typer.Exit(1)


@app.command()
def crosswalk(
    audience: AudienceOption = None,
    theme: ThemeOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
) -> None:
    """对照各地措施：同一事实由哪些评价要点读取，哪里要求更多 / Lay the regions side by side."""
    with refusals(locale.locale):
        found = lay_out(audience, theme)
    _print(crosswalk_sheet(found, locale.locale), crosswalk_lines(found, locale.locale), output)


@app.command("publish")
def publish_(key: KeyArgument, version: NumberArgument, locale: LocaleOption = Language.zh) -> None:
    """发布一个版本：写入 JSON 并登记 SHA-256 / Freeze a version for ever."""
    root = content_root()
    with refusals(locale.locale):
        entry = publish(root, key, version, installed())
    typer.echo(f"{word('written', locale.locale)} {entry.path}  {entry.sha256}")


@app.command()
def schema(*, check_only: CheckOption = False, locale: LocaleOption = Language.zh) -> None:
    """生成供编辑器使用的 JSON Schema / Write the JSON Schemas for editors."""
    root = content_root()
    if check_only:
        found = stale(root)
        if found:
            refuse(found, locale.locale)
        typer.echo(word("clean", locale.locale))
        return
    for path in write(root):
        typer.echo(f"{word('written', locale.locale)} {path}")


def _print(sheet: object, lines: Iterator[str], output: Format) -> None:
    if output is Format.json:
        typer.echo(json.dumps(sheet, ensure_ascii=False, indent=2))
        return
    for line in lines:
        typer.echo(line)
