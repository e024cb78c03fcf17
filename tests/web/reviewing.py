"""A campaign on the web: an enterprise that handed in, reviewers of two bodies, and browsers for each of them."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from assess import clock
from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account
from assess.assessments.models import Evidence, Submission
from assess.db import Database
from assess.reviews.models import Decision, ReviewMark
from assess.storage import Storage
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.papers import PDF, PNG
from tests.factories.reviews import ANSWERS, Scene
from tests.web.browsing import Browser

EXPECTED = re.compile(r'name="expected" value="(\d+)"')
ITEMS = ("serious-list", "procedure", "overseas-cover")


@dataclass
class Stage:
    """What is on the database, and the way to a browser in which one of its people is signed in."""

    database: Database
    open_browser: Callable[[], Browser]
    storage: Storage
    levels: int = 1
    given: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=lambda: ANSWERS)
    logins: dict[str, str] = field(init=False, default_factory=dict)
    files: dict[str, uuid.UUID] = field(init=False, default_factory=dict)
    id: uuid.UUID = field(init=False)

    def __post_init__(self) -> None:
        now = clock.now()
        given = {"closes_at": now + timedelta(days=30), "opens_at": now - timedelta(days=9), **self.given}
        with self.database.write() as session:
            scene = Scene(session, now=now, levels=self.levels, campaign_given=given)
            scene.fill(self.answers)
            self._attach(scene)
            scene.submit()
            people: dict[str, Actor] = {
                "first": scene.first, "other": scene.other, "second": scene.second, "third": scene.third,
                "lead": scene.lead, "administrator": scene.administrator,
            }  # fmt: skip
            self.logins = {name: session.get_one(Account, actor.account_id).login for name, actor in people.items()}
            self.logins["respondent"] = make_account(session, scene.organisation, Role.RESPONDENT, name="孙平").login
            self.logins["inside"] = make_account(session, scene.organisation, Role.REVIEWER, name="内部人").login
            elsewhere = make_organisation(session, name="别处知识产权局")
            self.logins["elsewhere"] = make_account(session, elsewhere, Role.REVIEWER, name="外人").login
            self.id, self.campaign_id = scene.id, scene.campaign.id
            session.commit()

    def _attach(self, scene: Scene) -> None:
        """Attach a PDF and a picture to the answer about the list."""
        kinds = {"凭证.pdf": (PDF, "application/pdf"), "截图.png": (PNG, "image/png")}
        for name, (content, media_type) in kinds.items():
            made = Evidence(
                assessment_id=scene.id,
                fact="credit.serious-list",
                kind="record",
                name=name,
                media_type=media_type,
                size=len(content),
                sha256=self.storage.put(content).key,
                by=scene.lead.account_id,
                at=scene.now,
            )
            scene.session.add(made)
            scene.session.flush()
            self.files[name] = made.id

    @property
    def base(self) -> str:
        return f"/reviews/{self.id}"

    @property
    def own(self) -> str:
        return f"/assessments/{self.id}"

    def browser(self, name: str) -> Browser:
        """Open a browser in which somebody is signed in."""
        opened = self.open_browser()
        assert opened.sign_in(self.logins[name], PASSWORD).status_code == 303
        return opened

    def taken(self, name: str = "first") -> Browser:
        """Open a reviewer's browser and take the assessment up."""
        browser = self.browser(name)
        browser.get(self.base)
        assert browser.post(f"{self.base}/take-up").status_code == 303
        return browser

    def mark(self, browser: Browser, item: str, choice: str = "claimed", **given: object) -> httpx.Response:
        """Mark an item as its form does."""
        page = browser.get(f"{self.base}/items/{item}")
        found = EXPECTED.search(page.text)
        assert found, page.text[:400]
        sent = {"expected": found.group(1), "choice": choice, "go": "next", **given}
        return browser.post(f"{self.base}/items/{item}", sent)

    def mark_all(self, browser: Browser) -> None:
        """Agree with every item."""
        for item in ITEMS:
            assert self.mark(browser, item).status_code == 303

    def stored(self, item: str, level: int = 1) -> Any:  # noqa: ANN401 - a row, or nothing
        """Give what the database holds of a mark."""
        with self.database.read() as session:
            found = session.get(ReviewMark, (self.id, item, level))
            return found and (found.points, found.reason, found.opinion, found.revision)

    def decisions(self) -> list[str]:
        """Give the statements of the decisions."""
        with self.database.read() as session:
            of = Decision.assessment_id == self.id
            return list(session.scalars(select(Decision.statement).where(of).order_by(Decision.number)))

    def submissions(self) -> int:
        """Count what was handed in."""
        with self.database.read() as session:
            return len(session.scalars(select(Submission.id).where(Submission.assessment_id == self.id)).all())


Stages = Callable[..., Stage]
