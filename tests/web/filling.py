"""A respondent's browser at the small checklist of tests/data, as the tests of the fill pages drive it."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from sqlalchemy import select

from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.models import Answer, Assessment
from assess.db import Database
from tests.factories.assessments import make_assessment
from tests.web.browsing import Browser

LISTS = "/sections/credit/lists"
COVER = "/sections/overseas/cover"
REVISION = re.compile(r'name="([^"]+):revision" value="(\d+)"')
FRAGMENT = {"hx-request": "true"}


@dataclass
class Sitting:
    """One assessment in one browser."""

    browser: Browser
    database: Database
    id: uuid.UUID

    @property
    def base(self) -> str:
        return f"/assessments/{self.id}"

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        return self.browser.get(self.base + path, **headers)

    def post(self, path: str, data: Mapping[str, object] | None = None, **headers: str) -> httpx.Response:
        return self.browser.post(self.base + path, data, **headers)

    def save(
        self, fact: str, value: object, revision: int = 0, *, note: str = "", none: bool = False
    ) -> httpx.Response:
        """Save one answer as the script does."""
        sent = {fact: value, f"{fact}:revision": revision, f"{fact}:note": note} | (
            {f"{fact}:none": "1"} if none else {}
        )
        return self.post(f"/answers/{fact}", sent, **FRAGMENT)

    def stored(self, fact: str) -> str | None:
        """Give what the database holds."""
        with self.database.read() as session:
            wanted = select(Answer.value).where(Answer.assessment_id == self.id, Answer.fact == fact)
            return session.scalar(wanted)

    def finish(self) -> None:
        """Answer everything that is asked."""
        self.get()
        self.save("credit.serious-list", "no")
        self.save("credit.procedure", "yes")
        self.save("credit.trainings", "3")
        self.save("overseas.sells-abroad", "yes")
        self.save("insurance.policies", "", none=True)


def begin(browser: Browser, database: Database, account: Account | None) -> Sitting:
    """Start an assessment of the account's organisation, the privacy notice agreed to."""
    browser.consent()
    with database.write() as session:
        owner = None
        if account is not None:
            member = session.scalars(select(Membership).where(Membership.account_id == account.id)).one()
            owner = session.get(Organisation, member.organisation_id)
        made = make_assessment(session, owner).id
        session.commit()
    sitting = Sitting(browser, database, made)
    sitting.get()
    return sitting


def revisions(page: httpx.Response) -> dict[str, int]:
    """Give the revisions a page was drawn with."""
    return {fact: int(number) for fact, number in REVISION.findall(page.text)}


def state_of(database: Database, assessment: uuid.UUID) -> str:
    """Give the state of an assessment."""
    with database.read() as session:
        return str(session.scalars(select(Assessment.status).where(Assessment.id == assessment)).one())
