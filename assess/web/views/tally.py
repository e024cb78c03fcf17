"""The live score as pages show it: both dials, the grade, progress, and points of items, groups and sections."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assess.reports.parts import DialView, VetoView
from assess.scoring.result import ItemResult, ItemStatus
from assess.web.forms.sheet import GroupPage, ItemCard
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk
from assess.wording.formats import number


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the page beside its questions."""

    key: str
    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands in the score box."""

    dials: tuple[DialView, ...]
    grade: str
    sentence: str
    vetoes: tuple[VetoView, ...]
    items: tuple[Row, ...]
    answered: int
    asked: int


def tally(desk: Desk, page: GroupPage | None = None) -> Tally:
    """Work out the score box, for one question page or for the whole."""
    summary, counted = desk.summary, desk.completeness
    grade = summary.grade
    return Tally(
        dials=summary.dials,
        grade=f"{grade.letter} {grade.title}" if grade.letter else grade.title,
        sentence=grade.sentence,
        vetoes=summary.vetoes,
        items=tuple(_row(desk, card) for card in page.items) if page else (),
        answered=counted.answered,
        asked=counted.asked,
    )


def _row(desk: Desk, card: ItemCard) -> Row:
    return Row(card.item.key, card.number, card.title, item_score(desk.result.item(card.item.key)))


def item_score(item: ItemResult) -> str:
    """Say what an item brings: 3 / 4, or why it does not count."""
    if item.counted:
        words = _("%(earned)s / %(points)s 分", earned=number(item.earned), points=number(item.points))
        return _("%(score)s，最高 %(high)s", score=words, high=number(item.high)) if item.high != item.earned else words
    return status_word(item.status)


def status_word(status: ItemStatus) -> str:
    """Name the state of an item that is not counted."""
    words: Mapping[str, str] = {
        "not_applicable": _("不适用"),
        "claimed_not_applicable": _("已申报不适用"),
        "not_due": _("未到期"),
        "no_cases": _("没有发生，不计分"),
    }
    return words.get(status, "")


def scores(items: Iterable[ItemResult]) -> tuple[str, ...]:
    """Sum items per dial: 合规 3 / 10; a dial without applicable items says nothing."""
    counted = [item for item in items if item.counted]
    names = {"duty": _("合规"), "readiness": _("准备度")}
    return tuple(
        f"{name} {number(sum((one.earned for one in own), Decimal(0)))} / {number(points)}"
        for dial, name in names.items()
        if (own := [item for item in counted if item.purpose == dial])
        and (points := sum((one.points for one in own), Decimal(0)))
    )


def states_json(desk: Desk, page: GroupPage) -> str:
    """Tell the page's script which questions are asked now and which items are out."""
    facts = {key: desk.asked[key] == "ask" for key in page.facts}
    items = {card.anchor: out(desk, card) for card in page.items}
    return json.dumps({"facts": facts, "items": items}, separators=(",", ":"))


def out(desk: Desk, card: ItemCard) -> bool:
    """Say whether an item's own condition rules it out."""
    return desk.result.item(card.item.key).status == "not_applicable"
