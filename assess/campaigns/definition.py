"""What a campaign is made of, where it stands, and what can happen to it there: one table (pure).

`Phase` is what people see: an open campaign is upcoming before its first day and closed after its last instant, without
anybody doing anything. What the clock closed is stored as closed with the next thing that happens to it.
"""

import datetime as dt
import enum
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assess.errors import InvalidError

NAME_MAXIMUM: Final = 200
TEXT_MAXIMUM: Final = 2000
REASON_MAXIMUM: Final = 500
DAYS_MAXIMUM: Final = 90
REMINDERS_MAXIMUM: Final = 5


class CampaignStatus(enum.StrEnum):
    """What is stored: being prepared, open for filling in, closed for it, its results published."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class CampaignEvent(enum.StrEnum):
    """What can happen to a campaign."""

    CREATED = "created"
    EDITED = "edited"
    OPENED = "opened"
    EXTENDED = "extended"
    CLOSED = "closed"
    REOPENED = "reopened"
    PUBLISHED = "published"
    ADDED = "participants-added"
    REMOVED = "participants-removed"
    REMINDED = "reminded"


class Phase(enum.StrEnum):
    """Where a campaign stands at an instant."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


TABLE: Final[Mapping[tuple[Phase, CampaignEvent], CampaignStatus]] = {
    (Phase.DRAFT, CampaignEvent.EDITED): CampaignStatus.DRAFT,
    (Phase.DRAFT, CampaignEvent.ADDED): CampaignStatus.DRAFT,
    (Phase.DRAFT, CampaignEvent.REMOVED): CampaignStatus.DRAFT,
    (Phase.DRAFT, CampaignEvent.OPENED): CampaignStatus.OPEN,
    (Phase.UPCOMING, CampaignEvent.EDITED): CampaignStatus.OPEN,
    (Phase.UPCOMING, CampaignEvent.ADDED): CampaignStatus.OPEN,
    (Phase.UPCOMING, CampaignEvent.REMOVED): CampaignStatus.OPEN,
    (Phase.UPCOMING, CampaignEvent.EXTENDED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.EDITED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.ADDED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.REMOVED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.EXTENDED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.REMINDED): CampaignStatus.OPEN,
    (Phase.OPEN, CampaignEvent.CLOSED): CampaignStatus.CLOSED,
    (Phase.CLOSED, CampaignEvent.EDITED): CampaignStatus.CLOSED,
    (Phase.CLOSED, CampaignEvent.REMOVED): CampaignStatus.CLOSED,
    (Phase.CLOSED, CampaignEvent.EXTENDED): CampaignStatus.CLOSED,  # for one organisation only: see `may_extend_all`
    (Phase.CLOSED, CampaignEvent.REOPENED): CampaignStatus.OPEN,
    (Phase.CLOSED, CampaignEvent.PUBLISHED): CampaignStatus.PUBLISHED,
    (Phase.PUBLISHED, CampaignEvent.PUBLISHED): CampaignStatus.PUBLISHED,  # what was decided since
}

NEEDS_REASON: Final = frozenset(
    {
        CampaignEvent.ADDED,
        CampaignEvent.CLOSED,
        CampaignEvent.EXTENDED,
        CampaignEvent.REMOVED,
        CampaignEvent.REOPENED,
    }
)
"""What nobody does to a campaign that is open, or was, without saying why."""

TOLD: Final = frozenset(
    {
        CampaignEvent.ADDED,
        CampaignEvent.CLOSED,
        CampaignEvent.EXTENDED,
        CampaignEvent.OPENED,
        CampaignEvent.REMINDED,
        CampaignEvent.REOPENED,
    }
)
"""What participants get a letter about."""

FIXED_ONCE_OPEN: Final = frozenset(
    {
        "checklist_version_id",
        "organiser_id",
        "reviewing_body_id",
        "second_body_id",
        "levels",
        "opens_on",
        "closes_on",
        "mend_days",
        "appeal_days",
    }
)
"""What participants were told; dates move by extending, closing and reopening, each with its reason."""


def phase(status: CampaignStatus, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime) -> Phase:
    """Say where a campaign stands."""
    if status is not CampaignStatus.OPEN:
        return Phase(status.value)
    if now < opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if now < closes_at else Phase.CLOSED


def after(where: Phase, event: CampaignEvent) -> CampaignStatus | None:
    """Give the status an event leads to; None where it cannot happen."""
    return TABLE.get((where, event))


def may_extend_all(where: Phase) -> bool:
    """Say whether the deadline of everybody may move by extending; once it is past, that is reopening."""
    return where in {Phase.UPCOMING, Phase.OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFields:
    """A campaign as an administrator describes it; days are whole days in Shanghai, the last one included."""

    name: str
    checklist_version_id: uuid.UUID
    organiser_id: uuid.UUID
    reviewing_body_id: uuid.UUID
    opens_on: dt.date
    closes_on: dt.date
    second_body_id: uuid.UUID | None = None
    levels: int = 1
    review_by: dt.date | None = None
    mend_days: int = 10
    appeal_days: int = 10
    publish_at_once: bool = False
    reminder_days: tuple[int, ...] = ()
    message: str = ""


def checked(given: CampaignFields, today: dt.date) -> CampaignFields:
    """Check a description by itself and give it in its stored form.

    Raises:
        InvalidError: For the first field that cannot be taken.
    """
    _check_days(given, today)
    if given.levels not in {1, 2}:
        raise InvalidError("campaign.levels", field="levels")
    _between(given.mend_days, 1, "mend_days")
    _between(given.appeal_days, 0, "appeal_days")
    return CampaignFields(
        name=words(given.name, "name", most=NAME_MAXIMUM, least=1),
        checklist_version_id=given.checklist_version_id,
        organiser_id=given.organiser_id,
        reviewing_body_id=given.reviewing_body_id,
        opens_on=given.opens_on,
        closes_on=given.closes_on,
        second_body_id=_second_body(given),
        levels=given.levels,
        review_by=given.review_by,
        mend_days=given.mend_days,
        appeal_days=given.appeal_days,
        publish_at_once=given.publish_at_once,
        reminder_days=_reminders(given.reminder_days),
        message=words(given.message, "message", most=TEXT_MAXIMUM, lines=True),
    )


def changed(before: CampaignFields, wanted: CampaignFields) -> tuple[str, ...]:
    """Name the fields two descriptions differ in."""
    return tuple(name for name in CampaignFields.__slots__ if getattr(before, name) != getattr(wanted, name))


def words(given: str, field: str, *, most: int, least: int = 0, lines: bool = False) -> str:
    """Give a text without blanks around it; `lines` allows more than one.

    Raises:
        InvalidError: It is missing, too long, or holds control characters.
    """
    kept = "\n".join(line.rstrip() for line in given.strip().splitlines()) if lines else " ".join(given.split())
    if len(kept) < least:
        raise InvalidError("campaign.empty", field=field)
    if len(kept) > most:
        raise InvalidError("campaign.too-long", field=field, most=most)
    if not kept.replace("\n", "").replace("\t", "").isprintable():
        raise InvalidError("value.control-character", field=field)
    return kept


def reason(given: str, event: CampaignEvent, where: Phase) -> str:
    """Give the reason of a step; InvalidError where it needs one and has none."""
    needed = event in NEEDS_REASON and where is not Phase.DRAFT
    return words(given, "reason", most=REASON_MAXIMUM, least=int(needed), lines=True)


def _check_days(given: CampaignFields, today: dt.date) -> None:
    if given.closes_on < given.opens_on:
        raise InvalidError("campaign.closes-before", field="closes_on")
    if given.closes_on < today:
        raise InvalidError("campaign.past", field="closes_on")
    if given.review_by is not None and given.review_by < given.closes_on:
        raise InvalidError("campaign.review-before", field="review_by")


def _between(given: int, least: int, field: str) -> None:
    if not least <= given <= DAYS_MAXIMUM:
        raise InvalidError("campaign.days", field=field, least=least, most=DAYS_MAXIMUM)


def _second_body(given: CampaignFields) -> uuid.UUID | None:
    """Give the body of the second level, where there is one and it is another."""
    another = given.second_body_id != given.reviewing_body_id
    return given.second_body_id if given.levels > 1 and another else None


def _reminders(given: Sequence[int]) -> tuple[int, ...]:
    """Give the days before the deadline on which to remind, the first one first."""
    kept = tuple(sorted(set(given), reverse=True))
    if len(kept) > REMINDERS_MAXIMUM or not all(1 <= days <= DAYS_MAXIMUM for days in kept):
        raise InvalidError("campaign.reminders", field="reminder_days", times=REMINDERS_MAXIMUM, most=DAYS_MAXIMUM)
    return kept
