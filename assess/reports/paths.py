"""Say the cheapest way to the next grade (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assess.reports.frame import Frame
from assess.reports.path_parts import PathAction, PathView
from assess.scoring.actions import Action, Change
from assess.scoring.options import Effect, Options
from assess.scoring.path import Goal, Path
from assess.scoring.result import Result
from assess.values.formats import number
from assess.values.model import Value
from assess.wording.changes import spoken
from assess.wording.planning import days, planned


def view(frame: Frame, found: Options) -> PathView:
    """Put the cheapest way into words."""
    path, teller = found.path, Teller(frame)
    return PathView(
        state=path.state,
        goal=teller.goal(path.goal) if path.goal.grade or path.goal.score is not None else None,
        lead=teller.lead(path),
        notes=tuple(teller.notes(found)),
        effort=days(number(path.effort_days), frame.locale) if path.actions else None,
        actions=teller.actions(list(zip(path.actions, found.along, strict=True))),
    )


class Teller:
    """Says grades, goals and actions of one report."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._locale = frame, frame.locale
        self._titles: Mapping[str, str] = {band.grade: frame.text(band.title) for band in frame.form.duty.bands}

    def _say(self, key: str, **values: object) -> str:
        return planned(key, self._locale, **values)

    def grade(self, grade: str | None) -> str:
        """Name a grade: B（良好）."""
        if grade is None:
            return self._say("path.ungraded")
        return self._say("path.grade", grade=grade, title=self._titles.get(grade, grade))

    def held(self, result: Result) -> str:
        """Name the grade of a result; 待定 with the lowest it can be."""
        if result.grade.state == "pending":
            return self._say("path.pending", grade=self.grade(result.grade.low))
        return self.grade(result.grade.effective)

    def goal(self, goal: Goal) -> str:
        """Name what is to be reached."""
        named = [self.grade(goal.grade)] if goal.grade else []
        scored = [] if goal.score is None else [self._say("path.score", score=number(goal.score))]
        return self._say("path.list").join([*named, *scored])

    def score(self, result: Result) -> str:
        """Write a compliance score."""
        decimals = self._frame.form.duty.decimals
        return "—" if result.grade.final is None else f"{result.grade.final:,.{decimals}f}"

    def lead(self, path: Path) -> str:
        """Say in one sentence what the path comes to."""
        if path.actions:
            return self._say(
                "path.lead",
                count=len(path.actions),
                days=number(path.effort_days),
                before=self.score(path.before),
                after=self.score(path.after),
                held=self.held(path.before),
                reached=self.held(path.after),
            )
        if path.state == "reached" and path.goal == Goal():
            return self._say("path.reached.top")
        return self._say(f"path.{path.state}", grade=self.goal(path.goal), bound=number(path.bound))

    def notes(self, found: Options) -> Iterator[str]:
        """Say how sure the path is and what it rests on."""
        path = found.path
        if not path.actions:
            return
        yield self._say(f"path.{path.state}", considered=len(found.actions), bound=number(path.bound))
        if path.assumes:
            yield self._say("path.assumes", count=len(path.assumes))
        if found.certain is not None:
            yield self._certain(found.certain)
        yield self._say("path.basis")

    def _certain(self, path: Path) -> str:
        if not path.actions:
            return self._say("path.certain.none", grade=self.goal(path.goal))
        effort = number(path.effort_days)
        return self._say("path.certain", grade=self.goal(path.goal), count=len(path.actions), days=effort)

    def actions(self, pairs: Sequence[tuple[Action, Effect]]) -> tuple[PathAction, ...]:
        """Say actions in their order."""
        return tuple(self._action(place, action, effect) for place, (action, effect) in enumerate(pairs, start=1))

    def _action(self, place: int, action: Action, effect: Effect) -> PathAction:
        frame, advice = self._frame, action.advice
        served = tuple(dict.fromkeys((*action.items, *effect.items)))
        cited = tuple(dict.fromkeys(clause for key in served for clause in frame.items[key].clauses))
        kind = "veto" if action.clears else action.kind
        return PathAction(
            number=str(place),
            key=action.key,
            kind=kind,
            label=self._say(f"path.kind.{kind}"),
            do=frame.text(advice.do) if advice else "",
            owner=frame.text(advice.owner) if advice else "",
            effort=days(number(action.effort_days), self._locale),
            clauses=frame.where(cited),
            items=tuple(frame.text(frame.items[key].title) for key in served),
            points=self._say("path.list").join(self._points(effect)),
            changes=tuple(self._changed(change) for change in action.changes),
            otherwise=self._otherwise(action),
        )

    def _changed(self, change: Change) -> str:
        now: Value | None = self._frame.inputs.answers.get(change.fact)
        return spoken(change, self._frame.facts[change.fact], now, self._locale)

    def _points(self, effect: Effect) -> Iterator[str]:
        if effect.duty:
            yield self._say("path.points", points=_signed(effect.duty))
        if effect.readiness:
            yield self._say("path.points.readiness", points=_signed(effect.readiness))

    def _otherwise(self, action: Action) -> str | None:
        if action.kind != "find-out":
            return None
        if action.otherwise_days is None:
            return self._say("path.otherwise.none")
        return self._say("path.otherwise", days=number(action.otherwise_days))


def _signed(points: Decimal) -> str:
    return f"+{number(points)}" if points > 0 else f"−{number(-points)}"
