"""Second factors as the tests of pages use them."""

import time

from sqlalchemy import select

from assess import clock
from assess.accounts import totp
from assess.accounts.models import Account, WebSession
from assess.accounts.totp import Keys
from assess.db import Database


def secret_of(database: Database, keys: Keys, account: Account) -> bytes:
    with database.read() as session:
        secret = keys.opened(session.get_one(Account, account.id).totp_secret)
    assert secret is not None
    return secret


def code_of(database: Database, keys: Keys, account: Account, steps: int = 0) -> str:
    return totp.code_at(secret_of(database, keys, account), int(time.time()) // totp.PERIOD + steps)


def held(database: Database, account: Account) -> list[WebSession]:
    with database.read() as session:
        mine = (WebSession.account_id == account.id) & (WebSession.expires_at > clock.now())
        return list(session.scalars(select(WebSession).where(mine)))
