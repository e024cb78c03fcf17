"""The letters of accounts themselves: a password reset, an invitation, a welcome."""

import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Organisation


def welcome(session: Session, order: Order) -> Filled | None:
    """Greet somebody who has just joined."""
    organisation = session.get(Organisation, uuid.UUID(order.params["organisation"]))
    if order.account is None or organisation is None:
        return None
    return Filled({"login": order.account.login, "organisation": organisation.name, "link": order.link("/sign-in")})


BUILDERS: Final[Mapping[str, Builder]] = {"welcome": welcome}
