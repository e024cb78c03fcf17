"""Signing in, registering, describing one's organisation."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, HiddenField, PasswordField, SelectField, StringField, ValidationError

from assess.accounts import fields, passwords
from assess.accounts.fields import OrganisationFields
from assess.accounts.industries import industries, label
from assess.accounts.models import Organisation, OrganisationKind, Size
from assess.checklists.definition import Named
from assess.errors import InvalidError
from assess.values.profile import Profile
from assess.web import i18n
from assess.web.forms.base import Check, Fields, at_most, marked, needed, text
from assess.web.forms.start import StartForm, given
from assess.web.i18n import gettext as _
from assess.wording.sentences import say

Domain = Callable[[str], object]


def allowed_by(check: Domain) -> Check:
    """Let the domain judge a field, so that the page and the operation refuse the same in the same words."""

    def judge(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        try:
            check(field.data or "")
        except InvalidError as error:
            raise ValidationError(say(error.message, error.params, i18n.current())) from None

    return judge


class SignInForm(Form):
    """Login and password."""

    next = HiddenField()
    login = text(marked("登录名"), needed(marked("请填写登录名。")))
    password = PasswordField(marked("密码"), [needed(marked("请填写密码。"))])

    def credentials(self) -> dict[str, Any]:
        """Give what somebody signs in with."""
        return {"login": self.login.data or "", "password": self.password.data or ""}


class OrganisationForm(StartForm):
    """How an organisation describes itself: the five questions and its name."""

    organisation_name = text(marked("单位全称"), needed(marked("请填写单位全称。")), at_most(200))
    industry = SelectField(marked("行业门类"), validate_choice=False)

    @property
    def industries(self) -> list[tuple[str, str]]:
        """Give letter and name of each industry."""
        return [(code, label(code, i18n.current())) for code in industries()]

    def validate_industry(self, field: SelectField) -> None:
        """Take an industry, or none."""
        if field.data and field.data not in industries():
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def fields(self) -> OrganisationFields:
        """Give the answers of a valid form."""
        profile = self.profile()
        return OrganisationFields(
            name=self.organisation_name.data or "",
            kind=OrganisationKind(profile.kind),
            region=profile.region,
            size=Size(profile.size) if profile.size else None,
            roles=tuple(sorted(profile.roles)),
            industry=self.industry.data or None,
        )


class NewPerson(Form):
    """What is asked of everybody who gets an account; each form places the fields where its page does."""

    name: StringField
    login: StringField
    password: PasswordField
    again: PasswordField
    consent: BooleanField

    def validate_password(self, field: PasswordField) -> None:
        """Hold the password to the rules of the service."""
        allowed_by(lambda password: passwords.check(password, self.login.data or "-"))(self, field)

    def validate_again(self, field: PasswordField) -> None:
        """Compare the two passwords."""
        if field.data != self.password.data:
            raise ValidationError(_("两次输入的密码不一致，请重新输入。"))

    def validate_consent(self, field: BooleanField) -> None:
        """Ask for consent to the privacy notice."""
        if not field.data:
            raise ValidationError(_("请阅读隐私告知并勾选同意；不同意则无法注册。"))

    def person(self) -> dict[str, Any]:
        """Give the account of a valid form."""
        return {"login": self.login.data or "", "name": self.name.data or "", "password": self.password.data or ""}


class RegisterForm(NewPerson, OrganisationForm):
    """A new person for a new organisation."""

    credit_code = StringField(marked("统一社会信用代码"))
    name = text(marked("您的姓名"), needed(marked("请填写您的姓名。")), allowed_by(fields.person_name))
    login = text(marked("登录名"), needed(marked("请填写登录名。")), allowed_by(fields.login))
    password = PasswordField(marked("密码"))
    again = PasswordField(marked("再次输入密码"))
    consent = BooleanField(marked("隐私告知"), false_values=("", "no"))

    def validate_credit_code(self, field: StringField) -> None:
        """Ask an enterprise for its code, and check its digits."""
        wanted = OrganisationKind.DISTRICT if self.kind.data == "district" else OrganisationKind.ENTERPRISE
        sample = OrganisationFields(name="-", kind=wanted, region="110000", credit_code=field.data)
        allowed_by(lambda _given: fields.organisation(sample))(self, field)

    def fields(self) -> OrganisationFields:
        """Give the organisation with its code."""
        described = super().fields()
        return OrganisationFields(
            name=described.name,
            kind=described.kind,
            region=described.region,
            size=described.size,
            roles=described.roles,
            industry=described.industry,
            credit_code=self.credit_code.data,
        )


def register_form(data: FormData | None, *, known: Sequence[Named], profile: Profile | None) -> RegisterForm:
    """Make the form from what was posted, or from the answers given at the entrance."""
    form = RegisterForm(Fields(data)) if data is not None else RegisterForm(data=given(profile) if profile else None)
    form.known = known
    return form


def organisation_form(data: FormData | None, *, known: Sequence[Named], organisation: Organisation) -> OrganisationForm:
    """Make the form from what was posted, or from what is stored; the kind is fixed."""
    stored = {**given(profile_of(organisation)), "organisation_name": organisation.name}
    stored["industry"] = organisation.industry or ""
    form = OrganisationForm(Fields(data)) if data is not None else OrganisationForm(data=stored)
    form.kind.data = organisation.kind.value
    form.known = known
    return form


def profile_of(organisation: Organisation) -> Profile:
    """Give what conditions may ask about an organisation."""
    return Profile(
        kind="district" if organisation.kind is OrganisationKind.DISTRICT else "enterprise",
        region=organisation.region,
        roles=frozenset(organisation.roles),
        size=organisation.size.value if organisation.size else None,
    )
