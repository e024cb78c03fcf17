"""Sentences about webhooks: what is refused, and why."""

from typing import Final

from assess.values.text import Text

WEBHOOK_WORDS: Final[dict[str, Text]] = {
    "webhook.address": Text(
        zh="请填写完整的网址，例如 https://example.com/hooks/assess；不能包含用户名、密码、空格或 # 号，"
        "中文域名请填写 xn-- 开头的写法。",
        en="Give a full address such as https://example.com/hooks/assess, without user name, password, blanks or #;"
        " write an internationalised name in its xn-- form.",
    ),
    "webhook.address-https": Text(
        zh="网址必须以 https:// 开头，通知只加密发送。",
        en="The address must start with https://: events are sent encrypted.",
    ),
    "webhook.address-port": Text(zh="端口只能是 443，或者 1024 以上。", en="The port can be 443, or 1024 and above."),
    "webhook.address-private": Text(
        zh="这个地址不在公共互联网上，不能接收通知。请填写可以从互联网访问的域名。",
        en="This address is not on the public internet and cannot be sent to. Give a name that can be reached from"
        " there.",
    ),
    "webhook.events": Text(zh="请至少选择一种所列的事件。", en="Choose at least one of the events listed."),
    "webhook.twice": Text(zh="这个地址已经添加过。", en="This address is there already."),
    "webhook.too-many": Text(
        zh="每个单位最多 {most} 个地址，请先移除不用的。",
        en="An organisation has at most {most} addresses; remove one that is not in use first.",
    ),
    "webhook.disabled": Text(zh="这个地址已停用，请先启用。", en="This address is turned off; turn it on first."),
}
