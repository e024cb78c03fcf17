"""What a re-scoring found, as counts that add up in any order: it stays small however many submissions there are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Self

BUCKETS: Final = 10
NONE: Final = "-"
_ARROW: Final = ">"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a submission stands: score and full mark of the duty dial, and the grade or the state without one."""

    final: Decimal | None
    full: Decimal
    grade: str

    @property
    def bucket(self) -> str:
        """Give the tenth of the full mark the score lies in, 0 to 9; the full mark counts to the last."""
        if self.final is None or not self.full:
            return NONE
        return str(max(0, min(BUCKETS - 1, int(self.final * BUCKETS / self.full))))

    def __str__(self) -> str:
        return f"{NONE if self.final is None else format(self.final, 'f')} {self.grade}"


@dataclass(slots=True)
class Tally:
    """Counts; keys are strings, so that they survive JSON as they are. `items` holds how often an item changed."""

    checked: int = 0
    same: int = 0
    different: int = 0
    failed: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)

    def add(self, before: Standing, after: Standing, *, same: bool, items: Iterable[str] = ()) -> None:
        """Count one that could be scored."""
        self.checked += 1
        self.same += same
        self.different += not same
        self.before[before.bucket] += 1
        self.after[after.bucket] += 1
        self.moves[f"{before.grade}{_ARROW}{after.grade}"] += 1
        self.items.update(items)

    def fail(self) -> None:
        """Count one that could not."""
        self.checked += 1
        self.failed += 1

    def merge(self, other: "Tally") -> None:
        """Add another's counts."""
        for name in ("checked", "same", "different", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("moves", "before", "after", "items", "unfit"):
            getattr(self, name).update(getattr(other, name))

    def grades(self) -> tuple[tuple[str, str, int], ...]:
        """Give how many went from which grade to which, the most frequent first."""
        ordered = sorted(self.moves.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((*move.split(_ARROW), count) for move, count in ordered)  # type: ignore[misc]  # two grades

    def to_json(self) -> dict[str, Any]:
        """Write the counts."""
        names = ("moves", "before", "after", "items", "unfit")
        counts = {name: getattr(self, name) for name in ("checked", "same", "different", "failed")}
        return counts | {name: dict(sorted(getattr(self, name).items())) for name in names}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read counts back; nothing at all is a fresh tally."""
        made = cls()
        for name, value in data.items():
            setattr(made, name, Counter(value) if isinstance(value, dict) else value)
        return made
