"""What is kept for how long, as the notice shows it."""

from dataclasses import dataclass

from assess.config import Settings
from assess.overview.privacy import classes
from assess.overview.privacy.retention import FILES
from assess.values.text import Locale
from assess.wording.sentences import say


@dataclass(frozen=True, slots=True)
class Line:
    """A class of data: what it holds, what for, and how long it is kept."""

    what: str
    why: str
    period: str
    end: str


def lines(settings: Settings, locale: Locale) -> tuple[Line, ...]:
    """Give the classes that hold something about people, with the periods of this service."""
    found = classes.kept(trial_hours=settings.trial_hours, given=settings.retention)
    return tuple(_line(one, locale) for one in found if one.key != FILES)


def _line(one: classes.Kept, locale: Locale) -> Line:
    what, why, end = (say(f"retention.{one.key}{part}", {}, locale) for part in ("", ".why", ".end"))
    return Line(what, why, classes.period(one, locale), end)
