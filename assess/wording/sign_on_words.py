"""What single sign-on and tokens for programs refuse."""

from typing import Final

from assess.values.text import Text

SIGN_ON_WORDS: Final[dict[str, Text]] = {
    "oidc.refused": Text(
        zh="单点登录没有完成：可能等得太久，或不是从本浏览器开始的。请重新登录。",
        en="Single sign-on was not completed: it took too long, or was not begun in this browser. Please try again.",
    ),
    "oidc.failed": Text(
        zh="单点登录服务没有给出可信的回答，未能登录。请稍后再试；仍不成功时请联系管理员。",
        en="The single sign-on service gave no answer we can trust. Try again later, or ask the administrator.",
    ),
    "oidc.declined": Text(
        zh="单点登录已取消。您可以重试，或用密码登录。",
        en="Single sign-on was cancelled. Try again, or sign in with your password.",
    ),
    "oidc.unknown": Text(
        zh="没有与此身份绑定的账号。请先用密码登录，在“账号安全”中绑定；还没有账号的，请用邀请或注册开通。",
        en="No account is linked with this identity. Sign in with your password and link it under account security; "
        "without an account, use an invitation or register.",
    ),
    "oidc.disabled": Text(zh="该账号已停用，请联系管理员。", en="This account is disabled; ask the administrator."),
    "oidc.taken": Text(zh="该身份已绑定到另一个账号。", en="This identity is linked with another account already."),
    "oidc.only-way": Text(
        zh="该账号还没有密码，解除绑定后将无法登录。请先设置密码。",
        en="This account has no password, so unlinking would lock you out. Set a password first.",
    ),
    "token.invalid": Text(zh="令牌无效、已过期或已撤销。", en="The token is unknown, has ended or was revoked."),
    "token.missing": Text(
        zh="请在 Authorization 请求头中提供令牌（Bearer）。", en="Send a token in the Authorization header (Bearer)."
    ),
    "api.invalid": Text(zh="请求的内容不符合接口说明。", en="The request does not fit the schema."),
    "token.scope": Text(zh="令牌的权限不包括此操作。", en="The token's scopes do not allow this."),
    "token.name": Text(
        zh="请填写令牌的用途，最多 {most} 个字。", en="Say what the token is for, in at most {most} characters."
    ),
    "token.scopes": Text(zh="请至少选择一项权限。", en="Choose at least one scope."),
    "token.days": Text(zh="有效期为 1 至 {most} 天。", en="A token works for 1 to {most} days."),
    "token.too-many": Text(
        zh="有效令牌最多 {most} 个，请先撤销不用的令牌。",
        en="You have {most} working tokens, the most there can be. Revoke one first.",
    ),
}
