"""The industries of GB/T 4754: its twenty sections, by letter (data: industries.csv, see industries.md)."""

import csv
import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Industry:
    """A section (门类) of the classification."""

    code: str
    name_zh: str
    name_en: str

    def name(self, locale: Locale) -> str:
        """Give the name."""
        return self.name_en if locale == "en" else self.name_zh


@functools.cache
def industries() -> Mapping[str, Industry]:
    """Give the sections by their letters, A to T."""
    text = resources.files("assess.accounts").joinpath("industries.csv").read_text(encoding="utf-8")
    return {row["code"]: Industry(**row) for row in csv.DictReader(text.splitlines())}


def label(code: str | None, locale: Locale) -> str:
    """Give letter and name, such as `C 制造业`; the code itself where it is unknown, nothing for none."""
    found = industries().get(code or "")
    return f"{found.code} {found.name(locale)}" if found else code or ""


def find(text: str) -> str | None:
    """Give the letter of a section by its letter, its name in either language, or both."""
    return _spellings().get(_plain(text))


@functools.cache
def _spellings() -> Mapping[str, str]:
    return {
        _plain(spelling): one.code
        for one in industries().values()
        for name in (one.name_zh, one.name_en)
        for spelling in (one.code, name, one.code + name)
    }


def _plain(text: str) -> str:
    """Leave letters only: blanks, commas and dashes are written in many ways."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
