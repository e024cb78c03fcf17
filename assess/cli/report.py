"""`assess report`: the gap report of a file of answers, without a server."""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from assess.accounts.regions import full_name
from assess.assessments.answersfile import AnswersFile, Proof
from assess.assessments.answersource import read_source
from assess.assessments.scoresheet import scored
from assess.cli.errors import refusals, refuse_option
from assess.cli.options import (
    AnswersOption,
    AsOfOption,
    ChecklistArgument,
    Language,
    LocaleOption,
    VersionOption,
    day,
    load,
)
from assess.reports import engine_check
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.orders import Format, Order
from assess.values.text import Locale

_FORMATS: Final[Mapping[str, Format]] = {".pdf": "pdf", ".html": "html", ".docx": "docx", ".xlsx": "xlsx"}
OutOption = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="输出文件（.pdf、.docx、.xlsx 或 .html）/ output file")
]
ArchiveOption = Annotated[bool, typer.Option("--archive", help="供存档的 PDF/A / PDF/A for archives")]


def report(  # noqa: PLR0917 - one option each
    checklist: ChecklistArgument,
    answers: AnswersOption,
    out: OutOption,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    locale: LocaleOption = Language.zh,
    *,
    archive: ArchiveOption = False,
) -> None:
    """生成差距报告 / Write the gap report of a file of answers."""
    language = locale.locale
    kind = _FORMATS.get(out.suffix.lower())
    if kind is None:
        refuse_option("--out", "report.suffix", {"given": out.name}, language)
    if archive and kind != "pdf":
        refuse_option("--archive", "report.archive", {"given": out.name}, language)
    with refusals(language), _target(out, language) as draft:
        published, sha256 = load(checklist, version)
        file = read_source(answers, published)
        found = scored(published, sha256, file.inputs(day(as_of, language)), evidence=file.proof())
        proved = found.columns.supported if file.evidence else None
        cover = _cover(file, language)
        content = build(published, sha256, found.inputs, found.result, cover, language, supported=proved)
        draft.write_bytes(_made(Order(content=content, format="pdfa" if archive else kind), language))


@contextmanager
def _target(out: Path, locale: Locale) -> Iterator[Path]:
    """Give a draft beside the target that takes its place when all went well, and leaves no trace when not."""
    draft = out.with_name(f".{out.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        draft.touch()
    except OSError:
        refuse_option("--out", "report.unwritable", {"path": str(out)}, locale)
    try:
        yield draft
        if out.is_dir():
            refuse_option("--out", "report.unwritable", {"path": str(out)}, locale)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _made(order: Order, locale: Locale) -> bytes:
    state = engine_check()
    if order.format in ("pdf", "pdfa") and not state.ready:
        refuse_option("--out", "report.engine", {"missing": " ".join((*state.packages, *state.fonts))}, locale)
    from assess.reports import making  # noqa: PLC0415 - the PDF engine takes a second to load, other commands need it not

    return making.make(order)


def _cover(file: AnswersFile, locale: Locale) -> Cover:
    organisation = file.organisation
    return Cover(
        organisation=organisation.name,
        kind=organisation.kind,
        region_name=full_name(organisation.region, locale),
        state="draft",
        credit_code=organisation.credit_code,
        evidence=tuple(_attached(fact, proof) for fact, proofs in file.evidence.items() for proof in proofs),
    )


def _attached(fact: str, proof: Proof) -> Attached:
    issued = None if proof.date is None else dt.date.fromisoformat(proof.date)
    return Attached(fact=fact, name=proof.name, kind=proof.kind, date=issued)
