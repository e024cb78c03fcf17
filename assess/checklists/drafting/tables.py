"""Tables whose columns ran into one another: their rows are proposed as doubts, never written down.

A row begins with its serial number and ends with a value, so the digits between two names are a value with the next
row's number behind it: 件322 before row 2 is 件, 32 and 2.
"""

import re
from collections.abc import Iterator
from typing import Final

from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.fold import Source

_HEADER: Final = re.compile(r"序号[^。]{0,40}(?:单位|指标|预期值|目标值)|指标名称[^。]{0,40}单位")
_FIRST: Final = re.compile(r"[^。\d]{0,20}(?:\d{4}年[^\d。]{0,12})?(?=1[\u4e00-\u9fff])")
_ROW: Final = re.compile(
    r"(?P<name>[^\d。]{2,40}?)(?P<unit>%|‰|个|家|件|项|人|次|分|元|户|起|名|所|处)(?P<per>/年)?(?P<sign>[N≥>≤<])?(?P<value>\d{1,9})"
)
_MOST: Final = 100


def table_start(source: Source, start: int, end: int, doubts: Doubts) -> int:
    """Say where such a table begins in a part, and note its rows as doubts; the part's end where there is none."""
    header = _HEADER.search(source.folded, start, end)
    if header is None:
        return end
    doubts.add(header.start(), header.end(), "draft.flat-table")
    for row, value in _rows(source.folded, header.end(), end):
        doubts.add(row.start("unit"), row.end(), "draft.table-row", name=row["name"], value=value, unit=row["unit"])
    return header.start()


def _rows(folded: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
    first = _FIRST.match(folded, start, end)
    if first is None:
        return
    place = first.end() + 1
    for number in range(2, _MOST):
        row = _ROW.match(folded, place, end)
        if row is None:
            return
        value = row["value"].removesuffix(str(number))
        yield row, value or row["value"]
        if value == row["value"]:
            return  # the last row, or one whose end cannot be told
        place = row.end()
