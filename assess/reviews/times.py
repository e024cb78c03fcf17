"""Deadlines of reviews: a day ends at 24:00 in Shanghai."""

from datetime import UTC, date, datetime, time, timedelta

from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.clock import LOCAL_ZONE, to_local

WAITING = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.IN_SECOND_REVIEW})
"""The states that the campaign's day for reviewing is about; appeals have none."""


def end_of_day(instant: datetime, days: int) -> datetime:
    """Give the end of the day that lies so many days after an instant's own, as an instant."""
    last = to_local(instant).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), LOCAL_ZONE).astimezone(UTC)


def last_day(end: datetime) -> date:
    """Give the last day before an instant at which a deadline ends."""
    return to_local(end - timedelta(microseconds=1)).date()


def due_of(campaign: Campaign, status: Status) -> date | None:
    """Give the day by which an assessment in this state should be reviewed."""
    return campaign.review_by if status in WAITING else None
