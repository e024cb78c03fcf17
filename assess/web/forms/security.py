"""Proving once more who one is, changing how one gets in, and taking an invitation up."""

from typing import Any

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, HiddenField, PasswordField, StringField, ValidationError

from assess.access.roles import Role
from assess.accounts import fields, links, passwords
from assess.web.forms.account import NewPerson, allowed_by
from assess.web.forms.base import Fields, at_most, marked, needed, text
from assess.web.i18n import gettext as _

ROLES: dict[Role, str] = {
    Role.LEAD: marked("负责人"),
    Role.RESPONDENT: marked("填报人"),
    Role.REVIEWER: marked("复核人员"),
    Role.ADMINISTRATOR: marked("管理员"),
}
"""What each role is called."""


class NewPassword(Form):
    """A new password, twice; `whose` is the login it may not contain."""

    whose: str = "-"
    password = PasswordField(marked("新密码"))
    again = PasswordField(marked("再次输入新密码"))

    def validate_password(self, field: PasswordField) -> None:
        """Hold the password to the rules of the service."""
        allowed_by(lambda password: passwords.check(password, self.whose))(self, field)

    def validate_again(self, field: PasswordField) -> None:
        """Compare the two passwords."""
        if field.data != self.password.data:
            raise ValidationError(_("两次输入的密码不一致，请重新输入。"))


class ChangePassword(NewPassword):
    """The old password and a new one."""

    old = PasswordField(marked("现在的密码"), [needed(marked("请填写现在的密码。"))])


class PasswordForm(Form):
    """The password once more."""

    password = PasswordField(marked("密码"), [needed(marked("请填写密码。"))])


class CodeForm(Form):
    """A code of the second factor; `next` is where the sign-in was going."""

    next = HiddenField()
    code = text(marked("验证码"), needed(marked("请填写验证码。")), at_most(40))


class BothForm(CodeForm, PasswordForm):
    """Password and code, for what weakens the account."""


class ForgottenForm(Form):
    """Whose password is to be reset."""

    login = text(marked("登录名"), needed(marked("请填写登录名。")), at_most(100))


class ProfileForm(Form):
    """What people keep about themselves."""

    name = text(marked("姓名"), needed(marked("请填写您的姓名。")), allowed_by(fields.person_name))
    email = text(marked("邮箱"), allowed_by(links.mailbox))
    locale = StringField(marked("界面和邮件使用的语言"))
    password = PasswordField(marked("密码"))

    def given(self) -> dict[str, Any]:
        """Give what the operation takes."""
        return {
            "name": self.name.data or "",
            "email": self.email.data or "",
            "locale": "en" if self.locale.data == "en" else "zh",
            "password": self.password.data or "",
        }


class InvitationCodeForm(Form):
    """The code of an invitation, as it was read aloud or printed."""

    code = text(marked("邀请码"), needed(marked("请填写邀请码。")), at_most(60))


class InvitedForm(NewPerson):
    """A new person who was invited."""

    name = text(marked("您的姓名"), needed(marked("请填写您的姓名。")), allowed_by(fields.person_name))
    login = text(marked("登录名"), needed(marked("请填写登录名。")), allowed_by(fields.login))
    password = PasswordField(marked("密码"))
    again = PasswordField(marked("再次输入密码"))
    consent = BooleanField(marked("隐私告知"), false_values=("", "no"))


def new_password(data: FormData, *, login: str) -> NewPassword:
    """Make the form for a new password of a login."""
    form = NewPassword(Fields(data))
    form.whose = login
    return form


def change_password(data: FormData, *, login: str) -> ChangePassword:
    """Make the form for changing one's password."""
    form = ChangePassword(Fields(data))
    form.whose = login
    return form
