"""Three-valued logic: true, false and None for unknown."""

from collections.abc import Iterable


def all_of(parts: Iterable[bool | None]) -> bool | None:
    """Say whether every part holds: one false part decides, else an unknown one leaves it open."""
    result: bool | None = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            result = None
    return result


def any_of(parts: Iterable[bool | None]) -> bool | None:
    """Say whether some part holds: one true part decides, else an unknown one leaves it open."""
    result: bool | None = False
    for part in parts:
        if part:
            return True
        if part is None:
            result = None
    return result


def not_(part: bool | None) -> bool | None:  # noqa: FBT001 - it is the operand
    """Say whether the part does not hold."""
    return None if part is None else not part
