"""The five questions of the entrance: where, what kind, which roles, exports, size."""

from collections.abc import Collection, Sequence
from typing import Any, get_args

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError

from assess.accounts import regions
from assess.checklists.definition import Named
from assess.values.profile import OrganisationKind, Profile, Size
from assess.web import i18n
from assess.web.forms.base import Fields, marked, needed
from assess.web.i18n import gettext as _

EXPORTER = "exporter"  # the one role that has a question of its own (DESIGN §1)
KINDS: tuple[str, ...] = get_args(OrganisationKind)
SIZES: tuple[str, ...] = get_args(Size)


def _one_of(allowed: Collection[str], message: str) -> Any:  # noqa: ANN401 - WTForms' validator protocol
    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        if field.data not in allowed:
            raise ValidationError(_(message))

    return check


class ConsentForm(Form):
    """The consent to the privacy notice, and the page it was asked for on the way to."""

    next = HiddenField()

    consent = BooleanField(
        marked("隐私告知"), [needed(marked("请阅读后勾选同意，才能进入问题。"))], false_values=("", "no")
    )


class RegionForm(Form):
    """Three selects, each the parts of the one before; the last may stay open."""

    province = SelectField(marked("省（自治区、直辖市）"), validate_choice=False)
    city = SelectField(marked("市（直辖市选区县）"), validate_choice=False)
    county = SelectField(marked("区县"), validate_choice=False)

    @property
    def provincial(self) -> bool:
        """Say whether the whole province may be meant."""
        return False

    @property
    def provinces(self) -> Sequence[regions.Region]:
        """Give what can be chosen first."""
        return regions.children("")

    @property
    def cities(self) -> Sequence[regions.Region]:
        """Give what can be chosen second."""
        return regions.children(self.province.data) if self.province.data else ()

    @property
    def counties(self) -> Sequence[regions.Region]:
        """Give what can be chosen third."""
        return regions.children(self.city.data) if self.city.data in {part.code for part in self.cities} else ()

    @property
    def region(self) -> str:
        """Give the most exact code chosen; what does not lie in the one before does not count."""
        chosen = self.province.data or ""
        for parts, field in ((self.cities, self.city), (self.counties, self.county)):
            if field.data in {part.code for part in parts}:
                chosen = field.data
        return chosen

    def validate_province(self, field: SelectField) -> None:
        """Ask for the province."""
        if field.data not in {part.code for part in self.provinces}:
            raise ValidationError(_("请选择单位所在的省、自治区或直辖市。"))

    def validate_city(self, field: SelectField) -> None:
        """Ask for the city, where the province has any; an office may be the province's own."""
        if not field.data and self.provincial:
            return
        if self.cities and field.data not in {part.code for part in self.cities}:
            raise ValidationError(_("请选择单位所在的市；直辖市请选择区县。"))


class StartForm(RegionForm):
    """The five questions; a district is asked the first two only."""

    kind = RadioField(marked("您代表哪一类单位？"), validate_choice=False)
    roles = SelectMultipleField(marked("单位属于或从事以下哪些？"), validate_choice=False)
    exports = RadioField(marked("单位的产品或服务是否销往境外？"), validate_choice=False)
    size = RadioField(marked("单位规模"), validate_choice=False)

    known: Sequence[Named] = ()

    @property
    def provincial(self) -> bool:
        """Say whether the whole province may be meant: that of an office."""
        return bool(self.kind.data == "district")

    @property
    def role_options(self) -> list[tuple[str, str, str]]:
        """Give code, label and help of each role there is to choose."""
        locale = i18n.current()
        return [
            (role.key, role.title.to(locale), role.help.to(locale) if role.help else "")
            for role in self.known
            if role.key != EXPORTER
        ]

    def validate_kind(self, field: RadioField) -> None:
        """Ask for the kind."""
        _one_of(KINDS, marked("请选择您代表的是企业还是区县（市级单位）。"))(self, field)

    def validate_exports(self, field: RadioField) -> None:
        """Ask an enterprise whether it exports."""
        if self.kind.data == "enterprise":
            _one_of(("yes", "no"), marked("请回答产品或服务是否销往境外。"))(self, field)

    def validate_size(self, field: RadioField) -> None:
        """Ask an enterprise for its size."""
        if self.kind.data == "enterprise":
            _one_of(SIZES, marked("请选择单位规模；不确定时按从业人员和营业收入估计。"))(self, field)

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Take known roles only; none at all is an answer."""
        if set(field.data or ()) - {role.key for role in self.known}:
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def profile(self) -> Profile:
        """Give the answers of a valid form."""
        if self.kind.data == "district":
            return Profile(kind="district", region=self.region)
        roles = set(self.roles.data or ()) | ({EXPORTER} if self.exports.data == "yes" else set())
        return Profile(kind="enterprise", region=self.region, roles=frozenset(roles), size=self.size.data)


def start_form(data: FormData | None, *, known: Sequence[Named], profile: Profile | None = None) -> StartForm:
    """Make the form from what was posted, or from earlier answers."""
    form = StartForm(Fields(data)) if data is not None else StartForm(data=given(profile) if profile else None)
    form.known = known
    return form


def given(profile: Profile) -> dict[str, object]:
    """Give the fields that say what a profile says."""
    chosen = [part.code for part in regions.path(profile.region)] + ["", "", ""]
    return {
        **dict(zip(("province", "city", "county"), chosen, strict=False)),
        "kind": profile.kind,
        "roles": sorted(profile.roles - {EXPORTER}),
        "exports": "yes" if EXPORTER in profile.roles else "no",
        "size": profile.size,
    }


def summary(profile: Profile, known: Sequence[Named]) -> list[tuple[str, str]]:
    """Say the five answers in words, for a summary list."""
    locale = i18n.current()
    rows = [(_("所在地"), regions.full_name(profile.region, locale)), (_("单位类别"), kind_name(profile.kind))]
    if profile.kind == "district":
        return rows
    titles = [role.title.to(locale) for role in known if role.key in profile.roles and role.key != EXPORTER]
    return [
        *rows,
        (_("单位角色"), _("、").join(titles) or _("未选")),
        (_("是否销往境外"), _("是") if EXPORTER in profile.roles else _("否")),
        (_("单位规模"), size_name(profile.size)),
    ]


def kind_name(kind: OrganisationKind) -> str:
    """Name a kind of organisation."""
    return _("企业") if kind == "enterprise" else _("区县或市级单位")


def size_name(size: Size | None) -> str:
    """Name a size class."""
    names = {"micro": _("微型"), "small": _("小型"), "medium": _("中型"), "large": _("大型")}
    return names[size] if size else _("未填写")
