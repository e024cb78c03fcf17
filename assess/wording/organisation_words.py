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
    # members
    "member.no-role": Text(
        zh="请至少选择一个角色；如果要让此人离开本单位，请用“移出”。",
        en="Choose at least one role; to let the person go, use “Remove”.",
    ),
    "member.wrong-role": Text(
        zh="这类单位没有这个角色：企业和区县单位设负责人、填报人，机关设复核人员、管理员。",
        en="This kind of organisation has no such role: enterprises and districts have leads and respondents,"
        " authorities have reviewers and administrators.",
    ),
    "member.last-lead": Text(
        zh="这是该单位唯一的负责人，而单位还有没有办结的自评。请先邀请或指定另一位负责人。",
        en="This is the only lead, and the organisation has assessments under way. Appoint another lead first.",
    ),
    "member.last-administrator": Text(
        zh="这是本服务运营单位唯一的管理员。请先指定另一位管理员，否则再没有人能管理本服务。",
        en="This is the only administrator of the body that runs the service. Appoint another one first, or nobody can"
        " run it any more.",
    ),
    "member.self-unconfirmed": Text(
        zh="您正在移出自己。移出后您将不能再查看这个单位的任何内容；如果确定，请勾选确认。",
        en="You are about to remove yourself: you would see nothing of this organisation any more. Tick the box if you"
        " are sure.",
    ),
    # asking to join
    "join.nobody-there": Text(
        zh="没有可以申请加入的单位使用这个代码。如果单位还没有注册，请先注册；机关的人员由管理员邀请。",
        en="No organisation with this code can be asked. Register yours if it is not here yet; people of authorities"
        " are invited by an administrator.",
    ),
    "join.member-already": Text(zh="您已经是这个单位的成员。", en="You belong to this organisation already."),
    "join.too-many": Text(
        zh="最多同时有 {most} 个申请等待答复，请先撤回其中一个。",
        en="At most {most} requests may wait at a time; withdraw one first.",
    ),
    "join.answered": Text(
        zh="这个申请已经有人处理过，或者申请人已经撤回。", en="This request was answered or withdrawn meanwhile."
    ),
}
