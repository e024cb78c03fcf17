"""Invitations: who may invite whom where, codes that work once, paper."""

import threading
import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import invited, letters, links, mailing, sessions, throttle
from assess.accounts.credentials import OneTimeLink
from assess.accounts.letters import Post
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.accounts.operations import Registered
from assess.audit.models import AuditDetail
from assess.db import Database
from assess.errors import ConflictError, InvalidError, NotFoundError, ThrottledError
from assess.jobs.models import Job
from assess.jobs.runner import Runner
from tests.factories.accounts import LIMITS, actor_of, make_account, make_organisation

NEWCOMER = {"login": "zhaoliu", "name": "赵六", "password": "correct-horse-9"}
ADDRESS = "192.0.2.1"


class Town:
    """An operator, a district authority, an enterprise below it, and one elsewhere."""

    def __init__(self, session: Session) -> None:
        self.operator = make_organisation(session, name="运营", kind=OrganisationKind.AUTHORITY, operator=True)
        self.authority = make_organisation(session, name="区局", kind=OrganisationKind.AUTHORITY)
        self.station = make_organisation(session, name="所", kind=OrganisationKind.AUTHORITY, parent=self.authority)
        self.below = make_organisation(session, name="甲公司", parent=self.authority)
        self.elsewhere = make_organisation(session, name="乙公司")
        self.people: dict[str, Account] = {
            "operator": make_account(session, self.operator, Role.ADMINISTRATOR),
            "district": make_account(session, self.authority, Role.ADMINISTRATOR),
            "reviewer": make_account(session, self.authority, Role.REVIEWER),
            "lead": make_account(session, self.below, Role.LEAD),
            "respondent": make_account(session, self.below, Role.RESPONDENT),
            "stranger": make_account(session),
        }
        self.actors: dict[str, Actor] = {who: actor_of(session, account) for who, account in self.people.items()}

    def place(self, name: str) -> Organisation:
        found: Organisation = getattr(self, name)
        return found


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


def invite(session: Session, town: Town, now: datetime, **changes: object) -> tuple[OneTimeLink, str]:
    given = {
        "actor": town.actors["lead"],
        "organisation_id": town.below.id,
        "role": Role.RESPONDENT,
        "name": "赵六",
        "email": None,
    } | changes
    return links.invite(session, now=now, **given)  # type: ignore[arg-type]  # tests vary some


def register(session: Session, code: str, now: datetime, **changes: str) -> Registered:
    given = NEWCOMER | changes
    return invited.register(
        session,
        code=code,
        login=given["login"],
        name=given["name"],
        password=given["password"],
        address=ADDRESS,
        limits=LIMITS,
        now=now,
    )


ALL = tuple(Role)
WORKING = (Role.LEAD, Role.RESPONDENT)
REACH = {
    ("operator", "operator"): ALL,
    ("operator", "authority"): ALL,
    ("operator", "station"): ALL,
    ("operator", "below"): WORKING,
    ("operator", "elsewhere"): WORKING,
    ("district", "authority"): ALL,
    ("district", "station"): ALL,
    ("district", "below"): WORKING,
    ("lead", "below"): WORKING,
}


@pytest.mark.parametrize("who", ["operator", "district", "reviewer", "lead", "respondent", "stranger"])
@pytest.mark.parametrize("where", ["operator", "authority", "station", "below", "elsewhere"])
def test_who_may_invite_whom_where(session: Session, town: Town, now: datetime, who: str, where: str) -> None:
    allowed = REACH.get((who, where), ())
    actor, place = town.actors[who], town.place(where)
    assert set(links.invitable(session, actor=actor, organisation=place)) == set(allowed)
    for role in Role:
        if role in allowed:
            link, _code = invite(session, town, now, actor=actor, organisation_id=place.id, role=role)
            assert (link.role, link.organisation_id, link.by) == (role, place.id, actor.account_id)
        else:
            expected = InvalidError if allowed else NotFoundError
            with pytest.raises(expected):
                invite(session, town, now, actor=actor, organisation_id=place.id, role=role)


def test_a_missing_organisation_answers_like_a_foreign_one(session: Session, town: Town, now: datetime) -> None:
    for organisation_id in (uuid.uuid4(), town.elsewhere.id):
        for attempt in (
            lambda: invite(session, town, now, organisation_id=organisation_id),  # noqa: B023 - called at once
            lambda: links.open_links(session, actor=town.actors["lead"], organisation_id=organisation_id),  # noqa: B023 - likewise
        ):
            with pytest.raises(NotFoundError) as refused:
                attempt()
            assert refused.value.message == "not-found"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"name": "长" * 101}, "name"),
    ],
)
def test_what_is_told_of_the_invited_is_checked(
    session: Session, town: Town, now: datetime, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        invite(session, town, now, **changes)
    assert refused.value.field == field


def test_nobody_is_invited_into_a_closed_organisation(session: Session, town: Town, now: datetime) -> None:
    _link, code = invite(session, town, now)
    town.below.closed_at = now
    with pytest.raises(ConflictError):
        invite(session, town, now)
    with pytest.raises(NotFoundError, match=r"account\.link-over"):
        links.find(session, code=code, now=now)


def test_an_account_joins_once(session: Session, town: Town, now: datetime) -> None:
    link, code = invite(session, town, now)
    found = invited.join(session, actor=town.actors["stranger"], code=code.lower(), address=ADDRESS, now=now)
    assert found.organisation.id == town.below.id
    session.refresh(link)
    assert (link.used_at, link.account_id) == (now, town.people["stranger"].id)
    key = (town.people["stranger"].id, town.below.id, Role.RESPONDENT)
    assert session.get(Membership, key) is not None
    with pytest.raises(NotFoundError, match=r"account\.link-over"):
        invited.join(session, actor=town.actors["reviewer"], code=code, address=ADDRESS, now=now)


def test_who_has_the_role_already_leaves_the_invitation_open(session: Session, town: Town, now: datetime) -> None:
    _link, code = invite(session, town, now)
    with pytest.raises(InvalidError, match=r"invitation\.already"):
        invited.join(session, actor=town.actors["respondent"], code=code, address=ADDRESS, now=now)
    assert links.find(session, code=code, now=now).organisation.id == town.below.id


def test_a_newcomer_gets_account_role_and_session(session: Session, town: Town, now: datetime) -> None:
    _link, code = invite(session, town, now, email="zhao@example.com")
    made = register(session, code, now)
    found = sessions.visit(session, token=made.session.token, now=now)
    assert found is not None
    assert [(own.organisation_id, own.role) for own in found.actor.memberships] == [(town.below.id, Role.RESPONDENT)]
    assert found.method == "invitation"
    account = session.get_one(Account, made.account_id)
    assert (account.login, account.email) == ("zhaoliu", "zhao@example.com")
    assert session.scalars(select(Job)).one().payload["letter"] == "welcome"
    with pytest.raises(NotFoundError, match=r"account\.link-over"):
        links.find(session, code=code, now=now)


@pytest.mark.parametrize("changes", [{"login": "x"}, {"password": "short"}, {"name": ""}])
def test_a_mistake_leaves_the_invitation_open(
    session: Session, town: Town, now: datetime, changes: dict[str, str]
) -> None:
    _link, code = invite(session, town, now)
    with pytest.raises(InvalidError):
        register(session, code, now, **changes)
    assert links.find(session, code=code, now=now).organisation.id == town.below.id


def test_an_invitation_lives_fourteen_days(session: Session, town: Town, now: datetime) -> None:
    _link, code = invite(session, town, now)
    assert links.find(session, code=code, now=now + timedelta(days=13, hours=23)).code == code
    with pytest.raises(NotFoundError):
        links.find(session, code=code, now=now + timedelta(days=14))
    shown = links.open_links(session, actor=town.actors["lead"], organisation_id=town.below.id)
    assert [one.expires_at for one in shown] == [now + timedelta(days=14)], "an expired one is still listed"


def test_an_invitation_can_be_taken_back(session: Session, town: Town, now: datetime) -> None:
    link, code = invite(session, town, now)
    for who in ("stranger", "respondent", "reviewer"):
        with pytest.raises(NotFoundError):
            links.revoke(session, actor=town.actors[who], link_id=link.id, now=now)
    links.revoke(session, actor=town.actors["district"], link_id=link.id, now=now)
    with pytest.raises(NotFoundError):
        links.find(session, code=code, now=now)
    assert links.open_links(session, actor=town.actors["lead"], organisation_id=town.below.id) == []
    with pytest.raises(NotFoundError):
        links.revoke(session, actor=town.actors["lead"], link_id=link.id, now=now)


def test_links_are_forgotten_long_after_they_are_over(session: Session, town: Town, now: datetime) -> None:
    invite(session, town, now)
    for days, left in ((103, 1), (105, 0)):
        links.purge(session, now=now + timedelta(days=days))
        assert len(session.scalars(select(OneTimeLink.id)).all()) == left


def test_guessing_codes_is_throttled_by_address(session: Session, town: Town, now: datetime) -> None:
    _link, code = invite(session, town, now)
    for _ in range(throttle.CODE_BY_ADDRESS.most):
        with pytest.raises(NotFoundError):
            invited.look(session, code="AAAA-AAAA-AAAA-AAAA", address=ADDRESS, now=now)
    with pytest.raises(ThrottledError):
        invited.look(session, code=code, address=ADDRESS, now=now)
    assert invited.look(session, code=code, address="192.0.2.2", now=now).code == code


def test_paper_replaces_what_was_handed_out(session: Session, town: Town, now: datetime) -> None:
    link, old = invite(session, town, now)
    later = now + timedelta(days=20)
    actor = town.actors["district"]
    rows = links.printable(session, actor=actor, links=[link.id], organisations=[town.below.id])
    assert [(one.id if one else None, place.name) for one, place in rows] == [(link.id, "甲公司"), (None, "甲公司")]
    sheets = links.print_out(session, actor=actor, links=[link.id], organisations=[town.below.id], now=later)
    assert [sheet.link.role for sheet in sheets] == [Role.RESPONDENT, Role.LEAD]
    assert all(links.find(session, code=sheet.code, now=later).link.id == sheet.link.id for sheet in sheets)
    assert sheets[0].path == f"/invitation/{sheets[0].grouped}"
    assert len(sheets[0].grouped) == 19
    with pytest.raises(NotFoundError):
        links.find(session, code=old, now=now)
    again = links.print_out(session, actor=actor, links=[], organisations=[town.below.id], now=later)
    assert again[0].link.id == sheets[1].link.id, "a second print makes no second invitation"
    assert again[0].code != sheets[1].code


def test_paper_reaches_as_far_as_the_actor(session: Session, town: Town, now: datetime) -> None:
    link, _code = invite(session, town, now)
    for asked in (
        {"links": [link.id], "organisations": [town.elsewhere.id]},
        {"links": [uuid.uuid4()], "organisations": []},
    ):
        with pytest.raises(NotFoundError):
            links.print_out(session, actor=town.actors["district"], now=now, **asked)
    for many in ([], [uuid.uuid4() for _ in range(links.MOST_PRINTED + 1)]):
        with pytest.raises(InvalidError, match="too-many"):
            links.print_out(session, actor=town.actors["operator"], links=[], organisations=many, now=now)


def test_the_code_lies_in_the_letter_and_nowhere_else(database: Database, now: datetime) -> None:
    sent: list[EmailMessage] = []
    with database.write() as session:
        town = Town(session)
        link, first = invite(session, town, now, email="zhao@example.com")
        mailing.send_invitation(session, link=link, now=now)
        link_id = link.id
        session.commit()
    post = Post(mailing.BUILDERS, sent.append, "no-reply@assess.example", "https://assess.example")
    Runner(database, letters.handlers(post), lambda: now).run_due()
    assert (sent[0]["Subject"], sent[0]["To"].addresses[0].addr_spec) == ("邀请您加入甲公司", "zhao@example.com")
    body = sent[0].get_content()
    code = body.partition("https://assess.example/invitation/")[2].split()[0]
    assert "填报人" in body
    with database.read() as session:
        assert links.find(session, code=code, now=now).link.id == link_id
        rows = [
            *session.scalars(select(AuditDetail.detail)),
            *(str(job.payload) for job in session.scalars(select(Job))),
        ]
        assert not [row for row in rows if code in row or first in row]
        with pytest.raises(NotFoundError):
            links.find(session, code=first, now=now)


def test_nobody_has_letters_sent_to_the_whole_world(session: Session, town: Town, now: datetime) -> None:
    link, _code = invite(session, town, now, email="zhao@example.com")
    for _ in range(throttle.INVITATIONS_BY_ACCOUNT.most):
        throttle.count(session, throttle.INVITATIONS_BY_ACCOUNT, str(link.by), now)
    with pytest.raises(ThrottledError):
        mailing.send_invitation(session, link=link, now=now)
    assert mailing.send_invitation(session, link=link, now=now + timedelta(days=1, seconds=1)) is not None


def test_a_letter_for_an_invitation_that_is_over_is_not_sent(database: Database, now: datetime) -> None:
    sent: list[EmailMessage] = []
    with database.write() as session:
        town = Town(session)
        link, _code = invite(session, town, now, email="zhao@example.com")
        mailing.send_invitation(session, link=link, now=now)
        links.revoke(session, actor=town.actors["lead"], link_id=link.id, now=now)
        session.commit()
    post = Post(mailing.BUILDERS, sent.append, "no-reply@assess.example", "https://assess.example")
    Runner(database, letters.handlers(post), lambda: now).run_due()
    assert sent == []


def test_of_two_who_join_at_the_same_moment_one_gets_in(database: Database, now: datetime) -> None:
    with database.write() as session:
        town = Town(session)
        _link, code = invite(session, town, now, role=Role.LEAD)
        session.commit()
    barrier, outcomes = threading.Barrier(2), []

    def attempt(who: str) -> None:
        barrier.wait()
        with database.write() as session:
            try:
                invited.join(session, actor=town.actors[who], code=code, address=ADDRESS, now=now)
                session.commit()
                outcomes.append("in")
            except NotFoundError as error:
                outcomes.append(error.message)

    threads = [threading.Thread(target=attempt, args=(who,)) for who in ("stranger", "reviewer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["account.link-over", "in"]
