"""The cheapest way to a grade (最短达标路径): the actions with the least total effort, by search against the scorer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, Literal

from assess.scoring.actions import Action
from assess.scoring.engine import score
from assess.scoring.form import Form
from assess.scoring.gains import Gains
from assess.scoring.inputs import Inputs
from assess.scoring.ledger import Ledger, weights
from assess.scoring.result import Result, VetoResult
from assess.scoring.rounding import ARITHMETIC, ZERO
from assess.scoring.search import Limits, Search

State = Literal["reached", "proven", "bounded", "unreachable", "unknown", "no-grade"]
PROVEN_UP_TO: Final = 25  # so many actions are searched to the end
BUDGET: Final = 40_000  # nodes beyond that
CEILING: Final = 400_000  # steps of any search: a few seconds; the checklists that we ship need some thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is to be reached: a named grade, or a score of the duty dial; neither means the next grade."""

    grade: str | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The cheapest way that was found.

    `reached`: nothing is to be done (the goal is behind, or the grade is the highest). `proven`: no set of the actions
    needs less effort. `bounded`: none needs less than `bound`, and the search was cut
    (beyond 25 actions by its budget of nodes, any by the ceiling of its steps). `unreachable`: all actions
    together do not do it. `unknown`: the search was cut before it found a way. `no-grade`: the form has no grades, or
    too little applies for one. `after` is the result once the actions are done; where there is no way, once everything
    is done that could help.
    """

    state: State
    goal: Goal
    actions: tuple[Action, ...]
    effort_days: Decimal
    bound: Decimal
    before: Result
    after: Result
    nodes: int
    steps: int

    @property
    def proven(self) -> bool:
        """Say whether nothing cheaper does it."""
        return self.state in ("reached", "proven")

    @property
    def assumes(self) -> tuple[Action, ...]:
        """Give the actions that count on something unknown turning out well."""
        return tuple(action for action in self.actions if action.kind == "find-out")


def next_goal(form: Form, result: Result) -> Goal | None:
    """Name the grade above the one that holds at worst; None at the top and where there are no grades."""
    order = [band.grade for band in sorted(form.duty.bands, key=lambda band: band.from_)]
    if not order or result.grade.state in ("too-few", "not-scored", "ungraded"):
        return None
    held = result.grade.low if result.grade.state == "pending" else result.grade.effective
    place = order.index(held) + 1 if held in order else 0
    return Goal(grade=order[place]) if place < len(order) else None


def reaches(form: Form, result: Result, goal: Goal) -> bool:
    """Say whether a result is at a goal, every veto settled that stands in its way."""
    grade = result.grade
    if goal.score is not None and (grade.final is None or grade.final < goal.score or grade.forced_by or grade.pending):
        return False
    if goal.grade is None:
        return True
    bounds = {band.grade: band.from_ for band in form.duty.bands}
    return grade.effective in bounds and bounds[grade.effective] >= bounds[goal.grade]


def cheapest(
    form: Form, inputs: Inputs, actions: Sequence[Action], goal: Goal | None = None, *, budget: int = BUDGET
) -> Path:
    """Find the actions with the least total effort that reach a goal.

    Args:
        form: The form.
        inputs: What is answered now.
        actions: What could be done, as drawn up by `assess.scoring.drawing`; in any order.
        goal: The grade or score wanted; by default the next grade.
        budget: How many nodes the search may look at where there are more than 25 actions that matter.
    """
    before = score(form, inputs, trace=False)
    wanted = goal or next_goal(form, before)
    if wanted is None:
        top = before.grade.state == "graded"
        return _still("reached" if top else "no-grade", Goal(), before)
    if reaches(form, before, wanted):
        return _still("reached", wanted, before)
    with localcontext(ARITHMETIC):
        return _searched(form, inputs, actions, wanted, before, budget)


def _searched(  # noqa: PLR0917 - one caller
    form: Form, inputs: Inputs, actions: Sequence[Action], goal: Goal, before: Result, budget: int
) -> Path:
    """Search, and make of the set that was found what it means."""
    ordered = sorted(actions, key=lambda action: [change.spelling for change in action.changes])
    ledger = Ledger(form, inputs, ordered)

    def met(mask: int) -> bool:
        return reaches(form, score(form, ledger.world(mask), trace=False), goal)

    def blocks(veto: VetoResult) -> bool:
        return veto.state == "unknown" or (veto.state == "fired" and _too_low(form, veto, goal))

    gains = Gains(ledger, weights(ledger, _least(form, goal)))
    found = Search(ledger, gains, met, blocks).run(Limits(PROVEN_UP_TO, budget, CEILING))
    chosen = found.chosen or 0
    end = _helpful(ledger, gains) if found.chosen is None else chosen
    return Path(
        state=_state(found.chosen is not None, found.complete),
        goal=goal,
        actions=_vetoes_first(ledger.chosen(chosen)),
        effort_days=sum((action.effort_days for action in ledger.chosen(chosen)), ZERO),
        bound=found.bound,
        before=before,
        after=score(form, ledger.world(end), trace=False),
        nodes=found.nodes,
        steps=found.steps,
    )


def _helpful(ledger: Ledger, gains: Gains) -> int:
    """Take everything that could help, of what clashes the first."""
    mask = 0
    for place, most in enumerate(gains.most):
        if most > 0 and not mask & ledger.clashing[place]:
            mask |= 1 << place
    return mask


def _too_low(form: Form, veto: VetoResult, goal: Goal) -> bool:
    """Say whether a veto that fired keeps a goal out of reach: the grade it forces may still be high enough."""
    bounds = {band.grade: band.from_ for band in form.duty.bands}
    if veto.effect != "grade" or goal.grade is None or goal.score is not None:
        return veto.effect != "zero" or _least(form, goal) > ZERO
    return veto.grade in bounds and bounds[veto.grade] < bounds[goal.grade]


def _state(found: bool, complete: bool) -> State:  # noqa: FBT001 - the two together are the state
    if complete:
        return "proven" if found else "unreachable"
    return "bounded" if found else "unknown"


def _least(form: Form, goal: Goal) -> Decimal:
    """Give the score without which a goal is out of reach."""
    bounds = [band.from_ for band in form.duty.bands if band.grade == goal.grade]
    return max([*bounds, *([] if goal.score is None else [goal.score])], default=ZERO)


def _vetoes_first(actions: Sequence[Action]) -> tuple[Action, ...]:
    return tuple(sorted(actions, key=lambda action: (not action.clears, action.kind != "find-out")))


def _still(state: State, goal: Goal, before: Result) -> Path:
    return Path(
        state=state, goal=goal, actions=(), effort_days=ZERO, bound=ZERO, before=before, after=before, nodes=0, steps=0
    )
