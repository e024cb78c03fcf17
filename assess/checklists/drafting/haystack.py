"""A passage to look words up in, however it is set, misread or broken by page numbers."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from assess.checklists.drafting.fold import fold, squeeze
from assess.checklists.drafting.numerals import write_numeral

_PAGE: Final = re.compile(r"\n *\d{1,3}、")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d{3})")
_QUOTES: Final = str.maketrans({"‘": "“", "’": "”", "「": "“", "」": "”", '"': "“", "<": "《", ">": "》"})
_EVERY: Final = re.compile(r"每个?(?:季度|月|年|半年|周|季)")  # 每个季度 is once a quarter
_BORDER: Final = "\x00"
_NAMES: Final = re.compile(r"《[^《》\n]{2,60}》|“[^“”\n]{1,40}”")


class Haystack:
    """The words of a passage, as they are and as they are corrected."""

    def __init__(self, text: str, corrections: Sequence[tuple[str, str]] = ()) -> None:
        """Take the passage.

        Args:
            text: Its words.
            corrections: What the text has, and what is to be read instead.
        """
        folded = fold(text)
        read = folded
        for seen, instead in corrections:
            read = read.replace(fold(seen), fold(instead))
        self._texts = list(dict.fromkeys((folded, _PAGE.sub("", folded), _PAGE.sub("", read))))

    @cached_property
    def words(self) -> str:
        """Give all readings without spaces, one behind the other."""
        return _BORDER.join(same(text) for text in self._texts)

    def has(self, words: str) -> bool:
        """Tell whether words occur, whatever their width, spaces and quotation marks."""
        return same(words) in self.words

    def has_number(self, value: str) -> bool:
        """Tell whether a number occurs, in digits or in words."""
        return bool(self._behind(value)) or (value == "1" and _EVERY.search(self.words) is not None)

    def has_unit(self, value: str, unit: str) -> bool:
        """Tell whether a number occurs with its unit behind it, or behind the number that ends its range."""
        wanted = same(unit)
        return not wanted or any(wanted in rest for rest in self._behind(value))

    def _behind(self, value: str) -> list[str]:
        """Give a few characters behind every occurrence of a number."""
        pattern = rf"(?<![\d.]){re.escape(value)}(?![\d]|\.\d)"
        digits = _COMMA.sub("", self.words)
        found = [digits[one.end() : one.end() + 12] for one in re.finditer(pattern, digits)]
        if value.isdecimal() and len(value) < 5:  # noqa: PLR2004 - numbers that are written in words
            spellings = {write_numeral(int(value)), "两" if int(value) == 2 else write_numeral(int(value))}  # noqa: PLR2004 - 两 is 2
            for spelling in sorted(spellings):
                found += [digits[one.end() : one.end() + 12] for one in re.finditer(re.escape(spelling), digits)]
        return found


def same(words: str) -> str:
    """Give words in the one spelling in which they are compared."""
    return squeeze(words).translate(_QUOTES)


def names(words: str) -> list[str]:
    """Give the quoted names in words, with their marks, each once."""
    return list(dict.fromkeys(_NAMES.findall(same(words))))
