"""A campaign with one form that was handed in, and a program for each of its people."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, OrganisationKind
from assess.assessments.models import Evidence
from assess.db import Database
from assess.storage import Storage
from tests.api.conftest import Program, issue
from tests.factories.accounts import make_account, make_organisation
from tests.factories.papers import PDF
from tests.factories.reviews import Scene

ITEMS = ("serious-list", "procedure", "overseas-cover")


@dataclass
class Offices:
    """Who is there; `id` is the form that was handed in, `file_id` its one file."""

    database: Database
    storage: Storage
    open_program: Callable[[str | None], Program]
    levels: int = 1
    tokens: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        now = clock.now()
        days = {"closes_at": now + timedelta(days=30), "opens_at": now - timedelta(days=9)}
        with self.database.write() as session:
            scene = Scene(session, now=now, levels=self.levels, campaign_given=days)
            scene.fill()
            self.file_id = self._attach(scene)
            scene.submit()
            far = make_organisation(session, name="外市局", kind=OrganisationKind.AUTHORITY)
            people = {
                name: session.get_one(Account, getattr(scene, name).account_id)
                for name in ("first", "other", "second", "lead", "administrator")
            }
            people["far"] = make_account(session, far, Role.ADMINISTRATOR, name="郑远")
            people["elsewhere"] = make_account(session, far, Role.REVIEWER, name="外人")
            people["inside"] = make_account(session, scene.organisation, Role.REVIEWER, name="内部")
            self.tokens = {name: issue(session, account) for name, account in people.items()}
            self.id, self.campaign_id, self.firm_id = scene.id, scene.campaign.id, scene.organisation.id
            self.body_id, self.version_id = scene.body.id, scene.campaign.checklist_version_id
            self.far_id = far.id
            session.commit()

    def _attach(self, scene: Scene) -> uuid.UUID:
        made = Evidence(
            assessment_id=scene.id,
            fact="credit.serious-list",
            kind="record",
            name="凭证.pdf",
            media_type="application/pdf",
            size=len(PDF),
            sha256=self.storage.put(PDF).key,
            by=scene.lead.account_id,
            at=scene.now,
        )
        scene.session.add(made)
        scene.session.flush()
        return made.id

    @property
    def path(self) -> str:
        return f"/reviews/{self.id}"

    def program(self, who: str) -> Program:
        """Give somebody's program."""
        return self.open_program(self.tokens[who])

    def mark_all(self, program: Program) -> None:
        """Agree with every item."""
        for item in ITEMS:
            one = program.get(f"{self.path}/items/{item}").json()
            answer = program.put(f"{self.path}/items/{item}/mark", {"points": one["claimed"]}, if_none_match="*")
            assert answer.status_code == 200, answer.text
