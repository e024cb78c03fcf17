"""Draw up the actions: what could be done about the items of a form, each change of facts once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Final

from assess.scoring.actions import Action, Change, Kind, applied, diff, key_of
from assess.scoring.candidates import exclusive_codes
from assess.scoring.form import Advice, Form, Item, Outcome
from assess.scoring.inputs import Inputs
from assess.scoring.judging import judge, judge_veto
from assess.scoring.plan import PreparedItem, plan
from assess.scoring.reaching import Facts, reach
from assess.scoring.result import ItemResult
from assess.scoring.rounding import ARITHMETIC, ONE, ZERO
from assess.scoring.targets import targets
from assess.values.fact import Fact
from assess.values.model import Answers, Unknown

_TENTH: Final = Decimal("0.1")
_ROUNDS: Final = 3  # what an action makes applicable may open something again, but not for ever
_Asked = tuple[frozenset[Change], Decimal, bool]  # what is changed, what it weighs, whether it lifts the veto


@dataclass(frozen=True, slots=True)
class _Wish:
    """A set of changes that one item asks for, with the work it is; `veto` says that it lifts the item's veto."""

    item: str
    changes: frozenset[Change]
    points: Decimal
    effort: Decimal
    otherwise: Decimal | None
    advice: Advice | None  # None where the question is only whether the item applies
    veto: bool
    open: bool  # it asks for nothing but what is unknown


def draw(form: Form, facts: Sequence[Fact], inputs: Inputs) -> tuple[Action, ...]:
    """Draw up all actions, those about items that other actions make applicable included.

    An item asks for the least change of answers that earns each of its parts. What is known to be lacking takes the
    work of the advice for the outcome; what is unknown takes that of finding out and counts on its turning out well.
    Where the same change serves several items it is one action, with the largest of their efforts. Where one item asks
    for some of what another asks for, what they share and what they do not become actions of their own.

    Args:
        form: The form.
        facts: The questions it asks.
        inputs: What is answered now.

    Returns:
        The actions in an order that depends on nothing but what they change.
    """
    by_key = {fact.key: fact for fact in facts}
    with localcontext(ARITHMETIC):
        prepared = [item for _, items in plan(form).sections for item in items]
        wishes = [wish for item in prepared for wish in _wishes(item, inputs, inputs.answers, by_key)]
        explored: set[str] = set()
        for _ in range(_ROUNDS):
            actions = _merged(wishes, inputs.answers)
            fresh = [action for action in actions if action.key not in explored]
            explored |= {action.key for action in fresh}
            opened = [wish for action in fresh for wish in _opened(prepared, action, inputs, by_key)]
            if not opened:
                return actions
            wishes += opened
        return _merged(wishes, inputs.answers)


def _opened(prepared: Iterable[PreparedItem], action: Action, inputs: Inputs, facts: Facts) -> Iterator[_Wish]:
    """Give the wishes of items that an action makes applicable."""
    world = replace(inputs, answers=applied(inputs.answers, [action]))
    touched = set(action.facts)
    for item in prepared:
        if item.gate is None or touched.isdisjoint(fact.key for fact in item.gate_facts):
            continue
        if item.gate.holds(inputs) is False and item.gate.holds(world) is not False:
            yield from filter(
                None, (_beyond(inputs.answers, wish) for wish in _wishes(item, world, inputs.answers, facts))
            )


def _beyond(base: Answers, wish: _Wish) -> _Wish | None:
    """Take from a wish what would only undo the action behind it, for that is so already without the action."""
    kept = frozenset(change for change in wish.changes if change.place or base.get(change.fact) != change.value)
    return replace(wish, changes=kept) if kept else None


def _wishes(prepared: PreparedItem, inputs: Inputs, base: Answers, facts: Facts) -> Iterator[_Wish]:
    """Give what one item asks for, each with its share of the work; `base` is what is known whatever is done."""
    applies = True if prepared.gate is None else prepared.gate.holds(inputs)
    scored = judge(prepared, inputs, applies, trace=False)
    asked = list(_asked(prepared, scored, inputs, applies, facts))
    known = [one for one in asked if not _unknown(one[0], base)]
    unknown = [one for one in asked if _unknown(one[0], base)]
    if applies is not None:
        yield from _to_do(prepared.item, scored, known)
    yield from _to_find_out(prepared.item, scored, unknown, gate=applies is None)


def _asked(
    prepared: PreparedItem,
    scored: ItemResult,
    inputs: Inputs,
    applies: bool | None,  # noqa: FBT001 - three-valued, not a switch
    facts: Facts,
) -> Iterator[_Asked]:
    """Name the changes an item asks for, with their weight, and whether they lift its veto; each set once."""
    item = prepared.item
    exclusive = {key: exclusive_codes(fact) for key, fact in facts.items()}
    found: dict[frozenset[Change], tuple[Decimal, bool]] = {}
    for points, answers in _answers(item, scored, inputs, applies, facts):
        found[diff(inputs.answers, answers, exclusive)] = (points, False)
    veto = judge_veto(prepared, inputs, applies)
    if item.veto is not None and veto is not None and veto.state != "clear":
        cleared = reach(item.veto.when, False, inputs, facts)
        if cleared is not None:
            changes = diff(inputs.answers, cleared, exclusive)
            found[changes] = (found.get(changes, (item.points or ONE, False))[0], True)
    yield from _disjoint((changes, points, lifts) for changes, (points, lifts) in found.items())


def _disjoint(asked: Iterable[_Asked]) -> Iterator[_Asked]:
    """Take from the larger sets of one item what its smaller ones ask for already."""
    taken: set[Change] = set()
    for changes, points, lifts in sorted(asked, key=lambda one: (len(one[0]), sorted(it.spelling for it in one[0]))):
        rest = changes - taken
        taken |= changes
        if rest:
            yield rest, points, lifts


def _answers(
    item: Item,
    scored: ItemResult,
    inputs: Inputs,
    applies: bool | None,  # noqa: FBT001 - three-valued, not a switch
    facts: Facts,
) -> Iterator[tuple[Decimal, Answers]]:
    """Give the answers an item asks for: those that earn its parts, or that settle whether it applies."""
    if scored.status in ("not_applicable", "claimed_not_applicable") or scored.outcome == "full":
        return
    if applies is None and item.applies_if is not None:
        away = reach(item.applies_if, False, inputs, facts)
        if away is not None:
            yield item.points or ONE, away
        return
    yield from ((target.points, target.answers) for target in targets(item, inputs, facts))


def _unknown(changes: Iterable[Change], base: Answers) -> bool:
    """Say whether nothing of what is changed is known."""
    return all(isinstance(base.get(change.fact), Unknown | None) for change in changes)


def _to_do(item: Item, scored: ItemResult, asked: Sequence[_Asked]) -> Iterator[_Wish]:
    """Share the work of the advice among the parts by what they are worth; what has happened is not to be done."""
    outcome: Outcome = "partial" if scored.outcome == "partial" else "none"
    advice = item.advice.get(outcome) or item.advice.get("none")
    if advice is None or advice.irreversible:
        return
    whole = sum((points for _, points, _ in asked), ZERO)
    for changes, points, lifts in asked:
        effort = _share(advice.effort_days, points, whole)
        yield _Wish(item.key, changes, points, effort, ZERO, advice, lifts, open=False)


def _to_find_out(item: Item, scored: ItemResult, asked: Sequence[_Asked], *, gate: bool) -> Iterator[_Wish]:
    """Settle all that is unknown about an item at once, or whether it applies."""
    mending = item.advice.get("partial" if scored.outcome == "partial" else "none") or item.advice.get("none")
    advice = item.advice.get("unknown") or mending
    if advice is None or not asked:
        return
    otherwise = None if mending is None or mending.irreversible else mending.effort_days
    points = sum((points for _, points, _ in asked), ZERO)
    lifts = any(lifts for _, _, lifts in asked)
    told = None if gate else advice
    yield _Wish(item.key, _together(asked), points, advice.effort_days, otherwise, told, lifts, open=True)


def _together(asked: Iterable[_Asked]) -> frozenset[Change]:
    """Join sets of changes; where two want different things of one place the first holds."""
    kept: list[Change] = []
    for change in sorted((change for changes, _, _ in asked for change in changes), key=lambda it: it.spelling):
        if not any(change.clashes(other) for other in kept):
            kept.append(change)
    return frozenset(kept)


def _share(effort: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Give a part of an effort, rounded up to a tenth of a day."""
    return effort if part == whole else (effort * part / whole).quantize(_TENTH, ROUND_CEILING)


def _merged(wishes: Sequence[_Wish], base: Answers) -> tuple[Action, ...]:
    """Make actions of what always goes together, so that no change of facts is in two of them."""
    asking: dict[Change, list[int]] = {}
    for number, wish in enumerate(wishes):
        for change in wish.changes:
            asking.setdefault(change, []).append(number)
    cells: dict[tuple[int, ...], list[Change]] = {}
    for change, numbers in asking.items():
        cells.setdefault(tuple(numbers), []).append(change)
    actions = (_action(changes, [wishes[number] for number in who], base) for who, changes in cells.items())
    return tuple(sorted(actions, key=lambda action: [change.spelling for change in action.changes]))


def _action(changes: Sequence[Change], wishes: Sequence[_Wish], base: Answers) -> Action:
    size = Decimal(len(changes))
    shares = [_share(wish.effort, size, Decimal(len(wish.changes))) for wish in wishes]
    largest = max(shares)
    told = _told(wishes, shares)
    kind: Kind = "find-out" if _unknown(changes, base) and any(wish.open for wish in wishes) else "do"
    return Action(
        key=key_of(changes),
        kind=kind,
        changes=tuple(sorted(changes, key=lambda it: it.spelling)),
        effort_days=largest,
        otherwise_days=_otherwise(wishes) if kind == "find-out" else ZERO,
        items=tuple(dict.fromkeys(wish.item for wish in wishes)),
        clears=tuple(dict.fromkeys(wish.item for wish in wishes if wish.veto)),
        advice=told,
    )


def _told(wishes: Sequence[_Wish], shares: Sequence[Decimal]) -> Advice | None:
    """Give the advice that asks for most; None where it is only asked whether items apply."""
    advised = [(-share, wish.item, wish.advice) for wish, share in zip(wishes, shares, strict=True) if wish.advice]
    return min(advised, key=lambda one: one[:2])[2] if advised else None


def _otherwise(wishes: Iterable[_Wish]) -> Decimal | None:
    """Give the work where it turns out badly; None where one of the items could then not be mended."""
    efforts = [wish.otherwise for wish in wishes]
    known = [effort for effort in efforts if effort is not None]
    return max(known) if len(known) == len(efforts) else None


def by_key(actions: Iterable[Action]) -> Mapping[str, Action]:
    """Index actions by their names."""
    return {action.key: action for action in actions}
