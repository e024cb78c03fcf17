"""Who a clause says is in charge: brackets at its end, labelled ones inside, and sentences with a label."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from assess.checklists.drafting.bodies import is_body
from assess.checklists.drafting.findings import MOST_IN_CLAUSE, Doubts
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.passages import Passage

Role = Literal["lead", "cooperating", "listed"]

_LABEL: Final = re.compile(
    r"(?P<word>牵头|主责|主办|责任|配合|协作|协办|协同|参与|参加|落实|承办)(?P<lead>、?责任)?(?:部门|单位|处室|科室|领导)?[:]"
)
_ROLES: Final[dict[str, Role]] = {
    "牵头": "lead",
    "主责": "lead",
    "主办": "lead",
    "责任": "listed",
    "落实": "listed",
    "承办": "listed",
}
_TAIL: Final = re.compile(
    r"(?:(?P<lead>牵头)|(?P<with>配合|参与|协助|协同|参加)|(?:按职责分工|按照职责分工|分别|共同)?负责)(?:负责|落实)?$"
)
_SHARED: Final = re.compile(r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实)?|分别|共同)$")
_OUTER: Final = 3000  # characters of a bracket that can still be a list of departments
_MARGIN: Final = 10  # blanks that may stand before a label
_SUBJECT: Final = re.compile(
    r"(?:^|[。;\n] ?)(?P<name>[\u4e00-\u9fff]{2,16}?(?:局|委员会|法院|检察院|厅))(?=要|应当|负责|牵头|会同)"
)


_AND_OTHERS: Final = re.compile(r"等(?:有关|相关)?(?:部门|单位)")
_IN_ROW: Final = re.compile(r"[\u4e00-\u9fff、]")
_ROW_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the text spells it, with its part and its place."""

    name: str
    role: Role
    start: int
    end: int


def departments(source: Source, passage: Passage, doubts: Doubts) -> list[Named]:
    """Read the departments of a clause, each once, in the order of the text."""
    made: dict[str, Named] = {}
    for start, end in islice(_lists(source, passage), MOST_IN_CLAUSE):
        for named in _read(source, start, end, doubts):
            made.setdefault(named.name, named)
    for found in _SUBJECT.finditer(source.folded, passage.body, passage.end):
        if found["name"] not in made:
            doubts.add(*found.span("name"), "draft.body-in-text")
    for start, end in _and_others(source, passage):
        if not any(name in source.folded[start:end] for name in made):
            doubts.add(start, end, "draft.body-in-text")
    return list(made.values())


def _and_others(source: Source, passage: Passage) -> Iterator[tuple[int, int]]:
    """Give the names in a row that ends in 等部门, within the text."""
    last = passage.body
    for found in _AND_OTHERS.finditer(source.folded, passage.body, passage.end):
        begun = found.start()
        first, last = max(last, begun - _ROW_LENGTH), found.end()
        while begun > first and _IN_ROW.match(source.folded, begun - 1):
            begun -= 1
        parts = list(_split(source.folded, begun, found.start(), "、"))
        yield from (part for part in parts if len(parts) > 1 and is_body(source.folded[slice(*part)]))


def spans(source: Source, passage: Passage) -> list[tuple[int, int]]:
    """Give where departments are listed, brackets included; nothing there is a number or a date."""
    return [(start - 1, end + 1) for start, end in islice(_lists(source, passage), MOST_IN_CLAUSE)]


def _lists(source: Source, passage: Passage) -> Iterator[tuple[int, int]]:
    """Find the lists: outermost brackets that end the clause or hold a label, and sentences."""
    last = source.folded[passage.body : passage.end].rstrip("。; \n")
    ending = passage.body + len(last) - 1
    for start, end in _brackets(source.folded, passage.body, passage.end):
        if end - start <= _OUTER and (end == ending or _LABEL.search(source.folded, start, min(end, start + 200))):
            yield start + 1, end
    yield from _sentences(source, passage)


def _sentences(source: Source, passage: Passage) -> Iterator[tuple[int, int]]:
    """Find sentences that begin with a label, outside brackets."""
    done = passage.body
    for found in _LABEL.finditer(source.folded, passage.body, passage.end):
        before = source.folded[max(passage.body, found.start() - _MARGIN) : found.start()].rstrip(" ")
        if found.start() >= done and (not before or before[-1] in "。\n"):
            most = min(passage.end, found.end() + _OUTER)
            ends = (source.folded.find(stop, found.end(), most) for stop in "。\n")
            done = min((end for end in ends if end >= 0), default=most)
            yield found.start(), done


def _brackets(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the outermost pairs of brackets."""
    depth, opened = 0, start
    for found in re.finditer(r"[()\[\]。]", folded[start:end]):
        place = start + found.start()
        if found[0] == "。":
            depth = 0  # a bracket that is never closed does not swallow the rest
        elif found[0] in "([":
            opened = place if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield opened, place


def _read(source: Source, start: int, end: int, doubts: Doubts) -> list[Named]:
    labels = list(_LABEL.finditer(source.folded, start, end))
    if labels:
        return list(_labelled(source, labels, end, doubts))
    parts = list(_parts(source, start, end))
    named = [one for one in parts if is_body(one.name)]
    if len(named) * 2 <= len(parts):
        return []  # brackets of another sort
    if len(named) == 1 and named[0].end == source.trim(start, end)[1] and _explains(source, start):
        doubts.add(start, end, "draft.lone-body")
        return []
    _doubt(parts, doubts)
    return named


def _explains(source: Source, start: int) -> bool:
    """Tell whether a bracket stands within a sentence, where it may only explain the word before it."""
    before = source.folded[max(0, start - _MARGIN) : start - 1].rstrip(" ")
    return bool(before) and before[-1] not in "。;\n)]"


def _labelled(source: Source, labels: Sequence[re.Match[str]], end: int, doubts: Doubts) -> Iterator[Named]:
    ends = [label.start() for label in labels[1:]] + [end]
    for label, stop in zip(labels, ends, strict=True):
        role: Role = _ROLES.get(label["word"], "cooperating")
        parts = [Named(one.name, role, one.start, one.end) for one in _parts(source, label.end(), stop)]
        _doubt(parts, doubts)
        yield from (one for one in parts if is_body(one.name))


def _doubt(parts: Sequence[Named], doubts: Doubts) -> None:
    for one in parts:
        if not is_body(one.name):
            doubts.add(one.start, one.end, "draft.no-body")


def _parts(source: Source, start: int, end: int) -> Iterator[Named]:
    """Take a list apart at its commas outside brackets; what ends in 牵头 or 配合 gives its role to those before it."""
    for several in _split(source.folded, start, end, ";,。"):
        role, last = _tail(source, *several)
        for one in _split(source.folded, several[0], last, "、 \n"):
            begin, stop = source.trim(*one)
            if source.folded.endswith("等", begin, stop):
                stop -= 1
            if begin < stop:
                yield Named(source.folded[begin:stop], role, begin, stop)


def _tail(source: Source, start: int, end: int) -> tuple[Role, int]:
    start, end = source.trim(start, end)
    found = _TAIL.search(source.folded, max(start, end - 14), end)
    if found is None:
        return "listed", end
    role: Role = "lead" if found["lead"] else "cooperating" if found["with"] else "listed"
    shared = _SHARED.search(source.folded, max(start, found.start() - 10), found.start())
    return role, shared.start() if shared else found.start()


def _split(folded: str, start: int, end: int, at: str) -> Iterator[tuple[int, int]]:
    depth, begun = 0, start
    for place in range(start, end):
        character = folded[place]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character in at and depth == 0:
            yield begun, place
            begun = place + 1
    yield begun, end
