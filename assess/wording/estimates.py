"""An estimate in words: one telling for the page, the report and the command line.

Every string is finished in one language; nothing here is markup.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from assess.programmes.definition import Capped, Programme, Reading
from assess.programmes.estimate import Amount, Checked, Estimate, GroupSum, Share
from assess.values.dump import display_cell
from assess.values.fact import Fact
from assess.values.formats import date, money, percent
from assess.values.model import Answers, Row
from assess.values.step import Param
from assess.values.text import Locale, Text
from assess.wording.sentences import say

_HUNDRED = Decimal(100)
_FEN = Decimal("0.01")
_SEPARATOR = Text(zh="、", en="; ")
_PHRASES = Text(zh="；", en="; ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A requirement or a paper, where it stands (`state` as a code, `word` to read) and what to know about it."""

    title: str
    state: str
    word: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """One row of the table: which, and what it gives or why it does not count."""

    title: str
    told: str
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTold:
    """One group of products under one reading: its sum, the caps that applied, and what remains."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTold:
    """The amount under one reading with its arithmetic; `groups_high` are the groups that could come to more."""

    title: str
    amount: str
    low: str
    high: str
    rows: tuple[RowTold, ...]
    groups: tuple[GroupTold, ...]
    groups_high: tuple[GroupTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled line."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateTold:
    """A whole estimate. `amount` is always called an estimate; `unclaimed` is an amount in yuan, or None.

    `applicable` says whether an applicable item refers to the programme; otherwise it is shown for information.
    """

    key: str
    title: str
    short: str
    year: int
    applicable: bool
    state: str
    state_word: str
    verified: bool
    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    amount: str
    amount_notes: tuple[str, ...]
    unclaimed: str | None
    readings: tuple[ReadingTold, ...]
    left_out: tuple[RowTold, ...]
    requirements: tuple[Marked, ...]
    papers: tuple[Marked, ...]
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    source: tuple[Labelled, ...]
    disclaimer: str


@dataclass(frozen=True)
class Teller:
    """Tells one estimate in one language."""

    programme: Programme
    estimate: Estimate
    answers: Answers
    facts: Mapping[str, Fact]
    locale: Locale
    applicable: bool = True

    def told(self) -> EstimateTold:
        """Tell everything."""
        programme, found = self.programme, self.estimate
        return EstimateTold(
            key=programme.key,
            title=self.text(programme.title),
            short=self.text(programme.short),
            year=found.year,
            applicable=self.applicable,
            state=found.state,
            state_word=self.say(f"programme.state.{found.state}"),
            verified=programme.verified,
            labels=tuple(self._labels()),
            reasons=tuple(self._reasons()),
            amount=self._headline(),
            amount_notes=tuple(self._amount_notes()),
            unclaimed=self.unclaimed,
            readings=tuple(self._reading(amount) for amount in self._amounts),
            left_out=tuple(
                RowTold(title=self._row(row.row), told=self.say(f"programme.row.{row.why}", year=str(found.year)))
                for row in found.left_out
            ),
            requirements=tuple(self._requirement(one) for one in found.requirements),
            papers=tuple(self._papers()),
            steps=tuple(self.text(step) for step in programme.steps),
            notes=tuple(self.text(note) for note in programme.notes),
            source=tuple(self._source()),
            disclaimer=self.say("programme.disclaimer"),
        )

    def say(self, message: str, **params: Param) -> str:
        """Say one statement."""
        return say(message, params, self.locale)

    def text(self, text: Text) -> str:
        """Give a wording of the programme."""
        return text.to(self.locale)

    def money(self, value: Decimal) -> str:
        """Write an amount."""
        return money(value.quantize(_FEN, ROUND_HALF_UP), self.locale)

    def join(self, parts: Iterable[str]) -> str:
        """Give a list in one line."""
        return _SEPARATOR.to(self.locale).join(parts)

    @property
    def _amounts(self) -> tuple[Amount, ...]:
        """Give what was computed, unless nothing is paid anyway."""
        return () if self.estimate.state == "not-eligible" else self.estimate.amounts

    @property
    def unclaimed(self) -> str | None:
        """Give what is eligible and certainly not applied for, the readings apart where they differ."""
        sure = all(one.holds for one in self.estimate.requirements)
        low = min((amount.open_low for amount in self._amounts), default=Decimal(0))
        if not sure or low <= 0:
            return None
        return self._span(low, max(amount.open_low for amount in self._amounts))

    def _labels(self) -> Iterator[str]:
        yield self.say("programme.label.estimate")
        yield self.say("programme.label.external")
        yield self.say("programme.label.verified" if self.programme.verified else "programme.label.unverified")

    def _reasons(self) -> Iterator[str]:
        """Say why the state is what it is, what certainly fails first."""
        found = self.estimate
        yield from self._failing(one for one in found.requirements if one.holds is False)
        undecided = [self.text(one.requirement.title) for one in found.requirements if one.holds is None]
        if undecided:
            yield self.say("programme.why.open", what=self.join(undecided))
        if found.state == "not-eligible":
            return
        for state, message in (("missing", "programme.why.papers"), ("unknown", "programme.why.papers-open")):
            lacking = [self.text(shown.paper.title) for shown in found.papers if shown.held == state]
            if lacking:
                yield self.say(message, what=self.join(lacking))
        if not found.counted:
            yield self.say("programme.why.nothing", year=str(found.year))
        if found.state == "eligible":
            yield self.say("programme.why.eligible", year=str(found.year), count=len(found.counted))

    def _failing(self, failing: Iterable[Checked]) -> Iterator[str]:
        for one in failing:
            what, otherwise = self.text(one.requirement.title), self.text(one.requirement.otherwise)
            yield self.say("programme.why.fails", what=what, otherwise=otherwise)

    def _span(self, low: Decimal, high: Decimal) -> str:
        if low == high:
            return self.money(low)
        return self.say("programme.range", low=self.money(low), high=self.money(high))

    def _headline(self) -> str:
        if not self._amounts:
            return self.say("programme.estimate.not-eligible")
        if not self.estimate.counted:
            return self.say("programme.estimate.none")
        low, high = min(one.low for one in self._amounts), max(one.high for one in self._amounts)
        return self.say("programme.estimate", amount=self._span(low, high))

    def _amount_notes(self) -> Iterator[str]:
        if not self._amounts or not self.estimate.counted:
            return
        if len({(one.low, one.high) for one in self._amounts}) > 1:
            each = _PHRASES.to(self.locale).join(self._of_reading(one) for one in self._amounts)
            yield self.say("programme.readings.differ", readings=each)
        elif len(self._amounts) > 1:
            yield self.say("programme.readings.same")
        if any(one.low != one.high for one in self._amounts):
            yield self.say("programme.range.open")
        if self.unclaimed is not None:
            yield self.say("programme.open", amount=self.unclaimed)

    def _of_reading(self, amount: Amount) -> str:
        title = self.text(self._readings[amount.reading].title)
        return self.say("programme.reading.amount", title=title, amount=self._span(amount.low, amount.high))

    @cached_property
    def _readings(self) -> Mapping[str, Reading]:
        return {reading.key: reading for reading in self.programme.subsidy.readings}

    def _reading(self, amount: Amount) -> ReadingTold:
        wider = [high for low, high in zip(amount.groups, amount.groups_high, strict=True) if low != high]
        claims = {row.row: row.claimed for row in self.estimate.counted}
        return ReadingTold(
            title=self.text(self._readings[amount.reading].title),
            amount=self.say("programme.estimate", amount=self._span(amount.low, amount.high)),
            low=self.money(amount.low),
            high=self.money(amount.high),
            rows=tuple(self._share(share, claimed=claims[share.row]) for share in amount.shares),
            groups=tuple(self._groups(amount.groups)),
            groups_high=tuple(self._groups(wider)),
        )

    def _share(self, share: Share, *, claimed: bool | None) -> RowTold:
        words: dict[str, Param] = {
            "amount": self.money(share.amount),
            "rate": _rate(share.rate),
            "share": self.money(share.low),
            "high_rate": _rate(share.high_rate),
            "high": self.money(share.high),
        }
        message = "programme.share" if share.rate == share.high_rate else "programme.share.open"
        state = "unknown" if claimed is None else "taken" if claimed else "open"
        claim = None if self.programme.subsidy.claims is None else self.say(f"programme.claim.{state}")
        return RowTold(title=self._row(share.row), told=self.say(message, **words), claim=claim)

    def _groups(self, groups: Iterable[GroupSum]) -> Iterator[GroupTold]:
        rules = {group.key: group for group in self.programme.subsidy.groups}
        used = {row.group for row in self.estimate.counted}
        for group in groups:
            if group.group in used:
                rule = rules[group.group]
                yield GroupTold(title=self.text(rule.title), lines=tuple(self._caps(rule, group)))

    def _caps(self, rule: Capped, group: GroupSum) -> Iterator[str]:
        """Tell the sum, then every cap that took something off, then what remains."""
        parts = [self.money(part) for part in (group.narrow, group.plain, group.uplifted) if part]
        if len(parts) > 1:
            yield self.say("programme.group.sum", parts=" + ".join(parts), computed=self.money(group.computed))
        else:
            yield self.say("programme.group.one", computed=self.money(group.computed))
        inner = list(self._inner_caps(rule, group))
        yield from inner
        amounts = {"cap": self.money(group.cap), "paid": self.money(group.paid)}
        if group.paid == group.cap and group.within + group.plain + group.uplifted > group.cap:
            yield self.say("programme.group.capped", **amounts)
        else:
            yield self.say("programme.group.partly" if inner else "programme.group.within", **amounts)

    def _inner_caps(self, rule: Capped, group: GroupSum) -> Iterator[str]:
        if rule.narrow is not None and group.within < group.narrow:
            yield self.say(
                "programme.group.narrow",
                what=self.text(rule.narrow.title),
                narrow=self.money(group.narrow),
                cap=self.money(rule.narrow.cap),
                within=self.money(group.within),
            )
        if group.uplifted and group.within + group.plain > rule.cap:
            yield self.say("programme.group.plain-cap", cap=self.money(rule.cap))

    def _requirement(self, one: Checked) -> Marked:
        state = "open" if one.holds is None else "met" if one.holds else "fails"
        return Marked(
            title=self.text(one.requirement.title),
            state=state,
            word=self.say(f"programme.requirement.{state}"),
            note=self.text(one.requirement.otherwise) if one.holds is False else None,
        )

    def _papers(self) -> Iterator[Marked]:
        for shown in self.estimate.papers:
            word = self.say(f"programme.paper.{shown.held}")
            yield Marked(title=self.text(shown.paper.title), state=shown.held, word=word)

    def _row(self, row: str) -> str:
        """Name a row by its number in the table, and by its product where it says one."""
        number, product = self._rows.get(row, (row, None))
        if product is None:
            return self.say("programme.row", number=number)
        return self.say("programme.row.named", number=number, product=product)

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, str | None]]:
        rule = self.programme.subsidy
        value = self.answers.get(rule.fact)
        rows = [row for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []
        fact = self.facts.get(rule.fact)
        columns = {column.key: column for column in fact.columns} if fact else {}
        column = columns.get(rule.product)
        return {
            row.id: (
                str(number),
                display_cell(column, row.cells[rule.product], self.locale)
                if column is not None and rule.product in row.cells
                else None,
            )
            for number, row in enumerate(rows, start=1)
        }

    def _source(self) -> Iterator[Labelled]:
        programme = self.programme
        validity = self.say(f"programme.validity.{programme.validity.status}")
        checked = self.say("programme.checked", what=validity, day=self._day(programme.validity.checked))
        kind = self.say(f"programme.source.{programme.source.kind}")
        for label, value in (
            ("issuers", self.join(self.text(issuer) for issuer in programme.issuers)),
            ("number", programme.document_number or self.say("programme.source.no-number")),
            ("kind", self._noted(kind, programme.source.note)),
            ("read", self._day(programme.source.read)),
            ("verified", self.say("programme.source.yes" if programme.verified else "programme.source.no")),
            ("validity", self._noted(checked, programme.validity.note)),
        ):
            yield Labelled(label=self.say(f"programme.source.{label}"), value=value)

    def _noted(self, what: str, note: Text) -> str:
        return self.say("programme.with-note", what=what, note=self.text(note))

    def _day(self, iso: str) -> str:
        return date(dt.date.fromisoformat(iso), self.locale)


def _rate(share: Decimal) -> str:
    return percent(share * _HUNDRED)
