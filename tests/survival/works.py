"""What is killed in the middle: saving, submitting, importing, migrating. Each says what it was told is done."""

import asyncio
import functools
import json
import os
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor, Membership
from assess.access.roles import Role
from assess.accounts.importing import operations as importing
from assess.accounts.sessions import Limits
from assess.assessments import submitting
from assess.assessments.save import Change, save
from assess.db import Writer, migrate, open_database
from assess.jobs.runner import Runner
from assess.storage import Folder
from tests.factories.batches import Tiny, known

Tell = Callable[[str], None]


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def saving(given: Mapping[str, Any], tell: Tell) -> None:
    """Save at every seat at once, for ever."""

    async def seat(writer: Writer, one: Mapping[str, str]) -> None:
        revision = int(one["revision"])
        while True:
            call = functools.partial(
                save,
                token_hash=bytes.fromhex(one["token_hash"]),
                csrf_token=one["csrf_token"],
                assessment_id=uuid.UUID(one["assessment_id"]),
                fact="credit.procedure",
                change=Change("no" if revision % 2 else "yes", "", revision),
                limits=Limits(),
                now=now(),
            )
            revision = (await writer.run(call)).revision
            tell(f"{one['assessment_id']} {revision}")

    async def everybody() -> None:
        writer = Writer(open_database(given["url"]))
        writer.start()
        await asyncio.gather(*(seat(writer, one) for one in given["seats"]))

    asyncio.run(everybody())


def actor(given: Mapping[str, Any], role: Role) -> Actor:
    """Give who works."""
    member = Membership(uuid.UUID(given["organisation_id"]), role, operator=False)
    return Actor(account_id=uuid.UUID(given["account_id"]), name="王丽", memberships=(member,))


def submitting_all(given: Mapping[str, Any], tell: Tell) -> None:
    """Submit one form after the other."""
    database, lead = open_database(given["url"]), actor(given, Role.LEAD)
    for assessment_id in given["assessments"]:
        with database.write() as session:
            made = submitting.submit(
                session,
                actor=lead,
                assessment_id=uuid.UUID(assessment_id),
                declared=True,
                declared_name="王丽",
                now=now(),
            )
            reference = made.submission.reference
            session.commit()
        tell(f"{assessment_id} {reference}")


def importing_all(given: Mapping[str, Any], tell: Tell) -> None:
    """Carry out one import after the other."""
    database, office = open_database(given["url"]), actor(given, Role.ADMINISTRATOR)

    def one(session: Session, import_id: uuid.UUID) -> None:
        importing.apply(session, actor=office, import_id=import_id, roles={}, now=now())

    for import_id in given["imports"]:
        tell(f"begun {import_id}")
        with database.write() as session:
            one(session, uuid.UUID(import_id))
            session.commit()
        tell(f"done {import_id}")


def migrating(given: Mapping[str, Any], tell: Tell) -> None:
    """Bring the database to the newest schema."""
    database = open_database(given["url"])
    tell("begun")
    migrate.upgrade(database)
    tell("done")


def batching(given: Mapping[str, Any], tell: Tell) -> None:
    """Work batches of reports off, each report slow enough to be killed in the middle, by a clock that runs ahead."""
    begun, start = time.monotonic(), datetime.fromisoformat(given["now"])
    handlers = known(Tiny(slow=given["slow"]), Folder(Path(given["folder"])))
    database = open_database(given["url"])
    tell("begun")
    while True:
        Runner(database, handlers, lambda: start + timedelta(seconds=20 * (time.monotonic() - begun))).run_due()


WORKS: Final[Mapping[str, Callable[[Mapping[str, Any], Tell], None]]] = {
    "saving": saving,
    "submitting": submitting_all,
    "importing": importing_all,
    "migrating": migrating,
    "batching": batching,
}


def serve() -> None:
    """Read `work file given` as JSON lines, and fork a child for each; tell its number, then that it is gone."""
    for line in iter(input, ""):
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            perform(order)
        print(child, flush=True)  # noqa: T201 - this is how we speak to the one who kills
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - likewise


def perform(order: Mapping[str, Any]) -> None:
    """Do the work of one order and end the process, whatever happens."""
    target = os.open(Path(order["file"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        WORKS[order["work"]](order["given"], lambda line: void(os.write(target, f"{line}\n".encode())))
    except BaseException as error:  # noqa: BLE001 - the one who waits must hear of it
        os.write(target, f"failed {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(0)


def void(_written: int) -> None:
    """Forget how many bytes were written: a line this short is written whole."""


if __name__ == "__main__":
    serve()
