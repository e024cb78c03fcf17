"""The cheapest way and 试一试: what could be done, what is ticked, and what that would come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from assess.reports.frame import Frame
from assess.reports.path_parts import PathAction, PathView
from assess.reports.paths import Teller, view
from assess.scoring.actions import Action, compatible
from assess.scoring.drawing import by_key
from assess.scoring.options import Options, alone, tried
from assess.scoring.path import Goal
from assess.scoring.remembered import known_options
from assess.scoring.result import Dial, Result
from assess.values.formats import number
from assess.wording.planning import days

MOST_TICKS = 200
LONGEST_GOAL = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One number now and once the ticked actions are done."""

    title: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        """Say whether it changes."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ticked actions come to; `clashing` are those that cannot be done with an earlier one."""

    count: int
    effort: str
    lines: tuple[Line, ...]
    clashing: tuple[str, ...]
    assumed: int
    stale: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole page."""

    path: PathView
    goals: tuple[tuple[str, str, bool], ...]
    take: str
    certain: str | None
    duties: tuple[PathAction, ...]
    benefits: tuple[PathAction, ...]
    ticked: frozenset[str]
    goal: str
    outcome: Outcome

    @property
    def twins(self) -> frozenset[tuple[str, ...]]:
        """Name what several actions serve alike: those are told apart by what they change."""
        served = Counter(one.items for one in (*self.duties, *self.benefits))
        return frozenset(items for items, count in served.items() if count > 1)


def plan(given: Frame, goal: str, ticks: Sequence[str]) -> Plan:
    """Work out the page.

    Args:
        given: The answers, from a submission or as they are now.
        goal: The grade asked for; what the form lacks means the next one.
        ticks: The keys of the ticked actions.
    """
    named = goal if any(band.grade == goal for band in given.form.duty.bands) else ""
    wanted = Goal(grade=named) if named else None
    found = _found(given, wanted)
    duties, benefits = _lists(given, found.actions)
    return Plan(
        path=view(given, found),
        goals=tuple(_goals(given, found.path.goal.grade)),
        take=query(named, [action.key for action in found.path.actions]),
        certain=None if found.certain is None else query(named, [action.key for action in found.certain.actions]),
        duties=duties,
        benefits=benefits,
        ticked=frozenset(ticks),
        goal=named,
        outcome=outcome(given, found.actions, ticks),
    )


def live(given: Frame, ticks: Sequence[str]) -> Outcome:
    """Work out only what the ticked actions come to."""
    return outcome(given, _found(given, None).actions, ticks)


def _found(given: Frame, goal: Goal | None) -> Options:
    return known_options(given.sha256, given.form, given.published.facts, given.inputs, goal)


def outcome(given: Frame, actions: Sequence[Action], ticks: Sequence[str]) -> Outcome:
    """Score the answers as they would be, with the engine that scores them as they are."""
    known = by_key(actions)
    asked = [known[key] for key in dict.fromkeys(ticks) if key in known]
    done = compatible(asked)
    after = tried(given.form, given.inputs, done)
    return Outcome(
        count=len(done),
        effort=days(number(sum((action.effort_days for action in done), Decimal(0))), given.locale),
        lines=tuple(_lines(given, after)),
        clashing=tuple(_named(given, action) for action in asked if action not in done),
        assumed=sum(action.kind == "find-out" for action in done),
        stale=sum(key not in known for key in dict.fromkeys(ticks)),
    )


def _lines(given: Frame, after: Result) -> list[Line]:
    teller, now = Teller(given), given.result
    return [
        Line(given.word("dial.duty"), teller.score(now), teller.score(after)),
        Line(given.word("grade"), _letter(teller, now), _letter(teller, after)),
        Line(given.word("dial.readiness.tag"), _readiness(given, now.readiness), _readiness(given, after.readiness)),
    ]


def _letter(teller: Teller, result: Result) -> str:
    """Name a grade by its letter, where there is one."""
    return result.grade.effective or teller.held(result)


def _readiness(given: Frame, dial: Dial) -> str:
    return "—" if dial.final is None else f"{dial.final:,.{given.form.readiness.decimals}f}"


def _named(given: Frame, action: Action) -> str:
    return given.text(given.items[action.items[0]].title)


def query(goal: str, ticks: Sequence[str]) -> str:
    """Write ticks so that an address carries them; empty where there are none."""
    pairs = [*([("goal", goal)] if goal else []), *(("do", key) for key in ticks)]
    return f"?{urlencode(pairs)}" if pairs else ""


def _goals(given: Frame, current: str | None) -> list[tuple[str, str, bool]]:
    """Offer the grades above the one held: letter, title, whether it is the one shown."""
    bands = sorted(given.form.duty.bands, key=lambda band: band.from_)
    order = [band.grade for band in bands]
    grade = given.result.grade
    held = grade.low if grade.state == "pending" else grade.effective
    above = bands[order.index(held) + 1 :] if held in order else bands
    return [(band.grade, given.text(band.title), band.grade == current) for band in above]


def _lists(given: Frame, actions: Sequence[Action]) -> tuple[tuple[PathAction, ...], tuple[PathAction, ...]]:
    """Sort the actions into those about the compliance score and the others, what brings most for its effort first."""
    teller = Teller(given)
    pairs = list(zip(actions, alone(given.form, given.inputs, actions), strict=True))
    pairs.sort(key=lambda pair: (not pair[0].clears, -pair[1].duty / (pair[0].effort_days or 1), pair[0].key))
    duties = [pair for pair in pairs if _duty(given, pair[0])]
    benefits = [pair for pair in pairs if not _duty(given, pair[0])]
    return teller.actions(duties), teller.actions(benefits)


def _duty(given: Frame, action: Action) -> bool:
    return any(given.items[key].purpose == "duty" for key in action.items)
