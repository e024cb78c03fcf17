"""The clauses of a text without numbers: lines that a bullet makes headings, and short lines above running text."""

import re
from collections.abc import Iterator
from typing import Final

from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.headings import stem
from assess.checklists.drafting.passages import Passage
from assess.values.text import Text

_BULLET: Final = re.compile(r"[-●○•·■◆▪*] ?(?=[^ ])")
_LONGEST: Final = 30
_FEWEST: Final = 3  # bullets that make a text one of bullets
_SENTENCE: Final = frozenset("。,;:!?")


def bulleted(source: Source, doubts: Doubts) -> tuple[int, list[Passage]]:
    """Find the clauses of a text whose headings have bullets instead of numbers; see `passages.numbered`."""
    found = [(start, stop) for start, stop in source.lines(0, len(source.text)) if _short(source, start, stop)]
    bullets = [start for start, _ in found if _BULLET.match(source.folded, start)]
    if len(bullets) < _FEWEST:
        return len(source.text), []
    ends = [start for start, _ in found[1:]] + [len(source.text)]
    begun = next(place for place, (start, _) in enumerate(found) if start == bullets[0])
    begun -= begun > 0  # the line before the first bullet heads its part
    heads = list(zip(found, ends, strict=True))[begun:]
    return found[begun][0], list(_passages(source, heads, doubts))


def _short(source: Source, start: int, stop: int) -> bool:
    return stop - start <= _LONGEST and not _SENTENCE.intersection(source.folded[start:stop])


def _passages(source: Source, heads: list[tuple[tuple[int, int], int]], doubts: Doubts) -> Iterator[Passage]:
    part, inside = 0, 0
    for (start, stop), end in heads:
        bullet = _BULLET.match(source.folded, start, stop)
        part, inside = (part, inside + 1) if bullet else (part + 1, 0)
        last = source.trim(start, end)[1]
        if last > stop:
            body = bullet.end() if bullet else start
            doubts.add(start, stop, "draft.no-number")
            name, locator = _named(part, inside)
            words = source.text[body:stop]
            yield Passage(stem(words) or name, locator, start, body, last, (body, stop), words)


def _named(part: int, inside: int) -> tuple[str, Text]:
    """Give the id and the locator, both by place."""
    if inside:
        return f"{part}-{inside}", Text(zh=f"第{part}部分第{inside}项", en=f"Part {part}, heading {inside}")
    return str(part), Text(zh=f"第{part}部分", en=f"Part {part}")
