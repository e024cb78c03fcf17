"""The only reader of the clock: instants are UTC, days are those of Asia/Shanghai.

The zone is fixed and not a setting: the deadlines of the measures are days in China, wherever the server stands.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Asia/Shanghai."""
    return to_local(now()).date()


def to_local(instant: datetime) -> datetime:
    """Show an instant as Asia/Shanghai reads it.

    Args:
        instant: An aware instant, or a naive one, which is taken as UTC (SQLite hands instants back naive).
    """
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(LOCAL_ZONE)
