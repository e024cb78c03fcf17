"""Say what the cheapest way comes to and how sure that is."""

from collections.abc import Iterator

from assess.scoring.actions import Action
from assess.scoring.form import Form
from assess.scoring.options import Options
from assess.scoring.path import Goal, Path
from assess.scoring.result import Result
from assess.values.formats import number
from assess.values.text import Locale
from assess.wording.planning import days, planned


class PathWords:
    """Says the grades, goals and findings of one form."""

    def __init__(self, form: Form, locale: Locale) -> None:
        self._locale, self._decimals = locale, form.duty.decimals
        self._titles = {band.grade: band.title.to(locale) for band in form.duty.bands}

    def say(self, key: str, **values: object) -> str:
        """Say one of the words of `assess.wording.planning`."""
        return planned(key, self._locale, **values)

    def grade(self, grade: str | None) -> str:
        """Name a grade: B（良好）."""
        if grade is None:
            return self.say("path.ungraded")
        return self.say("path.grade", grade=grade, title=self._titles.get(grade, grade))

    def held(self, result: Result) -> str:
        """Name the grade of a result; 待定 with the lowest it can be."""
        if result.grade.state == "pending":
            return self.say("path.pending", grade=self.grade(result.grade.low))
        return self.grade(result.grade.effective)

    def goal(self, goal: Goal) -> str:
        """Name what is to be reached."""
        named = [self.grade(goal.grade)] if goal.grade else []
        scored = [] if goal.score is None else [self.say("path.score", score=number(goal.score))]
        return self.say("path.list").join([*named, *scored])

    def score(self, result: Result) -> str:
        """Write a compliance score."""
        return "—" if result.grade.final is None else f"{result.grade.final:,.{self._decimals}f}"

    def do(self, action: Action) -> str:
        """Say what is to be done."""
        return self.say("path.settle") if action.advice is None else action.advice.do.to(self._locale)

    def lead(self, path: Path) -> str:
        """Say in one sentence what the path comes to."""
        if path.actions:
            return self.say(
                "path.lead",
                count=len(path.actions),
                days=number(path.effort_days),
                effort=days(number(path.effort_days), self._locale),
                before=self.score(path.before),
                after=self.score(path.after),
                held=self.held(path.before),
                reached=self.held(path.after),
            )
        if path.state == "reached" and path.goal == Goal():
            return self.say("path.reached.top")
        words = {"grade": self.goal(path.goal), "bound": number(path.bound), "after": self.score(path.after)}
        return self.say(f"path.{path.state}", **words)

    def notes(self, found: Options) -> Iterator[str]:
        """Say how sure the path is and what it rests on."""
        path = found.path
        if not path.actions:
            return
        yield self.say(f"path.{path.state}", considered=len(found.actions), bound=number(path.bound))
        if path.assumes:
            yield self.say("path.assumes", count=len(path.assumes))
        if found.certain is not None:
            yield self._certain(found.certain)
        yield self.say("path.basis")

    def _certain(self, path: Path) -> str:
        if not path.actions:
            state = "unknown" if path.state == "unknown" else "none"
            return self.say(f"path.certain.{state}", grade=self.goal(path.goal))
        effort = number(path.effort_days)
        told = {"days": effort, "effort": days(effort, self._locale)}
        return self.say("path.certain", grade=self.goal(path.goal), count=len(path.actions), **told)
