"""An authority with an administrator and three enterprises at the pages of campaigns, as the tests drive them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from assess import clock
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from tests.factories.accounts import PASSWORD
from tests.factories.campaigns import Bureau, make_bureau
from tests.web.browsing import Browser, complaints

ADD = "/participants/add"


@dataclass(frozen=True)
class Office:
    """The logins of a bureau and of its enterprises' leads, and what they are called."""

    bureau: Bureau
    admin: str
    leads: tuple[str, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    open_browser: Callable[[], Browser]

    def enter(self, login: str) -> Browser:
        """Open a browser in which somebody is signed in and has agreed to the notice."""
        one = self.open_browser()
        assert one.sign_in(login, PASSWORD).status_code == 303
        one.consent()
        return one


def set_up(database: Database, open_browser: Callable[[], Browser]) -> Office:
    """Store the office."""
    with database.write() as session:
        made = make_bureau(session, enterprises=3)
        found = Office(
            made,
            made.admin.login,
            tuple(lead.login for lead in made.leads),
            tuple(one.name for one in made.enterprises),
            tuple(str(one.credit_code) for one in made.enterprises),
            open_browser,
        )
        session.commit()
        for row in (made.body, made.admin, made.district, *made.enterprises, *made.leads):
            session.refresh(row)
        session.expunge_all()
    return found


def days(first: int = 0, last: int = 8) -> dict[str, str]:
    """Give the first and the last day, counted from today."""
    today = clock.today()
    return {
        "opens_on": (today + timedelta(days=first)).isoformat(),
        "closes_on": (today + timedelta(days=last)).isoformat(),
    }


def described(database: Database, office: Office, **changes: str) -> dict[str, str]:
    with database.read() as session:
        version = session.scalars(select(ChecklistVersion.id)).one()
    body = str(office.bureau.body.id)
    given = {
        "name": "2026年度自评",
        "checklist_version_id": str(version),
        "organiser_id": body,
        "reviewing_body_id": body,
        "second_body_id": "",
        "levels": "1",
        "mend_days": "10",
        "appeal_days": "5",
        "review_by": "",
        "reminder_days": "7，3,1",
        "message": "联系人：王科长\n电话：0539-0000000",
        **days(),
    }
    return {**given, **changes}


def made(admin: Browser, database: Database, office: Office, *, opened: bool = True, **changes: str) -> str:
    """Make a campaign of the first two enterprises through the pages; give its address."""
    admin.get("/campaigns/new")
    answer = admin.post("/campaigns/new", described(database, office, **changes))
    assert answer.status_code == 303, complaints(answer)
    base = answer.headers["location"].removesuffix(ADD)
    admin.get(base + ADD)
    listed = "\n".join(office.codes[:2])
    assert admin.post(f"{base}/participants/list", {"list": listed, "add": "1"}).status_code == 303
    if opened:
        assert admin.post(f"{base}/steps/open").headers["location"] == f"{base}?done=opened"
    return base


def upload(browser: Browser, base: str, name: str, content: bytes) -> httpx.Response:
    files: Any = {"file": (name, content, "application/octet-stream")}
    sent = {"csrf_token": browser.token, "list": ""}
    return browser.send("POST", f"{base}/participants/list", data=sent, files=files, headers={"accept": "text/html"})


def start(browser: Browser, base: str, **given: str) -> str:
    browser.get(f"{base}/start")
    answer = browser.post(f"{base}/start", given)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def body_of(answer: httpx.Response) -> str:
    return re.sub(r"[0-9a-f]{16,}|value=\"[^\"]*\"|\?lang=\w+|/campaigns/[^\"?]*", "", answer.text)
