"""Refusals about personal data, as sentences; same format as `assess.wording.refusals`."""

from typing import Final

from assess.values.text import Text

PRIVACY_WORDS: Final[dict[str, Text]] = {
    "privacy.no-such-login": Text(
        zh="没有登录名为“{login}”的账号。", en="There is no account with the login “{login}”."
    ),
    "privacy.login-differs": Text(
        zh="与登录名不一致，请核对后重新输入。", en="This is not the login; check it and type it again."
    ),
    "privacy.unsure": Text(zh="请勾选确认。", en="Tick the box to confirm."),
    "privacy.sign-in-again": Text(
        zh="这个账号没有密码，请退出后重新登录，并在 10 分钟内办理。",
        en="This account has no password: sign out, sign in again, and do this within 10 minutes.",
    ),
    "privacy.hindered": Text(
        zh="账号还不能注销：有单位或本服务离不开这个账号，请先按页面上的说明处理。",
        en="The account cannot be erased yet: an organisation, or this service, depends on it. Settle what the page"
        " names first.",
    ),
    "privacy.hindered-lead": Text(
        zh="“{organisation}”正在参加评估批次，只有这个账号是负责人。请先请另一人担任负责人，或等评估结束。",
        en="“{organisation}” takes part in a campaign and has no other lead. Have somebody else made lead first, or"
        " wait until it is over.",
    ),
    "privacy.hindered-administrator": Text(
        zh="这是“{organisation}”最后一个管理员。请先邀请另一位管理员。",
        en="This is the last administrator of “{organisation}”. Invite another one first.",
    ),
    "privacy.assessment-stays": Text(
        zh="只有填报中或已撤回、并且不属于任何评估批次的自评可以删除；已提交的由运营单位按保存期限处理。",
        en="Only a draft or a withdrawn assessment outside campaigns can be deleted; the operator keeps what was handed"
        " in for as long as its period lasts.",
    ),
    "privacy.no-such-assessment": Text(zh="没有编号为“{id}”的自评。", en="There is no assessment “{id}”."),
    # the command line
    "privacy.applied-daily": Text(zh="每天执行", en="applied daily"),
    "privacy.left-alone": Text(zh="未开启，只列出", en="not switched on, listed only"),
    "privacy.applied": Text(zh="已处理 {rows} 条。", en="Taken away: {rows}."),
    "privacy.exported": Text(zh="已写入 {file}。请只交给本人。", en="Written to {file}; for nobody but the person."),
    "privacy.sure-account": Text(zh="注销账号“{login}”，不能恢复。确定？", en="Erase the account “{login}” for good?"),
    "privacy.sure-assessment": Text(
        zh="删除自评“{id}”和它的全部内容，不能恢复。确定？",
        en="Erase assessment “{id}” and all it holds, for good?",
    ),
    "privacy.erased": Text(zh="已删除。", en="Erased."),
}
