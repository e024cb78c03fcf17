"""The demo: a few invented organisations with people, and a campaign with one assessment half way and one submitted.

Passwords are made anew for every installation and kept in `<data>/demo-logins`, readable by its owner only. Outside
demo mode the service refuses to start on a database that holds demo accounts.
"""

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Member
from assess.access.roles import Role
from assess.accounts import operations as accounts
from assess.accounts import passwords
from assess.accounts.credentials import RecoveryCode
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import Account, Consent, Membership, OrganisationKind, Size, WebSession
from assess.accounts.notice import NOTICE
from assess.accounts.queries import demo_present
from assess.assessments import items
from assess.assessments.answering import answer
from assess.assessments.answersfile import AnswersFile, Proof, read_answers
from assess.assessments.evidence import Upload, attach_evidence
from assess.assessments.joining import join
from assess.assessments.operations import start
from assess.assessments.submitting import submit
from assess.assessments.writing import Change
from assess.checklists import documents
from assess.checklists import operations as checklists
from assess.checklists import queries as versions
from assess.checklists.lists import ListKind
from assess.checklists.loader import load_lists
from assess.checklists.models import ChecklistVersion
from assess.cli import demo_campaign
from assess.cli.demo_paper import paper
from assess.config import Settings
from assess.db import Database
from assess.errors import NotFoundError
from assess.reports.operations import request_submission
from assess.storage import Storage, open_storage
from assess.values.dump import to_json

ENTERPRISE: Final = "linyi-2021/enterprise"
DISTRICT: Final = "linyi-2021/district"
ANSWERS: Final = Path(__file__).with_name("demo_answers")
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Login:
    """A demo login, as it is printed."""

    login: str
    password: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """A demo account; the one without an organisation runs the service. `answers` names the file of its assessment."""

    login: str
    name: str
    about: str
    role: Role
    organisation: OrganisationFields | None = None
    answers: str | None = None
    checklist: str = ENTERPRISE


_PEOPLE: Final = (
    _Person(
        login="qiye-a",
        name="王建国",
        about="企业甲·负责人，自评填到一半 enterprise, half way",
        role=Role.LEAD,
        organisation=OrganisationFields(
            name="临沂罗庄示范商贸有限公司",
            kind=OrganisationKind.ENTERPRISE,
            region="371311",
            credit_code="91371311MADEM0202A",
            size=Size.SMALL,
            roles=("exporter", "ecommerce-seller"),
        ),
        answers="half-filled",
    ),
    _Person(
        login="qiye-b",
        name="刘海燕",
        about="企业乙·负责人，自评已提交 enterprise, submitted",
        role=Role.LEAD,
        organisation=OrganisationFields(
            name="临沂沂蒙示范机械出口有限公司",
            kind=OrganisationKind.ENTERPRISE,
            region="371302",
            credit_code="91371302MADEM0101G",
            size=Size.MEDIUM,
            roles=("exporter", "key-goods", "ecommerce-seller"),
        ),
        answers="submitted",
    ),
    _Person(
        login="quxian",
        name="陈志强",
        about="区县·填报人，自评填到一半 district, half way",
        role=Role.RESPONDENT,
        organisation=OrganisationFields(
            name="临沂市兰山区市场监督管理局（演示）", kind=OrganisationKind.DISTRICT, region="371302"
        ),
        answers="district",
        checklist=DISTRICT,
    ),
    _Person(
        login="fuhe",
        name="赵敏",
        about="复核人员 reviewer",
        role=Role.REVIEWER,
        organisation=OrganisationFields(
            name="临沂市市场监督管理局（演示）", kind=OrganisationKind.AUTHORITY, region="371300"
        ),
    ),
    _Person(login="guanli", name="孙丽", about="管理员 administrator", role=Role.ADMINISTRATOR),
)


def prepare(database: Database, settings: Settings, now: datetime) -> tuple[Login, ...]:
    """Seed the demo unless it is there, and give its logins; passwords that were lost are made anew."""
    stored = settings.data_path / "demo-logins"
    with database.write() as session:
        checklists.sync(session, settings.checklists_path, now)
        if not demo_present(session):
            lists = load_lists(settings.checklists_path)
            logins = seed_demo(session, open_storage(settings), now, lists)
        elif stored.exists():
            return _read(stored)
        else:
            logins = _renew(session)
        session.commit()
    _write(stored, logins)
    return logins


def seed_demo(session: Session, storage: Storage, now: datetime, lists: Sequence[ListKind] = ()) -> tuple[Login, ...]:
    """Make the demo's organisations, accounts and assessments; without a published checklist, no assessments.

    Args:
        session: A writing session; some parts are committed on the way.
        storage: Where the evidence of the submitted assessment goes.
        now: The present instant; the demo's story happened in the days before it.
        lists: The kinds of published lists the submitted assessment is checked against.
    """
    logins = tuple(Login(person.login, _password(), person.about) for person in _PEOPLE)
    made = {
        person.login: _make(session, person, login.password, now) for person, login in zip(_PEOPLE, logins, strict=True)
    }
    demo_campaign.plant(session, made, now - timedelta(days=9))
    campaign = _campaign(session, made, now)
    for person in _PEOPLE:
        joined = campaign if person.checklist == ENTERPRISE else None
        _work(session, storage, person, made[person.login], joined, now, lists)
    return logins


def _make(session: Session, person: _Person, password: str, now: datetime) -> Account:
    given: dict[str, Any] = {"login": person.login, "name": person.name, "password": password, "demo": True}
    begun = now - timedelta(days=9)
    made = (
        accounts.create_administrator(session, **given, now=now)
        if person.organisation is None
        else accounts.create_account(session, **given, organisation=person.organisation, role=person.role, now=begun)
    )
    session.add(Consent(account_id=made.id, guest_key=bytes(32), notice_version=NOTICE, at=begun))
    return made


def _campaign(session: Session, made: Mapping[str, Account], now: datetime) -> uuid.UUID | None:
    version = _version(session, ENTERPRISE)
    if version is None:
        return None
    administrator = _actor(session, made["guanli"])
    return demo_campaign.open_one(session, administrator=administrator, accounts=made, version=version, now=now)


def _work(  # noqa: PLR0917 - one step of the story, called once
    session: Session,
    storage: Storage,
    person: _Person,
    account: Account,
    campaign: uuid.UUID | None,
    now: datetime,
    lists: Sequence[ListKind],
) -> None:
    """Fill in what the person's answers say."""
    version = _version(session, person.checklist)
    if not person.answers or version is None:
        return
    filed = read_answers(ANSWERS / f"{person.answers}.yaml", documents.document(version))
    actor = _actor(session, account)
    begun = now - timedelta(days=6)
    made = _begin(session, actor, version, campaign, begun)
    _fill(session, actor, made, filed, begun)
    if person.answers == "submitted":
        _hand_in(session, storage, actor, made, filed=filed, now=now, lists=lists)


def _begin(
    session: Session, actor: Actor, version: ChecklistVersion, campaign: uuid.UUID | None, now: datetime
) -> uuid.UUID:
    """Begin in the campaign, or outside one."""
    owner: dict[str, Any] = {"actor": actor, "organisation_id": actor.memberships[0].organisation_id}
    if campaign is None:
        return start(session, **owner, version=version, now=now).assessment.id
    return join(session, **owner, campaign_id=campaign, now=now).assessment.id


def _version(session: Session, key: str) -> ChecklistVersion | None:
    try:
        return versions.current(session, key)
    except NotFoundError:
        return None  # nothing is published yet: the accounts are there, and can start once it is


def _actor(session: Session, account: Account) -> Actor:
    rows = session.scalars(select(Membership).where(Membership.account_id == account.id))
    members = tuple(Member(row.organisation_id, row.role, operator=row.role is Role.ADMINISTRATOR) for row in rows)
    return Actor(account_id=account.id, name=account.name, memberships=members)


def _fill(session: Session, actor: Actor, made: uuid.UUID, filed: AnswersFile, begun: datetime) -> None:
    """Answer question after question, a minute each."""
    for minute, (fact, value) in enumerate(filed.answers.items()):
        change = Change(to_json(value), filed.notes.get(fact, ""), 0)
        at = begun + timedelta(minutes=minute)
        answer(session, actor=actor, assessment_id=made, fact=fact, change=change, now=at)
    for item, reason in filed.claims.items():
        items.claim_item(session, actor=actor, assessment_id=made, item=item, reason=reason, now=begun)


def _hand_in(
    session: Session,
    storage: Storage,
    actor: Actor,
    made: uuid.UUID,
    *,
    filed: AnswersFile,
    now: datetime,
    lists: Sequence[ListKind],
) -> None:
    """Attach the evidence and submit."""
    at = now - timedelta(days=5)
    for fact, proofs in filed.evidence.items():
        for proof in proofs:
            upload = _upload(proof)
            attach_evidence(session, storage, actor=actor, assessment_id=made, fact=fact, upload=upload, now=at)
    _submit(session, actor, made, now - timedelta(days=4), lists)


def _upload(proof: Proof) -> Upload:
    issued_on = date.fromisoformat(proof.date) if proof.date else None
    return Upload(name=f"{Path(proof.name).stem}.pdf", content=paper(), kind=proof.kind, issued_on=issued_on)


def _submit(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime, lists: Sequence[ListKind]) -> None:
    declared: dict[str, Any] = {"declared": True, "declared_name": actor.name}
    done = submit(session, actor=actor, assessment_id=assessment_id, **declared, now=now, lists=lists)
    request_submission(session, actor=actor, submission_id=done.submission.id, locale="zh", now=now)


def _renew(session: Session) -> tuple[Login, ...]:
    """Give every demo account a new password, take its second factor away and end its sessions."""
    logins = tuple(Login(person.login, _password(), person.about) for person in _PEOPLE)
    mine = select(Account.id).where(Account.demo)
    session.execute(
        delete(WebSession).where(or_(WebSession.account_id.in_(mine), WebSession.pending_account_id.in_(mine)))
    )
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id.in_(mine)))
    session.execute(update(Account).where(Account.demo).values(totp_secret=None, totp_since=None, totp_step=None))
    for one in logins:
        hashed = passwords.make_hash(one.password)
        session.execute(update(Account).where(Account.login == one.login, Account.demo).values(password_hash=hashed))
    return logins


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _read(path: Path) -> tuple[Login, ...]:
    return tuple(Login(**line) for line in json.loads(path.read_text(encoding="utf-8")))


def _write(path: Path, logins: tuple[Login, ...]) -> None:
    """Keep the logins where only the operator can read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps([asdict(one) for one in logins], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
