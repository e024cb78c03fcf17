"""Why an item has its points, and how they enter the total: the engine's own steps as sentences."""

from dataclasses import dataclass

from assess.scoring.result import Step
from assess.web.forms.sheet import ItemCard
from assess.web.views.desk import Desk
from assess.wording.sentences import tell


@dataclass(frozen=True, slots=True)
class Why:
    """The sentences of one item, and of the sums it enters."""

    lines: tuple[str, ...]
    totals: tuple[str, ...]


def why(desk: Desk, card: ItemCard, section: str) -> Why:
    """Tell the trace of an item, its section and its dial."""
    result, purpose = desk.result, card.item.purpose
    part = next(one for one in result.sections if one.key == section)
    sub, dial = (part.duty, result.duty) if purpose == "duty" else (part.readiness, result.readiness)
    return Why(_say(desk, result.item(card.item.key).trace), _say(desk, (*sub.trace, *dial.trace)))


def _say(desk: Desk, steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(tell(step, desk.locale, desk.frame.names) for step in steps)
