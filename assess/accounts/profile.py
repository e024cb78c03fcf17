"""What people keep about themselves: name, mail address, language."""

from datetime import datetime

from sqlalchemy.orm import Session

from assess.accounts import fields, links, proving
from assess.accounts.models import Account
from assess.accounts.sessions import Visit
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import NotFoundError
from assess.values.text import Locale

NO_PASSWORD = "!"  # noqa: S105 - the mark of an account that has none


def own(session: Session, *, visit: Visit) -> Account:
    """Give the account that is signed in.

    Raises:
        NotFoundError: Nobody is.
    """
    found = session.get(Account, visit.actor.account_id) if visit.actor.account_id else None
    if found is None:
        raise NotFoundError
    return found


def edit(
    session: Session, *, visit: Visit, name: str, email: str, locale: Locale, password: str, now: datetime
) -> None:
    """Change what one keeps about oneself.

    A new mail address takes the password: whoever reads that mail can reset it.

    Raises:
        InvalidError: For `name`, `email` or `password`.
        ThrottledError: Too many wrong passwords.
    """
    account = own(session, visit=visit)
    wanted_name, wanted_email = fields.person_name(name), links.mailbox(email)
    if wanted_email != account.email:
        proving.password(session, account_id=account.id, given=password, now=now)
    changed = [
        field
        for field, value in (("name", wanted_name), ("email", wanted_email), ("locale", locale))
        if getattr(account, field) != value
    ]
    account.name, account.email, account.locale = wanted_name, wanted_email, locale
    append(
        session,
        stream=GENERAL,
        actor=account.id,
        action="account.edited",
        subject=Subject("account", str(account.id)),
        now=now,
        detail={"fields": changed},
    )
