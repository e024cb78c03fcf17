"""Sentences about organisations, their members and their imports: what is refused, and why."""

from typing import Final

from assess.values.text import Text

ORGANISATION_WORDS: Final[dict[str, Text]] = {
    "account.unknown-industry": Text(
        zh="请从所列行业门类（A–T）中选择。", en="Choose one of the industries listed (A–T)."
    ),
    "organisation.closed": Text(
        zh="该单位已停用，不能开始新的自评，也不能增加成员。如需恢复，请联系管理员。",
        en="This organisation is closed: nothing can be started in it and nobody can join. Ask an administrator to"
        " reopen it.",
    ),
    "organisation.own": Text(
        zh="不能移动或停用您自己所在的管理单位，也不能移动或停用本服务的运营单位。",
        en="You cannot move or close the body you act for, nor the one that runs this service.",
    ),
    "organisation.code-taken": Text(
        zh="该统一社会信用代码已有单位使用，一个代码只能有一个单位。",
        en="This credit code belongs to another organisation already; each code belongs to one.",
    ),
    "organisation.parent-missing": Text(zh="请填写上级单位。", en="Say which organisation this one lies below."),
    "organisation.parent-unknown": Text(
        zh="在您管理的范围内没有找到这个上级单位。请填写完整名称或统一社会信用代码；上级单位只能是机关或区县（市级）单位。",
        en="No such organisation was found among those you manage. Give its full name or credit code; only an"
        " authority or a district can have others below it.",
    ),
    "organisation.parent-ambiguous": Text(
        zh="您管理的范围内有多个同名单位，请改填统一社会信用代码。",
        en="Several organisations you manage have this name; give the credit code instead.",
    ),
    "organisation.parent-kind": Text(
        zh="上级单位只能是机关或区县（市级）单位。", en="Only an authority or a district can have others below it."
    ),
    "organisation.region-unknown": Text(
        zh="没有找到“{given}”这个地区，请填写六位行政区划代码或完整名称。",
        en="No region “{given}” was found; give its six-digit code or its full name.",
    ),
}
