"""Quantities with their unit and operator; a number whose unit or sense is not plain is a doubt, not a quantity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from assess.checklists.drafting.findings import MOST_IN_CLAUSE, Doubts
from assess.checklists.drafting.fold import Source, outside
from assess.checklists.drafting.numerals import NUMERAL, read_numeral
from assess.checklists.drafting.passages import Passage
from assess.checklists.drafting.strength import Strength, sentence, strength
from assess.checklists.drafting.tables import table_start

Operator = Literal["at_least", "above", "equal", "at_most", "range"]

_BEFORE: Final[dict[str, Operator | None]] = {
    "不少于": "at_least",
    "不低于": "at_least",
    "不小于": "at_least",
    "至少": "at_least",
    "≥": "at_least",
    ">=": "at_least",
    "超过": "above",
    "大于": "above",
    "高于": "above",
    "多于": "above",
    "突破": "above",
    ">": "above",
    "不超过": "at_most",
    "不高于": "at_most",
    "不多于": "at_most",
    "至多": "at_most",
    "最多": "at_most",
    "最高": "at_most",
    "≤": "at_most",
    "<=": "at_most",
    "小于": None,
    "低于": None,
    "少于": None,
    "<": None,
    "约": None,
    "近": None,
    "提高": None,
    "提升": None,
    "增长": None,
    "增加": None,
    "下降": None,
    "缩短": None,
    "达到": None,
    "达": None,
}
_AFTER: Final[dict[str, Operator | None]] = {
    "以上": "at_least",
    "及以上": "at_least",
    "以下": "at_most",
    "以内": "at_most",
    "之内": "at_most",
    "内": "at_most",
    "左右": None,
}
_UNITS: Final = (
    "个百分点|个工作日|个月|小时|分钟|亿元|万元|万件|平方米|公里|人次|户次|家次|件次|场次|批次|课时|学时|%|‰|家|个|次|件|项|人|名|起|户|所|"
    "场|批|种|宗|处|套|期|天|日|元|倍|篇|条|部|支|只|门|类|款|分|座|张|份|节|例|组"
)
_PREFIXES: Final = tuple(sorted(_BEFORE, key=len, reverse=True))
_LONGEST_PREFIX: Final = 4  # with a blank
_WITH_VERB: Final = re.compile(r"(至少|至多|最多) ?[\u4e00-\u9fff]{1,4} ?\Z")  # 至少开展1次
_LONGEST_WITH_VERB: Final = 8
_REACHED: Final = frozenset({"达到", "达"})  # 达到60%以上 says it twice
_TIMES: Final = frozenset({"分钟", "小时", "天", "日", "个工作日", "个月"})
_VALUE: Final = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?"
_QUANTITY: Final = re.compile(
    rf"(?:(?<![\d.A-Za-z])(?P<value>{_VALUE}) ?(?P<rough>余|多)?"
    rf"(?: ?(?P<first>%)? ?[-~至到] ?(?P<upper>{_VALUE}))?(?!\d|\.\d)"
    rf"|(?<![{NUMERAL}第数几])(?P<numeral>[一二两三四五六七八九十百]{{1,4}})(?=(?:{_UNITS})))"
    rf" ?(?P<unit>{_UNITS})?(?P<after>{'|'.join(_AFTER)})?"
)
_OFTEN: Final = re.compile(r"每个?(?:季度|半年|月|周)[\u4e00-\u9fff]{0,4}")
_COUNTED: Final = frozenset("家个次项件名场户所起")
_NOT_A_QUANTITY: Final = re.compile(
    r"[《“\"\[][^《》“”\"\[\]\n]{0,60}[》”\"\]]|第 ?\d{1,4}|\d{1,6}号|\d·\d{1,2}|\n *\d{1,3}、|https?://[!-~]{1,200}"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as digits, an upper one for a range, its operator, its unit as the text has it, strength and place."""

    value: str
    upper: str | None
    operator: Operator
    unit: str
    strength: Strength
    start: int
    end: int


def quantities(
    source: Source, passage: Passage, doubts: Doubts, skip: Sequence[tuple[int, int]] = ()
) -> list[Quantity]:
    """Read the quantities of a clause.

    Args:
        source: The text.
        passage: The clause.
        doubts: Takes numbers that are not plainly a quantity.
        skip: Places to leave out, such as dates and departments.
    """
    end = table_start(source, passage.body, passage.end, doubts)
    for found in _OFTEN.finditer(source.folded, passage.body, end):
        doubts.add(*found.span(), "draft.how-often")
    taken = [found.span() for found in _NOT_A_QUANTITY.finditer(source.folded, passage.body, end)]
    numbers = outside(_QUANTITY.finditer(source.folded, passage.body, end), [*skip, *taken])
    return [one for found in islice(numbers, MOST_IN_CLAUSE) for one in _read(source, passage, found, doubts)]


def _read(source: Source, passage: Passage, found: re.Match[str], doubts: Doubts) -> Iterator[Quantity]:
    before, start = _prefix(source.folded, found.start())
    if found["numeral"] and not (_BEFORE.get(before) or found["after"]):
        if found["unit"] in _COUNTED and read_numeral(found["numeral"]) not in {None, 1}:
            doubts.add(*found.span(), "draft.in-words")
        return  # 一批 and 两个 are ways of speaking
    operator = _operator(found, before)
    said = sentence(source.folded, passage, start, found.end())
    if operator is None or not found["unit"]:
        doubts.add(start, found.end(), "draft.unclear-number")
    elif said.soft:
        doubts.add(start, found.end(), "draft.soft-number")
    else:
        put = strength(said, passage)
        yield Quantity(_value(found), _upper(found), operator, found["unit"], put, start, found.end())


def _prefix(folded: str, start: int) -> tuple[str, int]:
    """Give the word that bounds a number from the front, and where it begins."""
    window = folded[max(0, start - _LONGEST_PREFIX) : start].rstrip(" ")
    for word in _PREFIXES:
        if window.endswith(word):
            return word, folded.rindex(word, 0, start)
    if apart := _WITH_VERB.search(folded, max(0, start - _LONGEST_WITH_VERB), start):
        return apart[1], apart.start()
    return "", start


def _operator(found: re.Match[str], before: str) -> Operator | None:
    """Say how the number bounds; None where that is not plain."""
    if found["rough"]:
        return None
    if found["upper"]:
        return "range" if not before and not found["after"] else None
    if found["after"] == "内" and found["unit"] not in _TIMES:
        return None  # 3家内资企业
    if found["after"]:
        return _AFTER[found["after"]] if not before or (before in _REACHED and "以上" in found["after"]) else None
    return _BEFORE[before] if before else "equal"


def _value(found: re.Match[str]) -> str:
    if found["numeral"]:
        return str(read_numeral(found["numeral"]))
    return str(found["value"]).replace(",", "")


def _upper(found: re.Match[str]) -> str | None:
    return found["upper"].replace(",", "") if found["upper"] else None
