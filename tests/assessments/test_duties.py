"""Sections given to people and departments: who is responsible, who is told, what is taken over next time."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.accounts import departments
from assess.accounts.letters import Order
from assess.accounts.models import Account, Membership
from assess.assessments import duties, queries
from assess.assessments.answering import answer
from assess.assessments.models import Assessment
from assess.assessments.together_letters import BUILDERS
from assess.assessments.together_models import Part, SectionDuty
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit.models import AuditEvent
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs.models import Job
from tests.conftest import CountQueries
from tests.factories.accounts import make_account, make_visit
from tests.factories.assessments import make_assessment
from tests.factories.together import Team, make_team

LEAD, ASSIST = Part.LEAD, Part.ASSIST


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    return make_team(session, now)


def give(team: Team, section: str, part: Part, whom: Any, **other: Any) -> SectionDuty:  # noqa: ANN401 - either
    field = "account_id" if isinstance(whom, Account) else "department_id"
    given: dict[str, Any] = {
        "actor": team.actor(team.lead),
        "assessment_id": team.form.id,
        "now": team.now,
        field: whom.id,
    } | other
    return duties.assign(team.session, section=section, part=part, **given)


def shown(team: Team, *, gone: bool = False) -> dict[str, list[tuple[str, str]]]:
    found = duties.of(team.session, assessment_id=team.form.id, gone=gone)
    return {section: [(one.part.value, one.name) for one in all_of] for section, all_of in found.items()}


def events(team: Team) -> list[str]:
    wanted = select(AuditEvent.action).where(AuditEvent.stream == team.form.id.hex).order_by(AuditEvent.seq)
    return list(team.session.scalars(wanted))


def letters(team: Team) -> list[str]:
    jobs = team.session.scalars(select(Job).where(Job.name == "letter").order_by(Job.key))
    return sorted(job.payload["account"] for job in jobs)


def test_one_answers_for_a_section_and_several_help(team: Team) -> None:
    law = team.department("法务部", team.zhao)
    give(team, "credit", LEAD, team.wang)
    give(team, "credit", ASSIST, law)
    give(team, "credit", ASSIST, team.zhao)
    assert shown(team) == {"credit": [("lead", "王填报"), ("assist", "法务部"), ("assist", "赵填报")]}
    give(team, "credit", LEAD, law)
    assert shown(team) == {"credit": [("lead", "法务部"), ("assist", "赵填报")]}
    give(team, "credit", ASSIST, law)
    assert shown(team) == {"credit": [("assist", "法务部"), ("assist", "赵填报")]}
    assert events(team) == ["duty.assigned"] * 5


def test_the_same_again_changes_nothing(team: Team) -> None:
    first = give(team, "credit", LEAD, team.wang)
    assert give(team, "credit", LEAD, team.wang).id == first.id
    assert events(team) == ["duty.assigned"]


def test_what_is_mine_comes_also_through_a_department(team: Team) -> None:
    law = team.department("法务部", team.zhao)
    give(team, "credit", LEAD, law)
    give(team, "credit", ASSIST, team.zhao)

    def mine(who: Account) -> dict[str, Part]:
        return duties.mine(duties.of(team.session, assessment_id=team.form.id, account_id=who.id))

    assert mine(team.zhao) == {"credit": LEAD}
    assert mine(team.wang) == {}
    departments.close(team.session, actor=team.actor(team.lead), department_id=law.id, now=team.now)
    assert mine(team.zhao) == {"credit": ASSIST}


def test_who_left_and_what_was_closed_count_no_more_but_stay_to_be_seen(team: Team) -> None:
    law = team.department("法务部", team.zhao)
    give(team, "credit", LEAD, team.wang)
    give(team, "credit", ASSIST, law)
    team.session.execute(delete(Membership).where(Membership.account_id == team.wang.id))
    departments.close(team.session, actor=team.actor(team.lead), department_id=law.id, now=team.now)
    assert shown(team) == {}
    found = duties.of(team.session, assessment_id=team.form.id, gone=True)
    assert [(one.name, one.gone) for one in found["credit"]] == [("王填报", True), ("法务部", True)]
    give(team, "credit", LEAD, team.zhao)
    assert shown(team, gone=True) == {"credit": [("lead", "赵填报"), ("assist", "法务部")]}


def test_taking_a_section_away(team: Team) -> None:
    made = give(team, "credit", LEAD, team.wang)
    by: dict[str, Any] = {"actor": team.actor(team.lead), "assessment_id": team.form.id, "now": team.now}
    duties.unassign(team.session, duty_id=made.id, **by)
    assert shown(team) == {}
    assert events(team) == ["duty.assigned", "duty.unassigned"]
    with pytest.raises(NotFoundError):
        duties.unassign(team.session, duty_id=made.id, **by)
    other = make_assessment(team.session, team.firm)
    elsewhere = give(team, "credit", LEAD, team.wang, assessment_id=other.id)
    with pytest.raises(NotFoundError):
        duties.unassign(team.session, duty_id=elsewhere.id, **by)


def test_it_forbids_nobody_to_answer(team: Team) -> None:
    give(team, "credit", LEAD, team.wang)
    answer(
        team.session,
        actor=team.actor(team.zhao),
        assessment_id=team.form.id,
        fact="credit.serious-list",
        change=Change("no", "", 0),
        now=team.now,
    )
    loaded = queries.load(team.session, actor=team.actor(team.zhao), assessment_id=team.form.id, now=team.now)
    assert loaded.answers["credit.serious-list"].by_name == "赵填报"


def test_what_cannot_be_given(team: Team) -> None:
    law = team.department("法务部")
    departments.close(team.session, actor=team.actor(team.lead), department_id=law.id, now=team.now)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"section": "no-such"}, "duty.unknown-section"),
        ({"account_id": None}, "duty.nobody"),
        ({"department_id": law.id}, "duty.nobody"),
        ({"account_id": team.stranger.id}, "duty.not-a-member"),
        ({"account_id": uuid.uuid4()}, "duty.not-a-member"),
        ({"account_id": None, "department_id": law.id}, "duty.not-a-member"),
    ]
    base: dict[str, Any] = {
        "assessment_id": team.form.id,
        "section": "credit",
        "part": LEAD,
        "account_id": team.wang.id,
    }
    for changed, message in cases:
        with pytest.raises(InvalidError) as refused:
            duties.assign(team.session, actor=team.actor(team.lead), now=team.now, **(base | changed))
        assert refused.value.message == message, changed
    assert shown(team, gone=True) == {}
    assert events(team) == []


def test_only_so_many_help(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "MOST", 1)
    give(team, "credit", ASSIST, team.wang)
    with pytest.raises(ConflictError, match=r"duty\.too-many"):
        give(team, "credit", ASSIST, team.zhao)
    give(team, "credit", LEAD, team.zhao)


def test_nobody_but_the_lead_gives(team: Team) -> None:
    refused: list[AssessError] = []
    for who in (team.wang, team.stranger):
        with pytest.raises(AssessError) as caught:
            give(team, "credit", LEAD, team.wang, actor=team.actor(who))
        refused.append(caught.value)
    assert [type(one) for one in refused] == [ForbiddenError, NotFoundError]


def test_a_trial_has_nobody_to_give_to(team: Team, now: datetime) -> None:
    guest = make_visit(team.session, team.lead)
    trial = make_assessment(team.session, guest_key=guest.actor.guest_key, now=now)
    with pytest.raises(ForbiddenError, match=r"assessment\.trial-needs-account"):
        give(team, "credit", LEAD, team.wang, actor=guest.actor, assessment_id=trial.id)


@pytest.mark.parametrize("status", list(Status))
def test_sections_can_be_given_in_every_state(team: Team, status: Status) -> None:
    team.form.status = status
    team.session.flush()
    give(team, "credit", LEAD, team.wang)
    assert shown(team) == {"credit": [("lead", "王填报")]}


def test_who_is_new_gets_one_letter_for_all_their_sections(team: Team) -> None:
    law = team.department("法务部", team.zhao, team.lead)
    give(team, "credit", LEAD, team.wang)
    give(team, "overseas", ASSIST, team.wang)
    give(team, "credit", ASSIST, law)
    give(team, "credit", ASSIST, team.lead)
    assert letters(team) == sorted([str(team.wang.id), str(team.zhao.id)])
    jobs = team.session.scalars(select(Job).where(Job.name == "letter")).all()
    assert {job.run_after for job in jobs} == {team.now + duties.GATHER}
    give(team, "credit", ASSIST, team.wang, now=team.now + timedelta(minutes=11))
    assert len(letters(team)) == 2, "a part that changes is no news"
    give(team, "overseas", ASSIST, team.zhao, now=team.now + timedelta(minutes=11))
    assert len(letters(team)) == 3


def test_the_letter_says_what_holds_when_it_is_sent(team: Team) -> None:
    made = give(team, "credit", LEAD, team.wang)
    give(team, "overseas", ASSIST, team.wang)
    order = Order(team.wang, {"assessment": str(team.form.id)}, team.now, "https://assess.example")
    filled = BUILDERS[duties.LETTER](team.session, order)
    assert filled is not None
    titles = {one.key: one.title.zh for one in _form(team).sections}
    assert (filled.params["leading"], filled.params["helping"]) == ([titles["credit"]], [titles["overseas"]])
    assert filled.params["link"] == f"https://assess.example/assessments/{team.form.id}?mine=1"
    by: dict[str, Any] = {"actor": team.actor(team.lead), "assessment_id": team.form.id, "now": team.now}
    duties.unassign(team.session, duty_id=made.id, **by)
    team.session.execute(delete(SectionDuty))
    assert BUILDERS[duties.LETTER](team.session, order) is None
    give(team, "credit", LEAD, team.wang)
    team.session.execute(delete(Membership).where(Membership.account_id == team.wang.id))
    assert BUILDERS[duties.LETTER](team.session, order) is None


def _form(team: Team) -> Any:  # noqa: ANN401 - the form of the checklist
    loaded = queries.load(team.session, actor=team.actor(team.lead), assessment_id=team.form.id, now=team.now)
    return loaded.published.checklist.form


def test_last_times_assignment_can_be_taken_over_once(team: Team) -> None:
    law = team.department("法务部", team.zhao)
    give(team, "credit", LEAD, team.wang)
    give(team, "credit", ASSIST, law)
    give(team, "overseas", LEAD, make_account(team.session, team.firm, name="要走的人"))
    team.session.execute(
        delete(Membership).where(
            Membership.account_id == select(Account.id).where(Account.name == "要走的人").scalar_subquery()
        )
    )
    later = team.now + timedelta(days=1)
    following = make_assessment(team.session, team.firm, now=later)
    asked: dict[str, Any] = {"actor": team.actor(team.lead), "assessment_id": following.id, "now": later}
    offer = duties.earlier(team.session, **asked)
    assert offer is not None
    assert (offer.assessment_id, offer.count) == (team.form.id, 2)
    assert duties.of(team.session, assessment_id=following.id) == {}, "never by itself"
    assert duties.take_over(team.session, **asked) == 2
    taken = duties.of(team.session, assessment_id=following.id)
    assert {section: [(one.part, one.name) for one in all_of] for section, all_of in taken.items()} == {
        "credit": [(LEAD, "王填报"), (ASSIST, "法务部")]
    }
    assert duties.earlier(team.session, **asked) is None
    with pytest.raises(ConflictError, match=r"duty\.given-already"):
        duties.take_over(team.session, **asked)
    assert letters(team).count(str(team.zhao.id)) == 2


def test_nothing_to_take_over(team: Team) -> None:
    foreign: Assessment = make_assessment(team.session)
    team.session.add(
        SectionDuty(
            assessment_id=foreign.id,
            section="credit",
            part=LEAD,
            account_id=team.stranger.id,
            by=team.stranger.id,
            at=team.now,
        )
    )
    team.session.flush()
    asked: dict[str, Any] = {"actor": team.actor(team.lead), "assessment_id": team.form.id, "now": team.now}
    assert duties.earlier(team.session, **asked) is None
    with pytest.raises(ConflictError, match=r"duty\.nothing-earlier"):
        duties.take_over(team.session, **asked)
    with pytest.raises(ForbiddenError):
        duties.take_over(team.session, **(asked | {"actor": team.actor(team.wang)}))


def test_reading_takes_one_query_however_many_there_are(team: Team, count_queries: CountQueries) -> None:
    for section in ("credit", "overseas"):
        for whom in (team.wang, team.zhao, team.lead):
            give(team, section, ASSIST, whom)
        with count_queries() as asked:
            duties.of(team.session, assessment_id=team.form.id)
        assert len(asked) == 1
