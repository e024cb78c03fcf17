"""What each action can bring to a score: the real rules item by item, remembered, and bounds that hold for any set.

A set of actions is a bit mask. The score reaches a bound only where the sum over the items of *gains* is not negative:
with y the least unrounded base, an item in the sums gains full mark × earned − y × points, a bonus its points × the
most points that can apply, a charge the same with the fewest. Every other step of the total only takes away, so the
condition is necessary; whether it is sufficient, the engine says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import Final

from assess.scoring.actions import Action, applied
from assess.scoring.form import DialRule, Form, Item
from assess.scoring.inputs import Inputs
from assess.scoring.judging import judge, judge_veto
from assess.scoring.plan import PreparedItem, plan
from assess.scoring.reads import facts_of_item, looks
from assess.scoring.result import ItemResult, VetoResult
from assess.scoring.rounding import ONE, ZERO
from assess.scoring.rules import ThresholdRule

SCALE: Final = Decimal(1_000_000)  # gains are whole numbers of millionths, rounded up: what is too large stays a bound
_WIDEST: Final = 9  # up to 2 ** 9 sets are tried for one item
_CENT: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")

Verdict = tuple[ItemResult, VetoResult | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with the actions that touch what it reads; `sets` are all sets of them that do not clash, if few.

    `size` is what it costs to judge the item once, in looks at facts.
    """

    prepared: PreparedItem
    mask: int
    sets: tuple[int, ...] | None
    size: int


class Ledger:
    """Judges items under sets of actions, each item under each set of what touches it once.

    `looks` counts the looks at facts that took, `size` is what the whole form takes.
    """

    def __init__(self, form: Form, inputs: Inputs, actions: Sequence[Action]) -> None:
        self.form, self.inputs, self.actions = form, inputs, tuple(actions)
        self.clashing = _clashes(self.actions)
        self.sections = tuple(tuple(self._entry(prepared) for prepared in items) for _, items in plan(form).sections)
        self.size, self.looks = sum(entry.size for entry in self.entries()), 0
        self._judged: dict[tuple[str, int], Verdict] = {}

    def _entry(self, prepared: PreparedItem) -> Entry:
        read = set(facts_of_item(prepared.item))
        places = [place for place, action in enumerate(self.actions) if not read.isdisjoint(action.facts)]
        return Entry(prepared, sum(1 << place for place in places), self._sets(places), looks(prepared.item))

    def _sets(self, places: Sequence[int]) -> tuple[int, ...] | None:
        if len(places) > _WIDEST:
            return None
        found = [0]
        for place in places:
            found += [mask | 1 << place for mask in found if not mask & self.clashing[place]]
        return tuple(found)

    def entries(self) -> Iterable[Entry]:
        """Go through the items in the order of the form."""
        return (entry for section in self.sections for entry in section)

    def verdict(self, entry: Entry, mask: int) -> Verdict:
        """Judge one item as it is once some actions are done."""
        seen = entry.prepared.item.key, mask & entry.mask
        if seen not in self._judged:
            self._judged[seen] = self._judge(entry.prepared, seen[1])
            self.looks += entry.size
        return self._judged[seen]

    def _judge(self, prepared: PreparedItem, mask: int) -> Verdict:
        world = self.world(mask)
        applies = True if prepared.gate is None else prepared.gate.holds(world)
        return judge(prepared, world, applies, trace=False), judge_veto(prepared, world, applies)

    def chosen(self, mask: int) -> tuple[Action, ...]:
        """Give the actions of a set."""
        return tuple(action for place, action in enumerate(self.actions) if mask >> place & 1)

    def world(self, mask: int) -> Inputs:
        """Give the inputs as they are once the actions of a set are done."""
        return replace(self.inputs, answers=applied(self.inputs.answers, self.chosen(mask))) if mask else self.inputs


def _clashes(actions: Sequence[Action]) -> tuple[int, ...]:
    return tuple(
        sum(1 << place for place, other in enumerate(actions) if other is not action and action.clashes(other))
        for action in actions
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """How gains are worked out: the least unrounded base wanted, and between what the applicable points lie.

    `exact` says that no action moves bonus or deductions; they then stand in `least`, and a set reaches the score if
    and only if its gain is not negative.
    """

    least: Decimal
    full: Decimal
    most_points: Decimal
    fewest_points: Decimal
    exact: bool
    bonus: bool

    def gain(self, item: Item, scored: ItemResult) -> Decimal:
        """Give what one item brings towards the score, or takes from it."""
        extra = max(scored.bonus, ZERO) * self.most_points if self.bonus else ZERO
        if not scored.counted:
            return extra
        if item.bonus:
            return extra + scored.earned * self.most_points if self.bonus else ZERO
        if item.deduction:
            return ZERO if self.exact else extra + scored.earned * self.fewest_points
        return extra + self.full * scored.earned - self.least * scored.points


def weights(ledger: Ledger, score: Decimal) -> Weights:
    """Work out the weights for a score of the duty dial.

    Args:
        ledger: The items.
        score: The rounded score wanted, at least.
    """
    rule = ledger.form.duty
    duties = [entry for entry in ledger.entries() if entry.prepared.item.purpose == "duty"]
    regular = [entry for entry in duties if _regular(entry.prepared.item)]
    most = sum((entry.prepared.item.points for entry in regular if _perhaps(ledger, entry)), ZERO)
    fewest = sum((entry.prepared.item.points for entry in regular if _surely(ledger, entry)), ZERO)
    moved = [entry for entry in duties if entry.mask and _beside(entry.prepared.item)]
    wanted = _base_wanted(rule, score)
    if moved or wanted <= rule.bonus_cap:
        # Where the bonus alone would do, the base may be anything: then nothing can be said beforehand.
        least = wanted if wanted > rule.bonus_cap else -rule.full
        return Weights(least, rule.full, most, fewest, exact=False, bonus=bool(rule.bonus_cap))
    beside = [ledger.verdict(entry, 0)[0] for entry in duties if _beside(entry.prepared.item)]
    charges = sum((-scored.earned for scored in beside if scored.earned < ZERO), ZERO)
    offered = sum((_offered(scored, ledger) for scored in beside), ZERO)
    least = wanted + charges - min(offered, rule.bonus_cap)
    return Weights(least, rule.full, most, fewest, exact=True, bonus=False)


def _base_wanted(rule: DialRule, score: Decimal) -> Decimal:
    """Give the least unrounded base: scores round half up from cents, and the base to cents before that."""
    step = ONE.scaleb(-rule.decimals)
    wanted = (score / step).to_integral_value(ROUND_CEILING) * step
    return (wanted - step * _HALF).quantize(_CENT, ROUND_CEILING) - _CENT * _HALF


def _offered(scored: ItemResult, ledger: Ledger) -> Decimal:
    bonus = next(item.bonus for item in ledger.form.items() if item.key == scored.key)
    return scored.bonus + (scored.earned if bonus else ZERO)


def _beside(item: Item) -> bool:
    """Say whether an item moves the bonus or the deductions."""
    extra = isinstance(item.rule, ThresholdRule) and bool(item.rule.threshold.bonus_per_unit)
    return item.bonus or item.deduction or extra


def _perhaps(ledger: Ledger, entry: Entry) -> bool:
    return bool(entry.mask) or ledger.verdict(entry, 0)[0].counted


def _surely(ledger: Ledger, entry: Entry) -> bool:
    """Say whether an item counts whatever is done."""
    return entry.sets is not None and all(ledger.verdict(entry, mask)[0].counted for mask in entry.sets)


def _regular(item: Item) -> bool:
    return item.purpose == "duty" and not (item.bonus or item.deduction)


def whole(gain: Decimal) -> int:
    """Write a gain as a whole number, rounded up."""
    return int((gain * SCALE).to_integral_value(ROUND_CEILING))
