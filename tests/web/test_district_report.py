"""The district report over HTTP: asked for on the dashboard, followed, downloaded, and not there for others."""

import uuid
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assess.accounts import throttle
from assess.accounts.models import Attempt
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.overview import district_gathering
from assess.overview.district_part import Part
from assess.reports.district_figures import DistrictFigures
from assess.reports.models import Report, ReportStatus
from tests.factories.papers import PDF
from tests.web.browsing import Browser
from tests.web.markup import faults
from tests.web.test_dashboard import Place, browse, place  # noqa: F401 - fixtures

Browse = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def _nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the queue alone: what a worker makes of it is looked at elsewhere."""
    monkeypatch.setattr("assess.reports.handlers.render", lambda *_given, **_named: None)


def finish(app: FastAPI, database: Database, address: str) -> None:
    """Put a file in the place of what is being made."""
    made = app.state.storage.put(PDF)
    with database.write() as session:
        report = session.get_one(Report, uuid.UUID(address.rpartition("/")[2]))
        report.status, report.file_key, report.size, report.content = ReportStatus.READY, made.key, made.size, None
        session.commit()


def asked(browser: Browser, where: Place, **form: object) -> str:
    browser.get(where.path("dashboard"))
    answer = browser.post(where.path("district-report"), {"language": "zh", **form})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_administrator_asks_follows_and_downloads(
    browse: Browse,  # noqa: F811 - the fixture
    place: Place,  # noqa: F811 - likewise
    database: Database,
    app: FastAPI,
) -> None:
    organiser = browse("organiser")
    page = organiser.get(place.path("dashboard")).text
    assert ("生成辖区报告" in page, "每小时最多生成 30 份新报告" in page) == (True, True)
    address = asked(organiser, place)
    waiting = organiser.get(address).text
    assert "报告正在生成" in waiting
    assert faults(waiting) == []
    assert organiser.get(f"{address}/report.pdf").status_code == 404
    finish(app, database, address)
    assert f'href="{address}/report.pdf"' in organiser.get(address).text
    file = organiser.get(f"{address}/report.pdf")
    assert file.content == PDF
    assert file.headers["content-type"] == "application/pdf"
    own = unquote(file.headers["content-disposition"])
    organiser.get("/account?lang=en")
    foreign = unquote(organiser.get(f"{address}/report.pdf").headers["content-disposition"])
    organiser.get("/account?lang=zh")
    assert ("辖区报告-" in own, own.endswith("-zh.pdf"), foreign.endswith("-zh.pdf")) == (True, False, True)
    assert organiser.get(f"{address}/report.docx").status_code == 404
    assert asked(organiser, place) == address, "the same figures are the same report"
    with database.read() as session:
        told = set(session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == place.campaign)))
    assert {"campaign.exported", "campaign.results-read"} <= told


def test_a_district_gets_its_own_and_no_other(browse: Browse, place: Place, database: Database) -> None:  # noqa: F811 - fixtures
    whole = asked(browse("organiser"), place)
    north = browse("north")
    own = asked(north, place)
    assert own != whole
    assert north.get(own).status_code == 200
    assert north.get(whole).status_code == 404
    for district in (place.south, str(uuid.uuid4()), "no id"):
        assert north.post(place.path("district-report"), {"district": district}).status_code == 404
    with database.read() as session:
        found = session.get_one(Report, uuid.UUID(own.rpartition("/")[2]))
        assert (str(found.top_id), found.for_reviewers) == (place.north, False)
        assert found.content is not None
        assert "丁有限公司" not in found.content


@pytest.mark.parametrize("who", ["other", "stranger", "lead"])
def test_to_others_it_is_not_there(browse: Browse, place: Place, who: str) -> None:  # noqa: F811 - fixtures
    browser = browse(who)
    browser.get("/")
    assert browser.post(place.path("district-report"), {}).status_code == 404
    assert browser.get(place.path(f"district-reports/{uuid.uuid4()}")).status_code == 404


def test_language_and_format_are_chosen_and_a_wrong_one_is_refused(
    browse: Browse,  # noqa: F811 - the fixture
    place: Place,  # noqa: F811 - likewise
    database: Database,
) -> None:
    organiser = browse("organiser")
    address = asked(organiser, place, language="en", format="xlsx", district=place.north)
    with database.read() as session:
        found = session.get_one(Report, uuid.UUID(address.rpartition("/")[2]))
        assert (found.locale, found.format.value, str(found.top_id)) == ("en", "xlsx", place.north)
    assert organiser.post(place.path("district-report"), {"format": "exe"}).status_code == 422


def test_nobody_waits_to_save_while_a_campaign_is_added_up(
    browse: Browse,  # noqa: F811 - the fixture
    place: Place,  # noqa: F811 - likewise
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved, ordinary = [], district_gathering.gather

    def gather(session: Session, part: Part, now: datetime) -> DistrictFigures:
        with database.write() as other:
            other.execute(text("UPDATE account SET name = name"))
            other.commit()
            saved.append(True)
        return ordinary(session, part, now)

    monkeypatch.setattr(district_gathering, "gather", gather)
    organiser = browse("organiser")
    first = asked(organiser, place)
    assert (asked(organiser, place), saved) == (first, [True, True])
    with database.read() as session:
        tries = session.scalars(select(Attempt).where(Attempt.key == throttle.DRAFTS.key(str(who(session))))).all()
    assert len(tries) == 1, "the same report again is no try"


def who(session: Session) -> uuid.UUID | None:
    """Give who asked, as the audit says."""
    return session.scalar(select(AuditEvent.actor_id).where(AuditEvent.action == "campaign.exported").limit(1))
