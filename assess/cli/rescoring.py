"""`assess rescore --all`: every submission on all cores, with a progress bar; broken off, it goes on where it was."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from sqlalchemy.orm import Session

from assess import clock
from assess.assessments.rescoring.handlers import cores
from assess.assessments.rescoring.models import RescoreRun
from assess.assessments.rescoring.operations import Selection, advance, begin, unfinished
from assess.assessments.rescoring.pool import BatchError
from assess.assessments.rescoring.tally import Tally
from assess.checklists.definition import Published
from assess.cli.database import opened, refuse_with
from assess.cli.errors import refusals
from assess.cli.options import load
from assess.cli.recomputed import Decided, decided
from assess.db import Database
from assess.errors import ConflictError, InvalidError
from assess.values.text import Locale
from assess.wording.sentences import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to re-score: of which checklist and version, on which draft, by how many processes, in which language."""

    checklist: str | None
    version: str | None
    draft: str | None
    processes: int | None
    locale: Locale
    as_json: bool


def rescore_all(wanted: Wanted) -> bool:
    """Re-score, print what was found, and say whether anything differs."""
    target = _target(wanted)
    selection = Selection(wanted.checklist, wanted.version, target)
    with opened(wanted.locale) as database:
        run = _begun(database, selection, wanted.locale)
        tally = _worked_off(database, run, wanted)
        decisions = _decisions(database, wanted)
    if wanted.as_json:
        sheet = {"run": str(run.id), **tally.to_json(), "decisions": decisions.sheet(wanted.locale)}
        typer.echo(json.dumps(sheet, ensure_ascii=False, indent=2))
    else:
        for line in (*_lines(tally, wanted.locale), *decisions.lines(wanted.locale)):
            typer.echo(line)
    return bool(tally.different or tally.failed or decisions.different)


def _decisions(database: Database, wanted: Wanted) -> Decided:
    """Compute decisions again, in this process; a draft has none."""
    if wanted.draft is not None:
        return Decided()
    with database.read() as session:
        return decided(session, wanted.checklist, wanted.version)


def _target(wanted: Wanted) -> Published | None:
    if wanted.draft is None:
        return None
    with refusals(wanted.locale):
        target, _ = load(wanted.draft)
    if wanted.checklist not in {None, target.key}:
        refuse_with("rescore.draft-differs", wanted.locale, target=target.key, key=wanted.checklist or "")
    return target


def _begun(database: Database, selection: Selection, locale: Locale) -> RescoreRun:
    """Take up the run that broke off, or begin one."""
    with database.write() as session:
        run = unfinished(session, selection)
        if run is not None:
            typer.echo(say("rescore.resumed", {"done": run.done, "total": run.total}, locale), err=True)
        else:
            run = _new(session, selection, locale)
        session.commit()
        session.refresh(run)
        session.expunge(run)
        return run


def _new(session: Session, selection: Selection, locale: Locale) -> RescoreRun:
    try:
        return begin(session, actor=None, selection=selection, now=clock.now())
    except InvalidError as error:
        refuse_with(error.message, locale)


def _worked_off(database: Database, run: RescoreRun, wanted: Wanted) -> Tally:
    label = say("rescore.progress", {}, wanted.locale)
    with typer.progressbar(length=run.total, label=label, file=sys.stderr) as bar:
        bar.update(run.done)

        def noted(_session: Session, done: int, _total: int) -> None:
            bar.update(done - bar.pos)

        try:
            advance(database, run_id=run.id, processes=wanted.processes or cores(), clock=clock.now, noted=noted)
        except ConflictError as error:
            refuse_with(error.message, wanted.locale)
        except BatchError as error:
            refuse_with("rescore.broke", wanted.locale, why=str(error).strip().splitlines()[-1])
    with database.read() as session:
        return Tally.from_json(session.get_one(RescoreRun, run.id).tally)


def _lines(tally: Tally, locale: Locale) -> Iterator[str]:
    counts = {
        "checked": tally.checked, "same": tally.same, "different": tally.different, "failed": tally.failed
    }  # fmt: skip
    yield say("rescore.counted", counts, locale)
    for before, after, count in tally.grades():
        yield "  " + say("rescore.moved", {"before": before, "after": after, "count": count}, locale)
    for item, count in tally.items.most_common():
        yield "  " + say("rescore.item", {"item": item, "count": count}, locale)
    for fact, count in tally.unfit.most_common():
        yield "  " + say("rescore.unfit", {"fact": fact, "count": count}, locale)
