"""`assess score --everywhere`: one file of answers on every installed checklist of its kind."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from assess.assessments.scoresheet import scored, sheet
from assess.checklists.loader import canonical, digest
from assess.cli.folders import entries, load_named
from assess.cli.scoretext import totals
from assess.cli.words import word
from assess.overview.everywhere import Place, shared
from assess.overview.everywhere_file import FromFile, read_everywhere
from assess.values.text import Locale
from assess.wording.formats import date
from assess.wording.sentences import say

__all__ = ["everywhere_lines", "everywhere_sheet", "read_all"]

MOST_NEXT = 10


def read_all(answers: Path, as_of: dt.date) -> FromFile:
    """Read a file against the newest version of every checklist.

    Raises:
        ContentError: When a checklist or the file cannot be used.
    """
    documents = [load_named(key)[0] for key in dict.fromkeys(entry.key for _, entry in entries())]
    return read_everywhere(answers, documents, as_of)


def everywhere_sheet(found: FromFile, locale: Locale) -> dict[str, object]:
    """Give all results as plain data; each has the shape of a single score, and what is said here besides."""
    keys = [place.document.key for place in found.places]
    return {
        "checklists": [_sheet(place, found, locale) for place in found.places],
        "open": [
            {"fact": one.fact.key, "checklists": [keys[index] for index in one.places]} for one in shared(found.places)
        ],
    }


def _sheet(place: Place, found: FromFile, locale: Locale) -> dict[str, object]:
    document = place.document
    made = scored(document, digest(canonical(document)), place.inputs, evidence=found.file.proof())
    return {
        **sheet(made, locale, path=False),
        "reason": place.offer.reason,
        "open": [{"fact": one.fact.key, "why": one.why} for one in place.open],
        "waiting": str(place.waiting),
        "only": [fact.key for fact in place.only],
        "more": [{"fact": fact.key, "kind": one.kind, "value": one.value} for fact, one in place.stricter],
        "ignored": list(place.ignored),
    }


def everywhere_lines(found: FromFile, locale: Locale) -> Iterator[str]:
    """Write all results for a terminal."""
    day = date(found.places[0].inputs.as_of, locale)
    name = found.file.organisation.name
    yield say("everywhere.title", {"name": name, "count": len(found.places), "day": day}, locale)
    for place in found.places:
        yield ""
        yield from _place(place, found, locale)
    yield ""
    yield say("everywhere.next", {}, locale)
    for one in shared(found.places)[:MOST_NEXT]:
        yield "  " + say("everywhere.next.one", {"fact": one.fact.key, "count": len(one.places)}, locale)
    yield ""
    yield word("disclaimer", locale)


def _place(place: Place, found: FromFile, locale: Locale) -> Iterator[str]:
    document = place.document
    made = scored(document, "", place.inputs, evidence=found.file.proof())
    reason = say(f"everywhere.reason.{place.offer.reason}", {}, locale)
    yield f"{document.checklist.title.to(locale)} {document.checklist.version} · {reason}"
    yield from (f"  {line}" for line in totals(made, locale) if line)
    yield "  " + say("everywhere.open", {"count": len(place.open)}, locale)
    for one in place.open:
        yield f"    {one.fact.key}  {say(f'everywhere.open.{one.why}', {}, locale)}"
    if place.waiting:
        yield "  " + say("everywhere.waiting", {"count": place.waiting}, locale)
    lists = {
        "only": [fact.key for fact in place.only],
        "stricter": list(dict.fromkeys(fact.key for fact, _ in place.stricter)),
        "ignored": list(place.ignored),
    }
    for name, keys in lists.items():
        if keys:
            yield "  " + say(f"everywhere.{name}", {"facts": ", ".join(keys)}, locale)
