"""A town for the state machine: two enterprises in one campaign, everybody who has to do with them, and strangers."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import tokens
from assess.accounts.models import Organisation
from assess.campaigns.models import Campaign
from assess.config import Settings
from assess.db import Database
from tests.factories.accounts import PASSWORD, actor_of, make_account, make_organisation
from tests.factories.reviews import join, make_authority, store_campaign
from tests.web.browsing import Browser

START: Final = datetime.fromisoformat("2026-11-22T03:00:00+00:00")
FIRMS: Final = ("A", "B")
ALIVE: Final = timedelta(hours=1)
"""A session used so short a time ago has not ended."""


@dataclass
class Hands:
    """The clock of the whole service, moved by hand."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Service:
    """The running service, its database and its clock."""

    app: FastAPI
    database: Database
    settings: Settings
    portal: BlockingPortal
    hands: Hands

    def browser(self) -> Browser:
        """Open a browser."""
        return Browser(self.app, self.portal, self.settings)

    def work(self) -> None:
        """Do the long work that waits."""
        self.app.state.runner.run_due()


@dataclass
class Town:
    """Logins by what somebody is, and the form of each enterprise. Names end in the firm whose they are."""

    service: Service
    levels: int
    logins: dict[str, str] = field(default_factory=dict)
    forms: dict[str, uuid.UUID] = field(default_factory=dict)
    firms: dict[str, uuid.UUID] = field(default_factory=dict)
    campaign: uuid.UUID = field(init=False)
    browsers: dict[str, Browser] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        now = self.began = self.service.hands()
        with self.service.database.write() as session:
            operator = make_authority(session, "省知识产权局")
            body = make_authority(session, parent=operator)
            second = make_authority(session, "省知识产权保护中心", parent=operator)
            given = {
                "levels": self.levels, "second_body_id": second.id if self.levels > 1 else None,
                "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20),
            }  # fmt: skip
            campaign = store_campaign(session, body, body, **given)
            self.campaign = campaign.id

            staff = {"first": body, "other": body, "second": second, "third": second}
            stranger = make_authority(session, "外市知识产权局")
            made = [make_account(session, of, Role.REVIEWER, name=name) for name, of in staff.items()]
            made += [make_account(session, of, Role.ADMINISTRATOR, name="周敏") for of in (body, stranger)]
            made.append(make_account(session, stranger, Role.REVIEWER, name="外人"))
            names = (*staff, "administrator", "far", "stranger")
            self.logins |= {name: account.login for name, account in zip(names, made, strict=True)}
            for firm in FIRMS:
                self._settle(session, firm, body, campaign)
            session.commit()

    def _settle(self, session: Session, firm: str, body: Organisation, campaign: Campaign) -> None:
        organisation = make_organisation(session, name=f"示范企业{firm}", roles=("exporter",), parent=body)
        lead = make_account(session, organisation, Role.LEAD, name=f"王丽{firm}")
        self.logins[f"lead-{firm}"] = lead.login
        respondent = make_account(session, organisation, Role.RESPONDENT, name=f"孙平{firm}")
        self.logins[f"respondent-{firm}"] = respondent.login
        self.tokens[f"respondent-{firm}"] = tokens.issue(
            session,
            actor=actor_of(session, respondent),
            name="程序",
            scopes=["assessments:read", "assessments:write"],
            days=366,
            now=self.began,
        )[1]
        self.firms[firm] = organisation.id
        self.forms[firm] = join(session, campaign, organisation, actor_of(session, lead), self.service.hands()).id

    def browser(self, name: str) -> Browser:
        """Give the browser of a person, signed in (again, where the session has ended meanwhile)."""
        found, now = self.browsers.get(name), self.service.hands()
        if found is None or now - self.seen[name] > ALIVE:
            found = self.browsers[name] = found or self.service.browser()
            if name != "guest" and found.get("/account").status_code != 200:
                assert found.sign_in(self.logins[name], PASSWORD).status_code == 303
            found.consent()
        self.seen[name] = now
        return found

    def close(self) -> None:
        """Close all browsers."""
        for one in self.browsers.values():
            self.service.portal.call(one.client.aclose)
