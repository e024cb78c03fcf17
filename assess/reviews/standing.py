"""What a reviewer may do with an assessment as it stands (pure)."""

import uuid
from dataclasses import dataclass
from typing import Final

from assess.access.roles import Role
from assess.assessments.workflow import Status, Step, after, open_to

HELD: Final = frozenset({Step.MARK, Step.SECOND_REVIEW, Step.RETURN, Step.DECIDE})
"""The steps of whoever has taken an assessment up."""

STEPS: Final = HELD | {Step.TAKE_UP, Step.TAKE_OVER}


def level_due(status: Status, levels: int) -> int | None:
    """Say which level works in this state; an appeal is for the level that decides.

    Returns:
        1, 2, or None where no reviewer is to do anything.
    """
    if status in {Status.SUBMITTED, Status.IN_REVIEW}:
        return 1
    if status is Status.IN_SECOND_REVIEW:
        return 2
    return levels if status is Status.APPEALED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an assessment stands, as one reviewer meets it.

    `ours` says that the reviewer's body works on the level that is due. `holder` has taken it up; `kept_for` worked on
    it before it was returned and is offered it first. `barred` is the refusal for a person who may not work on this
    level: two levels are two people.
    """

    status: Status
    levels: int
    me: uuid.UUID
    ours: bool
    holder: uuid.UUID | None = None
    kept_for: uuid.UUID | None = None
    barred: str | None = None

    @property
    def level(self) -> int | None:
        """Give the level that is due."""
        return level_due(self.status, self.levels)

    @property
    def last(self) -> bool:
        """Say whether the level that is due decides."""
        return self.level is not None and self.level >= self.levels

    @property
    def mine(self) -> bool:
        """Say whether it is this reviewer's: taken up, or kept for them."""
        return self.me == (self.holder or self.kept_for)

    @property
    def may(self) -> frozenset[Step]:
        """Give the steps that are open to this reviewer."""
        return frozenset(step for step in STEPS if self.refusal(step) is None)

    def refusal(self, step: Step) -> str | None:
        """Give the message id of why a step is refused; None where it is open."""
        if after(self.status, step, Role.REVIEWER) is None:
            return "assessment.locked"
        if not self.ours:
            return "review.other-body"
        if self.barred is not None:
            return self.barred
        return self._of_holder(step) if step in HELD else self._of_taking(step)

    def _of_holder(self, step: Step) -> str | None:
        if self.holder != self.me:
            return "review.not-taken-up" if self.holder is None else "review.taken"
        if step is Step.SECOND_REVIEW and self.last:
            return "review.one-level"
        return "review.not-last-level" if step is Step.DECIDE and not self.last else None

    def _of_taking(self, step: Step) -> str | None:
        """Refuse what is held or kept for somebody; taking over is for that, and for nothing else."""
        if step is Step.TAKE_OVER:
            return None if (self.holder or self.kept_for) and not self.mine else "review.not-taken-up"
        if self.holder is not None:
            return "review.taken"
        return "review.kept-for" if self.kept_for not in {None, self.me} else None


def working(status: Status) -> bool:
    """Say whether reviewers are at work in this state, or could be."""
    return open_to(status, Step.TAKE_UP) or open_to(status, Step.MARK)
