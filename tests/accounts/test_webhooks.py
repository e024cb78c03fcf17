"""Webhooks: who may set one up, who hears of what, and what is kept of it."""

import json
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import tree
from assess.accounts.models import OrganisationKind
from assess.accounts.webhooks import announcing, operations, queries, signing
from assess.accounts.webhooks.events import CHOSEN, Event
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookTry
from assess.accounts.webhooks.operations import Terms
from assess.accounts.webhooks.signing import Seal
from assess.audit.models import AuditDetail, AuditEvent
from assess.errors import ConflictError, InvalidError, NotFoundError, ThrottledError
from assess.jobs.models import Job
from assess.reviews import operations as reviews
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.reviews import Scene, make_authority, refused

TERMS = Terms(Seal.of("k" * 40))
URL = "https://hooks.example.com/assess?key=geheim"


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def added(session: Session, actor: Actor, url: str = URL, events: Collection[str] = CHOSEN) -> Webhook:
    mine = actor.memberships[0].organisation_id
    given = {"organisation_id": mine, "url": url, "events": events}
    made, _secret = operations.add(session, actor=actor, terms=TERMS, now=START, **given)  # type: ignore[arg-type]  # three fields
    return made


def sent(session: Session, webhook: Webhook) -> list[dict[str, object]]:
    rows = session.scalars(
        select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id).order_by(WebhookDelivery.at)
    )
    return [json.loads(one.body) for one in rows]


def data_of(body: dict[str, object]) -> dict[str, object]:
    data = body["data"]
    assert isinstance(data, dict)
    return data


def test_the_secret_is_given_once_and_kept_encrypted(session: Session, scene: Scene) -> None:
    made, secret = operations.add(
        session,
        actor=scene.lead,
        organisation_id=scene.organisation.id,
        url=URL,
        events=["assessment.decided", "assessment.submitted"],
        terms=TERMS,
        now=START,
    )
    assert secret.startswith("whsec_")
    assert len(secret) == 50
    assert made.events == ["assessment.submitted", "assessment.decided"]
    opened = TERMS.seal.opened(made.secret)
    assert opened is not None
    assert signing.spelled(opened) == secret
    assert opened not in made.secret
    assert Seal.of("j" * 40).opened(made.secret) is None  # another signing key opens nothing
    assert session.scalars(select(AuditEvent.action)).all()[-1] == "webhook.added"
    kept = " ".join(session.scalars(select(AuditDetail.detail)))
    assert "hooks.example.com" in kept
    assert secret not in kept
    assert "geheim" not in kept


def test_only_for_ones_own_organisation(session: Session, scene: Scene) -> None:
    webhook = added(session, scene.lead)
    respondent = actor_of(session, make_account(session, scene.organisation, Role.RESPONDENT))
    stranger = actor_of(session, make_account(session, make_organisation(session)))
    for actor in (respondent, stranger, scene.administrator, scene.first):  # who runs the tree sees none of it either
        with pytest.raises(NotFoundError):
            queries.get(session, actor=actor, webhook_id=webhook.id)
        with pytest.raises(NotFoundError):
            operations.add(
                session,
                actor=actor,
                organisation_id=scene.organisation.id,
                url=URL,
                events=CHOSEN,
                terms=TERMS,
                now=START,
            )
        assert queries.listed(session, actor=actor) == []
    assert queries.listed(session, actor=scene.lead) == [webhook]
    assert [one.id for one in queries.organisations(session, actor=scene.lead)] == [scene.organisation.id]


def test_what_cannot_be_taken(session: Session, scene: Scene) -> None:
    for events in ([], ["ping"], ["assessment.submitted", "everything"]):
        with refused(InvalidError, "webhook.events", "events"):
            added(session, scene.lead, events=events)
    with refused(InvalidError, "webhook.address-private", "url"):
        added(session, scene.lead, url="https://169.254.169.254/")
    added(session, scene.lead)
    with refused(ConflictError, "webhook.twice"):
        added(session, scene.lead)
    for number in range(4):
        added(session, scene.lead, url=f"https://hooks.example.com/{number}")
    with refused(ConflictError, "webhook.too-many"):
        added(session, scene.lead, url="https://hooks.example.com/last")


def test_a_campaign_from_submission_to_decision(session: Session, scene: Scene) -> None:
    above = actor_of(session, make_account(session, scene.operator, Role.ADMINISTRATOR))
    own, office, operator = (added(session, actor) for actor in (scene.lead, scene.administrator, above))
    scene.fill()
    submission = scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    decision = reviews.decide(session, actor=scene.first, assessment_id=scene.id, statement="同意。", now=START)
    assert [one["type"] for one in sent(session, own)] == ["assessment.submitted"]  # nobody hears of it before
    reviews.publish(session, actor=scene.administrator, decision_id=decision.id, now=START + timedelta(minutes=1))
    first, last = sent(session, own)
    assert first["at"] == "2026-11-22T03:00:00+00:00"
    assert data_of(first) == {
        "assessment_id": str(scene.id),
        "organisation_id": str(scene.organisation.id),
        "campaign_id": str(scene.campaign.id),
        "checklist": "demo-2020/enterprise",
        "version": "1.0.0",
        "submission": 1,
        "reference": submission.reference,
        "scores": data_of(first)["scores"],
        "link": f"/api/v1/assessments/{scene.id}",
    }
    scores = data_of(last)["scores"]
    assert isinstance(scores, dict)
    assert (last["type"], data_of(last)["decision"]) == ("assessment.decided", 1)
    assert scores["reviewed"] == scores["claimed"]
    assert "reviewed" not in json.dumps(first)
    for other in (office, operator):
        bodies = sent(session, other)
        assert [one["type"] for one in bodies] == ["assessment.submitted", "assessment.decided"]
        assert {data_of(one)["link"] for one in bodies} == {f"/api/v1/campaigns/{scene.campaign.id}"}
        assert {one["id"] for one in bodies} & {first["id"], last["id"]} == set()
    everything = json.dumps([sent(session, one) for one in (own, office, operator)], ensure_ascii=False)
    assert "李明" not in everything
    assert scene.organisation.name not in everything


def test_a_form_sent_back_is_told_to_its_organisation_only(session: Session, scene: Scene) -> None:
    own, office = added(session, scene.lead), added(session, scene.administrator)
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    reviews.send_back(
        session, actor=scene.first, assessment_id=scene.id, items={"serious-list": "缺查询截图"}, message="", now=START
    )
    types = sorted(str(one["type"]) for one in sent(session, own))
    assert types == ["assessment.returned", "assessment.submitted"]
    assert [one["type"] for one in sent(session, office)] == ["assessment.submitted"]
    assert "缺查询截图" not in json.dumps(sent(session, own), ensure_ascii=False)


def test_nobody_else_hears_of_it(session: Session, scene: Scene) -> None:
    """Another authority, a district above whose lead reaches nothing below, an event not chosen, one turned off."""
    far = actor_of(session, make_account(session, make_authority(session, "外市局"), Role.ADMINISTRATOR))
    district = make_organisation(session, name="兰山区", kind=OrganisationKind.DISTRICT, parent=scene.body)
    tree.place(session, scene.organisation, district)
    silent = [
        added(session, far),
        added(session, actor_of(session, make_account(session, district))),
        added(session, scene.lead, events=["assessment.decided"]),
        added(session, scene.lead, url="https://hooks.example.com/off"),
    ]
    operations.disable(session, actor=scene.lead, webhook_id=silent[-1].id, now=START)
    scene.fill()
    scene.submit()
    assert [sent(session, one) for one in silent] == [[]] * 4


def test_outside_a_campaign_no_office_hears_anything(session: Session, scene: Scene) -> None:
    own, office = added(session, scene.lead), added(session, scene.administrator)
    scene.assessment.campaign_id = scene.assessment.closes_at = None
    scene.fill()
    scene.submit()
    assert len(sent(session, own)) == 1
    assert data_of(sent(session, own)[0])["campaign_id"] is None
    assert sent(session, office) == []


def test_a_new_secret_signs_beside_the_old_one_for_a_day(session: Session, scene: Scene) -> None:
    made = added(session, scene.lead)
    before = made.secret
    found, secret = operations.rotate(session, actor=scene.lead, webhook_id=made.id, terms=TERMS, now=START)
    assert (found.previous_secret, found.previous_until) == (before, START + timedelta(days=1))
    opened = TERMS.seal.opened(found.secret)
    assert opened is not None
    assert signing.spelled(opened) == secret


def test_turned_off_on_and_removed(session: Session, scene: Scene) -> None:
    made = added(session, scene.lead)
    ping = operations.ping(session, actor=scene.lead, webhook_id=made.id, now=START)
    assert json.loads(ping.body)["type"] == "ping"
    operations.disable(session, actor=scene.lead, webhook_id=made.id, now=START)
    session.refresh(ping)
    assert (ping.status, ping.next_at) == (DeliveryStatus.GIVEN_UP, None)
    for call in (operations.ping, lambda *a, **k: operations.resend(*a, delivery_id=ping.id, **k)):
        with refused(ConflictError, "webhook.disabled"):
            call(session, actor=scene.lead, webhook_id=made.id, now=START)
    operations.enable(session, actor=scene.lead, webhook_id=made.id, now=START)
    again = operations.resend(session, actor=scene.lead, webhook_id=made.id, delivery_id=ping.id, now=START)
    assert (again.status, again.next_at) == (DeliveryStatus.WAITING, START)
    with pytest.raises(NotFoundError):
        operations.resend(session, actor=scene.lead, webhook_id=made.id, delivery_id=uuid.uuid4(), now=START)
    operations.change(session, actor=scene.lead, webhook_id=made.id, events=["assessment.returned"], now=START)
    session.add(WebhookTry(delivery_id=ping.id, at=START, status=200, milliseconds=1))
    session.flush()
    operations.remove(session, actor=scene.lead, webhook_id=made.id, now=START)
    assert (session.scalars(select(Webhook)).all(), session.scalars(select(WebhookDelivery)).all()) == ([], [])
    actions = [one for one in session.scalars(select(AuditEvent.action)) if one.startswith("webhook.")]
    assert actions == [f"webhook.{one}" for one in ("added", "disabled", "enabled", "resent", "changed", "removed")]


def test_nobody_knocks_all_day(session: Session, scene: Scene) -> None:
    made = added(session, scene.lead)
    for _ in range(operations.BY_HAND.most):
        operations.ping(session, actor=scene.lead, webhook_id=made.id, now=START)
    with pytest.raises(ThrottledError):
        operations.ping(session, actor=scene.lead, webhook_id=made.id, now=START)


def test_too_much_waiting_is_given_up_at_once(
    session: Session, scene: Scene, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "MOST_WAITING", 2)
    made = added(session, scene.lead)
    posted = [announcing.post(session, made, Event.PING, {}, now) for _ in range(3)]
    assert [one.status for one in posted] == ["waiting", "waiting", "given-up"]
    assert posted[2].last_error == "too-many-waiting"
    assert len(session.scalars(select(Job).where(Job.name == announcing.JOB)).all()) == 2
