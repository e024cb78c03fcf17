"""Which facts of a gate are worth asking now: a gate is the condition under which something applies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from assess.conditions.evaluate import Predicate, parts_of, prepare
from assess.conditions.model import All, AllRows, Any, AnyRow, Condition, CountRows, FactIs
from assess.conditions.world import World

Asking = Literal["ask", "later"]
Record = Callable[[str, Asking], None]
ASK: Final[Asking] = "ask"
LATER: Final[Asking] = "later"


@dataclass(frozen=True, slots=True)
class Gate:
    """A prepared condition that remembers what it is made of. `fact` is the fact a comparison looks at."""

    kind: Literal["all", "any"] | None
    fact: str | None
    holds: Predicate
    parts: "tuple[Gate, ...]"


def gate(condition: Condition) -> Gate:
    """Prepare a condition as a gate."""
    kind: Literal["all", "any"] | None = (
        "all" if isinstance(condition, All) else "any" if isinstance(condition, Any) else None
    )
    fact = condition.fact if isinstance(condition, FactIs | AnyRow | AllRows | CountRows) else None
    return Gate(kind, fact, prepare(condition), tuple(map(gate, parts_of(condition))))


def waits(gate: Gate, world: World) -> bool:
    """Say whether an undecided gate waits for an answer that is not there yet (不清楚 is there)."""
    if gate.fact is not None:
        return gate.fact not in world.answers
    return any(part.holds(world) is None and waits(part, world) for part in gate.parts)


def visit(gate: Gate, world: World, record: Record, asking: Asking = ASK) -> None:
    """Record the facts of a gate that nothing before them rules out.

    In `all`, a part that fails hides the parts after it, and one that waits puts them off. In `any`, a part that holds
    hides the parts after it.
    """
    if gate.fact is not None:
        record(gate.fact, asking)
    decisive = gate.kind == "any"  # where there is only one part it hides nothing
    for part in gate.parts:
        visit(part, world, record, asking)
        state = part.holds(world)
        if state is decisive:
            return
        if gate.kind == "all" and state is None and waits(part, world):
            asking = LATER
