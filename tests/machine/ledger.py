"""What the service acknowledged, and what the database says of it: the two must never part."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import history, recomputing
from assess.assessments import stored as texts
from assess.assessments.models import Answer, AnswerHistory, Assessment, Evidence, ItemClaim, Submission
from assess.audit import log
from assess.reviews import recomputing as decisions
from assess.reviews.models import Decision, Publication, Return
from assess.values.parse import parse
from tests.factories.checklists import published

NO_ROWS: Final = "no rows"
"""Stands for the box that says that there are none."""

FACTS: Final[Mapping[str, tuple[tuple[str, object], ...]]] = {
    "credit.serious-list": (("no", "no"), ("yes", "yes"), ("", None)),
    "credit.procedure": (("yes", "yes"), ("partial", "partial"), ("no", "no")),
    "credit.trainings": (("3", 3), ("0", 0), ("12", 12)),
    "overseas.sells-abroad": (("yes", "yes"), ("no", "no")),
    "insurance.policies": ((NO_ROWS, []),),
}
"""What is answered: as a form sends it, and as the raw value it means; None takes the answer back."""

_FROZEN: Final = (
    (Submission, ("snapshot", "snapshot_sha256", "result", "reference", "engine", "version_sha256", "at")),
    (Decision, ("marks", "marks_sha256", "result", "result_sha256", "statement", "at")),
    (Return, ("message", "mend_by", "at")),
)


@dataclass
class Ledger:
    """What was acknowledged of the forms of one town."""

    forms: tuple[uuid.UUID, ...]
    since: datetime
    answers: dict[tuple[uuid.UUID, str, int], str | None] = field(default_factory=dict)
    claims: dict[tuple[uuid.UUID, str], str | None] = field(default_factory=dict)
    files: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    frozen: dict[tuple[str, uuid.UUID], tuple[Any, ...]] = field(default_factory=dict)

    def saved(self, form: uuid.UUID, fact: str, revision: int, raw: object) -> None:
        """Note that an answer was said to be saved; the same answer again keeps its revision."""
        value = None if raw is None else texts.to_text(parse(published().fact(fact), raw))
        assert self.answers.setdefault((form, fact, revision), value) == value

    def check(self, session: Session) -> None:
        """Compare."""
        self.nothing_acknowledged_is_lost(session)
        self.nothing_handed_in_changes(session)
        scores_recompute(session, self.forms, self.since)
        chains_verify(session, self.forms)

    def nothing_acknowledged_is_lost(self, session: Session) -> None:
        """Look for every answer that was said to be saved in the history; the present one is the last of it."""
        rows = session.scalars(select(AnswerHistory).where(AnswerHistory.assessment_id.in_(self.forms))).all()
        kept = {(row.assessment_id, row.fact, row.revision): row.value_after for row in rows}
        assert {key: kept.get(key, "lost") for key in self.answers} == self.answers
        present = session.scalars(select(Answer).where(Answer.assessment_id.in_(self.forms))).all()
        for row in present:
            assert kept[row.assessment_id, row.fact, row.revision] == row.value
            assert (row.assessment_id, row.fact, row.revision + 1) not in kept
        claims = session.scalars(select(ItemClaim).where(ItemClaim.assessment_id.in_(self.forms))).all()
        held = {(row.assessment_id, row.item): row.reason for row in claims}
        assert {key: held.get(key) for key in self.claims} == self.claims
        for form, wanted in self.files.items():
            there = (Evidence.assessment_id == form) & Evidence.removed_at.is_(None)
            assert set(session.scalars(select(Evidence.id).where(there))) == wanted

    def nothing_handed_in_changes(self, session: Session) -> None:
        """Hold submissions, decisions and returns to what they were when they were seen first."""
        model: Any  # any of the three; they have these columns in common
        for model, names in _FROZEN:
            rows = session.scalars(select(model).where(model.assessment_id.in_(self.forms))).all()
            seen = {(model.__name__, row.id): tuple(getattr(row, name) for name in names) for row in rows}
            for key, content in seen.items():
                assert self.frozen.setdefault(key, content) == content
            assert {key for key in self.frozen if key[0] == model.__name__} == set(seen)


def scores_recompute(session: Session, forms: tuple[uuid.UUID, ...], since: datetime) -> None:
    """Compute every stored result again, digit for digit."""
    own = set(session.scalars(select(Submission.reference).where(Submission.assessment_id.in_(forms))))
    for kept in recomputing.read(session, since=since):
        if kept.reference in own:
            found = recomputing.recompute(kept, lambda _: published())
            assert found.same, found
            assert not found.retold
    for decided in decisions.read(session, since=since):
        assert decisions.recompute(decided, lambda _: published()).same


def chains_verify(session: Session, forms: tuple[uuid.UUID, ...]) -> None:
    """Verify every chain, and that the history is what the chain saw."""
    for form in forms:
        assert log.verify(session, form.hex) is None
        assert log.verify_details(session, form.hex) == ()
        assert history.altered_answers(session, form) == ()


def state_of(session: Session, form: uuid.UUID) -> str:
    """Give the state of a form."""
    return session.scalars(select(Assessment.status).where(Assessment.id == form)).one().value


def told(session: Session, form: uuid.UUID) -> set[str]:
    """Give the texts of the marks of published decisions: what the respondent may know."""
    known = select(Decision.marks).join(Publication, Publication.decision_id == Decision.id)
    return set(session.scalars(known.where(Decision.assessment_id == form)))
