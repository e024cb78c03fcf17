"""The tree of organisations in words, and what its list was asked for."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from assess.accounts import regions
from assess.accounts.directory import Row, Wanted
from assess.accounts.industries import label
from assess.accounts.models import Organisation, OrganisationKind, Size
from assess.web import i18n
from assess.web.forms.organisations import KINDS, SIZES
from assess.web.i18n import gettext as _

LONGEST: Final = 200
_PAGE: Final = re.compile(r"[0-9]{1,6}")
CLOSED: Final[Mapping[str, bool]] = {"no": False, "yes": True}
Kind = TypeVar("Kind", OrganisationKind, Size)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list was asked for: as typed, and as it was understood; `unknown` is a region nobody knows."""

    given: Mapping[str, str]
    wanted: Wanted
    page: int
    unknown: str

    def address(self, page: int) -> str:
        """Give the address of a page of the same list."""
        chosen = {name: value for name, value in self.given.items() if value}
        return f"/organisations?{urlencode({**chosen, 'page': page})}"

    @property
    def narrowed(self) -> bool:
        """Say whether anything was asked for at all."""
        return any(self.given.values())


def asked(query: Mapping[str, str]) -> Asked:
    """Read what a list is narrowed to; what means nothing is left out."""
    names = ("q", "kind", "region", "below", "size", "role", "closed")
    given = {name: " ".join(query.get(name, "").replace("\0", " ").split())[:LONGEST] for name in names}
    region = _region(given["region"])
    wanted = Wanted(
        text=given["q"],
        kind=_one(OrganisationKind, given["kind"]),
        region=region,
        below=_number(given["below"]),
        size=_one(Size, given["size"]),
        role=given["role"] if given["role"].isascii() else "",
        closed=CLOSED.get(given["closed"]),
    )
    return Asked(given, wanted, _page(query.get("page", "")), "" if region else given["region"])


def _page(text: str) -> int:
    """Give a page's number; the list itself knows its last page."""
    return int(text) if _PAGE.fullmatch(text) else 1


def _region(text: str) -> str:
    """Give the region meant: by its code, or the broadest whose name holds the words."""
    if text in regions.regions():
        return text
    found = regions.search(text, most=1)
    return found[0].code if found else ""


def _one(kinds: type[Kind], value: str) -> Kind | None:
    return next((one for one in kinds if one.value == value), None)


def _number(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def facts(organisation: Organisation, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say an organisation's fields in words, for a summary list."""
    rows = [
        (_("单位全称"), organisation.name),
        (_("统一社会信用代码"), organisation.credit_code or _("未填写")),
        (_("单位类别"), _(KINDS[organisation.kind])),
        (_("所在地"), f"{regions.full_name(organisation.region, i18n.current())} {organisation.region}"),
    ]
    if organisation.kind is OrganisationKind.ENTERPRISE:
        roles = _("、").join(titles.get(role, role) for role in organisation.roles)
        rows += [
            (_("单位规模"), size_name(organisation.size)),
            (_("单位角色"), roles or _("未选")),
        ]
    return [*rows, (_("行业门类"), label(organisation.industry, i18n.current()) or _("未填写"))]


def wants_lead(row: Row) -> bool:
    """Say whether an organisation could use the invitation of a lead."""
    one = row.organisation
    return row.members == 0 and one.closed_at is None and one.kind is not OrganisationKind.AUTHORITY


def size_name(size: Size | None) -> str:
    """Name a size class."""
    return _(SIZES[size]) if size else _("未填写")


def kind_name(kind: OrganisationKind) -> str:
    """Name a kind of organisation."""
    return _(KINDS[kind])
