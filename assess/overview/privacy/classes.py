"""Which personal data are kept for how long: one table, read by the notice, the retention job and the documentation.

What a class holds, why it is kept and what happens at its end stand in `assess.wording.retention_words`, under the
class's key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from assess.accounts.letters import KEPT as LETTERS
from assess.accounts.links import KEPT as LINKS
from assess.accounts.requests import KEPT_FOR as ANSWERS
from assess.accounts.webhooks.delivering import KEPT as DELIVERIES
from assess.assessments.presence import KEPT as PRESENCE
from assess.assessments.sheetuploads import KEPT as UPLOADS
from assess.config import SettingsError
from assess.reports.bulk.operations import KEPT as BATCHES
from assess.reports.sweeping import GRACE
from assess.values.text import Locale
from assess.wording.sentences import say

_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DataClass:
    """One class of data.

    Args:
        key: Its name in settings and on the command line.
        period: How long it is kept after what its words say; None where another setting says it (`trial_hours`).
        fixed: The period cannot be set: it belongs to how the service works.
        asked_for: Applied only where the operator set a period; otherwise counted by the dry run and left alone.
    """

    key: str
    period: timedelta | None
    fixed: bool = False
    asked_for: bool = False


CLASSES: Final[tuple[DataClass, ...]] = (
    DataClass("trials", None, fixed=True),
    DataClass("drafts", 2 * _YEAR, asked_for=True),
    DataClass("submitted", 10 * _YEAR, asked_for=True),
    DataClass("accounts", 3 * _YEAR),
    DataClass("consents", 3 * _YEAR),
    DataClass("sessions", timedelta(0), fixed=True),
    DataClass("attempts", _DAY, fixed=True),
    DataClass("tokens", 90 * _DAY),
    DataClass("links", LINKS, fixed=True),
    DataClass("requests", _YEAR),
    DataClass("letters", LETTERS, fixed=True),
    DataClass("presence", PRESENCE, fixed=True),
    DataClass("uploads", UPLOADS, fixed=True),
    DataClass("imports", 90 * _DAY),
    DataClass("deliveries", DELIVERIES, fixed=True),
    DataClass("answers-to-programs", ANSWERS, fixed=True),
    DataClass("event-details", 3 * _YEAR),
    DataClass("report-batches", BATCHES, fixed=True),
    DataClass("files", GRACE, fixed=True),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A class with the period that holds here; `applied` says whether it is kept to."""

    key: str
    period: timedelta
    applied: bool


def kept(*, trial_hours: int, given: Mapping[str, int]) -> tuple[Kept, ...]:
    """Give what holds in a service.

    Args:
        trial_hours: How long trials are kept.
        given: Class → days, as the operator set them (`ASSESS_RETENTION`).

    Raises:
        SettingsError: There is no such class, or its period cannot be set.
    """
    settable = [one.key for one in CLASSES if not one.fixed]
    for key in given:
        if key not in settable:
            names = "、".join(settable)
            raise SettingsError("retention", f"没有可设置的类别“{key}”，可设置：{names}", f"no class {key} can be set")
    return tuple(_kept(one, timedelta(hours=trial_hours), given) for one in CLASSES)


def _kept(one: DataClass, trials: timedelta, given: Mapping[str, int]) -> Kept:
    period = timedelta(days=given[one.key]) if one.key in given else one.period
    return Kept(one.key, trials if period is None else period, one.key in given or not one.asked_for)


def period(one: Kept, locale: Locale) -> str:
    """Say how long a class is kept, and from when on."""
    since = say(f"retention.{one.key}.from", {}, locale)
    if not one.period:
        return say("retention.kept-at-once", {"since": since}, locale)
    kind = "retention.kept" if one.applied else "retention.kept-until-asked"
    return say(kind, {"since": since, "period": length(one.period, locale)}, locale)


def length(given: timedelta, locale: Locale) -> str:
    """Write a period in its largest whole unit; a single day in hours."""
    hours, days = given // timedelta(hours=1), given.days
    if hours <= _DAY // timedelta(hours=1):
        return say("retention.hours" if hours > 1 else "retention.hour", {"count": hours}, locale)
    if days % _YEAR.days:
        return say("retention.days", {"count": days}, locale)
    return say("retention.years" if days > _YEAR.days else "retention.year", {"count": days // _YEAR.days}, locale)
