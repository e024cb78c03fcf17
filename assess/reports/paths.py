"""Say the cheapest way to the next grade (pure)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.path_parts import PathAction, PathView
from assess.scoring.actions import Action, Change
from assess.scoring.options import Effect, Options
from assess.values.model import Value
from assess.wording.changes import spoken
from assess.wording.paths import PathWords
from assess.wording.planning import days


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


class Teller(PathWords):
    """Says grades, goals and actions of one report."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.form, frame.locale)
        self._frame = frame

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
            label=self.say(f"path.kind.{kind}"),
            do=self.do(action),
            owner=frame.text(advice.owner) if advice else "",
            effort=days(number(action.effort_days), self._locale),
            clauses=frame.where(cited),
            items=tuple(frame.text(frame.items[key].title) for key in served),
            points=self.say("path.list").join(self._points(effect)),
            changes=tuple(self._changed(change) for change in action.changes),
            otherwise=self._otherwise(action),
        )

    def _changed(self, change: Change) -> str:
        now: Value | None = self._frame.inputs.answers.get(change.fact)
        return spoken(change, self._frame.facts[change.fact], now, self._locale)

    def _points(self, effect: Effect) -> Iterator[str]:
        if effect.duty:
            yield self.say("path.points", points=_signed(effect.duty))
        if effect.readiness:
            yield self.say("path.points.readiness", points=_signed(effect.readiness))

    def _otherwise(self, action: Action) -> str | None:
        if action.kind != "find-out":
            return None
        if action.advice is None:
            return self.say("path.otherwise.gate")
        if action.otherwise_days is None:
            return self.say("path.otherwise.none")
        return self.say("path.otherwise", days=number(action.otherwise_days))


def _signed(points: Decimal) -> str:
    return f"+{number(points)}" if points > 0 else f"−{number(-points)}"
