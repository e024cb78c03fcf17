"""Inviting people, and asking to be let in."""

from typing import Any

from wtforms import BooleanField, Form, PasswordField, RadioField, TextAreaField, ValidationError

from assess import mail
from assess.access.roles import Role
from assess.accounts import fields
from assess.web.forms.account import NewPerson, allowed_by
from assess.web.forms.base import at_most, marked, needed, text
from assess.web.i18n import gettext as _

DUTIES = {
    Role.LEAD: marked("填报、提交、撤回、申诉，维护单位信息，邀请和移出成员。"),
    Role.RESPONDENT: marked("填报、上传佐证材料、提交。"),
    Role.REVIEWER: marked("复核交给本机关的自评；看不到其他内容。"),
    Role.ADMINISTRATOR: marked("管理本机关及下级单位、组织评估批次；看不到填报内容。"),
}


class InviteForm(Form):
    """Who is invited as what; the address is where the letter goes."""

    name = text(marked("姓名"), at_most(100))
    email = text(marked("电子邮箱"), at_most(200))
    role = RadioField(marked("角色"), validate_choice=False)

    roles: tuple[Role, ...] = ()

    def validate_name(self, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        """Take a name, or none."""
        if field.data:
            allowed_by(fields.person_name)(self, field)

    def validate_email(self, field: Any) -> None:  # noqa: ANN401 - likewise
        """Take an address, or none."""
        if field.data and not mail.is_address(field.data):
            raise ValidationError(_("电子邮箱的格式不对，例如 name@example.com。"))

    def validate_role(self, field: RadioField) -> None:
        """Ask for a role that there is."""
        if field.data not in self.roles:
            raise ValidationError(_("请选择角色。"))


class AskForm(Form):
    """Asking to join the organisation with a credit code."""

    credit_code = text(marked("统一社会信用代码"), needed(marked("请填写单位的统一社会信用代码。")), at_most(60))
    reason = TextAreaField(marked("说明"), [at_most(500)])


class NewcomerForm(NewPerson, AskForm):
    """Asking as somebody who has no account yet."""

    name = text(marked("您的姓名"), needed(marked("请填写您的姓名。")), allowed_by(fields.person_name))
    login = text(marked("登录名"), needed(marked("请填写登录名。")), allowed_by(fields.login))
    password = PasswordField(marked("密码"))
    again = PasswordField(marked("再次输入密码"))
    consent = BooleanField(marked("隐私告知"), false_values=("", "no"))

    def request(self) -> dict[str, Any]:
        """Give what is asked for."""
        return {"credit_code": self.credit_code.data or "", "reason": self.reason.data or ""}
