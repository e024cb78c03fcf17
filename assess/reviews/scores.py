"""The scores a review works on: the claimed column as it was frozen, and all columns with the marks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assess.assessments import snapshot
from assess.assessments.models import Submission
from assess.checklists.definition import Published
from assess.errors import InvalidError
from assess.reviews.models import ReviewMark, VetoWord
from assess.scoring import serial
from assess.scoring.columns import Columns, score_columns
from assess.scoring.marks import Mark
from assess.scoring.result import ItemResult, VetoState

VETOES: Final[Mapping[VetoWord, Literal["set", "cleared"]]] = {VetoWord.SET: "set", VetoWord.CLEARED: "cleared"}
"""A reviewer's word as scoring takes it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claimed column by item."""

    items: Mapping[str, ItemResult]
    vetoes: Mapping[str, VetoState]

    def item(self, key: str) -> ItemResult:
        """Give an item's result.

        Raises:
            InvalidError: The form has no such item.
        """
        if key not in self.items:
            raise InvalidError("review.no-such-item", field="item", given=key)
        return self.items[key]

    def differs(self, result: ItemResult, points: Decimal | None, veto: VetoWord | None, *, rejects: bool) -> bool:
        """Say whether a mark says something else than the self score.

        Where the answers leave something open, the self score is the least.
        """
        state = {VetoWord.SET: "fired", VetoWord.CLEARED: "clear"}.get(veto) if veto else None
        return (
            rejects
            or (points is not None and points != result.earned)
            or (state is not None and self.vetoes.get(result.key) != state)
        )


def claimed(submission: Submission) -> Claimed:
    """Read the claimed column of a submission."""
    result = serial.from_json(json.loads(submission.result))
    return Claimed({item.key: item for item in result.items}, {veto.item: veto.state for veto in result.vetoes})


def mark_of(row: ReviewMark) -> Mark:
    """Give a stored mark as scoring takes it."""
    return Mark(
        item=row.item,
        points=None if row.points is None else Decimal(row.points),
        rejects_not_applicable=row.rejects_not_applicable,
        veto=VETOES[row.veto] if row.veto else None,
        level=row.level,
    )


def columns(published: Published, submission: Submission, marks: Iterable[Mark], *, trace: bool = True) -> Columns:
    """Score a submission as it was frozen, with marks over it."""
    content = json.loads(submission.snapshot)
    inputs = snapshot.inputs(published, content, submission.as_of)
    return score_columns(published.checklist.form, inputs, snapshot.evidence(content), marks, trace=trace)
