"""An administrator opens one organisation's form again, with a reason; what was handed in stays."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess import clock
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.audit.models import AuditDetail
from assess.db import Database
from assess.storage import Folder
from tests.factories.accounts import PASSWORD
from tests.matrix.world import Side, build
from tests.web.browsing import Browser, complaints

Browsers = Callable[[], Browser]


@pytest.fixture
def side(app: FastAPI, database: Database) -> Side:
    mine, _theirs, session = build(database, Folder(app.state.settings.storage_path), clock.now())
    session.close()
    return mine


def handed_in(side: Side, database: Database, status: Status = Status.SUBMITTED) -> str:
    with database.write() as session:
        side.session = session
        made = side.assessment(status)
        address = f"/campaigns/{made.campaign_id}/participants/{side.firm.id}/open-again"
        session.commit()
    return address


def test_it_asks_why_and_opens_the_form(side: Side, browsers: Browsers, database: Database) -> None:
    where = handed_in(side, database)
    admin = browsers()
    admin.sign_in(side.people["administrator"].login, PASSWORD)
    listed = admin.get(where.rpartition("/")[0].rpartition("/")[0]).text
    assert f'href="{where}"' in listed
    page = admin.get(where)
    assert page.status_code == 200
    assert "已经提交的内容、评定和审定都保留" in page.text
    refused = admin.post(where, {"reason": "   "})
    assert (refused.status_code, complaints(refused)) == (422, {"reason": "请说明重新开放的原因。"})
    done = admin.post(where, {"reason": "单位更名，材料需更新"})
    assert (done.status_code, done.headers["location"].rpartition("?")[2]) == (303, "done=reopened")
    assert "已重新开放" in admin.get(done.headers["location"]).text
    with database.read() as session:
        found = session.scalars(select(Assessment)).one()
        assert found.status is Status.REOPENED
        assert found.closes_at is not None
        assert found.closes_at > clock.now()
        assert len(session.scalars(select(Submission)).all()) == 1
        assert "单位更名，材料需更新" in " ".join(session.scalars(select(AuditDetail.detail)))
    assert admin.post(where, {"reason": "再来一次"}).status_code == 403


def test_what_is_being_reviewed_is_not_opened(side: Side, browsers: Browsers, database: Database) -> None:
    where = handed_in(side, database, Status.IN_REVIEW)
    admin = browsers()
    admin.sign_in(side.people["administrator"].login, PASSWORD)
    assert admin.get(where).status_code == 403
