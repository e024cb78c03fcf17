"""A whole journey, and nothing that anybody typed, chose or was given in the log."""

import asyncio
import json
import logging
import re
import threading
import urllib.parse
import uuid
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assess import clock, logs
from assess.accounts import letters
from assess.accounts.models import Account, Organisation
from assess.db import Database, migrate
from assess.jobs import operations as jobs
from assess.jobs.runner import Runner, Task
from tests.factories.accounts import credit_code
from tests.factories.papers import PDF
from tests.web.browsing import Browser
from tests.web.conftest import Browsers
from tests.web.filling import LISTS, Sitting, begin

TYPED: Final = {
    "name": "欧阳保密",
    "login": "ouyang.baomi",
    "password": "hush-hush-hush-77",
    "organisation": "守口如瓶科技有限公司",
    "mail": "baomi@silence.example",
    "invited": "诸葛受邀",
    "note": "备注里的商业秘密",
    "answer": "739182",
    "file": "绝密合同扫描件.pdf",
    "comment": "讨论里说的悄悄话",
    "search": "搜索框里的隐私",
    "agent": "SecretBrowser-4711",
    "crash": "崩溃时的信用代码",
    "code": credit_code(123_456_789),
}
"""What a person types on this journey; none of it may be in a log."""


@dataclass
class Journey:
    """Somebody on their way through the service; what they are given must stay as secret as what they type."""

    browser: Browser
    database: Database
    app: FastAPI
    given: set[str] = field(default_factory=set)

    def keep(self, *found: str | None) -> None:
        """Add something to look for."""
        self.given |= {one for one in found if one and len(one) > 5}

    def note(self) -> None:
        """Add what the browser holds now."""
        self.keep(self.browser.session, self.browser.token)

    def register(self) -> None:
        """Register, with a wrong password and a taken login on the way."""
        self.browser.client.headers["user-agent"] = TYPED["agent"]
        self.browser.get(f"/register?q={TYPED['search']}")
        form = {
            "province": "370000", "city": "371300", "county": "371302", "kind": "enterprise", "exports": "yes",
            "size": "medium", "name": TYPED["name"], "login": TYPED["login"], "password": TYPED["password"],
            "again": TYPED["password"], "consent": "yes", "organisation_name": TYPED["organisation"],
            "credit_code": TYPED["code"],
        }  # fmt: skip
        assert self.browser.post("/register", {**form, "again": "x"}).status_code == 422
        assert self.browser.post("/register", form).status_code == 303
        self.note()
        self.browser.get("/account")
        edited = {"name": TYPED["name"], "email": TYPED["mail"], "locale": "zh", "password": TYPED["password"]}
        assert self.browser.post("/account", edited).status_code == 303

    def secure(self) -> None:
        """Turn the second factor on, make a token and use it, invite somebody, ask for a reset."""
        self.browser.get("/account/second-factor")
        self.browser.post("/account/second-factor", {"password": TYPED["password"]})
        key = self.browser.get("/account/second-factor/confirm").text
        self.keep(*re.findall(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,}", key))
        assert self.browser.post("/account/second-factor/confirm", {"code": "000000"}).status_code == 422
        self.browser.get("/account/tokens")
        made = self.browser.post("/account/tokens", {"name": "t", "scopes": "assessments:read", "days": "30"}).text
        (token,) = set(re.findall(r"assess_[\w-]{20,}", made))
        self.keep(token)
        for sent in (token, token + "x"):
            self.browser.send("GET", f"/api/v1/me?q={TYPED['search']}", headers={"authorization": f"Bearer {sent}"})
        with self.database.read() as session:
            organisation = session.scalars(select(Organisation.id)).one()
        self.browser.get(f"/organisations/{organisation}/members")
        invited = {"role": "respondent", "name": TYPED["invited"]}
        self.browser.post(f"/organisations/{organisation}/members/invite", {**invited, "email": f"x{TYPED['mail']}"})
        answer = self.browser.post(f"/organisations/{organisation}/members/invite", {**invited, "email": ""})
        codes = re.findall(r"\b[0-9A-Z]{4}(?:[- ][0-9A-Z]{4}){3}\b", answer.text)
        assert (answer.status_code, len(set(codes))) == (200, 1)
        self.keep(*codes, *(re.sub(r"[- ]", "", code) for code in codes))
        self.browser.get("/password/forgotten")
        self.browser.post("/password/forgotten", {"login": TYPED["login"]})

    def fill(self) -> Sitting:
        """Answer, clash with oneself, upload, discuss, submit too early."""
        with self.database.read() as session:
            account = session.scalars(select(Account).where(Account.login == TYPED["login"])).one()
        sitting = begin(self.browser, self.database, account)
        sitting.get(LISTS)
        assert sitting.save("credit.trainings", TYPED["answer"], note=TYPED["note"]).status_code == 200
        assert sitting.save("credit.trainings", "5", note="另一个").status_code == 409
        assert sitting.save("credit.trainings", TYPED["note"], 1).status_code == 422
        files = {"files": (TYPED["file"], PDF, "application/pdf")}
        sent = {"csrf_token": self.browser.token, "kind": "record"}
        path = f"{sitting.base}/evidence/credit.serious-list"
        html = {"accept": "text/html"}
        assert self.browser.send("POST", path, data=sent, files=files, headers=html).status_code == 303
        files = {"files": (TYPED["file"], b"MZ" + PDF, "application/pdf")}
        assert self.browser.send("POST", path, data=sent, files=files, headers=html).status_code == 422
        sitting.get("/comments")
        assert sitting.post("/comments", {"item": "procedure", "text": TYPED["comment"]}).status_code == 303
        sitting.get("/check")
        assert sitting.post("/submit", {"declared": "yes", "declared_name": TYPED["name"]}).status_code == 422
        self.note()
        return sitting

    def stumble(self) -> None:
        """Ask for what is not there, and crash in Python, in SQL, in a job and in a letter."""
        self.browser.get(f"/assessments/{uuid.uuid4()}?q={TYPED['search']}")
        self.browser.get(f"/{urllib.parse.quote(TYPED['search'])}")
        self.browser.post("/sign-in", {"login": TYPED["login"], "password": TYPED["crash"]})

        def crash() -> None:
            secret = TYPED["crash"]
            raise ValueError(secret)

        def crash_in_sql() -> None:
            with self.database.write() as session:
                row = {"id": uuid.uuid4().hex, "login": TYPED["login"].upper(), "name": TYPED["crash"]}
                session.execute(text("INSERT INTO account (id, login, name) VALUES (:id, :login, :name)"), row)

        self.app.add_api_route("/crash", crash)
        self.app.add_api_route("/crash-in-sql", crash_in_sql)
        for path in ("/crash", "/crash-in-sql"):
            assert self.browser.get(f"{path}?q={TYPED['search']}").status_code == 500
        self.fail_beside()

    def fail_beside(self) -> None:
        """Let a job, a letter, a thread and a task fail."""

        def fail(task: Task) -> None:
            raise RuntimeError(task.payload["secret"])

        def refuse(_message: object) -> None:
            raise ConnectionRefusedError(TYPED["mail"])

        now = clock.now()
        with self.database.write() as session:
            jobs.enqueue(session, name="failing", payload={"secret": TYPED["crash"]}, now=now)
            account = session.scalars(select(Account.id).where(Account.login == TYPED["login"])).one()
            letters.enqueue(session, name="welcome", account_id=account, params={"organisation": None}, now=now)
            session.commit()
        post = letters.Post({"welcome": lambda _session, _order: letters.Filled({})}, refuse, "a@b.example", "http://x")
        ahead = [now + timedelta(seconds=1)]
        Runner(self.database, {"failing": fail, **letters.handlers(post)}, lambda: ahead[0]).run_due()
        threading.excepthook(threading.ExceptHookArgs((ValueError, ValueError(TYPED["crash"]), None, None)))
        loop = asyncio.new_event_loop()
        loop.call_exception_handler({"message": "Task failed", "exception": ValueError(TYPED["crash"])})
        loop.close()


@pytest.fixture
def spoken(browsers: Browsers, app: FastAPI, database: Database, capfd: pytest.CaptureFixture[str]) -> Iterator[str]:
    """Give all that was written to standard output and error on a whole journey."""
    logs.configure("debug")
    before, threading.excepthook = threading.excepthook, logs._uncaught_in_thread
    journey = Journey(browsers(), database, app)
    journey.register()
    journey.secure()
    journey.fill()
    journey.stumble()
    migrate.upgrade(database)
    _libraries()
    threading.excepthook = before
    taken = capfd.readouterr()
    yield json.dumps(sorted(journey.given)) + "\n" + taken.out + taken.err
    logs.configure("warning")


def _libraries() -> None:
    """Speak as libraries do: of what they met, with the exception behind it."""
    try:
        int(TYPED["crash"])
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        logging.getLogger("some.library").exception("failed\n%s", TYPED["crash"])
        structlog.get_logger("assess").exception("failed")
    logging.getLogger("uvicorn.access").info('%s - "%s %s"', "203.0.113.7", "GET", f"/x?q={TYPED['search']}")


def test_a_whole_journey_leaves_nothing_of_anybody_in_the_log(spoken: str) -> None:
    given, _, written = spoken.partition("\n")
    lines = [json.loads(line) for line in written.splitlines()]  # every line is one of ours
    events = [one["event"] for one in lines]
    assert events.count("crash") == 2
    assert {"request", "jobs.failed", "uncaught", "failed", "Exception in ASGI application"} <= set(events)
    assert {one["status"] for one in lines if one["event"] == "request"} >= {200, 303, 404, 409, 422, 500}
    wanted = [*TYPED.values(), *json.loads(given), "203.0.113.7"]
    assert len(json.loads(given)) > 5
    for secret in wanted:
        for spelled in (secret, urllib.parse.quote(secret), json.dumps(secret)[1:-1]):
            assert spelled not in written, secret


def test_an_error_of_the_database_names_no_value(session: Session) -> None:
    row = {"id": uuid.uuid4().hex, "name": TYPED["crash"]}
    with warnings.catch_warnings(), pytest.raises(Exception, match="INSERT INTO account") as caught:
        session.execute(text("INSERT INTO account (id, name) VALUES (:id, :name)"), row)
    assert "SQL parameters hidden" in str(caught.value)
    assert row["id"] not in str(caught.value.args)
