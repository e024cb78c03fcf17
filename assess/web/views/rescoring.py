"""A run of re-scoring in numbers to look at: where submissions stood before and where they stand after."""

from dataclasses import dataclass

from assess.assessments.rescoring.queries import Shown
from assess.assessments.rescoring.tally import BUCKETS, NONE

_TENTH = 100 // BUCKETS


@dataclass(frozen=True, slots=True)
class Bar:
    """One tenth of the full mark: how many before and after, and the lengths of their bars in percent."""

    start: int | None
    before: int
    after: int
    before_share: int
    after_share: int


def bars(shown: Shown) -> tuple[Bar, ...]:
    """Give the distribution by tenths of the full mark, the highest first; last those without a score, if any."""
    tally = shown.tally
    longest = max((*tally.before.values(), *tally.after.values()), default=0) or 1
    keys = [str(tenth) for tenth in reversed(range(BUCKETS))]
    if tally.before[NONE] or tally.after[NONE]:
        keys.append(NONE)
    return tuple(
        Bar(
            start=None if key == NONE else int(key) * _TENTH,
            before=tally.before[key],
            after=tally.after[key],
            before_share=tally.before[key] * 100 // longest,
            after_share=tally.after[key] * 100 // longest,
        )
        for key in keys
    )
