"""The letters of accounts themselves: a password reset, an invitation, a welcome."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from assess.accounts import letters, links, proving, recovery, throttle, totp
from assess.accounts.credentials import OneTimeLink
from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Account, Organisation
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.jobs.models import Job
from assess.mail import Addressee


def send_invitation(session: Session, *, link: OneTimeLink, now: datetime) -> Job | None:
    """Have an invitation sent, where its address is known; its code changes when the letter is written.

    Raises:
        ThrottledError: The inviter has had too many sent within a day.
    """
    if link.email is None:
        return None
    proving.count(session, throttle.INVITATIONS_BY_ACCOUNT, str(link.by), now)
    return letters.enqueue(session, name="invitation", account_id=None, params={"link": str(link.id)}, now=now)


def reset(session: Session, order: Order) -> Filled | None:
    """Make a reset link, and give it to whoever may read the account's mail."""
    if order.account is None:
        return None
    token = recovery.make_link(session, account_id=order.account.id, now=order.now)
    return Filled({"login": order.account.login, "link": order.link(f"/password/reset/{token}")})


def invitation(session: Session, order: Order) -> Filled | None:
    """Give an invitation that is still open a new code, and say who invites whom as what."""
    link = session.get(OneTimeLink, uuid.UUID(order.params["link"]))
    organisation = session.get(Organisation, link.organisation_id) if link else None
    over = link is None or link.used_at or link.revoked_at
    if link is None or organisation is None or link.email is None or link.role is None or over:
        return None
    by = session.get(Account, link.by) if link.by else None
    code = links.renew(link, order.now)
    append(
        session,
        stream=GENERAL,
        actor=link.by,
        action="invitation.sent",
        subject=Subject("invitation", str(link.id)),
        now=order.now,
    )
    params = {
        "inviter": by.name if by else "",
        "organisation": organisation.name,
        "role": link.role.value,
        "code": totp.grouped(code),
        "link": order.link(links.address(code)),
        "entry": order.link("/invitation"),
        "until": link.expires_at,
    }
    return Filled(params, Addressee(link.email, link.name, "en" if by and by.locale == "en" else "zh"))


def welcome(session: Session, order: Order) -> Filled | None:
    """Greet somebody who has just joined."""
    organisation = session.get(Organisation, uuid.UUID(order.params["organisation"]))
    if order.account is None or organisation is None:
        return None
    return Filled({"login": order.account.login, "organisation": organisation.name, "link": order.link("/sign-in")})


BUILDERS: Final[Mapping[str, Builder]] = {"reset": reset, "invitation": invitation, "welcome": welcome}
