"""The rule with a due date: `deadline`."""

import datetime as dt
from decimal import Decimal

from assess.conditions.world import World
from assess.scoring import reading
from assess.scoring.rounding import ONE, ZERO
from assess.scoring.rules import Deadline
from assess.scoring.ruling import NOT_DUE, Apply, Note, Ruling, earn, unknown
from assess.values.step import FactRef


def deadline(rule: Deadline, points: Decimal) -> Apply:
    """Prepare `deadline`: in time 1, late by the table, undone and past 0, undone and not yet due out of both sums.

    A day after `as_of` has not come: the thing is not done yet.
    """
    due = dt.date.fromisoformat(rule.due)
    table = sorted(rule.late, key=lambda late: late.days)
    done_fact = FactRef(rule.done) if rule.done else None
    date_fact = FactRef(rule.date)

    def late(days: int) -> Decimal:
        return next((row.credit for row in table if days <= row.days), ZERO)

    def apply(world: World, note: Note) -> Ruling:
        done = "yes" if done_fact is None else reading.code(world, done_fact, note)
        if done is None:
            return unknown(points)
        if done != "yes":
            return _undone(world.as_of, due, points, note)
        day = reading.day(world, date_fact, note)
        if day is None:
            return unknown(points)
        return judge(day, note) if day <= world.as_of else _undone(world.as_of, due, points, note)

    def judge(day: dt.date, note: Note) -> Ruling:
        days = (day - due).days
        credit = ONE if days <= 0 else late(days)
        if days <= 0:
            note("deadline.in-time", day=day, due=due)
        else:
            note("deadline.late", day=day, due=due, days=days, credit=credit)
        return earn(points, credit, note)

    return apply


def _undone(as_of: dt.date, due: dt.date, points: Decimal, note: Note) -> Ruling:
    if as_of <= due:
        note("deadline.not-due", due=due, as_of=as_of)
        return NOT_DUE
    note("deadline.past", due=due, as_of=as_of)
    return earn(points, ZERO, note)
