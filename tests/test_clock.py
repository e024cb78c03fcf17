"""Instants are UTC, days are those of Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assess import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai(monkeypatch: pytest.MonkeyPatch, instant: datetime, day: date) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)
    assert clock.today() == day


def test_a_naive_instant_is_taken_as_utc() -> None:
    naive = datetime(2026, 1, 1, 0, 0, tzinfo=UTC).replace(tzinfo=None)
    assert clock.to_local(naive).isoformat() == "2026-01-01T08:00:00+08:00"
