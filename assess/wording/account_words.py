"""What accounts refuse around second factors, recovery and invitations."""

from typing import Final

from assess.values.text import Text

ACCOUNT_WORDS: Final[dict[str, Text]] = {
    "account.password-wrong": Text(zh="密码不正确。", en="The password is incorrect."),
    "account.code-refused": Text(
        zh="验证码不正确、已经用过或已过期。请等验证器显示下一个验证码再试，也可以用一个恢复码。",
        en="The code is incorrect, was used already, or is too old. Wait for the next one, or use a recovery code.",
    ),
    "account.second-factor-on": Text(zh="两步验证已经开启。", en="Two-step verification is on already."),
    "account.second-factor-off": Text(zh="两步验证没有开启。", en="Two-step verification is off."),
    "account.second-factor-not-begun": Text(
        zh="还没有生成密钥，请从“账号安全”重新开始。", en="There is no key yet. Start again under account security."
    ),
    "account.link-over": Text(
        zh="这个链接或代码无效：可能输入有误，已经用过、已被收回或更换，或者已过有效期。",
        en="This link or code does not work: it may be mistyped, used already, taken back or replaced, or too old.",
    ),
    "account.email-form": Text(
        zh="请填写一个邮箱地址，例如 wang@example.com。", en="Enter one email address, for example wang@example.com."
    ),
    "invitation.organisation-closed": Text(
        zh="该单位已停用，不能再邀请。", en="This organisation is closed; nobody can be invited into it."
    ),
    "invitation.role-unfit": Text(zh="您不能邀请人担任这个角色。", en="You cannot invite somebody for this role here."),
    "invitation.already": Text(
        zh="您在该单位已经有这个角色，邀请仍然有效，可以转给要邀请的人。",
        en="You have this role there already. The invitation stays open for whoever it is meant for.",
    ),
    "invitation.own": Text(
        zh="这份邀请是您自己发出或打印的，不能由您使用；邀请仍然有效，请转给要邀请的人。",
        en="You made or printed this invitation yourself, so you cannot take it up. It stays open for whoever it is"
        " meant for.",
    ),
    "invitation.too-many": Text(
        zh="一次最多打印 {most} 份邀请，请分批打印。", en="At most {most} invitations are printed at once."
    ),
}
