"""The letter to who set up an address that was turned off."""

import uuid
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Organisation
from assess.accounts.webhooks.models import Webhook


def disabled(session: Session, order: Order) -> Filled | None:
    """Say which address hears of nothing any more, and why; nothing where it was removed or turned on again."""
    found = session.get(Webhook, uuid.UUID(order.params["webhook"]))
    if found is None or found.disabled_at is None:
        return None
    params = {
        "organisation": session.get_one(Organisation, found.organisation_id).name,
        "host": urlsplit(found.url).hostname,
        "gone": found.disabled_why == "gone",
        "link": order.link(f"/organisation/webhooks/{found.id}"),
    }
    return Filled(params)


BUILDERS: Final[Mapping[str, Builder]] = {"webhook-disabled": disabled}
