"""The form of a webhook: where to, and of which events."""

from collections.abc import Mapping
from typing import Final

from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from assess.accounts.webhooks.events import CHOSEN, Event
from assess.web.forms.base import marked, text

EVENTS: Final[Mapping[Event, tuple[str, str]]] = {
    Event.SUBMITTED: (marked("已提交"), marked("一份自评提交时")),
    Event.RETURNED: (marked("已退回"), marked("一份自评被退回补正时；只通知填报单位")),
    Event.DECIDED: (marked("已公布"), marked("审定结果公布时，包括对申诉的答复")),
    Event.PING: (marked("测试"), marked("在本页点“发送测试”时")),
}
ERRORS: Final[Mapping[str, str]] = {
    "time": marked("10 秒内没有答复"),
    "connection": marked("无法连接"),
    "certificate": marked("证书不受信任，或者与域名不符"),
    "address": marked("域名指向内网地址，没有发送"),
    "name": marked("域名无法解析"),
    "answer": marked("答复不符合 HTTP 协议"),
    "secret": marked("签名密钥无法读取，请更换密钥"),
    "too-many-waiting": marked("等待发送的通知过多，没有排入"),
}


class EventsForm(Form):
    """Which events an address hears of."""

    events = SelectMultipleField(
        marked("通知哪些事件"), choices=[SelectChoice(one, one) for one in CHOSEN], validate_choice=False
    )


class WebhookForm(EventsForm):
    """A new address."""

    url = text(marked("接收地址"))
    organisation = text(marked("单位"))
