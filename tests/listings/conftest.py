"""Who imports lists."""

import pytest

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import OrganisationKind
from assess.db import Database
from tests.factories.accounts import actor_of, make_account, make_organisation


@pytest.fixture
def administrator(database: Database) -> Actor:
    """Give the administrator of the service."""
    with database.write() as session:
        office = make_organisation(session, name="示范平台", kind=OrganisationKind.AUTHORITY, operator=True)
        actor = actor_of(session, make_account(session, office, Role.ADMINISTRATOR))
        session.commit()
    return actor
