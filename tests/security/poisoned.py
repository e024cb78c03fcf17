"""A city in which everybody writes payloads: every field a person fills in holds one, known by its own number."""

import itertools
import json
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import asking, departments, links, mailing, tokens
from assess.accounts.importing import operations as importing
from assess.accounts.models import Account, WebSession
from assess.accounts.sessions import hash_token
from assess.accounts.webhooks import announcing
from assess.accounts.webhooks.events import Event
from assess.accounts.webhooks.models import Webhook
from assess.assessments import comments, duties, items, sheetchanges, submitting
from assess.assessments.answering import answer
from assess.assessments.models import Answer, Assessment, Evidence
from assess.assessments.sheetchanges import Content, Edit, Said, Wrong
from assess.assessments.together_models import Part
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.assessments.writing import Change
from assess.campaigns import operations as campaigns
from assess.campaigns.models import Campaign, Participant
from assess.checklists.definition import Published
from assess.checklists.loader import load_published
from assess.clock import to_local
from assess.listings.models import Listing, ListingImport, Outcome, State
from assess.reviews import marking, operations, publishing, returning, verdicts
from assess.reviews.marking import MarkChange
from assess.reviews.models import ReasonCode, VerdictWord
from assess.storage import Storage
from assess.values.text import Text
from tests.factories.accounts import actor_of, make_account, make_session
from tests.factories.assessments import make_assessment
from tests.factories.checklists import DATA, KEY, make_version
from tests.factories.organisations import as_csv
from tests.factories.papers import PDF
from tests.factories.reviews import ANSWERS, CLAIMED, Scene, store_campaign
from tests.security.corpus import HIDDEN, LINES, LONG, SHORT

WORDS = """
  - key: credit.words
    revision: 1
    wording: {zh: 制度说明, en: About the procedure}
    type: text
    max_length: 2000
"""
HOLDER = "\n      - {key: holder, title: {zh: 投保人, en: Holder}, type: text, max_length: 200}\n"


def document(folder: Path) -> Published:
    """Give the small checklist of the tests with a question and a column that take words."""
    shutil.copytree(DATA, folder)
    for name, more in (("credit", WORDS), ("insurance", HOLDER)):
        path = folder / "facts" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").rstrip() + more, encoding="utf-8")
    path = folder / "demo-2020" / "enterprise" / "1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[credit.procedure, credit.trainings]", "[credit.procedure, credit.trainings, credit.words]")
    )
    return load_published(folder, KEY)[0]


@dataclass
class Poisoned:
    """The city; `written` says what stands in which field."""

    session: Session
    storage: Storage
    now: datetime
    written: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    forms: dict[str, Assessment] = field(default_factory=dict)
    files: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    things: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def short(self, what: str, *, checked: bool = False, like: int | None = None) -> str:
        """Have something for a name; what is `checked` takes nothing that nobody sees."""
        number, pool = next(self._numbers), [one for one in SHORT if one.isprintable() or not checked]
        payload = pool[number % len(pool)] if like is None else SHORT[like]
        return self.written.setdefault(what, f"{payload} zq{number:03d}z")

    def long(self, what: str, *, hidden: str = "") -> str:
        """Have something for a sentence."""
        return self.written.setdefault(what, f"{LONG}{hidden} zq{next(self._numbers):03d}z")

    def build(self) -> None:
        """Write everywhere."""
        opened = {"closes_at": self.now + timedelta(days=30), "opens_at": self.now - timedelta(days=9)}
        self.scene = Scene(self.session, now=self.now, campaign_given=opened)
        self._people()
        self._firm()
        self._campaign(self.scene.campaign)
        self._decided()
        self.forms["review"] = self._handed_in("review")
        self._returned()
        self._draft()
        self._tables()
        self._programs()

    def account(self, actor: Actor) -> Account:
        return self.session.get_one(Account, actor.account_id)

    def _people(self) -> None:
        scene = self.scene
        for name in ("organisation", "body", "operator"):  # formulas, for they stand in the tables of campaigns
            getattr(scene, name).name = self.short(f"organisation {name}")
        people = {
            "lead": scene.lead,
            "reviewer": scene.first,
            "colleague": scene.other,
            "administrator": scene.administrator,
        }
        accounts = {name: self.account(actor) for name, actor in people.items()}
        accounts["respondent"] = make_account(self.session, scene.organisation, Role.RESPONDENT)
        accounts["operator"] = make_account(self.session, scene.operator, Role.ADMINISTRATOR)
        accounts["outsider"] = make_account(self.session)
        for name, account in accounts.items():
            account.name = self.short(f"account {name}", like=LINES if name == "respondent" else None)
            self.logins[name] = account.login
        self.accounts = accounts
        self.session.flush()

    def _firm(self) -> None:
        lead, firm, now, session = self.scene.lead, self.scene.organisation.id, self.now, self.session
        self.department = departments.create(session, actor=lead, organisation_id=firm, name="-", now=now)
        self.department.name = self.short("department")
        departments.staff(
            session, actor=lead, department_id=self.department.id, account_ids=[self.accounts["respondent"].id], now=now
        )
        link, self.code = links.invite(
            session, actor=lead, organisation_id=firm, role=Role.RESPONDENT, name="-", email="new@example.com", now=now
        )
        link.name = self.short("invitation")
        mailing.send_invitation(session, link=link, now=now)
        who, code = actor_of(session, self.accounts["outsider"]), str(self.scene.organisation.credit_code)
        asked = asking.ask(session, actor=who, credit_code=code, reason="-", now=now)
        asked.reason = self.long("join request")  # past the refusal of what nobody sees
        made = make_session(session, self.accounts["lead"], now=now)
        row = session.get_one(WebSession, hash_token(made.token))
        row.agent = self.short("agent")
        hook = Webhook(
            id=uuid.uuid4(), organisation_id=firm, url="https://hooks.example.com/?" + self.short("webhook"),
            secret=b"sealed", events=["assessment.submitted"],
            created_by=self.accounts["lead"].id, created_at=now,
        )  # fmt: skip
        session.add(hook)
        session.flush()
        announcing.post(session, hook, Event.PING, {}, now)
        self.things = {
            "organisation_id": [str(firm), str(self.scene.body.id)],
            "department_id": [str(self.department.id)],
            "code": [self.code],
            "webhook_id": [str(hook.id)],
            "account_id": [str(self.accounts["respondent"].id)],
        }

    def _campaign(self, campaign: Campaign) -> None:
        campaign.name, campaign.message = self.short("campaign", like=LINES), self.long("campaign message")
        actor, session, last = self.scene.administrator, self.session, to_local(campaign.closes_at).date()
        for organisation, days in ((None, 1), (self.scene.organisation.id, 2)):
            campaigns.extend(
                session, actor=actor, campaign_id=campaign.id, closes_on=last + timedelta(days=days),
                reason=self.long(f"deadline {days}"), organisation_id=organisation, now=self.now,
            )  # fmt: skip

    def _fill(self, form: Assessment, name: str) -> None:
        rows = [{**ANSWERS["insurance.policies"][0], "holder": self.short(f"{name} cell", checked=True)}]  # type: ignore[index]  # a table
        answers = {**ANSWERS, "insurance.policies": rows, "credit.words": self.long(f"{name} answer", hidden=HIDDEN)}
        for fact, raw in answers.items():
            held = self.session.get(Answer, (form.id, fact), populate_existing=True)
            change = Change(raw, self.long(f"{name} note {fact}", hidden=HIDDEN), held.revision if held else 0)
            answer(self.session, actor=self.scene.lead, assessment_id=form.id, fact=fact, change=change, now=self.now)
        self._file(form, name)
        made = comments.add(
            self.session, actor=self.scene.lead, assessment_id=form.id, item="serious-list",
            text=self.long(f"{name} comment"), mentions=[self.accounts["respondent"].id], now=self.now,
        )  # fmt: skip
        self.things.setdefault("comment_id", []).append(str(made.id))
        duty = duties.assign(
            self.session, actor=self.scene.lead, assessment_id=form.id, section="credit", part=Part.LEAD,
            department_id=self.department.id, now=self.now,
        )  # fmt: skip
        self.things.setdefault("duty_id", []).append(str(duty.id))

    def _file(self, form: Assessment, name: str) -> None:
        stored = self.storage.put(PDF)
        made = Evidence(
            id=uuid.uuid4(), assessment_id=form.id, fact="credit.serious-list", kind="record",
            name=self.short(f"{name} file") + ".pdf", pages=self.short(f"{name} pages"), scanned="ClamAV",
            media_type="application/pdf", size=stored.size, sha256=stored.key,
            by=self.accounts["lead"].id, at=self.now,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        self.files[form.id] = made.id

    def _submit(self, form: Assessment, name: str) -> None:
        submitting.submit(
            self.session, actor=self.scene.lead, assessment_id=form.id, declared=True,
            declared_name=self.short(f"{name} declared", checked=True), now=self.now,
        )  # fmt: skip

    def _mark_all(self, form: Assessment, name: str, actor: Actor) -> None:
        for item, points in CLAIMED.items():
            change = MarkChange(
                points=points - 1, reason=ReasonCode.FACTS_DIFFER, opinion=self.long(f"{name} opinion {item}")
            )
            marking.put_mark(
                self.session, actor=actor, assessment_id=form.id, item=item, change=change, expected=0, now=self.now
            )
        verdicts.judge_file(
            self.session, actor=actor, assessment_id=form.id, evidence_id=self.files[form.id],
            verdict=VerdictWord.INSUFFICIENT, remark=self.long(f"{name} remark"), now=self.now,
        )  # fmt: skip

    def _decided(self) -> None:
        """Go all the way: handed in, decided, published, appealed, answered, published again."""
        form, session, now = self.scene.assessment, self.session, self.now
        self.forms["decided"] = form
        self._fill(form, "decided")
        self._submit(form, "decided")
        operations.take_up(session, actor=self.scene.first, assessment_id=form.id, now=now)
        self._mark_all(form, "decided", self.scene.first)
        one: Any = {"session": session, "assessment_id": form.id, "now": now}
        first = operations.decide(actor=self.scene.first, statement=self.long("statement"), **one)
        publishing.publish(session, actor=self.scene.administrator, decision_id=first.id, now=now)
        operations.appeal(
            actor=self.scene.lead, grounds=self.long("grounds"), items={"procedure": self.long("item grounds")}, **one
        )
        operations.take_up(session, actor=self.scene.other, assessment_id=form.id, now=now)
        last = operations.decide(
            actor=self.scene.other, statement=self.long("second statement"), answer=self.long("appeal answer"), **one
        )
        publishing.publish(session, actor=self.scene.administrator, decision_id=last.id, now=now)

    def _handed_in(self, name: str) -> Assessment:
        """Hand in once more, to a campaign of its own, and have it taken up and marked."""
        scene, now = self.scene, self.now
        opened: Any = {"closes_at": now + timedelta(days=30), "opens_at": now - timedelta(days=9)}
        campaign = store_campaign(self.session, scene.body, **opened, name=self.short(f"{name} campaign"))
        added = {"added_by": campaign.created_by, "added_at": now}
        self.session.add(Participant(campaign_id=campaign.id, organisation_id=scene.organisation.id, **added))
        form = make_assessment(self.session, scene.organisation, now=now)
        form.campaign_id, form.closes_at = campaign.id, campaign.closes_at
        self.session.flush()
        self._fill(form, name)
        self._submit(form, name)
        operations.take_up(self.session, actor=scene.first, assessment_id=form.id, now=now)
        self._mark_all(form, name, scene.first)
        return form

    def _returned(self) -> None:
        form = self.forms["returned"] = self._handed_in("returned")
        returning.send_back(
            self.session, actor=self.scene.first, assessment_id=form.id, message=self.long("return message"),
            items={"procedure": self.long("return comment")}, now=self.now,
        )  # fmt: skip

    def _draft(self) -> None:
        form = self.forms["draft"] = make_assessment(self.session, self.scene.organisation, now=self.now)
        self._fill(form, "draft")
        items.claim_item(
            self.session, actor=self.scene.lead, assessment_id=form.id, item="procedure",
            reason=self.long("not applicable"), now=self.now,
        )  # fmt: skip
        said = Said(json.dumps(self.long("workbook cell"), ensure_ascii=False), self.long("workbook note"))
        edit = Edit(key="credit.words", said=said, base=None, revision=0, seen=1, place="信用!D4")
        wrong = [Wrong(self.short("workbook sheet"), Text(zh="请填写数字", en="write a number"))]
        content = sheetchanges.dump(
            Content(version=make_version(self.session).sha256, edits=[edit], wrong=wrong, untouched=1, newer=0)
        )
        made = FormUpload(
            id=uuid.uuid4(), assessment_id=form.id, name=self.short("workbook name") + ".xlsx", sha256="c" * 64,
            content=content, status=UploadStatus.OPEN, by=self.accounts["lead"].id, at=self.now,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        self.things["upload_id"] = [str(made.id)]

    def _tables(self) -> None:
        """Have tables sent, of organisations and of listings, whose every cell is a payload."""
        session, now = self.session, self.now
        cells = {
            name: self.short(f"import {name}", checked=True)
            for name in ("name", "credit_code", "region", "roles", "lead_name", "lead_email", "parent", "size", "kind")
        }
        content = importing.read("单位.csv", as_csv(cells))
        made = importing.upload(
            session, actor=self.scene.administrator, scope_id=self.scene.body.id, content=content, roles={}, now=now
        )
        made.name = self.short("import file")
        self.things["import_id"] = [str(made.id)]
        listed = ListingImport(
            id=uuid.uuid4(), name=self.short("listing file"), sha256="a" * 64, size=10, state=State.READY,
            by=self.accounts["operator"].id, at=now, counts={**dict.fromkeys(Outcome, 0), "new": 1, "conflict": 1},
        )  # fmt: skip
        session.add(listed)
        session.flush()
        for number, (outcome, problems) in enumerate(((Outcome.NEW, None), (Outcome.CONFLICT, "unreadable")), 1):
            texts = {name: self.short(f"listing {name} {number}") for name in ("name", "list", "authority")}
            texts |= {name: self.long(f"listing {name} {number}") for name in ("reason", "source")}
            session.add(
                Listing(
                    import_id=listed.id, number=number, credit_code="=1+1", outcome=outcome, problems=problems,
                    digest=None if problems else uuid.uuid4().bytes, given=json.dumps(texts) if problems else None,
                    **texts,
                )
            )  # fmt: skip
        self.things["import_id"].append(str(listed.id))
        session.flush()

    def _programs(self) -> None:
        scopes = {"lead": ["assessments:read", "assessments:write", "webhooks"], "reviewer": ["reviews"]}
        for name in ("lead", "reviewer", "administrator"):
            made, secret = tokens.issue(
                self.session, actor=actor_of(self.session, self.accounts[name]), name="-",
                scopes=scopes.get(name, sorted(tokens.SCOPES)), days=9, now=self.now,
            )  # fmt: skip
            made.name = self.short(f"token {name}")
            self.tokens[name] = secret
        self.session.flush()
