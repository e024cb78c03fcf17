"""The regions of GB/T 2260: names, parents, search (data: regions.csv, see regions.md)."""

import csv
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Region:
    """A province, prefecture or county; `parent` is empty for a province."""

    code: str
    name_zh: str
    name_en: str
    level: Literal["province", "prefecture", "county"]
    parent: str

    def name(self, locale: Locale) -> str:
        """Give the name; the Chinese one where there is no English name."""
        return self.name_en or self.name_zh if locale == "en" else self.name_zh


@functools.cache
def regions() -> Mapping[str, Region]:
    """Give all regions by code, in the order of the codes."""
    text = resources.files("assess.accounts").joinpath("regions.csv").read_text(encoding="utf-8")
    found = [Region(**row) for row in csv.DictReader(text.splitlines())]  # type: ignore[arg-type]  # the file holds the three levels only
    return {region.code: region for region in sorted(found, key=lambda region: region.code)}


@functools.cache
def children(code: str = "") -> Sequence[Region]:
    """Give the regions right below one; the provinces for the empty code."""
    return tuple(region for region in regions().values() if region.parent == code)


def path(code: str) -> tuple[Region, ...]:
    """Give a region with all above it, the province first; empty for an unknown code."""
    region = regions().get(code)
    return () if region is None else (*path(region.parent), region)


def full_name(code: str, locale: Locale) -> str:
    """Give the name with all above it, such as 山东省临沂市兰山区; the code itself where it is unknown."""
    names = [region.name(locale) for region in path(code)]
    return ("".join(names) if locale == "zh" else ", ".join(reversed(names))) or code


def lies_in(code: str, area: str) -> bool:
    """Say whether a region is another one or lies in it; trailing zero pairs of `area` are wildcards."""
    prefix = area
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return code.startswith(prefix)


def search(words: str, *, most: int = 20) -> Sequence[Region]:
    """Find regions by a part of their name (with or without those above) or by code, broader ones first."""
    wanted = "".join(words.split()).lower()
    if not wanted:
        return ()
    found = [region for region in regions().values() if wanted in _searched(region.code)]
    return sorted(found, key=lambda region: (_rank(region, wanted), region.code))[:most]


@functools.cache
def _searched(code: str) -> str:
    english = "".join(region.name_en for region in path(code)).replace(" ", "")
    return f"{full_name(code, 'zh')}|{english}|{code}".lower()


def _rank(region: Region, wanted: str) -> tuple[bool, int]:
    own = wanted in region.name_zh or wanted in region.name_en.lower().replace(" ", "")
    return (not own, ("province", "prefecture", "county").index(region.level))
