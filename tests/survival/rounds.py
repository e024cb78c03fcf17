"""Rounds of killing: what is set up for each work, and what must hold after each kill."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, inspect, select, text

from assess.access.roles import Role
from assess.accounts.import_models import ImportState, OrganisationImport, OrganisationImportRow
from assess.accounts.importing import operations as importing
from assess.accounts.models import Account, Lineage, Organisation, OrganisationKind
from assess.accounts.sessions import hash_token
from assess.assessments import answering, history
from assess.assessments.figure_models import Figure
from assess.assessments.models import Answer, AnswerHistory, Assessment, Submission
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.db import Base, Database, migrate, open_database
from tests.factories.accounts import actor_of, credit_code, make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment
from tests.factories.organisations import as_csv, entry
from tests.factories.reviews import ANSWERS
from tests.survival.killing import Nursery

FORMS: Final = 4
SEATS: Final = 6
FILES: Final = 3
ROWS: Final = 60
Said = list[list[str]]


@dataclass(frozen=True)
class Scene:
    """An enterprise with its lead, in one database."""

    database: Database
    url: str
    organisation: Organisation
    account: Account

    @property
    def given(self) -> dict[str, Any]:
        """Give what every work needs to know."""
        return {
            "url": self.url,
            "organisation_id": str(self.organisation.id),
            "account_id": str(self.account.id),
        }


def scene(database: Database, url: str, role: Role = Role.LEAD) -> Scene:
    """Set one up; the lead's is an enterprise, the administrator's an authority."""
    kind = OrganisationKind.ENTERPRISE if role is Role.LEAD else OrganisationKind.AUTHORITY
    with database.write() as session:
        organisation = make_organisation(session, kind=kind, region="371300", roles=("exporter",))
        account = make_account(session, organisation, role)
        session.commit()
        for row in (organisation, account):
            session.refresh(row)
        session.expunge_all()
    return Scene(database, url, organisation, account)


def forms(here: Scene, count: int = FORMS) -> list[uuid.UUID]:
    """Have forms that are filled in."""
    now = datetime.now(UTC)
    with here.database.write() as session:
        made = [make_assessment(session, here.organisation, now=now) for _ in range(count)]
        lead = actor_of(session, here.account)
        for one in made:
            for fact, raw in ANSWERS.items():
                change = Change(raw, "", 0)
                answering.answer(session, actor=lead, assessment_id=one.id, fact=fact, change=change, now=now)
        session.commit()
        return [one.id for one in made]


def saving(here: Scene, nursery: Nursery) -> int:
    """Kill while six seats save; what was said to be saved is there, with history, chain and nothing besides."""
    now = datetime.now(UTC)
    with here.database.write() as session:
        opened = make_session(session, session.get_one(Account, here.account.id), now=now)
        made = [
            make_assessment(session, session.get_one(Organisation, here.organisation.id), now=now) for _ in range(6)
        ]
        token = {"token_hash": hash_token(opened.token).hex(), "csrf_token": opened.csrf_token, "revision": "0"}
        seats = [{"assessment_id": str(one.id), **token} for one in made]
        session.commit()
    said = nursery.killed("saving", {**here.given, "seats": seats}, after=12, within=0.02)
    told = {uuid.UUID(key): max(int(line[1]) for line in said if line[0] == key) for key in {line[0] for line in said}}
    with here.database.read() as session:
        for assessment_id, revision in told.items():
            answer = session.get_one(Answer, (assessment_id, "credit.procedure"))
            rows = session.scalars(select(AnswerHistory).where(AnswerHistory.assessment_id == assessment_id)).all()
            assert answer.revision >= revision
            assert sorted(row.revision for row in rows) == list(range(1, answer.revision + 1))
            assert log.verify(session, assessment_id.hex) is None
            assert history.altered_answers(session, assessment_id) == ()
    return len(said)


def submitting(here: Scene, nursery: Nursery) -> int:
    """Kill while forms are submitted one after the other; each is submitted with all that belongs to it, or a draft."""
    made = forms(here)
    given = {**here.given, "assessments": [str(one) for one in made]}
    said = nursery.killed("submitting", given, after=1, within=0.12)
    told = {uuid.UUID(line[0]): line[1] for line in said}
    with here.database.read() as session:
        for assessment_id in made:
            status = session.get_one(Assessment, assessment_id).status
            references = session.scalars(
                select(Submission.reference).where(Submission.assessment_id == assessment_id)
            ).all()
            events = select(func.count()).where(
                AuditEvent.stream == assessment_id.hex, AuditEvent.action == "assessment.submitted"
            )
            parts = (status is Status.SUBMITTED, len(references), session.scalar(events))
            assert parts in {(True, 1, 1), (False, 0, 0)}
            assert (session.get(Figure, assessment_id) is not None) == (status is Status.SUBMITTED)
            assert assessment_id not in told or references == [told[assessment_id]]
            assert log.verify(session, assessment_id.hex) is None
    return len(said)


def importing_files(here: Scene, nursery: Nursery) -> int:
    """Kill while files of organisations are brought in; of each all rows are there with their places, or none."""
    now = datetime.now(UTC)
    with here.database.write() as session:
        office, made = actor_of(session, here.account), []
        for _ in range(FILES):
            lines = [entry(f"企业{uuid.uuid4().hex}", credit_code()) for _ in range(ROWS)]
            content = importing.read("单位.csv", as_csv(*lines))
            found = importing.upload(
                session, actor=office, scope_id=here.organisation.id, content=content, roles={}, now=now
            )
            assert found.counts["new"] == ROWS
            made.append(found.id)
        session.commit()
    said = nursery.killed("importing", {**here.given, "imports": [str(one) for one in made]}, after=1, within=0.25)
    done = {uuid.UUID(line[1]) for line in said if line[0] == "done"}
    with here.database.read() as session:
        for import_id in made:
            state = session.get_one(OrganisationImport, import_id).state
            rows = select(OrganisationImportRow.organisation_id).where(OrganisationImportRow.import_id == import_id)
            there = session.scalar(select(func.count()).where(Organisation.id.in_(rows)))
            places = session.scalar(select(func.count()).where(Lineage.organisation_id.in_(rows)))
            whole = (ImportState.APPLIED, ROWS, ROWS)
            assert (state, there, places) in {whole, (ImportState.READY, 0, 0)}
            assert import_id not in done or state is ImportState.APPLIED
        assert log.verify(session, log.GENERAL) is None
    _make_room(here, made)
    return len(said)


def _make_room(here: Scene, made: list[uuid.UUID]) -> None:
    """Drop what was not carried out: only so many may wait."""
    with here.database.write() as session:
        office = actor_of(session, here.account)
        for import_id in made:
            if session.get_one(OrganisationImport, import_id).state is ImportState.READY:
                importing.discard(session, actor=office, import_id=import_id, now=datetime.now(UTC))
        session.commit()


def migrating(url: str, nursery: Nursery, *, revision: str) -> int:
    """Kill while the schema is brought up to date from an earlier one; it is the old or the new, and can go on."""
    database = open_database(url)
    migrate.downgrade(database, "base")
    if revision != "base":
        migrate.upgrade(database, revision)
    before = sorted(inspect(database.engine).get_table_names())
    said = nursery.killed("migrating", {"url": url}, after=1, within=0.6)
    database.engine.dispose()
    tables = sorted(inspect(database.engine).get_table_names())
    wanted = sorted([*Base.metadata.tables, "alembic_version"])
    new = migrate.at_head(database)
    assert tables == wanted if new else tables == before
    assert new or ["done"] not in said
    migrate.upgrade(database)
    assert migrate.at_head(database)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    database.close()
    return int(new)


ROUNDS: Final[Mapping[str, tuple[Role, Callable[[Scene, Nursery], int]]]] = {
    "saving": (Role.LEAD, saving),
    "submitting": (Role.LEAD, submitting),
    "importing": (Role.ADMINISTRATOR, importing_files),
}
