"""Numbers that may begin a clause: 第一条, 一、, （一）, 1., 1、, (1), ①; at the head of a line or within one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.numerals import NUMERAL, read_numeral

Kind = Literal["chapter", "article", "dun", "paren", "dot", "digit-dun", "digit-paren", "circled"]

RANK: Final[dict[Kind, int]] = {
    "chapter": 0,
    "article": 1,
    "dun": 2,
    "paren": 3,
    "dot": 4,
    "digit-dun": 4,
    "digit-paren": 5,
    "circled": 6,
}
"""What stands inside what: a lower number is further outside."""

_MARK: Final = re.compile(
    rf"(?P<article>第(?P<an>[{NUMERAL}\d]{{1,6}})(?P<unit>[章节条]))"
    rf"|(?P<dun>(?<![{NUMERAL}第、])(?P<dn>[一二三四五六七八九十]{{1,4}})、)"
    rf"|(?P<paren>\( ?(?P<pn>[一二三四五六七八九十]{{1,4}}) ?\))"
    r"|(?P<dot>(?<![\dA-Za-z.])(?P<on>[\dIl]{1,3}) ?(?P<point>[.、])(?!\d))"
    r"|(?P<digits>\((?P<bn>\d{1,2})\))"
    r"|(?P<circled>[①-⑳])"
)
_ENDS: Final = frozenset('。.!?;:)]>》”’"…')
_MOST: Final = 20_000  # numbers looked at; a measure has hundreds
_LETTERS: Final = str.maketrans("Il", "11")
_BACK: Final = 80  # how far before a number its surroundings are looked at
_LONGEST_LINE: Final = 60  # a line before a number that does not end a sentence is a title or heading, not running text
_SENTENCE: Final = re.compile(r"[。!?;,]")
_PART: Final = re.compile(r"[一二三四五六七八九十]{1,3}、[\u4e00-\u9fff]{2,20} ?\( ?一 ?\)")
_PAGE: Final = re.compile(r"(?:^|\n) *\d{1,3}、$")  # the number of a page that broke a line
# a numbered heading that the next number follows without a full stop or comma between
_HEADING: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,4}、|\( ?[一二三四五六七八九十]{1,4} ?\)) ?[\u4e00-\u9fff“”、+·\"]{2,40}$"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number: where it stands, what it counts with, and whether it begins a line or had to be read kindly."""

    start: int
    end: int
    kind: Kind
    number: int
    first: bool
    lenient: bool = False

    @property
    def rank(self) -> int:
        """Give how far outside the number stands."""
        return RANK[self.kind]


def marks(source: Source, doubts: Doubts) -> Iterator[Mark]:
    """Give the numbers of a text that stand where a clause can begin, in their order; too many are cut off."""
    folded = source.folded
    for count, found in enumerate(_MARK.finditer(folded)):
        if count == _MOST:
            doubts.add(found.start(), found.end(), "draft.too-many", limit=_MOST)
            return
        read = _read(found)
        if read is not None and _may_begin(folded, found.start(), read[0]):
            kind, number, lenient = read
            yield Mark(found.start(), found.end(), kind, number, _begins_line(folded, found.start()), lenient)


def _read(found: re.Match[str]) -> tuple[Kind, int, bool] | None:
    """Tell kind and value of a number; OCR's letters for a 1 count as read kindly."""
    if found["article"]:
        number = int(found["an"]) if found["an"].isdecimal() else read_numeral(found["an"])
        return None if number is None else ("article" if found["unit"] == "条" else "chapter", number, False)
    for group, kind in (("dn", "dun"), ("pn", "paren")):
        if found[group]:
            number = read_numeral(found[group])
            return None if number is None else (kind, number, False)  # type: ignore[return-value]  # the two kinds above
    if found["dot"]:
        digits = found["on"].translate(_LETTERS)
        return "dot" if found["point"] == "." else "digit-dun", int(digits), digits != found["on"]
    if found["digits"]:
        return "digit-paren", int(found["bn"]), False
    return "circled", ord(found["circled"]) - ord("①") + 1, False


def _begins_line(folded: str, place: int) -> bool:
    before = folded[max(0, place - _BACK) : place].rstrip(" ")
    return not before or before.endswith("\n")


def _may_begin(folded: str, place: int, kind: Kind) -> bool:
    """Tell whether a clause may begin here: at a line that goes on from no other, after a sentence or a heading."""
    first = _begins_line(folded, place)
    if kind in {"article", "chapter"}:
        return first  # 按照第七条 speaks of an article
    if kind == "dun" and _PART.match(folded, place):
        return True
    before = _PAGE.sub("", folded[max(0, place - _BACK) : place].rstrip(" \n"))
    if not before:
        return place <= _BACK or first
    if before[-1] in _ENDS:
        return first or before[-1] not in ":;"
    if first:
        return before[-1] not in ",、" and (kind != "digit-dun" or _after_short_line(before, whole=place <= _BACK))
    return _HEADING.search(before) is not None


def _after_short_line(before: str, *, whole: bool) -> bool:
    """Tell whether the line before is short, and no sentence that the number of a page broke off."""
    at = before.rfind("\n")
    line = before[at + 1 :].strip(" ")
    return (at >= 0 or whole) and len(line) <= _LONGEST_LINE and not _SENTENCE.search(line)
