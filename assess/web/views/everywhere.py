"""Results everywhere in words: one card a checklist, the questions that settle most, and how results moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assess.accounts.regions import full_name
from assess.assessments.workflow import EDITABLE
from assess.overview.everywhere import Open, Place, Shared, shared
from assess.overview.owner import Own, Standing
from assess.reports import summaries
from assess.reports.cover import Cover
from assess.reports.frame import Frame
from assess.reports.parts import Summary
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.templating import day
from assess.web.views.catalogue_crosswalk import more, place

FIRST: Final = 8
"""How many of the questions that settle most are shown before the rest is folded away."""

REASONS: Final = {
    "inside": marked("所在地区适用"),
    "part": marked("适用于所在地区的一部分"),
    "elsewhere": marked("其他地区，仅供对照"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, and what is there instead of an answer."""

    wording: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One checklist with its result. `going` is the owner's open assessment on it, `handed` the latest submitted."""

    id: str
    place: Place
    title: str
    region: str
    reason: str
    summary: Summary
    open: tuple[Question, ...]
    only: tuple[str, ...]
    stricter: tuple[tuple[str, str], ...]
    going: Own | None
    handed: Own | None

    @property
    def claims(self) -> int:
        """Count what is claimed not to apply."""
        return len(self.place.inputs.not_applicable)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An open question with the regions that wait for it."""

    wording: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page: what applies here, what is for comparison, and what to answer next."""

    near: tuple[Card, ...]
    far: tuple[Card, ...]
    wanted: tuple[Wanted, ...]
    rest: tuple[Wanted, ...]


def board(found: Standing) -> Board:
    """Put the results into words."""
    cards = tuple(_card(index, one, found) for index, one in enumerate(found.places, start=1))
    names = tuple(card.region for card in cards)
    wanted = tuple(_wanted(one, names) for one in shared(found.places))
    return Board(
        near=tuple(card for card in cards if card.place.offer.concerns),
        far=tuple(card for card in cards if not card.place.offer.concerns),
        wanted=wanted[:FIRST],
        rest=wanted[FIRST:],
    )


def _wanted(one: Shared, names: Sequence[str]) -> Wanted:
    return Wanted(one.fact.wording.to(i18n.current()), tuple(names[index] for index in one.places))


def _card(index: int, one: Place, found: Standing) -> Card:
    own, locale = found.of(one.document.key), i18n.current()
    return Card(
        id=f"place-{index}",
        place=one,
        title=one.document.checklist.title.to(locale),
        region=place(one.document.measure),
        reason=_(REASONS[one.offer.reason]),
        summary=summaries.summary(frame(one, found), (), ()),
        open=tuple(_open(each) for each in one.open),
        only=tuple(fact.wording.to(locale) for fact in one.only),
        stricter=tuple(_stricter(one)),
        going=next((each for each in own if each.status in EDITABLE), None),
        handed=next((each for each in own if each.submitted_at is not None), None),
    )


def frame(one: Place, found: Standing) -> Frame:
    """Give what the words of a score are built from."""
    profile = found.profile
    cover = Cover(
        organisation="", kind=profile.kind, region_name=full_name(profile.region, i18n.current()), state="draft"
    )
    return Frame(
        published=one.document,
        sha256="",
        inputs=one.inputs,
        result=one.result,
        cover=cover,
        locale=i18n.current(),
    )


def _stricter(one: Place) -> Iterator[tuple[str, str]]:
    for fact, asked in one.stricter:
        yield fact.wording.to(i18n.current()), more(asked, [place(one.document.measure)])


def _open(one: Open) -> Question:
    return Question(one.fact.wording.to(i18n.current()), why(one))


def why(one: Open) -> str:
    """Say why a question is open."""
    when = day(one.found.given.day) if one.found else ""
    words = {
        "unanswered": _("未填"),
        "unknown": _("%(day)s填的是“不清楚”", day=when),
        "stale": _("%(day)s填过，已过有效期", day=when),
        "anew": _("%(day)s填过，每次都要重新核实", day=when),
        "differs": _("%(day)s填过，这里的问法不同", day=when),
    }
    return words[one.why]
