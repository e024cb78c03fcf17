"""`assess checklists export|import|workbook`: checklists and forms as workbooks, and back."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

import typer

from assess.assessments.answersource import read_source
from assess.assessments.formbook.writing import write_form
from assess.checklists.definition import Checklist
from assess.checklists.itembook.reading import read_items
from assess.checklists.itembook.writing import write_items
from assess.checklists.loader import ContentError, Problem, load_bytes
from assess.checklists.yamlout import dump, plain
from assess.cli.errors import refusals, refuse_option
from assess.cli.options import ChecklistArgument, Language, LocaleOption, VersionOption, load
from assess.cli.words import word
from assess.exchange.guard import MAX_BYTES
from assess.values.text import Locale

_XLSX: Final = ".xlsx"
_YAML: Final = (".yaml", ".yml")
BookOption = Annotated[Path, typer.Option("--out", metavar="F.xlsx", help="输出的工作簿 / workbook to write")]
BookArgument = Annotated[Path, typer.Argument(metavar="F.xlsx", help="export 写出的工作簿 / an exported workbook")]
FilledOption = Annotated[
    Path | None, typer.Option("--answers", metavar="FILE", help="预填的内容 / answers to fill in beforehand")
]
OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR|FILE.yaml", help="内容目录或 YAML 文件 / content folder or YAML file")
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="覆盖已有的草稿 / overwrite an existing draft")]


def export(
    checklist: ChecklistArgument, out: BookOption, version: VersionOption = None, locale: LocaleOption = Language.zh
) -> None:
    """把自评表导出为工作簿，每行一个评价要点 / Write a checklist as a workbook, one row an item."""
    workbook_suffix(out, locale.locale)
    with refusals(locale.locale):
        published, _ = load(checklist, version)
        made = write_items(published.checklist, locale.locale, str(out))
    save(out, made, locale.locale)


def import_(
    book: BookArgument, out: OutOption, *, replace: ReplaceOption = False, locale: LocaleOption = Language.zh
) -> None:
    """把改好的工作簿转回 YAML / Turn an edited workbook into YAML."""
    with refusals(locale.locale):
        checklist = read_items(load_bytes(book, MAX_BYTES), str(book))
        target = _target(out, checklist, replace=replace)
    save(target, _yaml(checklist, book.name).encode(), locale.locale)
    typer.echo(f"{word('check-next', locale.locale)} assess checklists lint {target}")


def workbook(
    checklist: ChecklistArgument,
    out: BookOption,
    answers: FilledOption = None,
    version: VersionOption = None,
    locale: LocaleOption = Language.zh,
) -> None:
    """把自评表写成可离线填写的工作簿 / Write a checklist as a workbook to fill in."""
    workbook_suffix(out, locale.locale)
    with refusals(locale.locale):
        published, sha256 = load(checklist, version)
        file = read_source(answers, published) if answers else None
        made = write_form(published, sha256, file, locale.locale)
    save(out, made, locale.locale)


def _target(out: Path, checklist: Checklist, *, replace: bool) -> Path:
    """Give the file to write: in a content folder, where the checklist belongs; nothing published is overwritten."""
    inside = Path(checklist.measure, checklist.audience, f"{checklist.version}.yaml")
    target = out if out.suffix in _YAML else out / inside
    if target.with_suffix(".json").exists():
        raise ContentError([Problem(str(target), 0, "", "workbook.target-published")])
    if target.exists() and not replace:
        raise ContentError([Problem(str(target), 0, "", "workbook.target-exists")])
    return target


def _yaml(checklist: Checklist, source: str) -> str:
    head = (f"{checklist.title.zh}", f"{checklist.title.en}", f"由 {source} 转换 · made from {source}")
    data = plain(checklist)
    assert isinstance(data, dict)  # noqa: S101 - a checklist is a mapping
    return dump(data, head=[" ".join(line.split()) for line in head])


def workbook_suffix(out: Path, locale: Locale) -> None:
    """Refuse a file that no spreadsheet program would take for a workbook."""
    if out.suffix.lower() != _XLSX:
        refuse_option("--out", "workbook.target-suffix", {"given": out.name}, locale)


def save(target: Path, data: bytes, locale: Locale) -> None:
    """Write a file at once and say where it is."""
    draft = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        refuse_option("--out", "workbook.unwritable", {"path": str(target)}, locale)
    typer.echo(f"{word('written', locale)} {target}")
