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
        zh="不能移动、停用或恢复您自己所在的管理单位，也不能移动或停用本服务的运营单位。",
        en="You cannot move, close or reopen the body you act for, nor move or close the one that runs this service.",
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
    "member.no-such-login": Text(
        zh="没有可以登录的账号“{login}”。", en="There is no account “{login}” that can sign in."
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
    "join.own-request": Text(
        zh="这是您自己的申请，请由该单位的负责人或其他管理员处理。",
        en="This is your own request; the organisation’s lead or another administrator answers it.",
    ),
    # imports of tables
    "import.no-columns": Text(
        zh="前 10 行里没有找到表头。第一列标题请用“单位名称”“统一社会信用代码”等，最好从模板开始填写。",
        en="No row of headings was found among the first 10. Use headings such as “name” or “credit code”; our template"
        " is the easiest start.",
    ),
    "import.no-rows": Text(zh="表头下面没有填写任何单位。", en="There is no organisation below the headings."),
    "import.too-many-rows": Text(
        zh="超过 {most} 行，请分成几个文件导入。", en="There are more than {most} rows; import several files."
    ),
    "import.row": Text(zh="第 {row} 行：{problem}", en="row {row}: {problem}"),
    "import.in-column": Text(zh="{column}：{problem}", en="{column}: {problem}"),
    "import.compared": Text(
        zh="新增 {new}，有变化 {changed}，没有变化 {unchanged}，有问题 {conflict}。",
        en="{new} new, {changed} changed, {unchanged} unchanged, {conflict} with problems.",
    ),
    "import.only-compared": Text(
        zh="没有改动任何单位。确认无误后加上 --apply，或者在页面上确认：{address}",
        en="Nothing was changed. Add --apply when it is right, or apply it on its page: {address}",
    ),
    "import.done": Text(
        zh="已导入。需要时在页面上撤销：{address}", en="Imported. It can be undone on its page: {address}"
    ),
    "import.shown": Text(
        zh="共 {total} 个单位，这里是前 {shown} 个。", en="{total} organisations; the first {shown} are shown."
    ),
    "import.no-file": Text(zh="请选择要导入的文件。", en="Choose the file to import."),
    "import.too-many-open": Text(
        zh="您已有 {most} 批导入等待确认，请先导入或放弃其中一批。",
        en="You have {most} imports waiting for a decision; apply or discard one of them first.",
    ),
    "import.changed-meanwhile": Text(
        zh="在您查看期间，有单位发生了变化。系统已经重新比对，还没有导入任何内容，请查看新的结果后再决定。",
        en="Something changed since this was shown. It was compared anew and nothing is imported yet; look at it"
        " again and decide.",
    ),
    "import.not-ready": Text(zh="这批导入已经处理过。", en="This import was dealt with before."),
    "import.not-applied": Text(zh="只有已导入的批次可以撤销。", en="Only an import that was applied can be undone."),
    "import.nothing": Text(
        zh="没有新增或变化的单位，不需要导入；可以放弃这一批。",
        en="Nothing is new and nothing would change, so there is nothing to import; discard it.",
    ),
    "import.unreadable": Text(
        zh="这一行无法读取：内容过长，或者含有不可见的字符",
        en="this row cannot be read: it is too long, or holds invisible characters",
    ),
    "import.nameless": Text(zh="单位名称和统一社会信用代码至少填一项", en="give the name or the credit code"),
    "import.missing": Text(zh="新单位必须填写这一项", en="a new organisation has to give this"),
    "import.twin": Text(zh="与第 {row} 行是同一个单位", en="this is the same organisation as in row {row}"),
    "import.elsewhere": Text(
        zh="这个代码的单位不能由您导入，请与本服务的运营单位联系",
        en="you cannot import the organisation with this code; ask the body that runs this service",
    ),
    "import.same-name-without-code": Text(
        zh="已有同名单位但没有填写代码；如果是同一个单位，请先在它的页面补上代码",
        en="there is an organisation of this name without a code; if it is the same, add the code on its page first",
    ),
    "import.name-ambiguous": Text(
        zh="您管理的范围内有多个同名单位，请填写统一社会信用代码",
        en="several organisations you manage have this name; give the credit code",
    ),
    "import.kind-unknown": Text(
        zh="不认识类型“{given}”，请填“企业”“区县”或“机关”",
        en="“{given}” is not a type: write enterprise, district or authority",
    ),
    "import.kind-fixed": Text(zh="单位类型建立后不能更改", en="an organisation's kind cannot change"),
    "import.size-unknown": Text(
        zh="不认识规模“{given}”，请填“微型”“小型”“中型”或“大型”",
        en="“{given}” is not a size: write micro, small, medium or large",
    ),
    "import.industry-unknown": Text(
        zh="不认识行业门类“{given}”，请填 A 到 T 的字母或门类名称",
        en="“{given}” is not an industry: write a letter from A to T or the name",
    ),
    "import.role-unknown": Text(
        zh="“{given}”里有不认识的单位角色，请按模板中的说明填写",
        en="“{given}” holds a role that is not known; see the template",
    ),
    "import.email-wrong": Text(zh="“{given}”不是电子邮箱地址", en="“{given}” is not an email address"),
    "import.region-ambiguous": Text(
        zh="“{given}”有多个同名地区，请填六位行政区划代码",
        en="several regions are called “{given}”; give the six-digit code",
    ),
    "import.enterprise-only": Text(zh="只有企业填写这一项", en="only enterprises give this"),
    "import.parent-unknown": Text(
        zh="在导入范围内没有找到上级单位“{given}”；上级单位要么已经存在，要么写在本表前面的行里",
        en="no parent “{given}” was found within the import's reach; it must exist already, or stand in a row above",
    ),
    "import.parent-ambiguous": Text(
        zh="有多个名为“{given}”的上级单位，请改填统一社会信用代码",
        en="several parents are called “{given}”; give the credit code",
    ),
    "import.above": Text(
        zh="这是要导入到的单位本身或它的上级，请在它自己的页面修改",
        en="this is the organisation the import goes below, or one above it; change it on its own page",
    ),
    "import.kept-beyond": Text(
        zh="该单位已不存在，或者已不在您管理的范围内", en="the organisation is gone, or no longer within your reach"
    ),
    "import.kept-changed": Text(
        zh="导入之后又有人改过，保留现在的内容", en="changed again since, so it is left as it is"
    ),
    "import.kept-parent": Text(
        zh="原来的上级单位已不存在或者不能再作为上级，保留现在的上级",
        en="the parent it had is gone or cannot be its parent any more, so it is left where it is",
    ),
    "import.kept-members": Text(zh="已有成员加入，保留", en="it has members by now, so it is kept"),
    "import.kept-assessments": Text(zh="已有自评，保留", en="it has assessments by now, so it is kept"),
    "import.kept-invitations": Text(
        zh="有还没有使用的邀请，保留；撤销邀请后可以停用该单位",
        en="an invitation into it is open, so it is kept; revoke that and close it instead",
    ),
    "import.kept-requests": Text(zh="有人正在申请加入，保留", en="somebody asks to join it, so it is kept"),
    "import.kept-children": Text(zh="它下面还有单位，保留", en="others lie below it, so it is kept"),
    "import.kept-used": Text(
        zh="已用于评估批次、复核或其他导入，保留", en="a campaign, a review or another import uses it, so it is kept"
    ),
}
