"""What people write in the cells of a table of organisations, and what is meant."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from stdnum.cn import uscc

from assess.accounts import regions
from assess.accounts.models import OrganisationKind, Size

_SEPARATORS: Final = re.compile(r"[、,，;；/|]+")
KINDS: Final[Mapping[str, OrganisationKind]] = {
    "企业": OrganisationKind.ENTERPRISE,
    "公司": OrganisationKind.ENTERPRISE,
    "enterprise": OrganisationKind.ENTERPRISE,
    "区县": OrganisationKind.DISTRICT,
    "区县单位": OrganisationKind.DISTRICT,
    "市级单位": OrganisationKind.DISTRICT,
    "区县或市级单位": OrganisationKind.DISTRICT,
    "district": OrganisationKind.DISTRICT,
    "机关": OrganisationKind.AUTHORITY,
    "复核机关": OrganisationKind.AUTHORITY,
    "管理机关": OrganisationKind.AUTHORITY,
    "复核或管理机关": OrganisationKind.AUTHORITY,
    "authority": OrganisationKind.AUTHORITY,
}
SIZES: Final[Mapping[str, Size]] = {
    "微型": Size.MICRO,
    "小型": Size.SMALL,
    "中型": Size.MEDIUM,
    "大型": Size.LARGE,
    **{size.value: size for size in Size},
}


def fold(text: str) -> str:
    """Bring a word into the form in which it is looked up."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def kind(text: str) -> OrganisationKind | None:
    """Give the kind of organisation meant."""
    return KINDS.get(fold(text))


def size(text: str) -> Size | None:
    """Give the size class meant; 中型企业 is 中型."""
    return SIZES.get(fold(text).removesuffix("企业"))


@functools.lru_cache(maxsize=50_000)
def code(text: str) -> str | None:
    """Give a credit code in its one spelling; None where its digits do not fit. A table is read more than once."""
    given = uscc.compact(unicodedata.normalize("NFKC", text)).upper()
    return given if uscc.is_valid(given) else None


def roles(text: str, known: Mapping[str, str]) -> list[str] | None:
    """Give the keys of the roles meant, sorted; None where one is not known."""
    found = [known.get(fold(part)) for part in _SEPARATORS.split(text) if part.strip()]
    return None if None in found else sorted({key for key in found if key})


def role_names(named: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Give the key of a role by each of its names: key, Chinese and English title."""
    return {fold(name): key for key, *titles in named for name in (key, *titles)}


def region(text: str) -> tuple[str, ...]:
    """Give the codes of the regions meant: one by its code, or all that are called so; none is unknown."""
    given = fold(text)
    if given in regions.regions():
        return (given,)
    return _regions().get(given, ())


@functools.cache
def _regions() -> Mapping[str, tuple[str, ...]]:
    """Give codes by name, with any number of those above before it: 兰山区, 临沂市兰山区, 山东省临沂市兰山区."""
    found: dict[str, set[str]] = {}
    for one in regions.regions():
        names = [part.name_zh for part in regions.path(one)]
        spellings = {"".join(names[start:]) for start in range(len(names))} | {names[0] + names[-1]}
        for spelling in spellings:
            found.setdefault(fold(spelling), set()).add(one)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
