"""Webhooks of the token's own organisations: the operations of the page /organisation/webhooks."""

import uuid
from typing import Annotated

from fastapi import Response

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.webhooks import operations, queries
from assess.accounts.webhooks.operations import terms_of
from assess.api.deps import AppSettings, DbSession, Now, by_token
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.webhooks import (
    DeliveryOut,
    WebhookChange,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    delivery_out,
    webhook_made,
    webhook_out,
)

router = make_router("webhooks")
ONE = "/webhooks/{webhook_id}"
DELIVERIES = ONE + "/deliveries"
Keeper = Annotated[Actor, by_token(Action.MANAGE_WEBHOOKS)]


@router.get("/webhooks", name="api-webhooks", summary="列出事件通知的地址")
def listed(session: DbSession, actor: Keeper, paging: Pages) -> Page[WebhookOut]:
    """List the addresses of the token's organisations."""
    found = sorted(queries.listed(session, actor=actor), key=lambda one: one.id.hex)
    return paging.cut(found, place=lambda one: (one.id.hex,), show=webhook_out)


@router.post("/webhooks", name="api-add-webhook", summary="添加一个地址", status_code=201)
def add(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Keeper, body: WebhookIn, settings: AppSettings, now: Now, response: Response
) -> WebhookMade:
    """Add an address; its secret is told this once. The same address again is refused, so that nothing is doubled."""
    made, secret = operations.add(session, actor=actor, terms=terms_of(settings), now=now, **body.model_dump())
    response.headers["location"] = f"/api/v1/webhooks/{made.id}"
    return webhook_made(made, secret)


@router.get(ONE, name="api-webhook", summary="一个地址")
def one(session: DbSession, actor: Keeper, webhook_id: uuid.UUID) -> WebhookOut:
    """Give one address."""
    return webhook_out(queries.get(session, actor=actor, webhook_id=webhook_id))


@router.patch(ONE, name="api-change-webhook", summary="修改事件，停用或启用")
def change(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, body: WebhookChange, now: Now) -> WebhookOut:
    """Choose the events anew, turn the address off (what waits is given up) or on; the secret stays."""
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    if body.events is not None:
        operations.change(session, actor=actor, webhook_id=webhook_id, events=body.events, now=now)
    if body.enabled is not None:
        turn = operations.enable if body.enabled else operations.disable
        turn(session, actor=actor, webhook_id=webhook_id, now=now)
    return webhook_out(found)


@router.delete(ONE, name="api-remove-webhook", summary="移除一个地址", status_code=204)
def remove(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, now: Now) -> None:
    """Remove an address with everything that was sent to it."""
    operations.remove(session, actor=actor, webhook_id=webhook_id, now=now)


@router.post(f"{ONE}/rotate", name="api-rotate-webhook", summary="更换签名密钥")
def rotate(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, settings: AppSettings, now: Now) -> WebhookMade:
    """Draw a new secret; for 24 hours the one before signs too."""
    terms = terms_of(settings)
    return webhook_made(*operations.rotate(session, actor=actor, webhook_id=webhook_id, terms=terms, now=now))


@router.post(f"{ONE}/ping", name="api-ping-webhook", summary="发送测试", status_code=202)
def ping(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, now: Now) -> DeliveryOut:
    """Queue something to try the address by."""
    return delivery_out(operations.ping(session, actor=actor, webhook_id=webhook_id, now=now), ())


@router.get(DELIVERIES, name="api-deliveries", summary="最近的通知")
def deliveries(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, paging: Pages) -> Page[DeliveryOut]:
    """List what was sent, the newest first, with every try."""
    start = paging.start()
    sent = queries.deliveries(session, actor=actor, webhook_id=webhook_id, start=start, limit=paging.limit + 1)
    tries = queries.tries(session, sent)
    return paging.page(sent, place=lambda _: (start + paging.limit,), show=lambda one: delivery_out(one, tries[one.id]))


@router.post(f"{DELIVERIES}/{{delivery_id}}/resend", name="api-resend-delivery", summary="重新发送", status_code=202)
def resend(session: DbSession, actor: Keeper, webhook_id: uuid.UUID, delivery_id: uuid.UUID, now: Now) -> DeliveryOut:
    """Send something again, under the number it had."""
    made = operations.resend(session, actor=actor, webhook_id=webhook_id, delivery_id=delivery_id, now=now)
    return delivery_out(made, queries.tries(session, [made])[made.id])
