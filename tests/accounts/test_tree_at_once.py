"""Two administrators at the same moment: no circle, and nothing imported twice."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import organising
from assess.accounts.import_models import ImportState, OrganisationImport
from assess.accounts.importing import operations
from assess.accounts.models import Lineage, Organisation, OrganisationKind
from assess.db import Database
from assess.errors import ConflictError
from tests.factories.accounts import actor_of, credit_code, make_account, make_organisation
from tests.factories.organisations import as_csv, entry

AUTHORITY, DISTRICT = OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT


def at_once(database: Database, *steps: Callable[[Session], object]) -> list[str]:
    """Do steps in transactions of their own that begin together, and say how each ended."""
    together = Barrier(len(steps))

    def run(step: Callable[[Session], object]) -> str:
        with database.write() as session:
            together.wait(30)
            try:
                step(session)
                session.commit()
            except ConflictError as refusal:
                return refusal.message
            return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def office(database: Database) -> tuple[Actor, uuid.UUID]:
    with database.write() as session:
        city = make_organisation(session, name="市局", kind=AUTHORITY)
        found = actor_of(session, make_account(session, city, Role.ADMINISTRATOR)), city.id
        session.commit()
    return found


def test_two_moves_make_no_circle(database: Database, now: datetime) -> None:
    actor, city = office(database)
    with database.write() as session:
        top = session.get_one(Organisation, city)
        east, west = (make_organisation(session, name=name, kind=DISTRICT, parent=top).id for name in ("东区", "西区"))
        session.commit()

    def move(one: uuid.UUID, below: uuid.UUID) -> Callable[[Session], object]:
        return lambda session: organising.move(session, actor=actor, organisation_id=one, parent_id=below, now=now)

    assert at_once(database, move(east, west), move(west, east)) == ["done", "tree.circle"]
    with database.read() as session:
        lines = session.execute(select(Lineage.organisation_id, Lineage.ancestor_id)).all()
        assert sorted(len({line[1] for line in lines if line[0] == one}) for one in (east, west)) == [1, 2]


def test_two_clicks_import_once(database: Database, now: datetime) -> None:
    actor, city = office(database)
    content = operations.read("单位.csv", as_csv(*(entry(f"企业{n}", credit_code()) for n in range(20))))
    with database.write() as session:
        one = operations.upload(session, actor=actor, scope_id=city, content=content, roles={}, now=now).id
        session.commit()

    def click(session: Session) -> object:
        return operations.apply(session, actor=actor, import_id=one, roles={}, now=now)

    assert at_once(database, click, click, click) == ["done"] * 3
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 21
        assert session.get_one(OrganisationImport, one).state is ImportState.APPLIED
