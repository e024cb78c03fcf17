"""The clauses of a text as places in it: the innermost numbered passages, with their ids and how one names them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assess.checklists.drafting import headings
from assess.checklists.drafting.bodies import is_body
from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.marks import Kind, marks
from assess.checklists.drafting.numerals import write_numeral
from assess.checklists.drafting.outline import Node, outline
from assess.values.text import Text

_TITLE_ARTICLES: Final = re.compile(r"[一二三四五六七八九十]{1,3}条")
_MANY: Final = 20  # clauses of one id, from which the place names one
_NOISE: Final = re.compile(
    r"(?:来源|责任编辑|编辑|分享|分享到|附件|抄送|主办单位|链接地址|上一篇|下一篇|相关链接) ?\d?[:][^\n]{0,200}"
    r"|[-●•·][^\n]{0,15}:|\(此件[^\n]{0,10}\)|(?:分享|打印|关闭|返回|返回顶部)|\d{4}年\d{1,2}月\d{1,2}日|二[〇零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
"""Lines that a web page or a signature puts behind the last clause."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as a place: the whole with its number, the heading, and what it is called."""

    id: str
    locator: Text
    start: int
    body: int
    end: int
    heading: tuple[int, int] | None
    context: str = ""

    def within(self, place: int) -> bool:
        """Tell whether a place is in the heading."""
        return self.heading is not None and self.heading[0] <= place < self.heading[1]


def distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Give every clause an id of its own; the later of two takes a suffix."""
    made: dict[str, Passage] = {}
    for passage in passages:
        name, again = passage.id, 1
        while name in made:
            again += 1
            name = f"{passage.id}-again-{again}" if again < _MANY else f"place-{passage.start}"
        made[name] = replace(passage, id=name)
    return list(made.values())


def numbered(source: Source, doubts: Doubts) -> tuple[int, list[Passage]]:
    """Find the numbered clauses.

    Returns:
        Where the first number is (the end of the text where there is none), and the clauses in order.
    """
    roots = outline(list(marks(source, doubts)), len(source.text), doubts)
    if not roots:
        return len(source.text), []
    leaves = [leaf for root in roots for leaf in _leaves(source, root)]
    passages = list(_named(source, leaves, doubts))
    return roots[0].mark.start, passages


def _leaves(source: Source, node: Node) -> Iterator[Node]:
    if node.children and not _listed(source, node):
        for child in node.children:
            yield from _leaves(source, child)
    else:
        node.children = []
        yield node


def _listed(source: Source, node: Node) -> bool:
    """Tell whether what is inside is a mere list within a sentence: its parts end in semicolons."""
    ends = [source.folded[source.trim(child.mark.start, child.end)[1] - 1] for child in node.children[:-1]]
    return bool(ends) and ends.count(";") * 2 > len(ends)


def _named(source: Source, leaves: Sequence[Node], doubts: Doubts) -> Iterator[Passage]:
    core = [leaf for leaf in leaves if not _family(source, leaf)] or leaves
    main = Counter(leaf.mark.kind for leaf in core).most_common(1)[0][0]
    through = _through([leaf.number for leaf in core if leaf.mark.kind == main])
    articles = bool(_TITLE_ARTICLES.search(source.folded, 0, leaves[0].mark.start))
    for leaf in leaves:
        for passage in _passages(source, leaf, plain=leaf.mark.kind == main and through, articles=articles):
            if _has_body(source, passage):
                yield passage
            else:
                doubts.add(passage.start, passage.end, "draft.heading-only")


def _through(numbers: Sequence[int]) -> bool:
    """Tell whether clauses are numbered through the whole text, so that the number alone names one."""
    return len(set(numbers)) == len(numbers)


def _family(source: Source, leaf: Node) -> str | None:
    """Name what the passages of this part customarily are, where the part counts its passages anew."""
    if leaf.parent is None or leaf.parent.children[0].number != 1:
        return None
    return headings.family(_words(source, leaf.parent))


def _words(source: Source, node: Node) -> str:
    found = headings.heading(source, node.mark.end, node.children[0].mark.start if node.children else node.end)
    return source.folded[found[0] : found[1]] if found else ""


def _passages(source: Source, leaf: Node, *, plain: bool, articles: bool) -> Iterator[Passage]:
    """Give the clause of an innermost passage; or several where its lines have customary headings of their own."""
    start, end = source.trim(leaf.mark.start, _cut(source, leaf.mark.start, leaf.end))
    parts = headings.run_in(source, leaf.mark.end, end)
    if len(parts) > 1 or (parts and leaf.parent is None and source.trim(leaf.mark.end, parts[0])[0] < parts[0]):
        for part, stop in zip(parts, [*parts[1:], end], strict=True):
            yield _inner(source, leaf, part, source.trim(part, stop)[1])
        return
    found = headings.heading(source, leaf.mark.end, end)
    words = source.folded[slice(*found)] if found else ""
    family = _family(source, leaf)
    name = family and f"{family}-{leaf.number}"
    unnumbered = None if plain and not family else headings.stem(words)
    context = f"{_words(source, leaf.parent)} {words}" if leaf.parent else words
    yield Passage(
        name or unnumbered or _path(leaf, plain=plain),
        _locator(leaf, plain=plain and not family, articles=articles),
        start,
        leaf.mark.end,
        end,
        found,
        context,
    )


def _inner(source: Source, leaf: Node, start: int, end: int) -> Passage:
    """Give a clause that has no number of its own, only a customary heading inside a numbered part."""
    found = headings.heading(source, start, end)
    words = source.folded[slice(*found)] if found else ""
    outer = _locator(leaf, plain=False, articles=False)
    locator = Text(zh=f"{outer.zh}（{words}）", en=outer.en)
    return Passage(headings.stem(words) or _path(leaf, plain=False), locator, start, start, end, found, words)


def _has_body(source: Source, passage: Passage) -> bool:
    body = passage.heading[1] if passage.heading else passage.body
    return bool(source.folded[body : passage.end].strip("。 \n:"))


def _cut(source: Source, start: int, end: int) -> int:
    """Leave out what a web page puts behind the last clause, and a signature: names of bodies above a day."""
    signed: int | None = None
    for line, stop in source.lines(start, end):
        if line > start and _NOISE.fullmatch(source.folded, line, stop):
            return signed or line
        bodies = source.folded[line:stop].split()
        signed = (signed or line) if all(is_body(name) for name in bodies) else None
    return end


def _path(node: Node, *, plain: bool) -> str:
    """Give the id: the number where it is the only one, otherwise the numbers from outside in."""
    if plain:
        return str(node.number)
    if node.parent is None:
        return str(node.number) if node.children else f"part-{node.number}"
    return f"{_path(node.parent, plain=False)}-{node.number}"


_ZH: Final[dict[Kind, str]] = {"article": "第{cn}条", "chapter": "第{cn}章", "dun": "第{cn}点", "paren": "第（{cn}）点"}


def _locator(node: Node, *, plain: bool, articles: bool) -> Text:
    """Say where a clause is in the document."""
    kind: Kind = "article" if articles and node.mark.kind == "dun" else node.mark.kind
    zh = _ZH.get(kind, "第{n}点").format(cn=write_numeral(node.number), n=node.number)
    en = f"Article {node.number}" if node.mark.kind == "article" else f"Point {node.number}"
    if plain or (node.parent is None and kind != "dun"):
        return Text(zh=zh, en=en)
    if node.parent is None:
        return Text(zh=f"第{write_numeral(node.number)}部分", en=f"Part {node.number}")
    parent = node.parent
    while parent.parent is not None:
        parent = parent.parent
    return Text(zh=f"第{write_numeral(parent.number)}部分{zh}", en=f"Part {parent.number}, {en[0].lower()}{en[1:]}")
