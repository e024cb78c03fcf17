"""What the pages of one review share: the desk, who looks at it, in which language, and where things are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from assess.assessments.workflow import Step
from assess.checklists.texts import Official
from assess.reviews.desk import Desk
from assess.scoring.result import ItemResult
from assess.values.text import Locale
from assess.web.forms.sheet import ItemCard, Sheet, sheet
from assess.web.i18n import gettext as _
from assess.web.views.reviewing_columns import Graded
from assess.wording.formats import Names, number


@dataclass(frozen=True)
class Scene:
    """A desk as somebody looks at it. `query` is the queue's filter as it stands in an address, perhaps empty."""

    desk: Desk
    locale: Locale
    query: str = ""
    official: Official | None = field(default=None, compare=False)

    @cached_property
    def sheet(self) -> Sheet:
        """Give the checklist of the submission in words."""
        return sheet(self.desk.published, self.desk.submission.version_sha256, self.locale)

    @cached_property
    def names(self) -> Names:
        """Give what sentences call facts and items."""
        return Names.of(self.desk.published.checklist.form, self.desk.published.facts)

    @property
    def base(self) -> str:
        """Give the address everything of this review begins with."""
        return f"/reviews/{self.desk.assessment.id}"

    @property
    def queue(self) -> str:
        """Give the address of the queue as it was filtered."""
        return f"/reviews?{self.query}" if self.query else "/reviews"

    def at(self, path: str = "") -> str:
        """Give an address below the review that keeps the queue's filter."""
        return f"{self.base}{path}?{self.query}" if self.query else f"{self.base}{path}"

    def item_url(self, key: str) -> str:
        """Give the address of an item."""
        return self.at(f"/items/{key}")

    @cached_property
    def order(self) -> tuple[ItemCard, ...]:
        """Give the items that a reviewer has to do with, in the order of the form: not those the form rules out."""
        claimed = {item.key: item for item in self.desk.columns.claimed.items}
        return tuple(
            card for key, card in self.sheet.cards.items() if claimed[key].status not in {"not_applicable", "not_due"}
        )

    @property
    def open(self) -> bool:
        """Say whether this reviewer may mark now."""
        return Step.MARK in self.desk.may

    @property
    def graded(self) -> Graded:
        """Give what grades are named from."""
        desk = self.desk
        return Graded(desk.published, desk.submission.version_sha256, desk.inputs, self.locale)

    def claimed(self, key: str) -> ItemResult:
        """Give an item of the claimed column."""
        return self.results["claimed"][key]

    def supported(self, key: str) -> ItemResult:
        """Give an item of the supported column."""
        return self.results["supported"][key]

    @cached_property
    def results(self) -> Mapping[str, Mapping[str, ItemResult]]:
        """Give both frozen columns by item."""
        columns = self.desk.columns
        pairs = (("claimed", columns.claimed), ("supported", columns.supported))
        return {name: {item.key: item for item in column.items} for name, column in pairs}

    def reviewed(self, key: str) -> Decimal | None:
        """Give what the marks so far make of an item; None where there is none or it does not count."""
        found = self.desk.columns.reviewed
        return None if found is None else found.points(key)


def points_of(item: ItemResult) -> str:
    """Write what an item earns, out of what; or why it does not count."""
    words = {
        "not_applicable": _("不适用"),
        "claimed_not_applicable": _("申报不适用"),
        "not_due": _("未到期"),
        "no_cases": _("没有发生"),
    }
    if not item.counted:
        return words.get(item.status, "—")
    return f"{number(item.earned)} / {number(item.points)}"


def open_items(scene: Scene) -> Iterator[ItemCard]:
    """Go through the items that still have to be marked on the level that is due."""
    wanted = frozenset(scene.desk.to_do)
    return (card for card in scene.order if card.item.key in wanted)


def level_name(scene: Scene, level: int | None) -> str:
    """Name a level: 初审 and 复核 where there are two, 复核 where there is one."""
    if level is None:
        return ""
    return _("初审") if level < scene.desk.levels else _("复核")
