"""From a draft to the measure's file: what was read filled in, what only an author can say left empty."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assess.checklists.definition import (
    Clause,
    ClauseDeadline,
    ClauseNumber,
    Department,
    Issued,
    Measure,
    Validity,
)
from assess.checklists.definition import Source as Origin
from assess.checklists.drafting.deadlines import Deadline
from assess.checklists.drafting.draft import Draft, Reading
from assess.checklists.drafting.findings import Finding
from assess.checklists.drafting.fold import quote
from assess.checklists.drafting.quantities import Quantity
from assess.checklists.drafting.typeset import typeset, unit
from assess.checklists.tree import Path
from assess.checklists.yamlout import dump, plain
from assess.values.text import Locale, Text
from assess.wording.sentences import say

OPEN: Final = Text(zh="", en="")
"""Words that are the author's to write; lint names every one that is still empty."""


def measure(made: Draft, *, key: str, region: str, sha256: str, checked: str) -> Measure:
    """Make the measure's file of a draft; whatever only an author can say stays empty.

    Args:
        made: The draft.
        key: The measure's key, also the name of its file.
        region: GB/T 2260 code; may be empty.
        sha256: Of the text as a file.
        checked: The day on which somebody looked at the text.
    """
    issued = made.head.issued
    return Measure(
        key=key,
        title=_words(made.head.title),
        short=OPEN,
        document_number=made.head.document_number,
        issuers=tuple(_words(name) for name in made.head.issuers),
        issued=Issued(date=issued.isoformat() if issued else "", precision="day"),
        region=region,
        source=Origin(kind="official", note=OPEN, completeness=OPEN, sha256=sha256),
        validity=Validity(status="unknown", checked=checked, note=OPEN),
        clauses=tuple(_clause(reading) for reading in made.readings),
    )


def digest(text: bytes) -> str:
    """Give the SHA-256 of a text's bytes, as `sha256sum` does."""
    return hashlib.sha256(text).hexdigest()


def _words(zh: str) -> Text:
    return Text(zh=typeset(zh), en="")


def _clause(reading: Reading) -> Clause:
    passage = reading.passage
    return Clause(
        id=passage.id,
        locator=Text(zh=typeset(passage.locator.zh), en=passage.locator.en),
        heading=_words(reading.heading),
        gist=OPEN,
        departments=tuple(Department(name=_words(one.name), role=one.role) for one in reading.departments),
        deadlines=tuple(_deadlines(reading.deadlines)),
        numbers=tuple(_numbers(reading.quantities)),
    )


def _deadlines(found: Sequence[Deadline]) -> list[ClauseDeadline]:
    return [
        ClauseDeadline(what=OPEN, date=one.date.isoformat(), precision=one.precision, strength=one.strength)
        for one in found
    ]


def _numbers(found: Sequence[Quantity]) -> list[ClauseNumber]:
    return [
        ClauseNumber(
            what=OPEN,
            value=one.value,
            upper=one.upper,
            operator=one.operator,
            unit=unit(one.unit),
            reading="stated",
            confidence="high",
            strength=one.strength,
        )
        for one in found
    ]


def skeleton(made: Draft, measured: Measure, name: str, locale: Locale) -> str:
    """Write the file: the measure, where its dates and numbers come from, and every doubt, as comments."""
    head = [say("draft.made", {"name": name}, locale), *doubts(made, locale)]
    return dump(plain(measured), head=[_printable(line) for line in head], comments=_origins(made, locale))  # type: ignore[arg-type]  # a dataclass is a mapping there


def doubts(made: Draft, locale: Locale) -> Iterator[str]:
    """Say what the reader was not sure of, a line each."""
    if made.findings:
        yield say("draft.doubts", {"count": len(made.findings) + made.left_out}, locale)
    for finding in made.findings:
        yield f"  {doubt(finding, locale)}"
    if made.left_out:
        yield say("draft.more-doubts", {"count": made.left_out}, locale)


def doubt(finding: Finding, locale: Locale) -> str:
    """Say one doubt: the line, the words, the reason."""
    reason = say(finding.message, finding.params, locale)
    message = "draft.doubt" if finding.quote else "draft.doubt-nowhere"
    return say(message, {"line": str(finding.line), "quote": finding.quote, "reason": reason}, locale)


def _origins(made: Draft, locale: Locale) -> Mapping[Path, Sequence[str]]:
    """Say above each date and number which words of the text it comes from."""
    notes: dict[Path, Sequence[str]] = {}
    for index, reading in enumerate(made.readings):
        parts = {"deadlines": _spans(reading.deadlines), "numbers": _spans(reading.quantities)}
        for name, found in parts.items():
            for place, (start, end) in enumerate(found):
                said = {"line": str(made.source.line(start)), "quote": quote(made.source.text[start:end])}
                notes["clauses", index, name, place] = [_printable(say("draft.from", said, locale))]
    return notes


def _spans(found: Sequence[Deadline] | Sequence[Quantity]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found]


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in line)
