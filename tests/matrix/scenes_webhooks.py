"""How to ask the routes of webhooks: for leads and administrators, each for the organisation they belong to."""

import uuid

from assess.accounts.webhooks import announcing
from assess.accounts.webhooks.events import Event
from assess.accounts.webhooks.models import Webhook
from tests.matrix.scene import PLAIN, Scene, Things
from tests.matrix.world import Side

ONE = "/organisation/webhooks/{webhook_id}"
OWN = frozenset({"lead"})


def webhook(side: Side, _persona: str) -> Things:
    """Need a webhook of the firm, with something that was sent to it; who stands above the firm sees none of it."""
    made = Webhook(
        id=uuid.uuid4(),
        organisation_id=side.firm.id,
        url="https://hooks.example.com/",
        secret=b"sealed",
        events=["assessment.submitted"],
        created_by=side.people["lead"].id,
        created_at=side.now,
    )
    side.session.add(made)
    side.session.flush()
    sent = announcing.post(side.session, made, Event.PING, {}, side.now)
    side.session.flush()
    return {"webhook_id": str(made.id), "delivery_id": str(sent.id)}


WEBHOOKS: dict[tuple[str, str], Scene] = {
    ("GET", "/organisation/webhooks"): PLAIN,
    ("POST", "/organisation/webhooks"): PLAIN,
    ("GET", ONE): Scene(webhook, whose=OWN),
    ("POST", ONE): Scene(webhook, {"events": "assessment.decided"}, whose=OWN),
    **{
        ("POST", f"{ONE}/{step}"): Scene(webhook, whose=OWN)
        for step in ("rotate", "ping", "disable", "enable", "remove", "deliveries/{delivery_id}/resend")
    },
}
