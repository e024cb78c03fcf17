"""The classes of data: what each holds, what it is for, when it ends and how; for the notice and the command line.

For each class of `assess.overview.privacy.classes`: `retention.<class>` (what), `.why` (purpose and basis), `.from`
(from when its period counts) and `.end` (what happens then).
"""

from typing import Final

from assess.values.text import Text

_CLASSES: Final[dict[str, tuple[Text, Text, Text, Text]]] = {
    "trials": (
        Text(zh="未登录的试填（回答、备注、报告）", en="Trials without an account (answers, notes, report)"),
        Text(zh="供本人试用；以同意为依据", en="For trying the service out; by your consent"),
        Text(zh="开始试填起", en="after the trial began"),
        Text(zh="全部删除", en="All of it is deleted"),
    ),
    "drafts": (
        Text(
            zh="未提交或已撤回的自评（回答及历史、备注、不适用理由、佐证材料、留言、分工、报告）",
            en="Assessments not handed in, or withdrawn (answers with their history, notes, reasons, evidence,"
            " comments, duties, reports)",
        ),
        Text(
            zh="计分、生成报告、供本单位查看；为单位履行填报工作所需",
            en="Scoring, reports, your organisation's own work",
        ),
        Text(zh="最后一次改动起", en="after the last change"),
        Text(zh="整份删除，操作记录只留编号和摘要值", en="Deleted whole; the log keeps numbers and digests"),
    ),
    "submitted": (
        Text(
            zh="已提交的自评（回答及历史、佐证材料、留言、提交声明的署名、比对结果、复核意见、审定、报告）",
            en="Assessments handed in (answers with their history, evidence, comments, the name under the declaration,"
            " comparison with lists, reviewers' opinions, decisions, reports)",
        ),
        Text(
            zh="单位和复核机关的评估档案，供核对、申诉和查证报告",
            en="The organisation's and the reviewing body's record: for checking, appeals and verifying reports",
        ),
        Text(zh="最后一次提交或审定起", en="after the last submission or decision"),
        Text(zh="整份删除，操作记录只留编号和摘要值", en="Deleted whole; the log keeps numbers and digests"),
    ),
    "accounts": (
        Text(
            zh="账号（登录名、姓名、邮箱、角色、部门、密码和两步验证的加密值）",
            en="The account (login, name, mail, roles, departments, password hash and encrypted second factor)",
        ),
        Text(
            zh="登录、找回密码和接收提醒、区分填报人、在提交声明中署名",
            en="Signing in, resetting passwords, reminders, telling respondents apart, signing declarations",
        ),
        Text(zh="本人注销时立即；账号停用的，停用起", en="after it was disabled, or at once when you erase it"),
        Text(zh="注销：姓名等全部清除，只留无名编号", en="Erased: name and all are gone, a nameless number stays"),
    ),
    "consents": (
        Text(zh="同意记录（告知版本和时间）", en="Consents (version of the notice, and when)"),
        Text(zh="证明曾经告知并取得同意", en="Proof that you were told and agreed"),
        Text(zh="账号注销起；未登录时同意起", en="after the account was erased; without an account, after the consent"),
        Text(zh="删除", en="Deleted"),
    ),
    "sessions": (
        Text(
            zh="登录的设备（浏览器自报的名称、登录和最近使用的时间、五个开始问题的回答）",
            en="Devices signed in (what the browser calls itself, sign-in and last use, the five first answers)",
        ),
        Text(
            zh="保持登录，供本人查看和退出；不记录网络地址和地点",
            en="Keeping you signed in; no address, no place is kept",
        ),
        Text(zh="该次登录结束后", en="after the session ended"),
        Text(zh="删除", en="Deleted"),
    ),
    "attempts": (
        Text(zh="登录和验证码的尝试次数（只有摘要值）", en="Tries to sign in or give a code (hashes only)"),
        Text(zh="防止猜测密码", en="Against guessing passwords"),
        Text(zh="每次尝试起", en="after each try"),
        Text(zh="删除", en="Deleted"),
    ),
    "tokens": (
        Text(zh="程序访问令牌（名称、权限、最近使用时间）", en="Tokens for programs (name, scopes, last use)"),
        Text(zh="供本人的程序访问", en="Access by your own programs"),
        Text(zh="失效或撤销起", en="after they expired or were revoked"),
        Text(zh="删除", en="Deleted"),
    ),
    "links": (
        Text(
            zh="邀请和重置密码链接（被邀请人的姓名和邮箱）",
            en="Invitations and reset links (name and mail of the invited)",
        ),
        Text(zh="发出邀请；姓名和邮箱由邀请人填写", en="Inviting; name and address come from the inviter"),
        Text(zh="过期起", en="after they expired"),
        Text(zh="删除", en="Deleted"),
    ),
    "requests": (
        Text(zh="加入单位的申请（本人写的理由、结果）", en="Requests to join (your own words, and the answer)"),
        Text(zh="供单位核实身份", en="For the organisation to check who asks"),
        Text(zh="答复起", en="after the answer"),
        Text(zh="删除", en="Deleted"),
    ),
    "letters": (
        Text(
            zh="发出邮件的记录（收件账号的编号、哪种邮件）",
            en="That letters went out (number of the account, which letter)",
        ),
        Text(zh="补发失败的邮件、避免重复", en="Sending again what failed, nothing twice"),
        Text(zh="发出起", en="after they were sent"),
        Text(zh="删除", en="Deleted"),
    ),
    "presence": (
        Text(zh="正在填写的位置（谁、哪一部分、时间）", en="Who has a form open, where, and when"),
        Text(zh="避免多人互相覆盖", en="So that people do not get in each other's way"),
        Text(zh="离开起", en="after leaving"),
        Text(zh="删除", en="Deleted"),
    ),
    "uploads": (
        Text(
            zh="上传的填报工作簿（读出的内容、文件名）",
            en="Workbooks sent in (what was read from them, the file's name)",
        ),
        Text(zh="列出改动，供确认后采用", en="Showing what would change, before it is accepted"),
        Text(zh="上传起", en="after they were sent"),
        Text(zh="删除；已采用的内容在自评里", en="Deleted; what was accepted is in the assessment"),
    ),
    "imports": (
        Text(
            zh="单位导入表中的负责人姓名和邮箱", en="Names and addresses of leads in imported tables of organisations"
        ),
        Text(zh="发出邀请、核对导入", en="Inviting them, checking the import"),
        Text(zh="导入或撤销起", en="after the import, or its undoing"),
        Text(zh="姓名和邮箱清除，其余保留", en="Names and addresses are taken out, the rest stays"),
    ),
    "deliveries": (
        Text(
            zh="向其他系统发送的通知（事件、编号、结果）",
            en="Notifications sent to other systems (event, numbers, outcome)",
        ),
        Text(zh="按单位的设置通知其系统，失败时补发", en="Telling the organisation's own systems; trying again"),
        Text(zh="发送起", en="after they were made"),
        Text(zh="删除", en="Deleted"),
    ),
    "answers-to-programs": (
        Text(zh="程序请求的答复副本", en="Copies of answers to programs"),
        Text(zh="同一请求重复到达时不重复办理", en="So that the same request is not done twice"),
        Text(zh="答复起", en="after the answer"),
        Text(zh="删除", en="Deleted"),
    ),
    "event-details": (
        Text(
            zh="操作记录的细节（谁在何时做了什么、工作人员查看了什么）",
            en="Details of the log (who did what and when, what staff looked at)",
        ),
        Text(
            zh="查明误操作和越权；依法留存日志不少于六个月",
            en="Finding mistakes and misuse; the law asks for six months",
        ),
        Text(zh="记录起", en="after the event"),
        Text(
            zh="细节删除；编号和摘要值的链保留，供验证",
            en="Details go; the chain of numbers and digests stays, to verify",
        ),
    ),
    "report-batches": (
        Text(zh="批量报告（压缩包和进度）", en="Batches of reports (the archive and its progress)"),
        Text(zh="供提出的复核人员下载", en="For the reviewer who asked to download them"),
        Text(zh="完成、取消或最后一次变动起", en="after they ended, or were last touched"),
        Text(
            zh="压缩包删除；各单位自己的报告保留；放入存储的文件由运营单位管理",
            en="The archive goes; each organisation's own report stays; what lies in the storage is the operator's",
        ),
    ),
    "files": (
        Text(zh="不再属于任何自评或报告的文件", en="Files that belong to no assessment and no report any more"),
        Text(zh="无", en="None"),
        Text(zh="最后一次保存起", en="after they were last stored"),
        Text(zh="删除", en="Deleted"),
    ),
}
_PARTS: Final = ("", ".why", ".from", ".end")

RETENTION_WORDS: Final[dict[str, Text]] = {
    f"retention.{key}{part}": text for key, texts in _CLASSES.items() for part, text in zip(_PARTS, texts, strict=True)
} | {
    "retention.kept": Text(zh="{since} {period}", en="{period} {since}"),
    "retention.kept-at-once": Text(zh="{since}立即", en="at once {since}"),
    "retention.kept-until-asked": Text(
        zh="{since} {period}，期满由运营单位决定删除", en="{period} {since}; then the operator decides"
    ),
    "retention.hours": Text(zh="{count} 小时", en="{count} hours"),
    "retention.hour": Text(zh="1 小时", en="one hour"),
    "retention.days": Text(zh="{count} 天", en="{count} days"),
    "retention.years": Text(zh="{count} 年", en="{count} years"),
    "retention.year": Text(zh="1 年", en="one year"),
}
