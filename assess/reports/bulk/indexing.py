"""What the index of a batch says of each file (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from assess.exchange.book import Value
from assess.reports.bulk.models import EntryError
from assess.values.text import Locale
from assess.wording.sentences import say

HEADS: Final = (
    ("number", 6.0),
    ("organisation", 36.0),
    ("credit_code", 22.0),
    ("reference", 22.0),
    ("duty", 10.0),
    ("duty_reviewed", 10.0),
    ("grade", 8.0),
    ("readiness", 12.0),
    ("readiness_reviewed", 12.0),
    ("code", 18.0),
    ("file", 44.0),
    ("size", 12.0),
    ("sha256", 68.0),
    ("state", 30.0),
)
"""The columns with their widths in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry: `key` is its file's SHA-256, None where there is none; `confirms` the little that a report leaves."""

    number: int
    name: str
    organisation: str
    credit_code: str
    reference: str
    at: datetime
    error: EntryError | None
    key: str | None
    size: int | None
    code: str
    confirms: Mapping[str, Any]

    def without(self) -> "Line":
        """Give the same without its file, which is lost."""
        return replace(self, key=None, size=None, error=EntryError.LOST)


def told(line: Line, locale: Locale) -> dict[str, Value]:
    """Say in the order of the columns what the index tells of a file."""
    scores = {one.get("dial"): one for one in line.confirms.get("scores", ())}
    duty, readiness = scores.get("duty", {}), scores.get("readiness", {})
    there = line.key is not None
    return {
        "number": Decimal(line.number),
        "organisation": line.organisation,
        "credit_code": line.credit_code,
        "reference": line.reference,
        "duty": _number(duty.get("final")),
        "duty_reviewed": _number(duty.get("reviewed")),
        "grade": line.confirms.get("grade") or "",
        "readiness": _number(readiness.get("final")),
        "readiness_reviewed": _number(readiness.get("reviewed")),
        "code": line.code if there else "",
        "file": line.name if there else "",
        "size": Decimal(line.size) if there and line.size is not None else None,
        "sha256": line.key or "",
        "state": say(f"bulk.error.{line.error.value}" if line.error else "bulk.made", {}, locale),
    }


def _number(text: str | None) -> Value:
    """Give a score as a number where it is one, and what stands in its place otherwise."""
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
