"""What comes out of computing stored results again, as lines and as JSON; and the decisions among them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from assess.assessments import earlier
from assess.assessments.recomputing import Changed, Recomputed
from assess.cli.words import bracketed, labelled, word
from assess.reviews import recomputing as decisions
from assess.scoring.result import ENGINE
from assess.values.text import Locale
from assess.wording.sentences import say, tell


@dataclass
class Decided:
    """How many decisions were computed again; only those that differ are kept."""

    checked: int = 0
    different: list[Recomputed] = field(default_factory=list)

    def lines(self, locale: Locale) -> Iterator[str]:
        """Say what differs, then how many there are; nothing where there is no decision."""
        for one in self.different:
            yield from lines_of(one, locale)
        if self.checked:
            counts = {"checked": self.checked, "different": len(self.different)}
            yield say("rescore.decisions", {**counts, "same": self.checked - len(self.different)}, locale)

    def sheet(self, locale: Locale) -> dict[str, object]:
        """Give the same as JSON."""
        return {"checked": str(self.checked), "different": [entry(one, locale) for one in self.different]}


def decided(session: Session, checklist: str | None, version: str | None, since: dt.datetime | None = None) -> Decided:
    """Compute decisions again, one after the other."""
    found = Decided()
    for kept in decisions.read(session, key=checklist, version=version, since=since):
        one = decisions.recompute(kept, lambda sha256: earlier.published_as(session, sha256))
        found.checked += 1
        if not one.same:
            found.different.append(one)
    return found


def entry(one: Recomputed, locale: Locale) -> dict[str, object]:
    """Give one result that differs as JSON."""
    return {
        "reference": one.reference,
        "checklist": one.checklist,
        "version": one.version,
        "engine": one.engine,
        "problem": None if one.problem is None else tell(one.problem, locale),
        "changes": [
            {"column": each.column, "place": each.place, "before": each.before, "after": each.after}
            for each in one.changes
        ],
    }


def lines_of(one: Recomputed, locale: Locale) -> Iterator[str]:
    """Say of one result what differs."""
    engine = bracketed(f"{word('rescore.engine', locale)} {one.engine} → {ENGINE}", locale)
    yield f"{one.reference} {one.checklist} {one.version}{engine}"
    if one.problem is not None:
        yield f"  {tell(one.problem, locale)}"
    for change in one.changes:
        yield f"  {_change(change, locale)}"


def _change(change: Changed, locale: Locale) -> str:
    label = f"{word(f'rescore.{change.column}', locale)} {change.place}"
    return labelled(label, f"{change.before or '–'} → {change.after or '–'}", locale)
