"""Folded words as Chinese sets them, and the units whose English is the same everywhere."""

import re
from typing import Final

from assess.values.text import Text

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_SET: Final = str.maketrans("(),:;?!", "（），：；？！")
_UNITS: Final = {
    "%": "%",
    "‰": "‰",
    "个百分点": "percentage points",
    "个工作日": "working days",
    "个月": "months",
    "小时": "hours",
    "分钟": "minutes",
    "天": "days",
    "日": "days",
    "次": "times",
    "人": "people",
    "名": "people",
    "元": "yuan",
    "分": "points",
    "倍": "times",
}


def typeset(words: str) -> str:
    """Give words in one line with Chinese punctuation, where they are Chinese."""
    line = " ".join(words.split())
    return line.translate(_SET) if _HAN.search(line) else line


def unit(zh: str) -> Text:
    """Give a unit; its English only where the text around it cannot change it."""
    return Text(zh=zh, en=_UNITS.get(zh, ""))
