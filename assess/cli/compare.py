"""`assess compare`: two files of answers, to one checklist or to two, and what differs between their results."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assess.assessments.answersource import read_source
from assess.assessments.comparing import AnswerChange, Comparison, ItemChange, Side, Totals, compare
from assess.assessments.scoresheet import fixed
from assess.cli.errors import refusals
from assess.cli.options import AsOfOption, Format, FormatOption, Language, LocaleOption, day, load
from assess.scoring.columns import score_columns
from assess.scoring.result import Dial, ItemResult
from assess.values import dump
from assess.values.model import Value
from assess.values.text import Locale
from assess.wording.sentences import say

Before = Annotated[Path, typer.Argument(metavar="BEFORE", help="以前的填报文件 / the earlier answers")]
After = Annotated[Path, typer.Argument(metavar="AFTER", help="后来的填报文件 / the later answers")]
ChecklistOption = Annotated[
    str, typer.Option("--checklist", metavar="CHECKLIST", help="自评表名称或 YAML 文件 / checklist of the earlier file")
]
OtherOption = Annotated[
    str | None,
    typer.Option("--with", metavar="CHECKLIST", help="后来的自评表，默认同一份 / checklist of the later file"),
]
VersionOption = Annotated[
    str | None, typer.Option("--version", metavar="V", help="以前的版本，默认最新 / version before")
]
NewVersionOption = Annotated[
    str | None, typer.Option("--with-version", metavar="V", help="后来的版本，默认最新 / version after")
]
EarlierOption = Annotated[
    str | None, typer.Option("--as-of-before", metavar="DATE", help="以前的评价日，默认同 --as-of / day before")
]


def compare_files(
    before: Before,
    after: After,
    *,
    checklist: ChecklistOption,
    other: OtherOption = None,
    version: VersionOption = None,
    new_version: NewVersionOption = None,
    as_of_before: EarlierOption = None,
    as_of: AsOfOption = None,
    locale: LocaleOption = Language.zh,
    output: FormatOption = Format.text,
) -> None:
    """比较两份填报文件的结果 / Compare the results of two files of answers."""
    with refusals(locale.locale):
        old = _side(before, checklist, version, as_of_before or as_of, locale.locale)
        new = _side(after, other or checklist, new_version, as_of, locale.locale)
    found = compare(old, new)
    if output is Format.json:
        typer.echo(json.dumps(comparison_sheet(found, locale.locale), ensure_ascii=False, indent=2))
        return
    for line in comparison_lines(found, locale.locale):
        typer.echo(line)


def _side(path: Path, checklist: str, version: str | None, as_of: str | None, locale: Locale) -> Side:
    published, _ = load(checklist, version)
    file = read_source(path, published)
    inputs = file.inputs(day(as_of, locale))
    columns = score_columns(published.checklist.form, inputs, file.proof())
    return Side(published, inputs, columns, columns.claimed)


def comparison_sheet(found: Comparison, locale: Locale) -> dict[str, object]:
    """Give a comparison as plain data; numbers are strings, as in a score."""
    return {
        "kind": found.kind,
        "before": _about(found.old),
        "after": _about(found.new),
        "columns": [
            {"column": pair.column, "before": _totals(pair.old, found.old), "after": _totals(pair.new, found.new)}
            for pair in found.columns
        ],
        "items": [_item(one, locale) for one in found.items],
        "unchanged": str(found.unchanged),
        "answers": [_answer(one, locale) for one in found.answers],
        "shared": [
            {
                "fact": one.fact.key,
                "before": [_points(item.key, result) for item, result in one.old],
                "after": [_points(item.key, result) for item, result in one.new],
            }
            for one in found.beside
        ],
    }


def _about(side: Side) -> dict[str, str]:
    checklist = side.published.checklist
    return {
        "checklist": side.published.key,
        "version": checklist.version,
        "as_of": side.inputs.as_of.isoformat(),
    }


def _totals(totals: Totals | None, side: Side) -> dict[str, object] | None:
    if totals is None:
        return None
    form = side.published.checklist.form
    return {
        "score": _dial(totals.dials[0], form.duty.decimals),
        "readiness": _dial(totals.dials[1], form.readiness.decimals),
        "grade": totals.grade.effective,
        "state": totals.grade.state,
    }


def _dial(dial: Dial, decimals: int) -> dict[str, str | None]:
    return {"final": fixed(dial.final, decimals), "high": fixed(dial.high, decimals), "full": fixed(dial.full, 0)}


def _item(one: ItemChange, locale: Locale) -> dict[str, object]:
    item = one.new or one.old
    return {
        "key": one.key,
        "title": item.title.to(locale) if item else one.key,
        "change": one.change,
        "before": _points(one.key, one.before) if one.before else None,
        "after": _points(one.key, one.after) if one.after else None,
        "difference": fixed(one.difference, 2),
        "reasons": list(one.reasons),
        "answers": list(one.answers),
    }


def _points(key: str, result: ItemResult) -> dict[str, str | None]:
    return {"key": key, "status": result.status, "earned": fixed(result.earned, 2), "points": fixed(result.points, 2)}


def _answer(one: AnswerChange, locale: Locale) -> dict[str, object]:
    fact = one.new_fact or one.old_fact
    return {
        "fact": one.key,
        "wording": fact.wording.to(locale) if fact else one.key,
        "before": _json(one.before),
        "after": _json(one.after),
        "same_question": one.asked_alike,
    }


def _json(value: Value | None) -> object:
    return None if value is None else dump.to_json(value)


def comparison_lines(found: Comparison, locale: Locale) -> Iterator[str]:
    """Write a comparison for a terminal."""
    old, new = (f"{side.published.key} {side.published.checklist.version}" for side in (found.old, found.new))
    yield say(f"compare.{found.kind}", {"old": old, "new": new}, locale)
    for pair in found.columns:
        before, after = _final(pair.old, found.old), _final(pair.new, found.new)
        column = say(f"compare.column.{pair.column}", {}, locale)
        yield "  " + say("compare.column", {"column": column, "before": before, "after": after}, locale)
    yield ""
    yield say("compare.items", {"count": len(found.items), "same": found.unchanged}, locale)
    for one in found.items:
        yield from _item_lines(one, locale)
    yield ""
    yield say("compare.answers", {"count": len(found.answers)}, locale)
    for change in found.answers:
        yield f"  {change.key}  {_shown(change, change.before, locale)} → {_shown(change, change.after, locale)}"


def _final(totals: Totals | None, side: Side) -> str:
    if totals is None:
        return "–"
    finals = fixed(totals.dials[0].final, side.published.checklist.form.duty.decimals) or "–"
    return f"{finals} {totals.grade.effective or totals.grade.state}"


def _item_lines(one: ItemChange, locale: Locale) -> Iterator[str]:
    item = one.new or one.old
    before, after = (fixed(each.earned, 2) if each and each.counted else "–" for each in (one.before, one.after))
    yield f"  [{one.key}] {item.title.to(locale) if item else ''}  {before} → {after}"
    for reason in one.reasons:
        yield f"      {say(f'compare.reason.{reason}', {'facts': ', '.join(one.answers)}, locale)}"


def _shown(one: AnswerChange, value: Value | None, locale: Locale) -> str:
    fact = one.new_fact or one.old_fact
    return dump.display(fact, value, locale) if fact is not None and value is not None else "–"
