"""Telling whoever asked that their batch is ready, where it took longer than anybody waits before a page."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.accounts import letters
from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Account
from assess.campaigns.models import Campaign
from assess.reports.bulk.models import EntryState, ReportBatch, ReportBatchEntry

LETTER: Final = "report-batch"
LONG: Final = timedelta(minutes=5)


def tell(session: Session, batch: ReportBatch, now: datetime) -> None:
    """Order the letter in the transaction that ends the batch."""
    if batch.asked_by is None or now - batch.created_at < LONG:
        return
    account = session.get(Account, batch.asked_by)
    if account is not None and letters.address_of(account):
        key = f"{LETTER}:{batch.id.hex}:{batch.step}"
        params = {"batch": str(batch.id)}
        letters.enqueue(session, name=LETTER, account_id=account.id, params=params, now=now, key=key)


def _filled(session: Session, order: Order) -> Filled | None:
    batch = session.get(ReportBatch, uuid.UUID(order.params["batch"]))
    if batch is None:
        return None
    of = select(ReportBatchEntry.state, func.count()).where(ReportBatchEntry.batch_id == batch.id)
    counts = {row[0]: row[1] for row in session.execute(of.group_by(ReportBatchEntry.state))}
    return Filled(
        {
            "campaign": session.get_one(Campaign, batch.campaign_id).name,
            "made": counts.get(EntryState.MADE, 0),
            "failed": counts.get(EntryState.FAILED, 0),
            "link": order.link(f"/campaigns/{batch.campaign_id}/report-batches/{batch.id}"),
        }
    )


BUILDERS: Final[Mapping[str, Builder]] = {LETTER: _filled}
