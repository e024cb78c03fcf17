"""What a stored decision, and a review that is going on, say to a report."""

import json
from collections.abc import Iterable

from assess.clock import to_local
from assess.reports.reviewed import Opinion, Review, Ruling
from assess.reviews import freezing
from assess.reviews.freezing import FrozenMark
from assess.reviews.models import Decision
from assess.scoring import serial
from assess.scoring.columns import Columns, Reviewed


def decided(decision: Decision, body: str) -> Review:
    """Give what was decided, from nothing but what the decision froze.

    Args:
        decision: Which.
        body: The name of the organisation that decided.
    """
    columns = serial.columns_from_json(json.loads(decision.result))
    if columns is None or columns.reviewed is None:
        raise ValueError(decision.id)  # a decision without a reviewed column cannot have been stored
    return Review(
        column=columns.reviewed,
        opinions=_opinions(freezing.thaw(decision.marks).final().values()),
        ruling=Ruling(
            number=decision.number,
            day=to_local(decision.at).date(),
            body=body,
            statement=decision.statement,
            sha256=decision.result_sha256,
        ),
    )


def going_on(columns: Columns, marks: Iterable[FrozenMark]) -> Review:
    """Give a review as far as it goes, which may be nowhere yet."""
    counted = tuple(item.key for item in columns.claimed.items if item.counted)
    return Review(
        column=columns.reviewed or Reviewed(result=columns.claimed, unmarked=counted), opinions=_opinions(marks)
    )


def _opinions(marks: Iterable[FrozenMark]) -> dict[str, Opinion]:
    return {
        mark.item: Opinion(
            reason=mark.reason.value if mark.reason else "",
            text=mark.opinion,
            veto=mark.veto.value if mark.veto else "",
        )
        for mark in marks
    }
