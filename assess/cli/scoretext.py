"""A score as lines for a terminal."""

from collections.abc import Iterator

from assess.assessments.pathsheet import path_lines
from assess.assessments.scoresheet import Scored, fixed
from assess.cli.words import bracketed, labelled, listed, word
from assess.scoring.asked import completeness
from assess.scoring.form import DialRule, Item
from assess.scoring.gaps import Gap
from assess.scoring.result import Dial, ItemResult, Sub
from assess.values.text import Locale
from assess.wording.formats import Names, date
from assess.wording.gaps import heading
from assess.wording.sentences import tell


def lines(found: Scored, organisation: str, locale: Locale, *, path: bool = True) -> Iterator[str]:
    """Write a score in one language, from the totals to the gaps and the cheapest way."""
    writer = _Writer(found, locale)
    yield from writer.head(organisation)
    yield from writer.totals()
    yield from writer.sections()
    yield from writer.items()
    yield from writer.gaps()
    if path:
        yield ""
        yield word("path", locale)
        yield from path_lines(found.published, found.options(), locale)
    yield ""
    yield word("disclaimer", locale)


def totals(found: Scored, locale: Locale) -> Iterator[str]:
    """Write the totals alone: both dials, what is proved, the grade and what forces it."""
    return _Writer(found, locale).totals()


class _Writer:
    def __init__(self, found: Scored, locale: Locale) -> None:
        self._found, self._locale = found, locale
        self._form = found.published.checklist.form
        self._items = {item.key: item for item in self._form.items()}
        self._names = Names.of(self._form, found.published.facts)

    def _word(self, key: str) -> str:
        return word(key, self._locale)

    def _line(self, key: str, value: str) -> str:
        return labelled(self._word(key), value, self._locale)

    def head(self, organisation: str) -> Iterator[str]:
        checklist, inputs = self._found.published.checklist, self._found.inputs
        yield f"{checklist.title.to(self._locale)} {checklist.version}"
        yield f"{organisation} · {self._word('as-of')} {date(inputs.as_of, self._locale)}"
        count = completeness(self._form, self._found.published.facts, inputs)
        answered = f"{self._word('answered')} {count.answered}/{count.asked}"
        unknown = f"{self._word('unknown')} {count.unknown}"
        yield self._line("answers", listed((answered, unknown), self._locale))
        if count.missing:
            yield self._line("missing", ", ".join(count.missing))

    def totals(self) -> Iterator[str]:
        result = self._found.result
        yield ""
        yield self._dial("score", result.duty, self._form.duty)
        yield self._dial("readiness", result.readiness, self._form.readiness)
        yield from self._supported()
        yield self._grade()
        for veto in result.vetoes:
            item = self._items[veto.item]
            if veto.state == "fired" and item.veto:
                reason = item.veto.reason.to(self._locale)
                yield self._line("forced", f"{item.title.to(self._locale)} — {reason}")

    def _supported(self) -> Iterator[str]:
        """Say what is proved, where required proof is missing."""
        claimed, proved = self._found.columns.claimed, self._found.columns.supported
        if proved.duty != claimed.duty:
            yield self._dial("supported", proved.duty, self._form.duty)
        if proved.readiness != claimed.readiness:
            yield self._dial("supported-readiness", proved.readiness, self._form.readiness)

    def _dial(self, key: str, dial: Dial, rule: DialRule) -> str:
        if dial.final is None:
            return self._line(key, self._word("not-scored"))
        low, high, final = (fixed(value, rule.decimals) for value in (dial.low, dial.high, dial.final))
        span = bracketed(f"{self._word('range')} {low}–{high}", self._locale) if low != high else ""
        earned = f"{fixed(dial.earned, 2)}/{fixed(dial.applicable_points, 2)}"
        return self._line(key, f"{final} / {fixed(dial.full, 0)}{span} [{earned}]")

    def _grade(self) -> str:
        grade = self._found.result.grade
        titles = {band.grade: band.title.to(self._locale) for band in self._form.duty.bands}
        named = {key: f"{key} {titles[key]}" for key in titles}
        if grade.effective is None:
            state = self._word(f"state.{grade.state}")
            ends = [named[key] for key in dict.fromkeys((grade.low, grade.high)) if key in named]
            return self._line("grade", f"{state}{' ' if ends else ''}{' / '.join(ends)}")
        computed = grade.computed or "-"
        by_score = bracketed(f"{self._word('computed')} {named.get(computed, computed)}", self._locale)
        forced = "" if grade.effective == computed else by_score
        return self._line("grade", f"{named[grade.effective]}{forced}")

    def sections(self) -> Iterator[str]:
        yield ""
        yield self._word("sections")
        for section, result in zip(self._form.sections, self._found.result.sections, strict=True):
            title = section.title.to(self._locale)
            yield labelled(f"  {title}", f"{_share(result.duty)} / {_share(result.readiness)}", self._locale)

    def items(self) -> Iterator[str]:
        yield ""
        yield self._word("items")
        for result in self._found.result.items:
            yield from self._item(self._items[result.key], result)

    def _item(self, item: Item, result: ItemResult) -> Iterator[str]:
        if result.counted:
            shown = f"{fixed(result.earned, 2)}/{fixed(result.points, 2)}"
        else:
            shown = self._word(f"status.{result.status}")
        yield labelled(f"  [{item.key}] {item.title.to(self._locale)}", shown, self._locale)
        for step in result.trace:
            yield f"      {tell(step, self._locale, self._names)}"

    def gaps(self) -> Iterator[str]:
        yield ""
        yield self._word("gaps") if self._found.gaps else self._word("no-gaps")
        for number, gap in enumerate(self._found.gaps, 1):
            yield from self._gap(number, gap)

    def _gap(self, number: int, gap: Gap) -> Iterator[str]:
        item = self._items[gap.item]
        severity = self._word(f"severity.{gap.severity}")
        due = "" if gap.deadline_state == "none" else f" · {self._word(f'deadline.{gap.deadline_state}')}"
        lost = f"{self._word('lost')} {fixed(gap.points_lost, 2)}"
        cited = bracketed(", ".join(gap.clauses), self._locale)
        yield f"  {number}. {severity} · {heading(item, gap).to(self._locale)}{cited} · {lost}{due}"
        for step in gap.why:
            yield f"      {tell(step, self._locale, self._names)}"
        if gap.advice:
            effort = f"{fixed(gap.effort_days, 1)} {self._word('days')}"
            who = bracketed(listed((gap.advice.owner.to(self._locale), effort), self._locale), self._locale)
            yield f"      {self._line('advice', gap.advice.do.to(self._locale) + who)}"


def _share(sub: Sub) -> str:
    return f"{fixed(sub.earned, 2)}/{fixed(sub.points, 2)}" if sub.points else "–"
