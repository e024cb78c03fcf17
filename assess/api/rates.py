"""How often a token may ask: counted in the database by strokes, so that every process counts alike and cheaply."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from assess.accounts import throttle
from assess.accounts.throttle import Limit
from assess.db import Database
from assess.errors import ThrottledError

STROKE: Final = 20
"""One row stands for so many requests of one process; fewer than that a minute are not counted at all."""

MINUTE: Final = timedelta(minutes=1)
_KNOWN: Final = 10_000  # tokens counted at a time; beyond it everybody starts anew


@dataclass(slots=True)
class _Count:
    asked: int = 0
    again_at: datetime | None = None


class Rates:
    """Counts the requests of each token."""

    def __init__(self, database: Database, per_minute: int) -> None:
        self.database = database
        self.limit = Limit("api-token", max(1, per_minute // STROKE), MINUTE)
        self._lock = threading.Lock()
        self._counts: dict[str, _Count] = {}

    def count(self, token: str, now: datetime) -> None:
        """Count one request.

        Raises:
            ThrottledError: `api.rate`: too many within a minute.
        """
        with self._lock:
            count = self._count_of(token)
            if count.again_at is not None and now < count.again_at:
                raise ThrottledError("api.rate", minutes=1)
            count.asked += 1
            full = count.asked % STROKE == 0
        if full and not self._stroke(token, now):
            count.again_at = now + MINUTE
            raise ThrottledError("api.rate", minutes=1)

    def _count_of(self, token: str) -> _Count:
        if token not in self._counts and len(self._counts) >= _KNOWN:
            self._counts.clear()
        return self._counts.setdefault(token, _Count())

    def _stroke(self, token: str, now: datetime) -> bool:
        """Make one stroke; False where there are too many."""
        with self.database.write() as session:
            try:
                throttle.check(session, self.limit, token, now)
            except ThrottledError:
                return False
            throttle.count(session, self.limit, token, now)
            session.commit()
        return True
