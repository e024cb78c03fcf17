"""The five questions of the entrance: where, what kind, which roles, exports, size."""

from collections.abc import Collection
from typing import Any, get_args

from starlette.datastructures import FormData
from wtforms import Form, RadioField, SelectField, SelectMultipleField, ValidationError

from assess.accounts import regions
from assess.values.profile import OrganisationKind, Profile, Size
from assess.web.forms.base import Fields, marked
from assess.web.i18n import gettext as _

EXPORTER = "exporter"  # the one role that has a question of its own (DESIGN §1)
KINDS: tuple[str, ...] = get_args(OrganisationKind)
SIZES: tuple[str, ...] = get_args(Size)


def _one_of(allowed: Collection[str], message: str) -> Any:  # noqa: ANN401 - WTForms' validator protocol
    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        if field.data not in allowed:
            raise ValidationError(_(message))

    return check


class RegionForm(Form):
    """Three selects, each the parts of the one before; the last may stay open."""

    province = SelectField(marked("省（自治区、直辖市）"), validate_choice=False)
    city = SelectField(marked("市（直辖市选区县）"), validate_choice=False)
    county = SelectField(marked("区县"), validate_choice=False)

    @property
    def cities(self) -> tuple[regions.Region, ...]:
        """Give what can be chosen second."""
        return regions.children(self.province.data) if self.province.data else ()

    @property
    def counties(self) -> tuple[regions.Region, ...]:
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
        if field.data not in {part.code for part in regions.children("")}:
            raise ValidationError(_("请选择单位所在的省、自治区或直辖市。"))

    def validate_city(self, field: SelectField) -> None:
        """Ask for the city, where the province has any."""
        if self.cities and field.data not in {part.code for part in self.cities}:
            raise ValidationError(_("请选择单位所在的市；直辖市请选择区县。"))


class StartForm(RegionForm):
    """The five questions; a district is asked the first two only."""

    kind = RadioField(marked("您代表哪一类单位？"), validate_choice=False)
    roles = SelectMultipleField(marked("单位属于或从事以下哪些？"), validate_choice=False)
    exports = RadioField(marked("单位的产品或服务是否销往境外？"), validate_choice=False)
    size = RadioField(marked("单位规模"), validate_choice=False)

    known_roles: Collection[str] = ()

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
        if set(field.data or ()) - set(self.known_roles):
            raise ValidationError(_("选项中没有这一类，请重新选择。"))

    def profile(self) -> Profile:
        """Give the answers of a valid form."""
        if self.kind.data == "district":
            return Profile(kind="district", region=self.region)
        roles = set(self.roles.data or ()) | ({EXPORTER} if self.exports.data == "yes" else set())
        return Profile(kind="enterprise", region=self.region, roles=frozenset(roles), size=self.size.data)


def start_form(data: FormData | None, *, known_roles: Collection[str], profile: Profile | None = None) -> StartForm:
    """Make the form from what was posted, or from earlier answers."""
    form = StartForm(Fields(data)) if data is not None else StartForm(data=_given(profile) if profile else None)
    form.known_roles = known_roles
    return form


def _given(profile: Profile) -> dict[str, object]:
    chosen = [part.code for part in regions.lineage(profile.region)] + ["", "", ""]
    return {
        **dict(zip(("province", "city", "county"), chosen, strict=False)),
        "kind": profile.kind,
        "roles": sorted(profile.roles - {EXPORTER}),
        "exports": "yes" if EXPORTER in profile.roles else "no",
        "size": profile.size,
    }
