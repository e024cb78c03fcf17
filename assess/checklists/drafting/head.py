"""What stands before the clauses, and behind them: document number, title, issuers, day of issue."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assess.checklists.drafting.bodies import full_names, is_body
from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.numerals import read_numeral

_SHORTEST: Final = 4  # characters of an issuer's name
_WINDOW: Final = 20_000
"""How much before the first clause is looked at, and how much at the end of the text for a signature there."""

_NUMBER: Final = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,24})(?P<open>[\[(]) ?(?P<year>(?:19|20)\d\d) ?[\])](?P<count>第?\d{1,4}) ?号"
)
_AFTER_TITLE: Final = re.compile(r".*(?:的?通知|的?通告|的?函|的?公告|的?决定)(?=[^ ]{2,10}$)")
_NOTICE: Final = re.compile(r"(?:通知|通告|公告)\(?$|》$")
_CITED: Final = re.compile(r"》 ?\($")
_DAY: Final = re.compile(r"(?P<y>(?:19|20)\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日")
_WRITTEN_DAY: Final = re.compile(
    r"(?P<y>二[〇零一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_SIGNED: Final = re.compile(r"(?:^|[。\n>》)])[ ]{0,40}(?P<names>[\u4e00-\u9fff]{4,40}) {0,40}\Z")
_PAGE_DAY: Final = re.compile(r"(?:发布|发文|公开|更新|成文|印发|生成)(?:时间|日期) ?: ?(?P<day>[^\n]{8,20})")
_TITLE_LINE: Final = re.compile(
    r"《?(?:关于|[\u4e00-\u9fff]{2,30})[^。,;:\n]{2,70}(?:措施|意见|方案|办法|细则|规定|计划|条例|规划)》?"
)
_ISSUED_TITLE: Final = re.compile(
    r"印发(?:《(?P<marked>[^《》\n]{4,80})》|(?P<plain>[^《》。,;:\n]{4,80}?)的?(?=通知))"
    r"|《(?P<before>[^《》\n]{4,80})》(?:\([^()\n]{0,40}\))?(?:正式|公开)?(?:印发|出台|发布)"
)
_ISSUER_OF: Final = re.compile(r"《?(?P<names>[\u4e00-\u9fff ]{4,200}?) ?(?:关于)?印发[《\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Head:
    """What was read; None and empty where the text does not plainly show it."""

    document_number: str | None
    title: str
    issuers: tuple[str, ...]
    issued: dt.date | None


def head(source: Source, first: int, last: int, doubts: Doubts) -> Head:
    """Read what stands before the first clause and behind the last one.

    Args:
        source: The text.
        first: Where the first clause begins.
        last: Where the last one ends.
        doubts: Takes what is perhaps a number, an issuer or a day of issue.
    """
    parts = [(max(0, first - _WINDOW), first), (max(last, len(source.text) - _WINDOW), len(source.text))]
    issued, names = _signature(source, parts)
    if issued is None:
        for found in _PAGE_DAY.finditer(source.folded, *parts[0]):
            doubts.add(*found.span("day"), "draft.page-day")
    return Head(
        _document_number(source, parts[0], doubts),
        _title(source, parts[0], doubts),
        names or _from_title(source, parts[0], doubts),
        issued,
    )


def _document_number(source: Source, part: tuple[int, int], doubts: Doubts) -> str | None:
    own: list[str] = []
    for found in _NUMBER.finditer(source.folded, *part):
        read = _own_number(source.folded, found)
        if read is None:
            continue
        if own and read != own[0]:
            doubts.add(*found.span(), "draft.second-number")
        own.append(read)
    return own[0] if own else None


def _own_number(folded: str, found: re.Match[str]) -> str | None:
    """Give the number of the document itself; None where it is that of a document it cites."""
    before = folded[max(0, found.start() - 12) : found.start()]
    title = _AFTER_TITLE.match(found["office"])
    office = found["office"][title.end() :] if title else found["office"]
    alone = not before.strip(" ") or before.rstrip(" ").endswith(("\n", "。"))
    if not (alone or title or _NOTICE.search(before)) or _CITED.search(before):
        return None
    return f"{office}〔{found['year']}〕{found['count'].removeprefix('第')}号"


def _title(source: Source, part: tuple[int, int], doubts: Doubts) -> str:
    found = _ISSUED_TITLE.search(source.folded, *part)
    if found:
        return source.text[slice(*found.span(str(found.lastgroup)))].strip()
    for start, end in reversed(list(source.lines(*part))):
        if _TITLE_LINE.fullmatch(source.folded, start, end):
            return source.text[start:end].strip("《》")
    doubts.add(part[0], part[0], "draft.no-title")
    return ""


def _signature(source: Source, parts: Sequence[tuple[int, int]]) -> tuple[dt.date | None, tuple[str, ...]]:
    """Find the day that stands by itself, or right behind the names of bodies, and those names."""
    for part in reversed(parts):
        for pattern in (_DAY, _WRITTEN_DAY):
            for found in pattern.finditer(source.folded, *part):
                day, names = _day(found), _signers(source, found.start(), part[0])
                if day and (names or _alone(source.folded, found)):
                    return day, names
    return None, ()


def _alone(folded: str, found: re.Match[str]) -> bool:
    before = folded[max(0, found.start() - 60) : found.start()].rstrip(" ")
    after = folded[found.end() : found.end() + 60].lstrip(" ")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


def _day(found: re.Match[str]) -> dt.date | None:
    numbers = [int(part) if part.isdecimal() else read_numeral(part) or 0 for part in found.group("y", "m", "d")]
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def _signers(source: Source, place: int, start: int) -> tuple[str, ...]:
    """Give the bodies right before a day: on its line, or on the lines above that hold nothing but bodies."""
    direct = _SIGNED.search(source.folded, max(start, place - 100), place)
    if direct:
        return tuple(full_names(direct["names"]))
    made: list[str] = []
    for begin, end in reversed(list(source.lines(max(start, place - 3000), place))):
        names = source.folded[begin:end].replace("、", " ").split()
        if not all(is_body(name) and len(name) >= _SHORTEST for name in names):
            break
        made[:0] = names
    return tuple(made)


def _from_title(source: Source, part: tuple[int, int], doubts: Doubts) -> tuple[str, ...]:
    """Take the issuer from "X关于印发……": sure where bodies are set apart, a doubt where they run together."""
    for start, end in source.lines(*part):
        found = _ISSUER_OF.match(source.folded, start, end)
        apart = found["names"].split() if found else []
        names = [name for word in apart for name in full_names(word)]
        if apart and all(map(is_body, apart)) and (len(apart) > 1 or len(names) == 1):
            return tuple(apart)
        if names:
            for name in names:
                at = source.folded.index(name, start)
                doubts.add(at, at + len(name), "draft.issuer-in-row")
            return ()
    doubts.add(part[0], part[0], "draft.no-issuer")
    return ()
