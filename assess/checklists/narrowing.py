"""Whether an answer to an earlier form of a question still answers it (pure)."""

from collections.abc import Sequence

from assess.values.fact import Column, Fact, Option
from assess.values.text import Text


def narrowed(old: Fact, new: Fact) -> bool:
    """Say whether an answer to the old question may say something else, or nothing, as an answer to the new.

    So it is with another type or unit, with less to choose from, and with more to tick or to fill in: who was never
    asked has not said no.
    """
    return (
        otherwise_measured(old, new)
        or not set(old.allow) <= set(new.allow)
        or (old.unknown and not new.unknown)
        or _fewer(old.options, new.options)
        or (new.type == "choices" and len(new.options) > len(old.options))
        or _tighter(old, new)
        or any(new_limit < limit for limit, new_limit in _limits(old, new))
        or _columns(old, new)
    )


def otherwise_measured(old: Fact | Column, new: Fact | Column) -> bool:
    """Say whether type or unit differ, so that the same figures would say something else."""
    return old.type != new.type or _unit(old.unit) != _unit(new.unit)


def _unit(unit: Text | None) -> str:
    return unit.zh if unit else ""


def _limits(old: Fact, new: Fact) -> Sequence[tuple[int, int]]:
    return (
        (old.decimals, new.decimals),
        (old.max_length, new.max_length),
        (old.max_rows, new.max_rows),
    )


def _fewer(old: Sequence[Option], new: Sequence[Option]) -> bool:
    """Say whether an option is gone, or stands alone where it did not (or the other way round)."""
    left = {option.value: option.exclusive for option in new}
    return any(left.get(option.value) is not option.exclusive for option in old)


def _tighter(old: Fact | Column, new: Fact | Column) -> bool:
    """Say whether the lowest or highest value that is taken moved inwards."""
    raised = new.min is not None and (old.min is None or new.min > old.min)
    lowered = new.max is not None and (old.max is None or new.max < old.max)
    return raised or lowered


def _columns(old: Fact, new: Fact) -> bool:
    """Say whether a column came or went, or takes less."""
    left = {column.key: column for column in new.columns}
    same = left.keys() == {column.key for column in old.columns}
    return not same or any(_column(column, left[column.key]) for column in old.columns)


def _column(old: Column, new: Column) -> bool:
    return (
        otherwise_measured(old, new)
        or (new.required and not old.required)
        or new.max_length < old.max_length
        or _fewer(old.options, new.options)
        or _tighter(old, new)
    )
