"""Files are scanned where a scanner is set up: what it knows is refused and written down, and so is its silence."""

import hashlib
import json
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Evidence
from assess.audit.models import AuditDetail, AuditEvent
from assess.errors import InvalidError, UnavailableError
from assess.scanning import Scanner
from assess.storage import Storage
from tests.assessments.test_evidence import FACT, Desk, upload
from tests.factories.papers import pdf
from tests.test_scanning import EICAR, honest, served


@pytest.fixture
def desk(session: Session, storage: Storage, now: datetime) -> Desk:
    return Desk(session, storage, now)


def test_a_clean_file_remembers_what_looked_at_it(desk: Desk) -> None:
    with served(honest) as address:
        made = desk.attach(upload(), scanner=Scanner(address, timeout=5))
    assert made.scanned == "ClamAV 1.4.3/27600/Sat Nov 21 08:30:00 2026"
    assert desk.attach(upload()).scanned == "", "nothing is claimed where nothing looked"


def test_an_infected_file_is_refused_by_name_and_written_down_without_its_content(desk: Desk) -> None:
    content = pdf(objects=(f"<</Length {len(EICAR)}>>\nstream\n{EICAR.decode()}\nendstream",))
    with served(honest) as address, pytest.raises(InvalidError) as caught:
        desk.attach(upload(content, "带毒.pdf"), scanner=Scanner(address, timeout=5))
    assert (caught.value.message, caught.value.params) == ("evidence.infected", {"found": "Eicar-Signature"})
    assert list(desk.storage.keys()) == []
    assert desk.session.scalars(select(Evidence)).all() == []
    event = desk.session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.infected")).one()
    assert (event.stream, event.actor_id) == (desk.assessment.id.hex, desk.lead.account_id)
    told = json.loads(desk.session.get_one(AuditDetail, (event.stream, event.seq)).detail)
    assert told == {
        "fact": FACT, "found": "Eicar-Signature", "name": "带毒.pdf", "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip


def test_nothing_is_taken_while_the_scanner_is_away(desk: Desk) -> None:
    with pytest.raises(UnavailableError) as caught:
        desk.attach(upload(), scanner=Scanner("127.0.0.1:1", timeout=1))
    assert (caught.value.message, caught.value.status) == ("evidence.scanner-away", 503)
    assert list(desk.storage.keys()) == []
    assert desk.session.scalars(select(Evidence)).all() == []
