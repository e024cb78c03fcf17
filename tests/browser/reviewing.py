"""A campaign for browsers: who takes part, who reviews, and a form that was handed in without going through the pages.

For journeys: `Cast` sets the scene on a database, `press` works like a reviewer's keyboard.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation
from assess.assessments import joining, submitting
from assess.campaigns.models import Campaign, Participant
from assess.checklists.models import ChecklistVersion
from assess.storage import Storage
from assess.values.profile import Profile
from tests.browser.answering import Form
from tests.factories.accounts import actor_of, make_account
from tests.factories.reviews import make_authority, store_campaign

EXPORTER: Final = Profile(
    kind="enterprise",
    region="371302",
    roles=frozenset({"exporter", "key-goods", "ecommerce-seller"}),
    size="medium",
)


@dataclass
class Cast:
    """The people of a campaign with two levels; `logins` by what they are called here."""

    session: Session
    organisation: Organisation
    lead: Account
    version: ChecklistVersion
    given: Mapping[str, object] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict, init=False)
    id: uuid.UUID = field(init=False)

    def __post_init__(self) -> None:
        now = clock.now()
        self.body = make_authority(self.session)
        self.second_body = make_authority(self.session, "省知识产权保护中心")
        given: dict[str, object] = {
            "levels": 2,
            "second_body_id": self.second_body.id,
            "checklist_version_id": self.version.id,
            "opens_at": now - timedelta(days=9),
            "closes_at": now + timedelta(days=30),
            "review_by": (now + timedelta(days=45)).date(),
        }
        self.campaign: Campaign = store_campaign(self.session, self.body, None, **(given | dict(self.given)))
        people = {
            "first": (self.body, Role.REVIEWER, "张初"),
            "other": (self.body, Role.REVIEWER, "赵初"),
            "second": (self.second_body, Role.REVIEWER, "孙复"),
            "third": (self.second_body, Role.REVIEWER, "钱复"),
            "administrator": (self.body, Role.ADMINISTRATOR, "周敏"),
        }
        self.logins = {
            name: make_account(self.session, body, role, name=called).login
            for name, (body, role, called) in people.items()
        }
        self.logins["lead"] = self.lead.login

    def hand_in(self, prepared: Mapping[str, Any], *, profile: Profile, files: Storage) -> uuid.UUID:
        """Fill in a form and hand it in, with a PDF and a picture at one question each."""
        now, actor = clock.now(), actor_of(self.session, self.lead)
        added = {"added_by": self.campaign.created_by, "added_at": now}
        self.session.add(Participant(campaign_id=self.campaign.id, organisation_id=self.organisation.id, **added))
        found = joining.join(
            self.session, actor=actor, organisation_id=self.organisation.id, campaign_id=self.campaign.id, now=now
        )
        self.id = found.assessment.id
        Form(self.session, self.lead, self.id).fill(prepared, profile=profile, files=files)
        submitting.submit(
            self.session, actor=actor, assessment_id=self.id, declared=True, declared_name=self.lead.name, now=now
        )
        return self.id


class Keyboard:
    """A reviewer who never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def go(self, key: str, address: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        self.page.keyboard.press(key)
        self.page.wait_for_url(address)

    def open(self, words: str) -> None:
        """Walk with Tab to a link or button that says so, and press Enter."""
        self.walk(words)
        self.page.keyboard.press("Enter")

    def walk(self, words: str, most: int = 250) -> None:
        """Walk with Tab to what says so."""
        for _step in range(most):
            self.page.keyboard.press("Tab")
            told = self.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, ' ')"
            )
            if words in told:
                return
        raise AssertionError(words)

    def mark(self, *keys: str, reason: str = "", opinion: str = "") -> None:
        """Mark the item on the screen, and go to the next one."""
        before = self.page.url
        self.press(*keys)
        if reason:
            self.press("r")
            self.page.keyboard.type(reason)  # a list jumps to what is typed
            self.press("Escape")
        if opinion:
            self.press("o")
            self.page.keyboard.insert_text(opinion)
            self.press("Control+Enter")
        else:
            self.press("s")
        expect(self.page).not_to_have_url(before)
        self.page.wait_for_load_state()
