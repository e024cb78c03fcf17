"""Refusals of the service itself: accounts, sessions, workflow, evidence and submission, as sentences.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

SERVICE_REFUSALS: Final[dict[str, Text]] = {
    # any object
    "not-found": Text(zh="没有找到您要的内容。", en="We could not find what you asked for."),
    "forbidden": Text(zh="您没有进行此操作的权限。", en="You are not allowed to do this."),
    "consent-missing": Text(
        zh="请先阅读隐私告知并同意，再回答问题。",
        en="Please read the privacy notice and agree to it before you answer.",
    ),
    "signed-out": Text(zh="登录已失效，请重新登录。", en="Your session has ended; please sign in again."),
    "csrf": Text(
        zh="页面已过期，请刷新后重试；您填写的内容仍在本页。",
        en="This page has expired; reload it and try again. What you entered is still on this page.",
    ),
    "stale": Text(
        zh="在您操作期间，内容已被他人修改，请刷新后再试。",
        en="Somebody else changed this while you were working; reload and try again.",
    ),
    # accounts
    "account.sign-in-refused": Text(zh="登录名或密码不正确。", en="The login or the password is incorrect."),
    "account.throttled": Text(
        zh="尝试次数过多，请在 {minutes} 分钟后再试。", en="Too many attempts; try again in {minutes} minutes."
    ),
    "account.password-length": Text(
        zh="密码应为 {least} 至 {most} 个字符。", en="The password must have {least} to {most} characters."
    ),
    "account.password-guessable": Text(
        zh="密码过于简单：不能包含登录名，不能只重复几个字符，也不能是常见的密码。",
        en="The password is too easy: it must not contain the login, repeat a few characters only, or be a common one.",
    ),
    "account.login-form": Text(
        zh="登录名应为 3 至 100 个字母、数字或“._@+-”，以字母或数字开头，可以使用邮箱地址。",
        en="Use 3 to 100 letters, digits or “._@+-”, starting with a letter or digit; an email address is fine.",
    ),
    "account.login-taken": Text(zh="该登录名已被使用，请换一个。", en="This login is in use; choose another one."),
    "account.empty": Text(zh="请填写此项。", en="Fill this in."),
    "account.too-long": Text(zh="内容过长：最多 {most} 个字。", en="This is too long: at most {most} characters."),
    "account.unknown-region": Text(zh="没有代码为“{given}”的地区。", en="There is no region with the code “{given}”."),
    "account.unknown-role": Text(zh="请从所列单位角色中选择。", en="Choose from the roles listed."),
    "account.credit-code-missing": Text(
        zh="请填写统一社会信用代码。", en="Give the unified social credit code of the enterprise."
    ),
    "account.credit-code-wrong": Text(
        zh="统一社会信用代码不正确，请核对 18 位代码（含最后一位校验码）。",
        en="The unified social credit code is incorrect; check all 18 characters, including the last, the check"
        " character.",
    ),
    "account.organisation-exists": Text(
        zh="该统一社会信用代码已注册。仅凭代码不能证明身份，请联系本单位负责人邀请您加入，或由平台管理员核准。",
        en="An organisation with this credit code is registered. A code alone does not prove who you are, so please ask"
        " its lead for an invitation, or an administrator of this service for approval.",
    ),
    "account.taken-meanwhile": Text(
        zh="登录名或单位刚刚被他人注册，请核对后重试。",
        en="The login or the organisation was registered by somebody else a moment ago; check and try again.",
    ),
    "account.authority-by-invitation": Text(
        zh="主管部门账号由平台管理员开通，不能自行注册。",
        en="Accounts of authorities are opened by an administrator of this service.",
    ),
    "tree.circle": Text(
        zh="不能把单位放到它自己的下级单位之下。", en="An organisation cannot be placed below one of its own."
    ),
    "tree.too-deep": Text(zh="组织层级最多 {most} 级。", en="The tree of organisations has at most {most} levels."),
    # assessments
    "assessment.locked": Text(
        zh="该自评当前为“{status}”状态，不能进行此操作。", en="This assessment is {status}; this cannot be done now."
    ),
    "campaign.over": Text(
        zh="本评估批次的填报已于{day}截止，不能再修改或提交。如需延期，请联系组织单位。",
        en="Filling in for this campaign ended on {day}. Ask the organiser if you need more time.",
    ),
    "assessment.trial-needs-account": Text(
        zh="试填不能进行此操作。请先登录或注册，并把试填内容转为本单位的自评。",
        en="A trial cannot do this. Sign in or register first, and make the trial your organisation's assessment.",
    ),
    "assessment.wrong-audience": Text(
        zh="该自评表面向其他类型的单位，本单位不能使用。",
        en="This checklist is for another kind of organisation.",
    ),
    "assessment.incomplete": Text(
        zh="还有 {count} 个必答题没有回答，补充后才能提交。",
        en="Required questions still to answer before you can submit: {count}.",
    ),
    "assessment.name-missing": Text(zh="请填写提交人姓名。", en="Give the name of the person who submits."),
    "assessment.name-too-long": Text(
        zh="姓名过长：最多 {most} 个字。", en="The name is too long: at most {most} characters."
    ),
    "assessment.not-declared": Text(zh="请先阅读并勾选声明。", en="Read the declaration and tick it first."),
    "assessment.note-too-long": Text(
        zh="备注过长：最多 {most} 个字。", en="The note is too long: at most {most} characters."
    ),
    "assessment.reason-too-long": Text(
        zh="理由过长：最多 {most} 个字。", en="The reason is too long: at most {most} characters."
    ),
    "assessment.too-many-trials": Text(
        zh="试填的自评表过多：每次最多 {most} 份。", en="Too many trials: at most {most} at a time."
    ),
    # the states, inside the sentence above
    "status.draft": Text(zh="填报中", en="a draft"),
    "status.submitted": Text(zh="已提交", en="submitted"),
    "status.in_review": Text(zh="初审中", en="in first review"),
    "status.in_second_review": Text(zh="复核中", en="in review"),
    "status.returned": Text(zh="已退回", en="returned"),
    "status.decided": Text(zh="已审定", en="decided"),
    "status.appealed": Text(zh="申诉中", en="under appeal"),
    "status.withdrawn": Text(zh="已撤回", en="withdrawn"),
    "status.reopened": Text(zh="已重新开放", en="reopened"),
    # evidence
    "evidence.too-many": Text(
        zh="每题最多上传 {most} 个文件。", en="At most {most} files can be attached to a question."
    ),
    "evidence.kind": Text(zh="请选择佐证材料的类型。", en="Choose what kind of evidence this is."),
    "evidence.extension": Text(
        zh="不接受这种文件。可上传：{accepted}。", en="This kind of file is not accepted. Accepted: {accepted}."
    ),
    "evidence.issued-on": Text(zh="材料日期不能晚于今天。", en="The date of the document must not be in the future."),
    "evidence.no-such-row": Text(zh="表格中没有这一行。", en="There is no such row in the table."),
    # the service
    "demo.outside-demo-mode": Text(
        zh="数据库中有演示账号，但未启用演示模式：请改用另一个数据库，或设置 ASSESS_DEMO=true。",
        en="The database holds demo accounts, but demo mode is off: use another database or set ASSESS_DEMO=true.",
    ),
}
