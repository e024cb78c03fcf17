"""Official texts of measures: an operator loads them into the database, they are never part of the project."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.checklists.definition import Measure
from assess.checklists.drafting.comparison import placed
from assess.checklists.drafting.draft import draft
from assess.checklists.models import MeasureText
from assess.errors import NotFoundError

_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Official:
    """The official words of a measure's clauses, and the SHA-256 of the text they are from."""

    measure: str
    sha256: str
    attached_at: datetime
    slices: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """Tell this loading of a text from every other."""
        return f"{self.sha256} {self.attached_at.isoformat()}"


_known: dict[tuple[str, str, datetime], Official] = {}


def official(session: Session, measure: str) -> Official | None:
    """Give the official words of a measure; None where no operator loaded them.

    One query of a few bytes says which text is loaded; its words leave the database once a process.
    """
    row = session.execute(
        select(MeasureText.sha256, MeasureText.attached_at).where(MeasureText.measure == measure)
    ).one_or_none()
    if row is None:
        return None
    key = (measure, row.sha256, row.attached_at)
    if key not in _known:
        slices = session.scalar(select(MeasureText.slices).where(MeasureText.measure == measure))
        while len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[key] = Official(*key, json.loads(slices or "{}"))
    return _known[key]


def attach(session: Session, *, measure: Measure, text: str, sha256: str, now: datetime) -> Official:
    """Load the text of a measure, in place of an earlier one.

    Args:
        session: A writing session.
        measure: The measure as it is written.
        text: Its official text.
        sha256: Of the text as a file.
        now: The present instant.

    Returns:
        The clauses whose words were found, in the measure's order.
    """
    made = draft(text)
    slices = {one.clause.id: made.slice(one.reading) for one in placed(measure, made) if one.reading is not None}
    session.execute(delete(MeasureText).where(MeasureText.measure == measure.key))
    session.add(
        MeasureText(
            measure=measure.key,
            sha256=sha256,
            text=text,
            slices=json.dumps(slices, ensure_ascii=False),
            attached_at=now,
        )
    )
    session.flush()
    _log(session, "measure.attached", measure.key, now, sha256=sha256)
    return Official(measure.key, sha256, now, slices)


def detach(session: Session, *, measure: str, now: datetime) -> None:
    """Take a loaded text away.

    Raises:
        NotFoundError: `measure.not-attached`.
    """
    row = session.get(MeasureText, measure)
    if row is None:
        raise NotFoundError("measure.not-attached", measure=measure)
    session.delete(row)
    _log(session, "measure.detached", measure, now, sha256=row.sha256)


def _log(session: Session, action: str, measure: str, now: datetime, **detail: object) -> None:
    append(
        session, stream=GENERAL, actor=None, action=action, subject=Subject("measure", measure), now=now, detail=detail
    )
