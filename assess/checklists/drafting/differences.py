"""Every difference between a written measure and its text."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from assess.checklists.definition import ClauseDeadline, ClauseNumber, Measure
from assess.checklists.drafting.bodies import is_body
from assess.checklists.drafting.comparison import Difference, Placed, placed, uncovered
from assess.checklists.drafting.draft import Draft, draft
from assess.checklists.drafting.fold import Source, quote, squeeze
from assess.checklists.drafting.haystack import Haystack, names, same
from assess.checklists.drafting.quantities import Quantity
from assess.checklists.tree import Path
from assess.values.text import Text

_YEARS: Final = ("〔〕", "()")  # brackets in which a document number may write its year
_BODY: Final = re.compile(r"[\u4e00-\u9fff]{3}(?:(?<![布格大全结当])局|委员会|海关|公证处|仲裁委)")
_DENIED: Final = re.compile(r"没有|未|不|无")


def differences(measure: Measure, text: str, sha256: str) -> list[Difference]:
    """Compare a measure with the text it was made from.

    Args:
        measure: As it is written.
        text: The text.
        sha256: Of the text as a file.

    Returns:
        All differences in the order of the file; those of the kind `claim` are what the text lacks.
    """
    made = draft(text)
    whole = Haystack(text)
    found = list(placed(measure, made))
    return [
        *_source(measure, sha256),
        *_head(measure, made, whole),
        *uncovered(measure, made, found),
        *(one for clause in found for one in _clause(clause, made, whole)),
        *_stances(measure, whole),
    ]


def _source(measure: Measure, sha256: str) -> Iterator[Difference]:
    if measure.source.sha256 != sha256:
        yield Difference("claim", ("source", "sha256"), "differs.sha256", {"found": sha256})


def _head(measure: Measure, made: Draft, whole: Haystack) -> Iterator[Difference]:
    yield from _names(("title",), measure.title, whole, whole)
    number, read = measure.document_number, made.head.document_number
    if number is not None and not any(whole.has(number.replace("〔", a).replace("〕", b)) for a, b in _YEARS):
        yield Difference("claim", ("document_number",), "differs.document-number", {"value": number})
    elif number is None and read is not None:
        yield Difference("lack", ("document_number",), "differs.document-number-lack", {"value": read})
    yield from _issuers(measure, made, whole)
    if not any(whole.has(spelling) for spelling in _spellings(measure.issued.date, measure.issued.precision)):
        yield Difference("claim", ("issued", "date"), "differs.issued", {"value": measure.issued.date})


def _issuers(measure: Measure, made: Draft, whole: Haystack) -> Iterator[Difference]:
    for index, issuer in enumerate(measure.issuers):
        if not whole.has(issuer.zh):
            body = is_body(squeeze(issuer.zh))
            message = "differs.issuer" if body else "differs.issuer-doubt"
            yield Difference("claim" if body else "doubt", ("issuers", index), message, {"value": issuer.zh})
    written = {same(issuer.zh) for issuer in measure.issuers}
    for name in made.head.issuers:
        if same(name) not in written:
            yield Difference("lack", ("issuers",), "differs.issuer-lack", {"value": name})


def _spellings(date: str, precision: str) -> list[str]:
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return []
    year, month = f"{day.year}", f"{day.year}年{day.month}月"
    if precision == "year":
        return [year]
    if precision == "month":
        return [month, f"{day.year}年{day.month:02}月", f"{day:%Y-%m}"]
    padded = [f"{day:%Y{mark}%m{mark}%d}" for mark in "-/."]
    return [f"{month}{day.day}日", f"{day:%Y}年{day:%m}月{day:%d}日", *padded]


def _clause(one: Placed, made: Draft, whole: Haystack) -> Iterator[Difference]:
    if one.clause.heading.zh and not one.words.has(one.clause.heading.zh):
        yield Difference("doubt", (*one.path, "heading"), "differs.heading", {"value": one.clause.heading.zh})
    yield from _names((*one.path, "gist"), one.clause.gist, one.words, whole)
    yield from _bodies((*one.path, "gist"), one.clause.gist, whole)
    yield from _departments(one)
    yield from _deadlines(one, made.source)
    yield from _numbers(one, made.source)
    yield from _unmentioned(one, made)


def _names(path: Path, said: Text, words: Haystack, whole: Haystack) -> Iterator[Difference]:
    for name in names(said.zh):
        if not words.has(name[1:-1]) and not _denied(same(said.zh), name):
            elsewhere = whole.has(name[1:-1])
            message = "differs.name-elsewhere" if elsewhere else "differs.name"
            yield Difference("doubt" if elsewhere else "claim", (*path, "zh"), message, {"value": name[1:-1]})


def _denied(said: str, name: str) -> bool:
    """Tell whether this part of the sentence says that the text lacks the name."""
    at = said.index(name)
    sentence = said[max(said.rfind(stop, 0, at) for stop in "。;,") + 1 : at]
    return _DENIED.search(sentence) is not None


def _bodies(path: Path, said: Text, whole: Haystack) -> Iterator[Difference]:
    for found in dict.fromkeys(_BODY.findall(squeeze(said.zh))):
        if not whole.has(found):
            yield Difference("doubt", (*path, "zh"), "differs.body", {"value": found})


def _unmentioned(one: Placed, made: Draft) -> Iterator[Difference]:
    if one.reading is None:
        return
    said = same(one.clause.gist.zh + one.clause.heading.zh)
    for name in names(made.slice(one.reading)):
        if name[1:-1] not in said:
            yield Difference("lack", (*one.path, "gist"), "differs.name-lack", {"value": name[1:-1]})


def _departments(one: Placed) -> Iterator[Difference]:
    read = {same(named.name): named for named in one.reading.departments} if one.reading else {}
    written = {same(department.name.zh) for department in one.clause.departments}
    for index, department in enumerate(one.clause.departments):
        path = (*one.path, "departments", index)
        named = read.get(same(department.name.zh))
        if not one.words.has(department.name.zh):
            yield Difference("claim", (*path, "name"), "differs.department", {"value": department.name.zh})
        elif named is not None and named.role != department.role:
            said = {"value": department.name.zh, "found": named.role, "written": department.role}
            yield Difference("claim", (*path, "role"), "differs.role", said)
    for name, named in read.items():
        if name not in written:
            said = {"value": named.name, "found": named.role}
            yield Difference("lack", (*one.path, "departments"), "differs.department-lack", said)


def _deadlines(one: Placed, source: Source) -> Iterator[Difference]:
    read = one.reading.deadlines if one.reading else ()
    for index, deadline in enumerate(one.clause.deadlines):
        path = (*one.path, "deadlines", index)
        same_day = [found for found in read if found.date.isoformat() == deadline.date]
        if not same_day:
            yield _unread(path, deadline, one.words)
        elif deadline.strength not in {found.strength for found in same_day}:
            said = {"value": deadline.date, "found": same_day[0].strength, "written": deadline.strength}
            yield Difference("doubt", (*path, "strength"), "differs.strength", said)
    written = {deadline.date for deadline in one.clause.deadlines}
    for found in read:
        if found.date.isoformat() not in written:
            said = _at(source, found.start, found.end)
            yield Difference("lack", (*one.path, "deadlines"), "differs.date-lack", said)


def _unread(path: Path, deadline: ClauseDeadline, words: Haystack) -> Difference:
    """Say of a date that was not read as it is written whether the text has its year at all."""
    place, value = (*path, "date"), {"value": deadline.date}
    if words.has(f"{deadline.date[:4]}年") or words.has("年内") or words.has("年底"):
        return Difference("doubt", place, "differs.date-doubt", value)
    return Difference("claim", place, "differs.date", value)


def _numbers(one: Placed, source: Source) -> Iterator[Difference]:
    read = one.reading.quantities if one.reading else ()
    for index, number in enumerate(one.clause.numbers):
        yield from _number((*one.path, "numbers", index), number, one.words, read)
    written = {(number.value, number.upper) for number in one.clause.numbers}
    for found in read:
        if (found.value, found.upper) not in written:
            said = _at(source, found.start, found.end)
            yield Difference("lack", (*one.path, "numbers"), "differs.number-lack", said)


def _number(path: Path, number: ClauseNumber, words: Haystack, read: tuple[Quantity, ...]) -> Iterator[Difference]:
    for name, value in (("value", number.value), ("upper", number.upper)):
        if value is not None and not words.has_number(value):
            inferred = number.reading == "inferred"
            yield Difference("doubt" if inferred else "claim", (*path, name), "differs.number", {"value": value})
            return
    if number.reading == "stated" and not words.has_unit(number.upper or number.value, number.unit.zh):
        said = {"value": number.upper or number.value, "unit": number.unit.zh}
        yield Difference("doubt", (*path, "unit"), "differs.unit", said)
    same_value = [found for found in read if (found.value, found.upper) == (number.value, number.upper)]
    for name in ("operator", "strength"):
        known = [getattr(found, name) for found in same_value]
        if known and getattr(number, name) not in known:
            said = {"value": number.value, "found": known[0], "written": getattr(number, name)}
            yield Difference("doubt", (*path, name), f"differs.{name}", said)


def _at(source: Source, start: int, end: int) -> dict[str, str]:
    return {"line": str(source.line(start)), "value": quote(source.text[start:end])}


def _stances(measure: Measure, whole: Haystack) -> Iterator[Difference]:
    """Compare the names in what the measure is said to say on each point; a silent text names nothing."""
    for index, stance in enumerate(measure.stances):
        yield from _names(("stances", index, "says"), stance.says, whole, whole)
