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
from weasyprint import HTML

from assess import clock
from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation
from assess.assessments import joining, queries, submitting
from assess.assessments import profile as profiles
from assess.assessments.answering import answer
from assess.assessments.models import Evidence
from assess.assessments.writing import Change
from assess.campaigns.models import Campaign, Participant
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import InvalidError
from assess.storage import Storage
from assess.values.fact import Fact
from assess.values.profile import Profile
from tests.factories.accounts import actor_of, make_account
from tests.factories.reviews import make_authority, store_campaign

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff89993d1d"
    "0000000049454e44ae426082"
)


PAPER = HTML(string="<h1>民事判决书</h1><p>示例文件，仅供测试。</p>").write_pdf()
FILES: Final = (
    ("credit.serious-list", "list-screenshot", "公示系统查询结果.png", PIXEL, "image/png"),
    ("compliance.infringement-found", "judgment", "民事判决书.pdf", PAPER, "application/pdf"),
)
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
        self.campaign: Campaign = store_campaign(self.session, self.body, **(given | dict(self.given)))
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
        found.assessment.profile = profiles.to_json(profile)
        self.session.flush()
        for fact, raw in prepared.items():
            self._answer(actor, fact, {"unknown": True} if raw == "unknown" else raw)
        self._answer_the_rest(actor)
        for fact, kind, name, content, media_type in FILES:
            self._attach(actor, fact, kind, (name, files.put(content).key, len(content), media_type))
        submitting.submit(
            self.session, actor=actor, assessment_id=self.id, declared=True, declared_name=self.lead.name, now=now
        )
        return self.id

    def _answer(self, actor: Actor, fact: str, raw: object) -> None:
        change = Change(raw, "", 0)
        answer(self.session, actor=actor, assessment_id=self.id, fact=fact, change=change, now=clock.now())
        self.session.expire_all()

    def _answer_the_rest(self, actor: Actor) -> None:
        """Answer what else is asked: no, the first option, three."""
        published = documents.document(self.version)
        while True:
            loaded = queries.load(self.session, actor=actor, assessment_id=self.id, now=clock.now())
            try:
                submitting.require_complete(loaded, to_local(clock.now()).date())
            except InvalidError as refusal:
                for reference in refusal.params["missing"]:
                    self._answer(actor, reference.key, _some(published.fact(reference.key)))
            else:
                return

    def _attach(self, actor: Actor, fact: str, kind: str, file: tuple[str, str, int, str]) -> None:
        name, key, size, media_type = file
        self.session.add(
            Evidence(
                assessment_id=self.id,
                fact=fact,
                kind=kind,
                name=name,
                media_type=media_type,
                size=size,
                sha256=key,
                by=actor.account_id,
                at=clock.now(),
            )
        )
        self.session.flush()


def _some(fact: Fact) -> object:
    """Give an answer that a question takes."""
    if fact.type == "yes-no":
        return "no"
    if fact.type in {"choice", "choices"}:
        first = fact.options[0].value
        return first if fact.type == "choice" else [first]
    others = {"rate": {"numerator": "3", "denominator": "4"}, "date": "2026-03-01", "table": []}
    return others.get(fact.type, "3")


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
