"""What an organisation could do: one change of facts with an effort, counted once however many items it serves.

A *change* touches one place of the answers: a whole fact, one code of a choices fact, one cell of a table, one new row.
Two actions clash where they want different things of the same place; everything else can be done together.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assess.scoring.form import Advice
from assess.values.model import Answers, Cell, Rate, Row, Unknown, Value

Place = tuple[str, ...]  # (), ("code", code), ("cell", row, column) or ("row", row)
Kind = Literal["do", "find-out"]


@dataclass(frozen=True, slots=True)
class Change:
    """One place of one fact and what it becomes; a code becomes ticked or not, `drops` are the codes it drives out."""

    fact: str
    place: Place
    value: Value | Cell | Row | bool = field(hash=False)  # a row holds a mapping
    drops: tuple[str, ...] = ()

    @property
    def spelling(self) -> str:
        """Spell the change in one way, to sort and to name it by."""
        return "|".join((self.fact, *self.place, _spelled(self.value)))

    def clashes(self, other: "Change") -> bool:
        """Say whether both cannot be made."""
        if self.fact != other.fact or self.spelling == other.spelling:
            return False
        return not (self.place and other.place) or self.place == other.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do.

    `find-out` actions settle what is unknown; they count on its turning out well, and `otherwise_days` is what has to
    be done where it does not (None where nothing can be). `items` are the items it was drawn from, `clears` those whose
    veto it lifts.
    `advice` is None where all that is to be found out is whether items apply; the action counts on their not applying.
    """

    key: str
    kind: Kind
    changes: tuple[Change, ...]
    effort_days: Decimal
    otherwise_days: Decimal | None
    items: tuple[str, ...]
    clears: tuple[str, ...]
    advice: Advice | None

    @property
    def facts(self) -> tuple[str, ...]:
        """Name the facts it changes."""
        return tuple(dict.fromkeys(change.fact for change in self.changes))

    def clashes(self, other: "Action") -> bool:
        """Say whether both cannot be done."""
        return any(mine.clashes(theirs) for mine in self.changes for theirs in other.changes)


def key_of(changes: Iterable[Change]) -> str:
    """Name an action by what it changes, so that the name survives other answers, items and versions."""
    spelled = "\n".join(sorted(change.spelling for change in changes))
    return hashlib.sha256(spelled.encode()).hexdigest()[:10]


def applied(answers: Answers, actions: Iterable[Action]) -> Answers:
    """Give the answers as they are once these actions, none of which clashes, are done; in whatever order."""
    changes = sorted((change for action in actions for change in action.changes), key=lambda it: it.spelling)
    changed = dict(answers)
    for change in changes:
        changed[change.fact] = _made(changed.get(change.fact), change)
    return changed


def compatible(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Keep of several actions those that do not clash with an earlier one."""
    kept: list[Action] = []
    for action in actions:
        if not any(action.clashes(other) for other in kept):
            kept.append(action)
    return tuple(kept)


def _made(value: Value | None, change: Change) -> Value:
    parts = value if isinstance(value, tuple) else ()
    match change.place:
        case ("code", code):
            return _ticked(parts, code, change)
        case ("row", _):
            return (*_rows(parts), change.value)  # type: ignore[return-value]  # a row's change holds a row
        case ("cell", row, column):
            return tuple(_filled(each, row, column, change.value) for each in _rows(parts))
        case _:
            return change.value  # type: ignore[return-value]  # a whole fact's change holds a value


def _rows(parts: tuple[str, ...] | tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(part for part in parts if isinstance(part, Row))


def _ticked(parts: tuple[str, ...] | tuple[Row, ...], code: str, change: Change) -> tuple[str, ...]:
    gone = {code, *(change.drops if change.value else ())}
    others = tuple(each for each in parts if isinstance(each, str) and each not in gone)
    return (*others, code) if change.value else others


def _filled(row: Row, wanted: str, column: str, value: object) -> Row:
    if row.id != wanted:
        return row
    return Row(row.id, {**row.cells, column: value})  # type: ignore[dict-item]  # a cell's change holds a cell


def diff(before: Answers, after: Answers, exclusive: Mapping[str, tuple[str, ...]]) -> frozenset[Change]:
    """Name the changes that lead from some answers to others.

    Args:
        before: What is answered now.
        after: What is wanted; no fact is forgotten and no row removed.
        exclusive: The codes of choices facts that stand alone, by fact.
    """
    found: set[Change] = set()
    for fact, value in after.items():
        if before.get(fact) != value:
            found |= _differences(fact, before.get(fact), value, exclusive.get(fact, ()))
    return frozenset(found)


def _differences(fact: str, old: Value | None, new: Value, exclusive: tuple[str, ...]) -> set[Change]:
    if not isinstance(new, tuple) or not new:
        return {Change(fact, (), new)}
    known = old if isinstance(old, tuple) else ()
    if isinstance(new[0], Row):
        return _row_changes(fact, _rows(known), _rows(new))
    codes, wanted = _codes(known), _codes(new)
    made = {Change(fact, ("code", code), value=True, drops=exclusive) for code in wanted - codes}
    gone = codes - wanted - (set(exclusive) if made else set())
    return made | {Change(fact, ("code", code), value=False) for code in gone}


def _codes(parts: tuple[str, ...] | tuple[Row, ...]) -> set[str]:
    return {part for part in parts if isinstance(part, str)}


def _row_changes(fact: str, old: tuple[Row, ...], new: tuple[Row, ...]) -> set[Change]:
    before = {row.id: row for row in old}
    found: set[Change] = set()
    for row in new:
        if row.id not in before:
            found.add(Change(fact, ("row", row.id), row))
            continue
        cells = before[row.id].cells
        found |= {
            Change(fact, ("cell", row.id, key), cell) for key, cell in row.cells.items() if cells.get(key) != cell
        }
    return found


def _spelled(value: object) -> str:
    if isinstance(value, Row):
        return ",".join(f"{key}={_spelled(cell)}" for key, cell in sorted(value.cells.items()))
    if isinstance(value, Rate):
        return f"{_spelled(value.numerator)}/{_spelled(value.denominator)}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return ",".join(map(_spelled, value))
    return value.value if isinstance(value, Unknown) else str(value)
