"""An organisation of several people, its departments, and a form they fill in together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import departments
from assess.accounts.department_models import Department
from assess.accounts.models import Account, Organisation
from assess.assessments.models import Assessment
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment


@dataclass
class Team:
    """A lead and two respondents of one firm, a stranger, and the firm's open form."""

    session: Session
    now: datetime
    firm: Organisation
    lead: Account
    wang: Account
    zhao: Account
    stranger: Account
    form: Assessment

    def actor(self, account: Account) -> Actor:
        return actor_of(self.session, account)

    def department(self, name: str, *people: Account) -> Department:
        made = departments.create(
            self.session, actor=self.actor(self.lead), organisation_id=self.firm.id, name=name, now=self.now
        )
        ids = [one.id for one in people]
        departments.staff(
            self.session, actor=self.actor(self.lead), department_id=made.id, account_ids=ids, now=self.now
        )
        return made


def make_team(session: Session, now: datetime) -> Team:
    """Store the firm with its people."""
    firm = make_organisation(session, name="临沂示范科技有限公司")
    return Team(
        session=session,
        now=now,
        firm=firm,
        lead=make_account(session, firm, Role.LEAD, name="李负责"),
        wang=make_account(session, firm, Role.RESPONDENT, name="王填报"),
        zhao=make_account(session, firm, Role.RESPONDENT, name="赵填报"),
        stranger=make_account(session, make_organisation(session, name="别家公司"), Role.LEAD, name="外人"),
        form=make_assessment(session, firm, now=now),
    )
