"""What the API for programs refuses, besides what everybody is refused."""

from typing import Final

from assess.values.text import Text

API_WORDS: Final[dict[str, Text]] = {
    "api.not-json": Text(zh="请求内容不是有效的 JSON。", en="The body is not valid JSON."),
    "api.media-type": Text(
        zh="请求内容的类型应为 {wanted}。", en="Send the body with the content type {wanted}, nothing else."
    ),
    "api.control-character": Text(
        zh="请求中含有无法保存的字符（空字符、孤立的代理码）或数字（NaN、Infinity）。",
        en="The request holds characters that cannot be kept (NUL, lone surrogates), or numbers (NaN, Infinity).",
    ),
    "api.cursor": Text(
        zh="游标无效，请从第一页重新开始。", en="The cursor is none of ours; begin at the first page again."
    ),
    "api.rate": Text(
        zh="请求过于频繁，请在 {minutes} 分钟后再试。", en="Too many requests; try again in {minutes} minutes."
    ),
    "api.key-reused": Text(
        zh="该 Idempotency-Key 已用于另一个请求，请换一个。",
        en="This Idempotency-Key was used for another request; take a new one.",
    ),
    "api.precondition-missing": Text(
        zh="请用 If-Match 说明修改的是哪一版（第一次填写用 If-None-Match: *）。",
        en="Say with If-Match which revision you change; for the first one, send If-None-Match: *.",
    ),
    "api.precondition-failed": Text(
        zh="内容已变化，没有保存。theirs 是现在的内容，mine 是您发送的内容。",
        en="This has changed meanwhile; nothing was saved. `theirs` is what is there now, `mine` what you sent.",
    ),
    "api.too-large": Text(zh="请求内容过大。", en="The body is too large."),
    "api.method": Text(zh="该地址不支持此方法。", en="This address does not take this method."),
    "api.checklist-missing": Text(
        zh="请给出自评表代码（checklist）或评估批次（campaign_id）。",
        en="Name the checklist, or the campaign.",
    ),
    "api.entries-or-filter": Text(zh="请给出 entries 或 filter 其中一项。", en="Give either `entries` or `filter`."),
    "api.no-such-checklist": Text(
        zh="没有这份自评表，或没有这一版。", en="There is no such checklist, or no such version."
    ),
    "api.crash": Text(
        zh="服务出错，已记录；没有保存任何内容。", en="Something broke and was noted; nothing was saved."
    ),
}
