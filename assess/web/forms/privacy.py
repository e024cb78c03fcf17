"""Proving who one is before personal data are handed out or erased."""

from wtforms import BooleanField, Form, PasswordField, ValidationError

from assess.web.forms.base import at_most, marked, text
from assess.web.i18n import gettext as _


class ProofForm(Form):
    """The password, and a code where the second factor is on; which of them is needed, the operation says."""

    password = PasswordField(marked("密码"))
    code = text(marked("验证码"), at_most(40))

    def proof(self) -> dict[str, str]:
        """Give what the operation takes."""
        return {"password": self.password.data or "", "code": self.code.data or ""}


class EraseForm(ProofForm):
    """Besides the proof, the login typed out, to be sure."""

    login = text(marked("输入登录名确认"), at_most(100))


class SureForm(Form):
    """A tick before something is deleted for good."""

    sure = BooleanField(marked("确认删除"), false_values=("", "no"))

    def validate_sure(self, field: BooleanField) -> None:
        """Ask for the tick."""
        if not field.data:
            raise ValidationError(_("请勾选确认。"))
