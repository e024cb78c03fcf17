"""What a workbook of an assessment knows of where it comes from, on a sheet that nobody looks at."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.exchange.book import Cell, Column, Sheet
from assess.exchange.reading import ReadSheet
from assess.values.profile import Profile

MARK: Final = f"{lay.MARK}:origin"
_FIRST: Final = 4
_ANSWER: Final = "answer"
_CLAIM: Final = "claim"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim when the workbook was written: its revision, and the fingerprint of its reason."""

    revision: int
    print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The assessment, its checklist's hash, and the revision of every answer and claim when the workbook was written.

    `taken` says when that was, in words; `resting` are the questions not asked then, `profile` is the organisation's:
    none of these is read back.
    """

    assessment: str
    sha256: str
    revisions: Mapping[str, int]
    claims: Mapping[str, Claimed]
    taken: str = ""
    resting: frozenset[str] = field(default=frozenset())
    profile: Profile | None = None


def fingerprint(reason: str) -> str:
    """Give what tells whether a reason was changed; it keeps the reason itself off the sheet."""
    return hashlib.sha256(reason.encode()).hexdigest()[:32]


def sheet(origin: Origin, name: str) -> Sheet:
    """Make the sheet."""
    rows = [[Cell(MARK)], [Cell(origin.assessment)], [Cell(origin.sha256)]]
    rows += [[Cell(_ANSWER), Cell(key), Cell(Decimal(number))] for key, number in origin.revisions.items()]
    rows += [
        [Cell(_CLAIM), Cell(key), Cell(Decimal(one.revision)), Cell(one.print)] for key, one in origin.claims.items()
    ]
    return Sheet(name=name, columns=[Column(20)] * 4, rows=rows, out_of_sight=True)


def read(found: ReadSheet) -> Origin:
    """Read the sheet back; what is no revision counts as none."""
    rows = list(_rows(found))
    return Origin(
        assessment=found.text(2, 1),
        sha256=found.text(3, 1),
        revisions={key: number for kind, key, number, _ in rows if kind == _ANSWER},
        claims={key: Claimed(number, known) for kind, key, number, known in rows if kind == _CLAIM},
    )


def _rows(found: ReadSheet) -> Iterator[tuple[str, str, int, str]]:
    for row in range(_FIRST, found.rows + 1):
        number = found.at(row, 3)
        whole = int(number) if isinstance(number, Decimal) and 0 <= number < lay.MOST_REVISION else 0
        yield found.text(row, 1), found.text(row, 2), whole, found.text(row, 4)
