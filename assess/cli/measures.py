"""`assess measures`: from a policy text to a skeleton, and a written measure beside its text."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer

from assess import clock
from assess.checklists import texts
from assess.checklists.definition import Measure
from assess.checklists.drafting.comparison import Difference
from assess.checklists.drafting.differences import differences
from assess.checklists.drafting.draft import draft
from assess.checklists.drafting.skeleton import digest, doubts, measure, skeleton
from assess.checklists.loader.measures import find_measure, measure_files, read_text
from assess.checklists.problems import Problem
from assess.checklists.tree import Tree
from assess.cli.database import opened, refuse_with
from assess.cli.errors import refusals, refuse_option
from assess.cli.folders import content_roots, home
from assess.cli.options import Format, FormatOption, Language, LocaleOption
from assess.cli.words import word
from assess.errors import AssessError
from assess.values.text import Locale
from assess.wording.sentences import say

app = typer.Typer(
    help="措施文件：列出、起草、与原文核对、载入原文 / Measures: list, draft, compare with the text, attach it",
    no_args_is_help=True,
)

CLAIMED: Final = 1
_NOT_IN_KEYS: Final = re.compile(r"[^a-z0-9]+")

TextArgument = Annotated[Path, typer.Argument(metavar="TEXT", help="措施原文，UTF-8 纯文本 / the measure's text")]
MeasureArgument = Annotated[
    str, typer.Argument(metavar="MEASURE", help="名称（如 linyi-2021）或 YAML 文件 / name or file")
]
KeyOption = Annotated[str | None, typer.Option("--key", metavar="KEY", help="措施文件的名称，默认取文件名 / its key")]
RegionOption = Annotated[str, typer.Option("--region", metavar="CODE", help="GB/T 2260 地区代码 / region code")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="输出文件，默认标准输出 / output file")]


@app.command("list")
def list_(locale: LocaleOption = Language.zh, output: FormatOption = Format.text) -> None:
    """列出全部措施文件 / List all measures."""
    with refusals(locale.locale):
        found = [_entry(path, locale.locale) for root in content_roots() for path in measure_files(root)]
    if output is Format.json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in found:
        typer.echo(f"{entry['measure']}  {entry['clauses']} {word('clauses', locale.locale)}  {entry['title']}")


def _entry(path: Path, locale: Locale) -> dict[str, str]:
    found, _tree = find_measure(path.parent, str(path))
    return {
        "measure": found.key,
        "title": found.title.to(locale),
        "clauses": str(len(found.clauses)),
        "region": found.region,
        "sha256": found.source.sha256,
    }


@app.command("draft")
def draft_(
    text: TextArgument,
    *,
    key: KeyOption = None,
    region: RegionOption = "",
    out: OutOption = None,
    locale: LocaleOption = Language.zh,
) -> None:
    """从原文生成措施文件的骨架，列出不能确定之处 / Make a skeleton from a text, and list what is doubtful."""
    with refusals(locale.locale):
        words, raw = read_text(text)
    made = draft(words)
    named = key or _NOT_IN_KEYS.sub("-", text.stem.lower()).strip("-") or "measure"
    found = measure(made, key=named, region=region, sha256=digest(raw), checked=clock.today().isoformat())
    written = skeleton(made, found, text.name, locale.locale)
    if out is None:
        typer.echo(written, nl=False)
    else:
        _write(out, written, locale.locale)
    for line in doubts(made, locale.locale):
        typer.echo(line, err=True)


def _write(out: Path, written: str, locale: Locale) -> None:
    """Write a new file; one that is there already may be somebody's work."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("x", encoding="utf-8") as file:
            file.write(written)
    except FileExistsError:
        refuse_option("--out", "draft.exists", {"path": str(out)}, locale)
    except OSError:
        refuse_option("--out", "report.unwritable", {"path": str(out)}, locale)
    typer.echo(f"{word('written', locale)} {out}")


@app.command()
def check(
    text: TextArgument, name: MeasureArgument, locale: LocaleOption = Language.zh, output: FormatOption = Format.text
) -> None:
    """核对措施文件与原文，逐处指出差别 / Compare a measure with its text; exit 1 where it claims more."""
    with refusals(locale.locale):
        words, raw = read_text(text)
        written, tree = find_measure(home(name), name)
    found = differences(written, words, digest(raw))
    if output is Format.json:
        typer.echo(json.dumps([_sheet(one, tree, locale.locale) for one in found], ensure_ascii=False, indent=2))
    else:
        _print(written, found, tree, locale.locale)
    if any(one.kind == "claim" for one in found):
        raise typer.Exit(CLAIMED)


def _print(written: Measure, found: list[Difference], tree: Tree, locale: Locale) -> None:
    for one in found:
        typer.echo(_problem(one, tree).text(locale).replace(": ", f": [{say(f'differs.{one.kind}', {}, locale)}] ", 1))
    count = Counter(one.kind for one in found)
    said = {kind: count[kind] for kind in ("claim", "lack", "doubt")}
    typer.echo(say("differs.summary", {"measure": written.key, **said}, locale))


def _problem(one: Difference, tree: Tree) -> Problem:
    return Problem(tree.file, tree.line(one.path), tree.name(one.path), one.message, one.params)


def _sheet(one: Difference, tree: Tree, locale: Locale) -> dict[str, object]:
    found = _problem(one, tree)
    sentence = say(one.message, one.params, locale)
    return {"kind": one.kind, "file": found.file, "line": found.line, "key": found.key, "message": sentence}


@app.command()
def attach(name: MeasureArgument, text: TextArgument, locale: LocaleOption = Language.zh) -> None:
    """把原文载入本服务的数据库，显示在题目旁 / Load the official text into the database; pages show it."""
    with refusals(locale.locale):
        written, _tree = find_measure(home(name), name)
        words, raw = read_text(text)
    sha256 = digest(raw)
    with opened(locale.locale) as database, database.write() as session:
        made = texts.attach(session, measure=written, text=words, sha256=sha256, now=clock.now())
        session.commit()
    same = say("measure.same" if sha256 == written.source.sha256 else "measure.other", {}, locale.locale)
    found, total = str(len(made.slices)), str(len(written.clauses))
    said = {"measure": written.key, "found": found, "total": total, "same": same}
    typer.echo(say("measure.attached", said, locale.locale))
    if missing := [clause.id for clause in written.clauses if clause.id not in made.slices]:
        typer.echo(say("measure.wordless", {"clauses": ", ".join(missing)}, locale.locale), err=True)


@app.command()
def detach(name: MeasureArgument, locale: LocaleOption = Language.zh) -> None:
    """从数据库移除原文 / Take the official text out of the database."""
    with opened(locale.locale) as database, database.write() as session:
        try:
            texts.detach(session, measure=name, now=clock.now())
        except AssessError as error:
            refuse_with(error.message, locale.locale, **error.params)
        session.commit()
    typer.echo(say("measure.detached", {"measure": name}, locale.locale))
