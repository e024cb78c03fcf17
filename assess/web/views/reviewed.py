"""The review as the respondent learns of it: what was sent back, and once it is published what it came to."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from assess.assessments import snapshot
from assess.reviews.models import VerdictWord
from assess.reviews.queries import Outcome
from assess.reviews.times import last_day
from assess.values.formats import date, number
from assess.values.text import Locale
from assess.web.forms.sheet import ItemCard, sheet
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk, moment
from assess.web.views.reviewing_columns import DialLine, Graded, dial_lines
from assess.web.views.reviewing_scene import points_of
from assess.wording.review_terms import REASONS_PRINTED, VERDICTS, VETOES


@dataclass(frozen=True, slots=True)
class Comment:
    """What is to be mended at an item."""

    number: str
    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Back:
    """What was sent back; `places` are the question pages concerned."""

    message: str
    mend_by: str
    comments: tuple[Comment, ...]
    by_item: Mapping[str, str]
    places: frozenset[tuple[str, str]]
    over: bool


def back(desk: Desk) -> Back | None:
    """Put a return into words for the pages of the form; None where nothing was sent back."""
    found = desk.returned
    if found is None:
        return None
    homes = {card.item.key: page for page in desk.sheet.groups() for card in page.items}
    comments = tuple(
        Comment(card.number, card.title, f"{desk.place(homes[key].place)}#{card.anchor}", found.items[key])
        for key, card in desk.sheet.cards.items()
        if key in found.items
    )
    return Back(
        message=found.message,
        mend_by=date(last_day(found.mend_by), desk.locale),
        comments=comments,
        by_item=found.items,
        places=frozenset(homes[key].place for key in found.items if key in homes),
        over=desk.today > last_day(found.mend_by),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One item that was found different, or of which something was said."""

    key: str
    anchor: str
    number: str
    title: str
    claimed: str
    supported: str
    reviewed: str
    reason: str
    veto: str
    opinion: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One file with its verdict."""

    name: str
    verdict: str
    look: str
    remark: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What an appeal says of an item."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealTold:
    """Where an appeal stands."""

    lines: tuple[str, ...]
    open: bool
    grounds: str = ""
    items: tuple[Ground, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTold:
    """The published result of a review."""

    decided: str
    statement: str
    tags: tuple[tuple[str, str], ...]
    dials: tuple[DialLine, ...]
    grades: str
    differing: tuple[Differing, ...]
    opinions: tuple[Differing, ...]
    files: tuple[Judged, ...]
    appeal: AppealTold


@dataclass(frozen=True)
class _Teller:
    """Puts one published result into words."""

    found: Outcome
    desk: Desk

    @property
    def locale(self) -> Locale:
        return self.desk.locale

    @cached_property
    def cards(self) -> Mapping[str, ItemCard]:
        """Give the items of the version that was submitted."""
        return sheet(self.found.published, self.found.submission.version_sha256, self.locale).cards

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """Give what was handed in."""
        found: Mapping[str, Any] = json.loads(self.found.submission.snapshot)
        return found

    @cached_property
    def differing(self) -> tuple[Differing, ...]:
        """List the items that were found different."""
        return tuple(self._row(card) for key, card in self.cards.items() if self._differs(key))

    def _differs(self, key: str) -> bool:
        claimed, found = self.found.columns.claimed.item(key), self._reviewed(key)
        said = self.found.marks.get(key)
        if said is not None and said.veto is not None:
            return True
        return found is not None and (not claimed.counted or found != claimed.earned)

    def _reviewed(self, key: str) -> Decimal | None:
        reviewed = self.found.columns.reviewed
        return None if reviewed is None else reviewed.points(key)

    @property
    def opinions(self) -> tuple[Differing, ...]:
        """List the items that were not found different, and of which something was written."""
        other = {row.key for row in self.differing}
        written = {key for key, mark in self.found.marks.items() if mark.opinion}
        return tuple(self._row(card) for key, card in self.cards.items() if key in written - other)

    def _row(self, card: ItemCard) -> Differing:
        key, columns = card.item.key, self.found.columns
        claimed, found, said = columns.claimed.item(key), self._reviewed(key), self.found.marks.get(key)
        reviewed = "—" if found is None else number(found)
        return Differing(
            key=key,
            anchor=card.anchor,
            number=card.number,
            title=card.title,
            claimed=points_of(claimed),
            supported=number(columns.supported.item(key).earned) if claimed.counted else "—",
            reviewed=reviewed,
            reason=REASONS_PRINTED[said.reason].to(self.locale) if said and said.reason else "",
            veto=VETOES[said.veto].to(self.locale) if said and said.veto else "",
            opinion=said.opinion if said else "",
            text=_("自评 %(claimed)s，复核 %(found)s", claimed=points_of(claimed), found=reviewed),
        )

    def files(self) -> Iterator[Judged]:
        """Go through the files of which something was said, as they were handed in."""
        for filed in self.content["evidence"]:
            said = self.found.verdicts.get(uuid.UUID(filed["id"]))
            if said is not None:
                look = "done" if said.verdict is VerdictWord.ACCEPTED else "warn"
                yield Judged(filed["name"], VERDICTS[said.verdict].to(self.locale), look, said.remark)

    def grades(self) -> str:
        """Say the grades of all columns."""
        submission = self.found.submission
        inputs = snapshot.inputs(self.found.published, self.content, submission.as_of)
        return Graded(self.found.published, submission.version_sha256, inputs, self.locale).words(self.found.columns)

    def appeal(self, *, over: bool) -> AppealTold:
        """Say where the appeal stands."""
        made, until = self.found.appeal, date(last_day(self.found.appeal_until), self.locale)
        if made is None:
            last = _("申诉期限 %(day)s 24:00。", day=until) if not over else _("申诉期限 %(day)s 已过。", day=until)
            who = "" if over or self.found.may_appeal else _("由本单位负责人提出。")
            return AppealTold(lines=(last + who,), open=self.found.may_appeal)
        at = moment(made.at, self.locale)
        lines = [_("%(name)s于%(when)s提出申诉。", name=made.by_name, when=at)]
        if made.answered_at is None:
            lines.append(_("复核单位正在重新审定，答复后显示在这里。"))
        else:
            lines.append(_("已于%(when)s答复，上面是答复后的审定结果。", when=moment(made.answered_at, self.locale)))
        cards = self.cards
        items = tuple(
            Ground(f"{cards[key].number} {cards[key].title}", text) for key, text in made.items.items() if key in cards
        )
        return AppealTold(
            lines=tuple(lines), open=self.found.may_appeal, grounds=made.grounds, items=items, answer=made.answer
        )


def told(desk: Desk, found: Outcome | None, now: datetime) -> OutcomeTold | None:
    """Put a published result into words; None before publication."""
    if found is None:
        return None
    teller = _Teller(found, desk)
    when = moment(found.decided_at, desk.locale)
    return OutcomeTold(
        decided=_("%(body)s于%(when)s审定（第 %(number)s 次）。", body=found.body_name, when=when, number=found.number),
        statement=found.statement,
        tags=((_("申诉处理中"), "warn"),) if found.appeal is not None and found.appeal.answered_at is None else (),
        dials=dial_lines(found.columns, found.published.checklist.form),
        grades=teller.grades(),
        differing=teller.differing,
        opinions=teller.opinions,
        files=tuple(teller.files()),
        appeal=teller.appeal(over=now >= found.appeal_until),
    )


def differing(found: Outcome, desk: Desk) -> tuple[Differing, ...]:
    """List the items that were found different: those an appeal may speak of."""
    return _Teller(found, desk).differing
