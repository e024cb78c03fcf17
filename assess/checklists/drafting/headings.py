"""The heading of a passage: its first short sentence, its first line, or a customary word."""

import re
from typing import Final

from assess.checklists.drafting.fold import Source

_LONGEST: Final = 45
_CUSTOMARY: Final = (
    "总体要求",
    "指导思想",
    "工作目标",
    "建设目标",
    "主要目标",
    "总体目标",
    "发展目标",
    "基本原则",
    "主要任务",
    "重点任务",
    "任务措施",
    "主要措施",
    "工作措施",
    "进度安排",
    "实施步骤",
    "组织实施",
    "组织保障",
    "保障措施",
    "工作要求",
)
_STEMS: Final = (
    ("目标", "goals"),
    ("指标", "indicators"),
    ("指导思想", "overall"),
    ("总体要求", "overall"),
    ("基本原则", "principles"),
)
_FAMILIES: Final = (("进度", "stage"), ("步骤", "stage"), ("阶段", "stage"), ("保障", "guarantee"))
_BRACKETS: Final = re.compile(r"\([^()\n]{0,30}\)$")
_RUN_IN: Final = re.compile(rf"(?:{'|'.join(_CUSTOMARY)})[。:]")


def heading(source: Source, start: int, end: int) -> tuple[int, int] | None:
    """Give where the heading of a passage is, without brackets behind it; None where no heading can be told.

    Args:
        source: The text.
        start: Where the passage begins, behind its number.
        end: Where it ends.
    """
    start, end = source.trim(start, end)
    line = source.folded.find("\n", start, min(end, start + _LONGEST + 2))
    stop = source.folded.find("。", start, min(end, start + _LONGEST + 2))
    ends = [at for at in (line, stop) if at >= 0] or ([end] if end - start <= _LONGEST else [])
    if ends and not {",", ":", ";"}.intersection(source.folded[start : min(ends)].rstrip(":")):
        return _bare(source, start, min(ends))
    for word in _CUSTOMARY:
        if source.folded.startswith(word, start):
            return start, start + len(word)
    return None


def _bare(source: Source, start: int, end: int) -> tuple[int, int] | None:
    start, end = source.trim(start, end)
    brackets = _BRACKETS.search(source.folded, start, end)
    start, end = source.trim(start, brackets.start() if brackets else end)
    end -= source.folded[start:end].endswith(":")
    return (start, end) if start < end else None


def run_in(source: Source, start: int, end: int) -> list[int]:
    """Give where the lines of a passage begin that open with a customary heading, such as 工作目标."""
    return [line for line, stop in source.lines(start, end) if _RUN_IN.match(source.folded, line, stop)]


def stem(words: str) -> str | None:
    """Name what a heading customarily is about: `goals`, `indicators`, `overall`, `principles`."""
    return next((name for word, name in _STEMS if word in words), None)


def family(words: str) -> str | None:
    """Name what the passages under a heading customarily are: a `stage` or a `guarantee` each."""
    return next((name for word, name in _FAMILIES if word in words), None)
