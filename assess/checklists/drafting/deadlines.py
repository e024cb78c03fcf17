"""Dates by which a clause wants something done, as the last day they allow."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from assess.checklists.drafting.findings import MOST_IN_CLAUSE, Doubts
from assess.checklists.drafting.fold import Source, outside
from assess.checklists.drafting.passages import Passage
from assess.checklists.drafting.strength import Strength, sentence, strength

Precision = Literal["day", "month", "year"]
Due = tuple[dt.date, Precision]

_Y: Final = r"(?<!\d)(?P<{0}>(?:19|20)\d\d) ?年"
_BEFORE: Final = re.compile("(?:之|以)?前").pattern
_DATES: Final = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "range": (
                rf"{_Y.format('ry')}(?P<rm>\d{{1,2}}) ?月? ?[-~至到] ?"
                r"(?:(?P<rz>(?:19|20)\d\d) ?年)?(?P<rn>\d{1,2}) ?月"
            ),
            "day": rf"{_Y.format('dy')}(?P<dm>\d{{1,2}}) ?月(?P<dd>\d{{1,2}}) ?日(?P<dx>{_BEFORE}|止|为止)?",
            "month": rf"{_Y.format('my')}(?P<mm>\d{{1,2}}) ?月份?(?P<mx>(?:底|末|{_BEFORE}){{1,2}})?",
            "part": rf"{_Y.format('py')}(?P<pp>上半年|下半年|第?[一二三四]季度)(?:{_BEFORE}|内|末)?",
            "end": rf"{_Y.format('ey')}年?(?:底|末)(?:{_BEFORE})?|{_Y.format('iy')}年?度?内",
            "before": rf"{_Y.format('fy')}{_BEFORE}",
            "by": rf"(?:到|至|截至) ?{_Y.format('ty')}(?! ?\d{{1,2}} ?月|上半年|下半年|第?[一二三四]季度)",
            "relative": rf"(?<![\d一二三四五六七八九十两几个])(?:今年|本年度?|当年)?(?:年内|年[底末]{_BEFORE})",
            "vague": r"(?<![\d一二三四五六七八九十])[1-9一二两三五十]{1,2}年内|“?十[三四五六]五”?(?:末|期间|时期)",
            "year": _Y.format("yy"),
            "yearless": (
                r"(?<![\d个])\d{1,2} ?月(?:份|底|末|初|上旬|中旬|下旬)?(?:\d{1,2} ?日)?"
                r"|(?<!\d)\d{1,2} ?日(?=之?以?[前起])"
            ),
        }.items()
    )
)
_PARTS: Final = {"上半年": 6, "下半年": 12, "一": 3, "二": 6, "三": 9, "四": 12}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day with its precision, its strength and its place."""

    date: dt.date
    precision: Precision
    strength: Strength
    start: int
    end: int


def deadlines(
    source: Source, passage: Passage, doubts: Doubts, *, issued: dt.date | None, skip: Sequence[tuple[int, int]] = ()
) -> list[Deadline]:
    """Read the deadlines of a clause.

    Args:
        source: The text.
        passage: The clause.
        doubts: Takes dates that are perhaps no deadline, or do not say which day is the last.
        issued: The day of issue, to which 年内 counts; None where it is not known.
        skip: Places to leave out.
    """
    made = []
    dates = outside(_DATES.finditer(source.folded, passage.body, passage.end), skip)
    for found in islice(dates, MOST_IN_CLAUSE):
        due = _due(found, issued)
        if due is None:
            doubts.add(*found.span(), "draft.unclear-date")
        else:
            said = sentence(source.folded, passage, *found.span())
            made.append(Deadline(*due, strength(said, passage), *found.span()))
    return made


def places(source: Source, passage: Passage) -> list[tuple[int, int]]:
    """Give where a clause names days, months and years: no quantities there."""
    return [found.span() for found in _DATES.finditer(source.folded, passage.body, passage.end)]


def _due(found: re.Match[str], issued: dt.date | None) -> Due | None:
    return _READERS.get(str(found.lastgroup), _none)(found, issued)


def _none(_found: re.Match[str], _issued: dt.date | None) -> Due | None:
    return None


def _last_of(year: str, month: int) -> Due | None:
    number = int(year)
    return (dt.date(number, month, calendar.monthrange(number, month)[1]), "month") if 1 <= month <= 12 else None  # noqa: PLR2004 - months


def _range(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    return _last_of(found["rz"] or found["ry"], int(found["rn"]))


def _day(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    if not found["dx"]:
        return None  # a day that something happened or begins on
    try:
        return dt.date(int(found["dy"]), int(found["dm"]), int(found["dd"])), "day"
    except ValueError:
        return None


def _month(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    if not found["mx"] or not found["mx"].startswith(("底", "末")):
        return None  # 2022年6月前: whether June counts is not said
    return _last_of(found["my"], int(found["mm"]))


def _part(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    word = found["pp"].removeprefix("第").removesuffix("季度")
    return _last_of(found["py"], _PARTS[word])


def _end(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    return dt.date(int(found["ey"] or found["iy"]), 12, 31), "year"


def _by(found: re.Match[str], _issued: dt.date | None) -> Due | None:
    return dt.date(int(found["ty"]), 12, 31), "year"


def _relative(_found: re.Match[str], issued: dt.date | None) -> Due | None:
    return (dt.date(issued.year, 12, 31), "year") if issued else None


_READERS: Final[Mapping[str, Callable[[re.Match[str], dt.date | None], Due | None]]] = {
    "range": _range,
    "day": _day,
    "month": _month,
    "part": _part,
    "end": _end,
    "by": _by,
    "relative": _relative,
}
