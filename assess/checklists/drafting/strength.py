"""How strongly a sentence puts a date or number: striven for, only encouraged, or required."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from assess.checklists.drafting.passages import Passage

Strength = Literal["required", "strive", "planned"]

_STRIVE: Final = re.compile(r"争取|力争|力求|争创|努力|尽早|尽快")
_SOFT: Final = re.compile(r"鼓励|支持|探索|引导|适时|有条件的|^ ?(?:积极|深入)?研究")
_STOPS: Final = "。;!?\n"
_REACH: Final = 200
_AFTER: Final = 6  # 2022年年底前，争取……: the word stands right behind the date


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a passage's sentence before a place, and what follows right behind it."""

    before: str
    after: str

    @property
    def strive(self) -> bool:
        """Tell whether it is striven for."""
        return bool(_STRIVE.search(self.before) or _STRIVE.match(self.after.lstrip(", ")))

    @property
    def soft(self) -> bool:
        """Tell whether its part of the sentence only encourages, explores or supports."""
        return bool(_SOFT.search(self.before[self.before.rfind(",") + 1 :]))


def sentence(folded: str, passage: Passage, start: int, end: int) -> Sentence:
    """Give what decides the strength of what stands between two places of a clause."""
    begun = max(passage.body, start - _REACH)
    begun = max(begun, *(folded.rfind(stop, begun, start) + 1 for stop in _STOPS))
    return Sentence(folded[begun:start], folded[end : min(passage.end, end + _AFTER)])


def strength(said: Sentence, passage: Passage) -> Strength:
    """Say how strongly it is put; goals and indicators state plans."""
    if said.strive:
        return "strive"
    return "planned" if "目标" in passage.context or "指标" in passage.context else "required"
