"""Comments: said within the organisation, settled, taken back, naming people; nobody else finds any."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts.letters import Order
from assess.accounts.models import Account, Membership, OrganisationKind
from assess.assessments import comments
from assess.assessments.comments import Comment, Tally
from assess.assessments.together_letters import BUILDERS
from assess.assessments.together_models import ItemComment
from assess.assessments.workflow import Status
from assess.audit.log import verify, verify_details
from assess.audit.models import AuditEvent
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs.models import Job
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation, make_visit
from tests.factories.assessments import make_assessment
from tests.factories.together import Team, make_team

ITEM = "serious-list"


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    return make_team(session, now)


def say(team: Team, who: Account, text: str = "请核对一下", **other: Any) -> ItemComment:  # noqa: ANN401 - tests vary some
    given: dict[str, Any] = {"assessment_id": team.form.id, "item": ITEM, "now": team.now} | other
    return comments.add(team.session, actor=team.actor(who), text=text, **given)


def read(team: Team, who: Account, **other: Any) -> list[Comment]:  # noqa: ANN401 - likewise
    given: dict[str, Any] = {"assessment_id": team.form.id, "now": team.now} | other
    return comments.listed(team.session, actor=team.actor(who), **given)


def by(team: Team, who: Account, comment: ItemComment) -> dict[str, Any]:
    return {"actor": team.actor(who), "assessment_id": team.form.id, "comment_id": comment.id, "now": team.now}


def events(team: Team) -> list[str]:
    wanted = select(AuditEvent.action).where(AuditEvent.stream == team.form.id.hex).order_by(AuditEvent.seq)
    return list(team.session.scalars(wanted))


def test_colleagues_read_what_was_said_in_its_order(team: Team) -> None:
    say(team, team.wang, "  第一行\r\n第二行<b>\n ")
    say(team, team.lead, "好", item="procedure", now=team.now + timedelta(minutes=1))
    found = read(team, team.zhao)
    assert [(one.item, one.text, one.name) for one in found] == [
        (ITEM, "第一行\n第二行<b>", "王填报"),
        ("procedure", "好", "李负责"),
    ]
    assert [one.text for one in read(team, team.zhao, item="procedure")] == ["好"]
    assert comments.tally(team.session, actor=team.actor(team.zhao), assessment_id=team.form.id) == Tally(2, 0)


def test_settling_opening_again_and_taking_back(team: Team) -> None:
    made = say(team, team.wang)
    comments.settle(team.session, **by(team, team.zhao, made))
    assert [one.settled_at for one in read(team, team.lead)] == [team.now]
    assert comments.tally(team.session, actor=team.actor(team.lead), assessment_id=team.form.id) == Tally(0, 0)
    comments.reopen(team.session, **by(team, team.lead, made))
    comments.reopen(team.session, **by(team, team.lead, made))
    assert [one.settled_at for one in read(team, team.lead)] == [None]
    with pytest.raises(ForbiddenError, match=r"comment\.not-yours"):
        comments.remove(team.session, **by(team, team.lead, made))
    comments.remove(team.session, **by(team, team.wang, made))
    assert read(team, team.wang) == []
    assert team.session.get_one(ItemComment, made.id).removed_at == team.now, "the row stays"
    for change in (comments.settle, comments.reopen, comments.remove):
        with pytest.raises(NotFoundError):
            change(team.session, **by(team, team.wang, made))
    assert events(team) == ["comment.added", "comment.settled", "comment.reopened", "comment.removed"]
    assert verify(team.session, team.form.id.hex) is None
    assert verify_details(team.session, team.form.id.hex) == ()


@pytest.mark.parametrize("status", list(Status))
def test_in_every_state_there_is_something_to_say(team: Team, status: Status) -> None:
    team.form.status = status
    team.session.flush()
    made = say(team, team.wang)
    comments.settle(team.session, **by(team, team.wang, made))
    assert [one.settled_at for one in read(team, team.zhao)] == [team.now]


@pytest.mark.parametrize(
    ("changed", "message", "field"),
    [
        ({"text": " \n\t\u3000"}, "comment.empty", "text"),
        ({"text": "字" * 1001}, "comment.too-long", "text"),
        ({"text": "a\0b"}, "value.control-character", "text"),
        ({"text": "a\u202eb"}, "value.control-character", "text"),
        ({"item": "no-such"}, "comment.unknown-item", "item"),
        ({"mentions": [uuid.UUID(int=7)]}, "comment.not-a-member", "mentions"),
    ],
)
def test_what_cannot_be_said(team: Team, changed: dict[str, Any], message: str, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        say(team, team.wang, **changed)
    assert (refused.value.message, refused.value.field) == (message, field)
    assert read(team, team.wang) == []
    assert events(team) == []


def test_a_thousand_characters_and_every_script_fit(team: Team) -> None:
    text = ("汉字 🙂 <script>alert(1)</script> =1+1\n" * 40)[:1000].strip()
    say(team, team.wang, text)
    assert read(team, team.wang)[0].text == text


def test_only_so_many_an_item(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MOST", 1)
    made = say(team, team.wang)
    with pytest.raises(ConflictError, match=r"comment\.too-many"):
        say(team, team.zhao)
    say(team, team.zhao, item="procedure")
    comments.remove(team.session, **by(team, team.wang, made))
    say(team, team.zhao)


def test_nobody_else_finds_any(team: Team) -> None:
    made = say(team, team.wang)
    office = make_organisation(team.session, name="市监局", kind=OrganisationKind.AUTHORITY, operator=True)
    staff = [make_account(team.session, office, role) for role in (Role.REVIEWER, Role.ADMINISTRATOR)]
    for who in (team.stranger, *staff):
        actor = actor_of(team.session, who)
        asked: list[Any] = [
            lambda a: comments.listed(team.session, actor=a, assessment_id=team.form.id, now=team.now),
            lambda a: comments.settle(
                team.session, actor=a, assessment_id=team.form.id, comment_id=made.id, now=team.now
            ),
            lambda a: comments.see(team.session, actor=a, assessment_id=team.form.id, now=team.now),
            lambda a: comments.add(
                team.session, actor=a, assessment_id=team.form.id, item=ITEM, text="x", now=team.now
            ),
        ]
        for ask in asked:
            with pytest.raises(NotFoundError):
                ask(actor)


def test_a_comment_of_another_form_is_not_there(team: Team) -> None:
    other = make_assessment(team.session, team.firm)
    made = say(team, team.wang, assessment_id=other.id)
    with pytest.raises(NotFoundError):
        comments.settle(team.session, **by(team, team.wang, made))


def test_a_trial_has_none(team: Team, now: datetime) -> None:
    guest = make_visit(team.session)
    trial = make_assessment(team.session, guest_key=guest.actor.guest_key, now=now)
    with pytest.raises(AssessError) as refused:
        comments.add(team.session, actor=guest.actor, assessment_id=trial.id, item=ITEM, text="x", now=now)
    assert (type(refused.value), refused.value.message) == (ForbiddenError, "assessment.trial-needs-account")
    assert comments.listed(team.session, actor=guest.actor, assessment_id=trial.id, now=now) == []


def test_who_is_named_is_told_and_counts_until_seen(team: Team) -> None:
    made = say(team, team.wang, "请看", mentions=[team.zhao.id, team.wang.id, team.zhao.id])
    assert {one.name for one in read(team, team.lead)[0].mentions} == {"王填报", "赵填报"}
    jobs = team.session.scalars(select(Job).where(Job.name == "letter")).all()
    assert [job.payload["account"] for job in jobs] == [str(team.zhao.id)], "nobody writes to themselves"
    zhao = team.actor(team.zhao)
    assert comments.tally(team.session, actor=zhao, assessment_id=team.form.id) == Tally(1, 1)
    assert read(team, team.zhao)[0].news_for(team.zhao.id)
    comments.see(team.session, actor=zhao, assessment_id=team.form.id, now=team.now)
    team.session.expire_all()
    assert comments.tally(team.session, actor=zhao, assessment_id=team.form.id) == Tally(1, 0)
    comments.see(team.session, actor=zhao, assessment_id=team.form.id, now=team.now)
    assert events(team) == ["comment.added", "comment.seen"], "nothing new is no event"
    found = read(team, team.zhao)[0]
    assert (found.names(team.zhao.id), found.news_for(team.zhao.id), found.names(team.lead.id)) == (True, False, False)
    assert found.news_for(team.wang.id), "somebody else's are still to be seen"
    comments.settle(team.session, **by(team, team.lead, made))
    wang = team.actor(team.wang)
    assert comments.tally(team.session, actor=wang, assessment_id=team.form.id) == Tally(0, 0)


def test_strangers_and_crowds_are_not_named(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidError, match=r"comment\.not-a-member"):
        say(team, team.wang, mentions=[team.stranger.id])
    monkeypatch.setattr(comments, "MOST_NAMED", 1)
    with pytest.raises(InvalidError, match=r"comment\.too-many-named"):
        say(team, team.wang, mentions=[team.zhao.id, team.lead.id])


def test_the_letter_says_where_and_not_what(team: Team) -> None:
    made = say(team, team.wang, "机密内容", mentions=[team.zhao.id])
    order = Order(team.zhao, {"comment": str(made.id)}, team.now, "https://assess.example")
    filled = BUILDERS[comments.LETTER](team.session, order)
    assert filled is not None
    assert filled.params["by"] == "王填报"
    assert filled.params["link"] == f"https://assess.example/assessments/{team.form.id}/comments?show=mine"
    assert "机密内容" not in str(filled.params)
    comments.settle(team.session, **by(team, team.wang, made))
    assert BUILDERS[comments.LETTER](team.session, order) is None
    comments.reopen(team.session, **by(team, team.wang, made))
    comments.see(team.session, actor=team.actor(team.zhao), assessment_id=team.form.id, now=team.now)
    team.session.expire_all()
    assert BUILDERS[comments.LETTER](team.session, order) is None


def test_who_left_gets_no_letter(team: Team) -> None:
    made = say(team, team.wang, mentions=[team.zhao.id])
    team.session.execute(delete(Membership).where(Membership.account_id == team.zhao.id))
    order = Order(team.zhao, {"comment": str(made.id)}, team.now, "https://assess.example")
    assert BUILDERS[comments.LETTER](team.session, order) is None


def test_reading_takes_three_queries_however_many_there_are(team: Team, count_queries: CountQueries) -> None:
    actor = team.actor(team.zhao)
    for _ in range(3):
        say(team, team.wang, mentions=[team.zhao.id, team.lead.id])
        with count_queries() as asked:
            comments.listed(team.session, actor=actor, assessment_id=team.form.id, now=team.now)
        assert len(asked) == 3
        with count_queries() as asked:
            comments.tally(team.session, actor=actor, assessment_id=team.form.id)
        assert len(asked) == 1
