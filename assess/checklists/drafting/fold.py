"""A text whose full-width and half-width spellings are one, character for character, so that places stay places.

Everything here and below takes time in proportion to the text: patterns have bounded repetitions only, and nothing is
searched again from every place.
"""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

SHORT: Final = 20
"""As much of a text as is quoted in a finding."""

_SPACES: Final = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200E))
)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe63"
_SAME: Final = {
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "〈": "《",
    "〉": "》",
    "〜": "~",
    "∶": ":",
    "≧": "≥",
    "≦": "≤",
}
_FOLDED: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | {ord(seen): same for seen, same in _SAME.items()}
)
_GAPS: Final = re.compile(r"[ \n]+")


def fold(text: str) -> str:
    """Give the text with one spelling for each character; it is exactly as long."""
    return text.translate(_FOLDED)


def squeeze(text: str) -> str:
    """Fold a text and drop its spaces and line breaks, to compare what is written however it is set."""
    return _GAPS.sub("", fold(text))


def quote(text: str) -> str:
    """Cut a passage down to what a finding may repeat, on one line."""
    return " ".join(text[: SHORT * 4].split())[:SHORT]


def outside(found: Iterable[re.Match[str]], taken: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Give the matches, in their order, that do not begin within one of the places taken."""
    spans, at = sorted(taken), 0
    for one in found:
        while at < len(spans) and spans[at][1] <= one.start():
            at += 1
        if at == len(spans) or one.start() < spans[at][0]:
            yield one


@dataclass(frozen=True)
class Source:
    """A measure's text with its folded twin; both are addressed by the same places."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Give the folded twin."""
        return fold(self.text)

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def line(self, place: int) -> int:
        """Give the line, counted from 1, that a place is on."""
        return bisect.bisect_left(self._breaks, place) + 1

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the begin and end of every line of a part that has something on it, without surrounding spaces."""
        while start < end:
            stop = self.folded.find("\n", start, end)
            stop = end if stop < 0 else stop
            trimmed = self.trim(start, stop)
            if trimmed[0] < trimmed[1]:
                yield trimmed
            start = stop + 1

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Take spaces and line breaks off both ends of a part."""
        part = self.folded[start:end]
        kept = part.strip(" \n")
        begin = start + len(part) - len(part.lstrip(" \n"))
        return begin, begin + len(kept)
