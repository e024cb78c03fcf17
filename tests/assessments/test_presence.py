"""Who is there: seen by colleagues for two minutes, noted once a minute, then forgotten."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import presence
from assess.assessments.together_models import Presence
from assess.errors import NotFoundError
from tests.factories.accounts import make_visit
from tests.factories.assessments import make_assessment
from tests.factories.together import Team, make_team

SECOND = timedelta(seconds=1)


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    return make_team(session, now)


def look(team: Team, actor: Actor, now: datetime, section: str = "credit") -> presence.Seen:
    return presence.look(team.session, actor=actor, assessment_id=team.form.id, section=section, now=now)


def note(team: Team, actor: Actor, now: datetime, section: str = "credit") -> None:
    presence.note(team.session, actor=actor, assessment_id=team.form.id, section=section, now=now)
    team.session.expire_all()


def names(seen: presence.Seen) -> list[tuple[str, str]]:
    return [(one.name, one.section) for one in seen.others]


def test_a_colleague_is_seen_where_they_are_until_they_go(team: Team) -> None:
    wang, zhao = team.actor(team.wang), team.actor(team.zhao)
    assert look(team, wang, team.now) == presence.Seen((), True)
    note(team, wang, team.now)
    assert names(look(team, zhao, team.now)) == [("王填报", "credit")]
    assert names(look(team, wang, team.now)) == [], "nobody is told of themselves"
    note(team, wang, team.now + 30 * SECOND, "overseas")
    assert names(look(team, zhao, team.now + 149 * SECOND)) == [("王填报", "overseas")]
    assert names(look(team, zhao, team.now + 150 * SECOND)) == []


def test_who_stays_is_noted_once_a_minute(team: Team) -> None:
    wang = team.actor(team.wang)
    note(team, wang, team.now)
    assert not look(team, wang, team.now + 59 * SECOND).due
    assert look(team, wang, team.now + 60 * SECOND).due
    assert look(team, wang, team.now + SECOND, "overseas").due, "who moves on is noted at once"
    note(team, wang, team.now + 60 * SECOND)
    assert team.session.scalar(select(func.count()).select_from(Presence)) == 1


def test_strangers_trials_and_unknown_sections_are_nothing(team: Team, now: datetime) -> None:
    with pytest.raises(NotFoundError):
        look(team, team.actor(team.stranger), team.now)
    with pytest.raises(NotFoundError):
        look(team, team.actor(team.wang), team.now, "no-such")
    guest = make_visit(team.session)
    trial = make_assessment(team.session, guest_key=guest.actor.guest_key, now=now)
    with pytest.raises(NotFoundError):
        presence.look(team.session, actor=guest.actor, assessment_id=trial.id, section="credit", now=now)


def test_it_is_forgotten_after_an_hour(team: Team) -> None:
    note(team, team.actor(team.wang), team.now)
    presence.purge(team.session, now=team.now + timedelta(minutes=59))
    assert team.session.scalar(select(func.count()).select_from(Presence)) == 1
    presence.purge(team.session, now=team.now + timedelta(minutes=60))
    assert team.session.scalar(select(func.count()).select_from(Presence)) == 0
