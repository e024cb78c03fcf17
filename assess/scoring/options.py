"""What could be done about a result: all actions, what each brings, and the cheapest way to the next grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from assess.scoring.actions import Action, applied, compatible
from assess.scoring.drawing import draw
from assess.scoring.engine import score
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.ledger import Entry, Ledger
from assess.scoring.path import BUDGET, Goal, Path, cheapest
from assess.scoring.result import Result
from assess.scoring.rounding import ARITHMETIC, ZERO
from assess.values.fact import Fact


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action adds on both dials, in the items' own points, and which items it makes count or earn more."""

    duty: Decimal
    readiness: Decimal
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that could be done.

    `path` is the cheapest way, whatever it takes for granted; `certain` the cheapest without anything that is unknown
    now, where that differs. `along` are the effects of the path's own actions in their order.
    """

    actions: tuple[Action, ...]
    path: Path
    certain: Path | None
    along: tuple[Effect, ...]


def options(
    form: Form, facts: Sequence[Fact], inputs: Inputs, goal: Goal | None = None, *, budget: int = BUDGET
) -> Options:
    """Work out what could be done.

    Args:
        form: The form.
        facts: The questions it asks.
        inputs: What is answered now.
        goal: The grade or score wanted; by default the next grade.
        budget: How many nodes a search may look at.
    """
    actions = draw(form, facts, inputs)
    path = cheapest(form, inputs, actions, goal, budget=budget)
    sure = [action for action in actions if action.kind == "do"]
    with localcontext(ARITHMETIC):
        return Options(
            actions=actions,
            path=path,
            certain=cheapest(form, inputs, sure, path.goal, budget=budget) if path.assumes else None,
            along=along(form, inputs, path.actions),
        )


def tried(form: Form, inputs: Inputs, actions: Iterable[Action]) -> Result:
    """Score the answers as they are once some actions are done; of those that clash, the first."""
    return score(form, replace(inputs, answers=applied(inputs.answers, compatible(actions))), trace=False)


def along(form: Form, inputs: Inputs, actions: Sequence[Action]) -> tuple[Effect, ...]:
    """Say what each action adds when they are done one after the other."""
    ledger = Ledger(form, inputs, actions)
    return tuple(_effect(ledger, (1 << place) - 1, place) for place in range(len(actions)))


def alone(form: Form, inputs: Inputs, actions: Sequence[Action]) -> tuple[Effect, ...]:
    """Say what each action adds when nothing else is done."""
    ledger = Ledger(form, inputs, actions)
    return tuple(_effect(ledger, 0, place) for place in range(len(actions)))


def _effect(ledger: Ledger, mask: int, place: int) -> Effect:
    duty, readiness, items = ZERO, ZERO, list[str]()
    for entry in ledger.entries():
        if not entry.mask >> place & 1:
            continue
        more = _more(ledger, entry, mask, mask | 1 << place)
        item = entry.prepared.item
        duty, readiness = (duty + more, readiness) if item.purpose == "duty" else (duty, readiness + more)
        if more > ZERO or item.key in ledger.actions[place].clears:
            items.append(item.key)
    return Effect(duty, readiness, tuple(items))


def _more(ledger: Ledger, entry: Entry, before: int, after: int) -> Decimal:
    old, new = ledger.verdict(entry, before)[0], ledger.verdict(entry, after)[0]
    return new.earned + new.bonus - old.earned - old.bonus
