"""An external rule in words: shares, caps, who may apply and with which papers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assess.overview.catalogue import ProgrammeEntry
from assess.programmes.definition import Capped
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.wording.formats import number

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Cap:
    """Products that share a yearly cap; `narrow` is the smaller cap inside it, in words."""

    title: str
    products: str
    cap: str
    uplifted: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Told:
    """The amounts of an external rule, and the measures whose items name it."""

    rate: str
    readings: tuple[tuple[str, str], ...]
    caps: tuple[Cap, ...]
    measures: tuple[tuple[str, str], ...]


def told(entry: ProgrammeEntry) -> Told:
    """Put an external rule into the language in use."""
    subsidy = entry.programme.subsidy
    products = dict(_products(entry))
    named = {document.measure.key: document.measure.short.to(i18n.current()) for document, _item in entry.uses}
    return Told(
        rate=percent(subsidy.rate),
        readings=tuple((one.title.to(i18n.current()), percent(one.rate)) for one in subsidy.readings),
        caps=tuple(_cap(group, products) for group in subsidy.groups),
        measures=tuple(named.items()),
    )


def percent(share: Decimal) -> str:
    """Write a share of 1 as a percentage."""
    return f"{number((share * HUNDRED).normalize())}%"


def _products(entry: ProgrammeEntry) -> Iterator[tuple[str, str]]:
    """Name the products as the question names them."""
    subsidy = entry.programme.subsidy
    facts = (fact for fact in entry.document.facts if fact.key == subsidy.fact)
    for column in (column for fact in facts for column in fact.columns if column.key == subsidy.product):
        yield from ((option.value, option.label.to(i18n.current())) for option in column.options)


def _cap(group: Capped, products: Mapping[str, str]) -> Cap:
    narrow = group.narrow
    return Cap(
        title=group.title.to(i18n.current()),
        products=_("、").join(products.get(code, code) for code in group.products),
        cap=_yuan(group.cap),
        uplifted=_yuan(group.uplifted_cap),
        narrow=_("%(what)s：%(cap)s", what=narrow.title.to(i18n.current()), cap=_yuan(narrow.cap)) if narrow else "",
    )


def _yuan(amount: Decimal) -> str:
    return _("%(amount)s 元", amount=f"{amount:,.0f}")
