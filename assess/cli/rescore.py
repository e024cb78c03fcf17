"""`assess rescore`: compute stored results again and say what differs; nothing is written."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Final

import typer
from sqlalchemy.orm import Session

from assess import clock
from assess.assessments import earlier
from assess.assessments.recomputing import Recomputed, read, recompute
from assess.cli.database import opened, refuse_with
from assess.cli.options import Format, FormatOption, Language, LocaleOption, day
from assess.cli.recomputed import decided, entry, lines_of
from assess.cli.rescoring import Wanted, rescore_all
from assess.cli.words import word
from assess.scoring.result import ENGINE
from assess.values.text import Locale

DIFFERENT: Final = 1

KeyOption = Annotated[str | None, typer.Option("--checklist", metavar="KEY", help="只核对这个自评表 / only this one")]
NumberOption = Annotated[str | None, typer.Option("--version", metavar="V", help="只核对这个版本 / only this version")]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="只核对这一天及以后提交的 / submitted since, YYYY-MM-DD")
]
AllOption = Annotated[
    bool, typer.Option("--all", help="用全部处理器核心重算，可中断续做 / on all cores; resumes when broken off")
]
JobsOption = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, max=256, help="进程数 / processes")]
DraftOption = Annotated[
    str | None,
    typer.Option("--draft", metavar="FILE", help="用真实提交试算草稿 / try a draft on what was really handed in"),
]


@dataclass
class Tally:
    """What was found; only what differs is kept."""

    checked: int = 0
    retold: int = 0
    different: list[Recomputed] = field(default_factory=list)

    def add(self, found: Iterable[Recomputed]) -> None:
        """Count results."""
        for one in found:
            self.checked += 1
            self.retold += one.retold
            if not one.same:
                self.different.append(one)


def rescore(
    checklist: KeyOption = None,
    version: NumberOption = None,
    since: SinceOption = None,
    *,
    every: AllOption = False,
    jobs: JobsOption = None,
    draft: DraftOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
) -> None:
    """重新计算已提交的得分并报告差异，不改动已存的结果 / Compute submitted scores again and report any difference."""
    language, tally = locale.locale, Tally()
    if every:
        as_json = output is Format.json
        wanted = Wanted(
            checklist=checklist, version=version, draft=draft, processes=jobs, locale=language, as_json=as_json
        )
        raise typer.Exit(DIFFERENT if rescore_all(wanted) else 0)
    if jobs is not None or draft is not None:
        refuse_with("rescore.only-all", language)
    start = None if since is None else _beginning(day(since, language, "--since"))
    with opened(language) as database, database.read() as session:
        tally.add(recomputed(session, checklist, version, start))
        decisions = decided(session, checklist, version, start)
    if output is Format.json:
        sheet = {**_sheet(tally, language), "decisions": decisions.sheet(language)}
        typer.echo(json.dumps(sheet, ensure_ascii=False, indent=2))
    else:
        for line in (*_lines(tally, language), *decisions.lines(language)):
            typer.echo(line)
    if tally.different or decisions.different:
        raise typer.Exit(DIFFERENT)


def recomputed(
    session: Session, checklist: str | None, version: str | None, since: dt.datetime | None
) -> Iterator[Recomputed]:
    """Compute one after the other again."""
    for kept in read(session, key=checklist, version=version, since=since):
        yield recompute(kept, lambda sha256: earlier.published_as(session, sha256))


def _beginning(since: dt.date) -> dt.datetime:
    return dt.datetime.combine(since, dt.time(), clock.LOCAL_ZONE).astimezone(dt.UTC)


def _sheet(tally: Tally, locale: Locale) -> dict[str, object]:
    return {
        "engine": ENGINE,
        "checked": str(tally.checked),
        "same": str(tally.checked - len(tally.different)),
        "retold": str(tally.retold),
        "different": [entry(one, locale) for one in tally.different],
    }


def _lines(tally: Tally, locale: Locale) -> Iterator[str]:
    for one in tally.different:
        yield from lines_of(one, locale)
    same = tally.checked - len(tally.different)
    counts = {"checked": tally.checked, "same": same, "different": len(tally.different), "engine": ENGINE}
    yield word("rescore.summary", locale).format(**counts)
    if tally.retold:
        yield word("rescore.retold", locale).format(retold=tally.retold)
