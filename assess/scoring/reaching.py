"""The least change of answers that makes a condition turn out as wanted."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assess.conditions import comparisons
from assess.conditions.evaluate import parts_of, prepare, row_test
from assess.conditions.model import All, AllRows, Any, AnyRow, Condition, CountRows, FactIs, Not, Test
from assess.scoring.candidates import candidates
from assess.scoring.inputs import Inputs
from assess.values.fact import Column, Fact
from assess.values.model import Answers, Row, Unknown

Facts = Mapping[str, Fact]
_ROW = "plan-"


def reach(condition: Condition, wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - what is wanted of the condition
    """Find answers under which a condition turns out as wanted.

    Returns:
        All answers, the fewest of them changed; None where no answer does it: an organisation does not change its
        region, and nothing done now was done last year.
    """
    holds = prepare(condition)
    if holds(inputs) is wanted:
        return inputs.answers
    found = _reached(condition, wanted, inputs, facts)
    return found if found is not None and holds(replace(inputs, answers=found)) is wanted else None


def _reached(condition: Condition, wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - as above
    match condition:
        case All() | Any():
            needs_all = isinstance(condition, All) is wanted
            return (_every if needs_all else _one)(parts_of(condition), wanted, inputs, facts)
        case Not():
            return reach(condition.not_, not wanted, inputs, facts)
        case FactIs():
            return _fact(condition, wanted, inputs, facts)
        case AnyRow() | AllRows() | CountRows():
            return _table(condition, wanted, inputs, facts)
    return None


def _every(parts: Iterable[Condition], wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - as above
    world = inputs
    for part in parts:
        answers = reach(part, wanted, world, facts)
        if answers is None:
            return None
        world = replace(world, answers=answers)
    return world.answers


def _one(parts: Iterable[Condition], wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - as above
    """Take the part that changes the fewest facts that are known, then the fewest at all; of several the first."""
    found = (reach(part, wanted, inputs, facts) for part in parts)
    return min((each for each in found if each is not None), key=lambda it: _changed(inputs.answers, it), default=None)


def _changed(before: Answers, after: Answers) -> tuple[int, int]:
    changed = [fact for fact, value in after.items() if before.get(fact) != value]
    return sum(not isinstance(before.get(fact), Unknown | None) for fact in changed), len(changed)


def _fact(condition: FactIs, wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - as above
    fact = facts.get(condition.fact)
    if fact is None:
        return None
    judge = comparisons.prepare(condition)
    for value in candidates(fact, inputs.answers.get(fact.key), condition, inputs.as_of):
        if judge(value, inputs.as_of) is wanted:
            return {**inputs.answers, fact.key: value}
    return None


def _table(condition: AnyRow | AllRows | CountRows, wanted: bool, inputs: Inputs, facts: Facts) -> Answers | None:  # noqa: FBT001 - as above
    """Mend rows and add rows; none is removed, for what has happened has happened."""
    fact, answer = facts.get(condition.fact), inputs.answers.get(condition.fact)
    if fact is None:
        return None
    rows = [part for part in answer if isinstance(part, Row)] if isinstance(answer, tuple) else []
    made: Sequence[Row | None]
    match condition:
        case AnyRow() if wanted:
            made = _with_passing(rows, 1, condition.any_row, inputs, fact)
        case AllRows() if wanted:
            made = [_mended(row, condition.all_rows, inputs, fact) for row in rows]
        case CountRows() if wanted and condition.count_rows.at_least is not None:
            made = _with_passing(rows, condition.count_rows.at_least, condition.count_rows.where or {}, inputs, fact)
        case _:
            return None
    kept = tuple(row for row in made if row is not None)
    return {**inputs.answers, fact.key: kept} if len(kept) == len(made) else None


def _with_passing(
    rows: list[Row], wanted: int, tests: Mapping[str, Test], inputs: Inputs, fact: Fact
) -> list[Row | None]:
    """Have so many rows that pass: mend those that need one cell, add the others."""
    passes = row_test(tests)
    made: list[Row | None] = list(rows)
    missing = wanted - sum(passes(row, inputs.as_of) is True for row in rows)
    for place, row in enumerate(rows):
        mended = None if passes(row, inputs.as_of) is True or missing <= 0 else _mended(row, tests, inputs, fact)
        if mended is not None and _cells_changed(row, mended) == 1:
            made[place], missing = mended, missing - 1
    new = _mended(Row("", {}), tests, inputs, fact)
    return [*made, *(_named(new, number) for number in range(missing))]


def _cells_changed(row: Row, mended: Row) -> int:
    return sum(row.cells.get(key) != cell for key, cell in mended.cells.items())


def _named(row: Row | None, number: int) -> Row | None:
    if row is None:
        return None
    spelled = repr([(key, row.cells[key]) for key in sorted(row.cells)])
    return Row(f"{_ROW}{hashlib.sha256(spelled.encode()).hexdigest()[:8]}-{number}", row.cells)


def _mended(row: Row, tests: Mapping[str, Test], inputs: Inputs, fact: Fact) -> Row | None:
    cells = dict(row.cells)
    for column in _columns(fact, tests):
        test, judge = tests[column.key], comparisons.prepare(tests[column.key])
        if judge(cells.get(column.key), inputs.as_of) is True:
            continue
        offered = candidates(column, cells.get(column.key), test, inputs.as_of)
        value = next((each for each in offered if judge(each, inputs.as_of)), None)
        if value is None:
            return None
        cells[column.key] = value  # type: ignore[assignment]  # a column offers cells only
    return Row(row.id, cells)


def _columns(fact: Fact, tests: Mapping[str, Test]) -> Iterator[Column]:
    return (column for column in fact.columns if column.key in tests)
