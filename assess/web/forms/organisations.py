"""An organisation as an administrator describes it, and where it lies in the tree."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError

from assess.accounts import fields, regions
from assess.accounts.fields import OrganisationFields
from assess.accounts.industries import industries, label
from assess.accounts.models import Organisation, OrganisationKind, Size
from assess.checklists.definition import Named
from assess.values.text import Text
from assess.web import i18n
from assess.web.forms.account import allowed_by
from assess.web.forms.base import Fields, at_most, marked, needed, text
from assess.web.forms.start import RegionForm
from assess.web.i18n import gettext as _

KINDS = {
    OrganisationKind.ENTERPRISE: marked("企业"),
    OrganisationKind.DISTRICT: marked("区县或市级单位"),
    OrganisationKind.AUTHORITY: marked("复核或管理机关"),
}
SIZES = {
    Size.MICRO: marked("微型"),
    Size.SMALL: marked("小型"),
    Size.MEDIUM: marked("中型"),
    Size.LARGE: marked("大型"),
}


class UnitForm(RegionForm):
    """The fields of an organisation; its kind is asked once, when it is made."""

    organisation_name = text(marked("单位全称"), needed(marked("请填写单位全称。")), at_most(200))
    credit_code = text(marked("统一社会信用代码"), at_most(60))
    kind = RadioField(marked("单位类别"), validate_choice=False)
    size = SelectField(marked("单位规模"), validate_choice=False)
    industry = SelectField(marked("行业门类"), validate_choice=False)
    roles = SelectMultipleField(marked("单位角色"), validate_choice=False)
    parent = text(marked("上级单位"), at_most(200))

    known: Sequence[Named] = ()

    @property
    def provincial(self) -> bool:
        """Say whether the whole province may be meant: that of an office."""
        return bool(self.kind.data != OrganisationKind.ENTERPRISE)

    @property
    def role_options(self) -> list[tuple[str, str, str]]:
        """Give code, label and help of each role there is to choose."""
        locale = i18n.current()
        return [(role.key, role.title.to(locale), "") for role in self.known]

    def validate_kind(self, field: RadioField) -> None:
        """Ask for the kind."""
        if field.data not in list(KINDS):
            raise ValidationError(_("请选择单位类别。"))

    def validate_credit_code(self, field: StringField) -> None:
        """Ask an enterprise for its code, and check its digits."""
        wanted = OrganisationKind(self.kind.data) if self.kind.data in list(KINDS) else OrganisationKind.DISTRICT
        sample = OrganisationFields(name="-", kind=wanted, region="110000", credit_code=field.data)
        allowed_by(lambda _given: fields.organisation(sample))(self, field)

    def validate_size(self, field: SelectField) -> None:
        """Take a size class, or none."""
        if field.data and field.data not in list(SIZES):
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def validate_industry(self, field: SelectField) -> None:
        """Take an industry, or none."""
        if field.data and field.data not in industries():
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Take known roles only."""
        if set(field.data or ()) - {role.key for role in self.known}:
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def fields(self) -> OrganisationFields:
        """Give the answers of a valid form."""
        enterprise = self.kind.data == OrganisationKind.ENTERPRISE
        return OrganisationFields(
            name=self.organisation_name.data or "",
            kind=OrganisationKind(self.kind.data),
            region=self.region,
            credit_code=self.credit_code.data,
            size=Size(self.size.data) if enterprise and self.size.data else None,
            roles=tuple(sorted(self.roles.data or ())) if enterprise else (),
            industry=self.industry.data or None,
        )


def industry_options() -> list[tuple[str, str]]:
    """Give letter and name of each industry."""
    return [(code, label(code, i18n.current())) for code in industries()]


def kind_options() -> list[tuple[str, str, str]]:
    """Give the kinds in words."""
    return [(kind.value, _(name), "") for kind, name in KINDS.items()]


def size_options() -> list[tuple[str, str]]:
    """Give the size classes in words."""
    return [(size.value, _(name)) for size, name in SIZES.items()]


def unit_form(
    data: FormData | None, *, known: Sequence[Named], organisation: Organisation | None = None, parent: str = ""
) -> UnitForm:
    """Make the form from what was posted, or from what is stored; the kind of what there is already stays."""
    stored = described(organisation) if organisation else {"parent": parent}
    form = UnitForm(Fields(data)) if data is not None else UnitForm(data=stored)
    form.known = _with_old(known, organisation)
    if organisation is not None:
        form.kind.data = organisation.kind.value
    return form


def described(organisation: Organisation) -> dict[str, object]:
    """Give the fields that say what is stored."""
    chosen = [part.code for part in regions.path(organisation.region)] + ["", "", ""]
    return {
        **dict(zip(("province", "city", "county"), chosen, strict=False)),
        "organisation_name": organisation.name,
        "credit_code": organisation.credit_code or "",
        "size": organisation.size.value if organisation.size else "",
        "industry": organisation.industry or "",
        "roles": list(organisation.roles),
    }


def _with_old(known: Sequence[Named], organisation: Organisation | None) -> Sequence[Named]:
    """Keep roles an organisation has that no checklist asks about any more."""
    keys = {role.key for role in known}
    gone = [key for key in (organisation.roles if organisation else ()) if key not in keys]
    return [*known, *(Named(key=key, title=Text(zh=key, en=key)) for key in gone)]
