"""Every table is append-only or says why it is not; the database itself refuses, whoever asks."""

from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import assess.main  # noqa: F401 - it declares every table
from assess.accounts.privacy_models import ErasedKind, Erasure
from assess.audit import checkpoints
from assess.campaigns.models import CampaignRecord
from assess.db import Base
from assess.reviews import operations as reviews
from assess.reviews.models import Decision
from tests.factories.reviews import Scene

APPEND_ONLY = {
    "answer_history": "of trials and of what was erased it goes with the rest",
    "audit_checkpoint": "",
    "audit_event": "",
    "campaign_record": "",
    "decision": "goes with what was erased",
    "erasure": "",
    "publication": "goes with what was erased",
    "review_return": "goes with what was erased",
    "review_return_item": "goes with what was erased",
    "submission": "goes with what was erased",
}
"""Neither UPDATE nor DELETE, with the one exception of what an erasure that stands in its own table has erased."""

ONE_WAY = {
    "audit_detail": "never changed; may be deleted: it is what erasure and retention reach, and the digest stays",
    "audit_head": "only moves on, and never goes",
    "checklist_version": "what an organisation works on never changes; retiring only says whether it is offered",
}
"""What may change in one way only."""

MUTABLE = {
    "account": "people change names and addresses; the chain tells it",
    "answer": "the present answer; its history is append-only",
    "api_token": "revoked; the chain tells it",
    "appeal": "gets its outcome",
    "appeal_item": "goes with its appeal",
    "assessment": "has a state; every step is in its chain",
    "attempt": "counts tries for a day",
    "audit_reading": "forgotten after ten minutes; the event stays",
    "campaign": "has a state; campaign_record is append-only",
    "campaign_part": "worked out anew",
    "carried": "what an earlier version's answers became; goes with the assessment",
    "comment_mention": "seen or not",
    "consent": "becomes the account's own, and goes with it",
    "department": "renamed and closed; the chain tells it",
    "department_member": "moves; the chain tells it",
    "evidence": "removed and replaced before handing in; a submission keeps digests",
    "evidence_verdict": "a reviewer changes their mind until the decision freezes it",
    "figure": "worked out anew",
    "form_upload": "taken over or discarded; the chain tells it",
    "identity": "unlinked; the chain tells it",
    "item_claim": "taken back; the chain tells it",
    "item_comment": "settled and removed; the chain tells it",
    "item_figure": "worked out anew",
    "job": "has a state",
    "join_request": "gets its answer",
    "kept_answer": "kept for a day",
    "lineage": "the tree, rewritten when it changes",
    "listing": "published lists are taken off; the chain tells who did it",
    "listing_import": "has a state",
    "listing_total": "worked out anew",
    "measure_text": "attached and detached; the chain tells it",
    "membership": "people come and go; the chain tells it",
    "oidc_attempt": "goes with the return",
    "one_time_link": "used or expired",
    "organisation": "described and moved; the chain tells it",
    "organisation_import": "has a state",
    "organisation_import_row": "compared anew; names are taken out by erasure",
    "participant": "added and taken out; the chain tells it",
    "peer_column": "counted anew once enough has changed",
    "presence": "minutes",
    "recovery_code": "used once",
    "reminder": "planned anew with the deadline",
    "report": "has a state; found by its content",
    "report_batch": "has a state; its ZIP goes after a week",
    "report_batch_entry": "has a state; goes with its batch",
    "report_face": "a draft is used once; a later one takes its place",
    "rescore_result": "worked out anew",
    "rescore_run": "has a state",
    "review": "ends with an outcome",
    "review_mark": "changes until the decision freezes it; the chain tells every change",
    "section_duty": "assigned anew; the chain tells it",
    "section_figure": "worked out anew",
    "web_session": "goes with signing out",
    "webhook": "changed and removed; the chain tells it",
    "webhook_delivery": "tried until it arrives",
    "webhook_try": "goes with its delivery",
}
"""What may change or go, and why that is right."""


def test_every_table_says_what_it_is() -> None:
    assert set(Base.metadata.tables) == {*APPEND_ONLY, *ONE_WAY, *MUTABLE}


@pytest.fixture
def full(session: Session, now: datetime) -> Session:
    """Have a row in every table that is append-only, and in those that change in one way."""
    scene = Scene(session, now)
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    reviews.send_back(
        session, actor=scene.first, assessment_id=scene.id, items={"procedure": "请补充"}, message="", now=now
    )
    other = Scene(session, now)
    other.fill()
    other.submit()
    other.take_up(other.first)
    other.mark_all(other.first)
    decision = reviews.decide(session, actor=other.first, assessment_id=other.id, now=now)
    if session.get(Decision, decision.id) is not None:
        reviews.publish(session, actor=other.administrator, decision_id=decision.id, now=now)
    checkpoints.make(session, key=Ed25519PrivateKey.generate(), now=now)
    session.add(Erasure(kind=ErasedKind.ACCOUNT, subject_id=other.id, reason="test", by=None, at=now))
    if session.scalar(select(CampaignRecord).limit(1)) is None:
        session.add(
            CampaignRecord(
                campaign_id=other.campaign.id, number=1, event="edited", reason="", detail={}, by=None, at=now
            )
        )
    session.flush()
    return session


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses(full: Session, verb: str) -> None:
    allowed = []
    for name in APPEND_ONLY:
        table = Base.metadata.tables[name]
        column = next(iter(table.columns))
        assert full.scalar(select(func.count()).select_from(table)), name
        statement = update(table).values({column: column}) if verb == "UPDATE" else delete(table)
        try:
            with full.begin_nested():
                full.execute(statement)
            allowed.append(name)
        except DBAPIError as error:
            assert f"{name} is append-only" in str(error)  # noqa: PT017 - of each table
    assert allowed == []


ONE_WAY_REFUSED = (
    "UPDATE audit_detail SET detail = '{}'",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET seq = seq - 1",
    "UPDATE audit_head SET hash = hash",
    "UPDATE checklist_version SET document = '{}'",
    "UPDATE checklist_version SET version = '9.9.9'",
)


@pytest.mark.parametrize("statement", ONE_WAY_REFUSED)
def test_what_goes_one_way_does_not_go_the_other(full: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), full.begin_nested():
        full.execute(text(statement))


def test_a_version_may_still_be_retired(full: Session, now: datetime) -> None:
    retired = text("UPDATE checklist_version SET retired_at = :at")
    full.execute(retired.bindparams(at=(now + timedelta(days=1)).replace(tzinfo=None)))
