"""Official texts: loaded by an operator, cut at the clauses, taken away again."""

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.audit.models import AuditEvent
from assess.checklists import texts
from assess.checklists.models import MeasureText
from assess.errors import NotFoundError
from tests.conftest import CountQueries
from tests.factories.checklists import published

TEXT = "示范市措施\n一、信用。对失信主体多检查。\n二、海外保险。2021年底前出台细则。\n三、其他事项。照办。\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def attach(session: Session, now: datetime, text: str = TEXT) -> texts.Official:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return texts.attach(session, measure=published().measure, text=text, sha256=sha256, now=now)


def test_a_text_is_cut_at_the_clauses_of_its_measure(session: Session, now: datetime) -> None:
    made = attach(session, now)
    assert made.slices == {
        "1": "一、信用。对失信主体多检查。",
        "2": "二、海外保险。2021年底前出台细则。",
        "3": "三、其他事项。照办。",
    }
    assert texts.official(session, "demo-2020") == made
    row = session.scalars(select(MeasureText)).one()
    assert (row.text, row.sha256, row.attached_at) == (TEXT, SHA256, now)


def test_the_words_leave_the_database_once(session: Session, now: datetime, count_queries: CountQueries) -> None:
    attach(session, now)
    first = texts.official(session, "demo-2020")
    with count_queries() as statements:
        assert texts.official(session, "demo-2020") is first
    assert len(statements) == 1
    assert "slices" not in statements[0]
    assert "measure_text.text" not in statements[0]


def test_a_newer_text_takes_the_place_of_the_older(session: Session, now: datetime) -> None:
    attach(session, now)
    texts.official(session, "demo-2020")
    attach(session, now + timedelta(seconds=1), TEXT.replace("多检查", "少检查"))
    found = texts.official(session, "demo-2020")
    assert found is not None
    assert found.slices["1"] == "一、信用。对失信主体少检查。"
    assert found.sha256 != SHA256


def test_a_text_is_taken_away(session: Session, now: datetime) -> None:
    attach(session, now)
    texts.detach(session, measure="demo-2020", now=now)
    session.flush()
    assert texts.official(session, "demo-2020") is None
    with pytest.raises(NotFoundError) as refused:
        texts.detach(session, measure="demo-2020", now=now)
    assert refused.value.message == "measure.not-attached"
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert list(actions) == ["measure.attached", "measure.detached"]
