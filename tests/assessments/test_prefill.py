"""Answers offered from elsewhere: only to the same question, only while fresh, only the owner's, never silently."""

import dataclasses
import datetime as dt
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Organisation
from assess.assessments import history, prefill, prefill_operations, prefill_queries, queries
from assess.assessments.answering import answer
from assess.assessments.models import Answer, Assessment
from assess.assessments.prefill import Given, Standing
from assess.assessments.prefill_operations import Taken, Wanted
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import ForbiddenError, NotFoundError
from assess.values.fact import Fact, Option
from assess.values.model import UNKNOWN
from assess.values.text import Text
from tests.checklists.editing import with_fact
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import published, register_version
from tests.factories.regions import regional

TODAY = dt.date(2026, 11, 22)
PROCEDURE = published().fact("credit.procedure")
WORD = Text(zh="甲", en="A")


def given(text: str = '"yes"', *, ago: int = 0, fact: Fact = PROCEDURE) -> Given:
    return Given(fact, text, TODAY - timedelta(days=ago))


def asked(**fields: object) -> Fact:
    return dataclasses.replace(PROCEDURE, **fields)  # type: ignore[arg-type]  # tests vary some


@pytest.mark.parametrize(
    ("fresh_days", "ago", "text", "standing", "counts"),
    [
        (90, 90, '"yes"', "fresh", True),
        (90, 91, '"yes"', "stale", False),
        (None, 4000, '"yes"', "fresh", True),
        (0, 0, '"yes"', "anew", True),  # asked anew each time: it holds for its own day and is never offered
        (0, 1, '"yes"', "anew", False),
        (90, 3, '{"unknown":true}', "unknown", True),
        (90, 91, '{"unknown":true}', "stale", False),
    ],
)
def test_an_answer_is_offered_while_the_question_allows(
    fresh_days: int | None,
    ago: int,
    text: str,
    standing: Standing,
    counts: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    found = prefill.find(asked(fresh_days=fresh_days), [given(text, ago=ago)], TODAY)
    assert found is not None
    assert (found.standing, found.counts, found.age) == (standing, counts, ago)
    assert found.offered is (standing == "fresh")


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({}, "fresh"),
        ({"wording": WORD}, "fresh"),  # other words, the same question: its revision says so
        ({"unit": WORD}, "differs"),
        ({"revision": 2}, "differs"),
        ({"type": "text"}, "differs"),
        ({"unknown": False}, "differs"),
        ({"type": "choice", "options": (Option(value="yes", label=WORD),)}, "differs"),
    ],
)
def test_nothing_travels_between_different_questions(change: dict[str, object], standing: Standing) -> None:
    found = prefill.find(asked(**change), [given()], TODAY)
    assert found is not None
    assert found.standing == standing
    assert (found.value is None) is (standing == "differs")


def test_the_latest_answer_to_the_same_question_counts() -> None:
    newer_but_other = given('"no"', ago=1, fact=asked(revision=2))
    found = prefill.find(PROCEDURE, [newer_but_other, given('"partial"', ago=5), given('"yes"', ago=9)], TODAY)
    assert found is not None
    assert (found.value, found.age, found.standing) == ("partial", 5, "fresh")
    assert prefill.find(PROCEDURE, [], TODAY) is None
    latest_unknown = prefill.find(PROCEDURE, [given('{"unknown":true}', ago=1), given(ago=2)], TODAY)
    assert latest_unknown is not None
    assert (latest_unknown.value, latest_unknown.offered) == (UNKNOWN, False)


def other(region: str = "310104", **fields: Any) -> Published:  # noqa: ANN401 - any field
    """Give the checklist of another region that asks the same questions, one of them changed."""
    base = with_fact("credit.trainings", None, **fields) if fields else published()
    return regional(f"m{region}-2023", region, base=base)


class Office:
    """An organisation that has filled in one region's checklist and begins another's."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.organisation = make_organisation(session)
        self.lead = actor_of(session, make_account(session, self.organisation, Role.LEAD))
        self.there = make_assessment(session, self.organisation).id
        self.here = self.begin(self.organisation)

    def begin(self, organisation: Organisation, document: Published | None = None) -> uuid.UUID:
        made = make_assessment(self.session, organisation)
        self.stand(made, register_version(self.session, document or other()))
        return made.id

    def stand(self, made: Assessment, version: ChecklistVersion) -> None:
        made.checklist_version_id = version.id
        self.session.flush()

    def answer(  # noqa: PLR0917 - what a test varies
        self, fact: str, raw: object, where: uuid.UUID | None = None, ago: int = 0, revision: int = 0, note: str = ""
    ) -> None:
        answer(
            self.session,
            actor=self.lead,
            assessment_id=where or self.there,
            fact=fact,
            change=Change(raw, note, revision),
            now=self.now - timedelta(days=ago),
        )

    def offers(self, actor: Actor | None = None) -> dict[str, str]:
        loaded = self.loaded(actor)
        return {key: one.standing for key, one in prefill_queries.elsewhere(self.session, loaded, now=self.now).items()}

    def loaded(self, actor: Actor | None = None) -> queries.Loaded:
        return queries.load(self.session, actor=actor or self.lead, assessment_id=self.here, now=self.now)

    def take(self, *wanted: Wanted, actor: Actor | None = None) -> Taken:
        return prefill_operations.take(
            self.session, actor=actor or self.lead, assessment_id=self.here, wanted=wanted, now=self.now
        )


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    return Office(session, now)


def test_what_was_answered_elsewhere_is_offered_with_its_origin(office: Office) -> None:
    office.answer("credit.procedure", "partial", ago=3)
    office.answer("credit.serious-list", "no", ago=3)
    office.answer("credit.trainings", 4, office.here)
    office.answer("credit.trainings", 5)
    assert office.offers() == {"credit.procedure": "fresh", "credit.serious-list": "anew"}
    found = prefill_queries.elsewhere(office.session, office.loaded(), now=office.now)["credit.procedure"]
    origin = found.given.origin
    assert origin is not None
    assert (origin.assessment_id, origin.key, origin.version, origin.region, origin.by_name, origin.revision) == (
        office.there,
        "demo-2020/enterprise",
        "1.0.0",
        published().measure.region,
        "李明",
        1,
    )
    assert (found.value, found.given.day) == ("partial", dt.date(2026, 11, 19))


def test_the_next_cycle_of_the_same_checklist_is_offered_the_last_one(office: Office) -> None:
    office.answer("credit.procedure", "partial", ago=300)
    office.answer("credit.procedure", "yes", office.here, ago=3)
    office.here = make_assessment(office.session, office.organisation).id
    found = prefill_queries.elsewhere(office.session, office.loaded(), now=office.now)["credit.procedure"]
    assert (found.value, found.age, found.offered) == ("yes", 3, True)  # the latest, wherever it was given


def test_a_question_with_another_revision_or_unit_is_not_offered(office: Office) -> None:
    office.answer("credit.trainings", 5)
    office.here = office.begin(office.organisation, other("610100", revision=2))
    assert office.offers() == {"credit.trainings": "differs"}


def test_an_answer_taken_back_and_a_withdrawn_assessment_offer_nothing(office: Office) -> None:
    office.answer("credit.procedure", "yes")
    office.answer("credit.procedure", None, revision=1)
    assert office.offers() == {}
    office.answer("credit.trainings", 5)
    office.session.get_one(Assessment, office.there).status = Status.WITHDRAWN
    office.session.flush()
    assert office.offers() == {}


def test_nothing_comes_from_another_organisation_or_another_trial(office: Office, session: Session) -> None:
    stranger = make_organisation(session, name="乙公司")
    office.answer("credit.procedure", "yes")
    office.here = office.begin(stranger)
    lead = actor_of(session, make_account(session, stranger, Role.LEAD))
    assert office.offers(lead) == {}
    guest, other_guest = actor_of(session), actor_of(session)
    for key in (guest.guest_key, other_guest.guest_key):
        trial = make_assessment(session, guest_key=key)
        change = Change("yes", "", 0)
        who = guest if key == guest.guest_key else other_guest
        answer(session, actor=who, assessment_id=trial.id, fact="credit.procedure", change=change, now=office.now)
    mine = make_assessment(session, guest_key=guest.guest_key)
    office.stand(mine, register_version(session, other()))
    office.here = mine.id
    found = prefill_queries.elsewhere(session, office.loaded(guest), now=office.now)
    assert [one.given.origin and one.given.origin.by_name for one in found.values()] == [None]
    late = office.now + timedelta(hours=30)
    assert prefill_queries.given(session, prefill_queries.trials_of(guest.guest_key, late)) == {}


def test_what_is_taken_is_saved_with_its_history_and_its_origin(office: Office) -> None:
    office.answer("credit.procedure", "partial", ago=3, note="不随回答沿用")
    office.answer("credit.trainings", 5, ago=2)
    office.answer("credit.serious-list", "no")
    taken = office.take(
        Wanted("credit.procedure", office.there, 1),
        Wanted("credit.trainings", office.there, 2),  # it was shown with another revision
        Wanted("credit.serious-list", office.there, 1),  # asked anew each time
        Wanted("no.such", office.there, 1),
    )
    assert taken == Taken(("credit.procedure",), ("credit.trainings", "credit.serious-list", "no.such"))
    held = office.loaded().answers["credit.procedure"]
    assert (held.value, held.note, held.revision, held.at) == ("partial", "", 1, office.now)
    changes = history.history(
        office.session, actor=office.lead, assessment_id=office.here, fact="credit.procedure", now=office.now
    )
    assert [(json.loads(change.value_after or ""), name) for change, name in changes] == [("partial", "李明")]
    (kept,) = prefill_queries.taken_over(office.session, office.here)
    assert (kept.fact, kept.revision, kept.assessment_id, kept.checklist, kept.by_name) == (
        "credit.procedure",
        1,
        office.there,
        "demo-2020/enterprise",
        "李明",
    )
    assert kept.answered_at == office.now - timedelta(days=3)
    assert log.verify(office.session, office.here.hex) is None
    assert log.verify_details(office.session, office.here.hex) == ()
    assert history.altered_answers(office.session, office.here) == ()
    assert office.offers() == {"credit.trainings": "fresh", "credit.serious-list": "anew"}


def test_an_answer_given_here_meanwhile_stays(office: Office) -> None:
    office.answer("credit.procedure", "partial")
    office.answer("credit.procedure", "no", office.here)
    assert office.take(Wanted("credit.procedure", office.there, 1)).taken == ()
    stored = select(Answer.value).where(Answer.assessment_id == office.here)
    assert office.session.scalars(stored).all() == ['"no"']


def test_an_answer_taken_back_here_is_offered_again_and_taken_on_its_revision(office: Office) -> None:
    office.answer("credit.procedure", "partial")
    office.answer("credit.procedure", "no", office.here)
    office.answer("credit.procedure", None, office.here, revision=1, note="待核")
    assert office.take(Wanted("credit.procedure", office.there, 1)).taken == ("credit.procedure",)
    held = office.loaded().answers["credit.procedure"]
    assert (held.value, held.note, held.revision) == ("partial", "待核", 3)


def test_only_who_may_answer_takes_and_only_while_it_can_be_changed(office: Office, session: Session) -> None:
    office.answer("credit.procedure", "partial")
    wanted = Wanted("credit.procedure", office.there, 1)
    stranger = actor_of(session, make_account(session, make_organisation(session, name="乙公司"), Role.LEAD))
    for actor in (stranger, actor_of(session)):
        with pytest.raises(NotFoundError):
            office.take(wanted, actor=actor)
    session.get_one(Assessment, office.here).status = Status.SUBMITTED
    session.flush()
    with pytest.raises(ForbiddenError):
        office.take(wanted)


def test_offers_cost_one_query_however_many_assessments_there_are(office: Office, count_queries: CountQueries) -> None:
    def spent() -> int:
        office.session.expunge_all()
        loaded = office.loaded()
        with count_queries() as statements:
            found = prefill_queries.elsewhere(office.session, loaded, now=office.now)
        assert found["credit.procedure"].offered
        return len(statements)

    office.answer("credit.procedure", "partial")
    spent()
    few = spent()
    for number in range(1, 6):
        where = make_assessment(office.session, office.session.get_one(Organisation, office.organisation.id)).id
        office.answer("credit.procedure", "yes", where, ago=number)
        office.answer("credit.trainings", number, where, ago=number)
    assert spent() == few == 1
