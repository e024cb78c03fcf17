"""Days of a campaign as instants: a day begins at 0:00 and ends at 24:00 in Shanghai."""

from datetime import UTC, date, datetime, time, timedelta

from assess.clock import LOCAL_ZONE, to_local


def begin_of(day: date) -> datetime:
    """Give the first instant of a day."""
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Give the instant at which a day is over: 24:00, the first of the next one."""
    return begin_of(day + timedelta(days=1))


def last_day(ends: datetime) -> date:
    """Give the last day before an instant: what `end_of` was made from, or the day something was cut short on."""
    return to_local(ends - timedelta(microseconds=1)).date()


def days_left(ends: datetime, now: datetime) -> int:
    """Count the days to the last one, 0 on that day itself; negative once it is past."""
    return (last_day(ends) - to_local(now).date()).days
