"""Two people at once: one of them is first, and nothing is damaged."""

import threading
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.audit import log
from assess.db import Database
from assess.errors import AssessError
from assess.reviews import operations as reviews
from assess.reviews.models import Decision, Review, ReviewMark
from tests.factories.reviews import Scene


def at_once(database: Database, *works: Callable[[Session], object]) -> list[str]:
    """Run in as many transactions as there are works; give the refusals, empty where it was done."""
    ready, said = threading.Barrier(len(works)), [""] * len(works)

    def run(number: int, work: Callable[[Session], object]) -> None:
        with database.write() as session:
            ready.wait()
            try:
                work(session)
                session.commit()
            except AssessError as error:
                said[number] = error.message

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def begin(database: Database, now: datetime, *, marked: bool = False) -> Scene:
    with database.write() as session:
        scene = Scene(session, now)
        scene.fill()
        scene.submit()
        if marked:
            scene.take_up(scene.first)
            scene.mark_all(scene.first)
        session.commit()
    return scene


def test_two_take_up_and_one_gets_it(database: Database, now: datetime) -> None:
    scene = begin(database, now)

    def take(actor: Actor) -> Callable[[Session], object]:
        return lambda session: reviews.take_up(session, actor=actor, assessment_id=scene.id, now=now)

    assert at_once(database, take(scene.first), take(scene.other)) == ["", "review.taken"]
    with database.read() as session:
        assert len(session.scalars(select(Review)).all()) == 1
        assert log.verify(session, scene.id.hex) is None


def test_two_windows_mark_the_same_item_and_one_is_told(database: Database, now: datetime) -> None:
    scene = begin(database, now, marked=True)

    def mark(points: int) -> Callable[[Session], object]:
        change = reviews.MarkChange(points=Decimal(points), opinion=f"{points} 分")
        return lambda session: reviews.put_mark(
            session, actor=scene.first, assessment_id=scene.id, item="procedure", change=change, expected=1, now=now
        )

    assert at_once(database, mark(1), mark(2)) == ["", "stale"]
    with database.read() as session:
        found = session.get_one(ReviewMark, (scene.id, "procedure", 1))
        assert (found.revision, found.opinion) == (2, f"{Decimal(found.points or 0):.0f} 分")
        assert log.verify(session, scene.id.hex) is None


def test_deciding_twice_at_once_makes_one_decision(database: Database, now: datetime) -> None:
    scene = begin(database, now, marked=True)

    def decide(session: Session) -> object:
        return reviews.decide(session, actor=scene.first, assessment_id=scene.id, now=now)

    def back(session: Session) -> object:
        items = {"procedure": "补"}
        return reviews.send_back(session, actor=scene.first, assessment_id=scene.id, items=items, message="", now=now)

    assert at_once(database, decide, decide, back) == ["", "assessment.locked", "assessment.locked"]
    with database.read() as session:
        assert len(session.scalars(select(Decision)).all()) <= 1
        assert log.verify(session, scene.id.hex) is None
