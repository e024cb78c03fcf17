"""Build the scoring tables in the customary columns (pure)."""

from collections.abc import Mapping
from decimal import Decimal

from assess.reports import review_rows
from assess.reports.criteria import Criteria
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.gap_views import clip
from assess.reports.parts import Dial, GroupRows, ItemRow, SectionRows
from assess.reports.predicates import Predicates
from assess.scoring import result as scored
from assess.scoring.form import Group, Item, Section

_RULED_OUT = "not_applicable"
_DIALS: tuple[Dial, Dial] = ("duty", "readiness")


def tables(frame: Frame) -> tuple[SectionRows, ...]:
    """Build one table a section."""
    rows = _Rows(frame)
    results = {section.key: section for section in frame.result.sections}
    return tuple(
        SectionRows(
            number=str(index),
            title=frame.text(section.title),
            groups=tuple(group for group in map(rows.group, section.groups) if group.rows),
            subtotals=_subtotals(frame, results[section.key]),
            left_out=rows.left_out(section),
        )
        for index, section in enumerate(frame.form.sections, start=1)
    )


def conversions(frame: Frame) -> tuple[str, ...]:
    """Build the line per dial that leads from the printed sums to the printed score."""
    return tuple(_conversion(frame, name, getattr(frame.result, name)) for name in _DIALS if _worth(frame, name))


def _worth(frame: Frame, dial: Dial) -> bool:
    return any(item.purpose == dial for item in frame.items.values())


def _conversion(frame: Frame, name: Dial, dial: scored.Dial) -> str:
    title = frame.word(f"dial.{name}")
    if dial.base is None or dial.final is None:
        return frame.word("conversion.none", dial=title)
    sums = {"earned": number(dial.earned), "points": number(dial.applicable_points), "full": number(dial.full)}
    parts = [frame.word("conversion", dial=title, base=number(dial.base), **sums)]
    if dial.deductions:
        parts.append(frame.word("conversion.deductions", value=number(dial.deductions)))
    if dial.bonus:
        parts.append(frame.word("conversion.bonus", value=number(dial.bonus)))
    final = f"{dial.final:,.{frame.rule(name).decimals}f}"
    return "".join((*parts, frame.word("conversion.final", value=final)))


def _subtotals(frame: Frame, section: scored.SectionResult) -> tuple[str, ...]:
    return tuple(
        frame.word("subtotal", dial=frame.word(f"dial.{name}"), earned=number(sub.earned), points=number(sub.points))
        for name, sub in (("duty", section.duty), ("readiness", section.readiness))
        if sub.points
    )


class _Rows:
    """Builds the rows of one report, with what they share looked up once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        predicates = Predicates(frame.facts, frame.roles, frame.locale)
        self._criteria = Criteria(frame.facts, predicates, frame.locale)
        self._results: Mapping[str, scored.ItemResult] = {item.key: item for item in frame.result.items}
        proved = frame.supported
        self._proved = None if proved is None else {item.key: item for item in proved.items}
        self._kinds = {kind.key: frame.text(kind.title) for kind in frame.published.kinds}

    def group(self, group: Group) -> GroupRows:
        results = ((item, self._results[item.key]) for item in group.items)
        rows = (self._row(item, result) for item, result in results if result.status != _RULED_OUT)
        return GroupRows(title=self._frame.text(group.title), rows=tuple(rows))

    def left_out(self, section: Section) -> str | None:
        """Name what does not concern this organisation, in one line: a row each would bury the rest."""
        names = tuple(
            self._frame.word("left_out.item", title=self._frame.text(item.title), where=self._frame.where(item.clauses))
            for item in section.items()
            if self._results[item.key].status == _RULED_OUT
        )
        return self._frame.word("left_out", items=self._frame.join(names)) if names else None

    def _row(self, item: Item, result: scored.ItemResult) -> ItemRow:
        return ItemRow(
            title=self._frame.text(item.title),
            clauses=self._frame.where(item.clauses),
            tags=(self._frame.word(f"dial.{item.purpose}.tag"), self._frame.basis(item)),
            dial=item.purpose,
            points=number(item.points),
            criteria=self._criteria.lines(item),
            earned=self._earned(result),
            share=_share(result),
            status=_status(item, result),
            evidence=self._evidence(item),
            reviewed=review_rows.points(self._frame, item),
            opinion=review_rows.opinion(self._frame, item),
            lost=self._lost(item, result),
            supported=self._supported(result),
        )

    def _earned(self, result: scored.ItemResult) -> str:
        if not result.counted:
            return self._frame.word(f"status.{result.status}")
        if result.high != result.earned:
            return self._frame.word("status.unknown", low=number(result.earned), high=number(result.high))
        return number(result.earned)

    def _supported(self, result: scored.ItemResult) -> str | None:
        """Give the points by what is proved; what does not count has none."""
        if self._proved is None:
            return None
        return number(self._proved[result.key].earned) if result.counted else "—"

    def _evidence(self, item: Item) -> tuple[str, ...]:
        names = tuple(clip(one.name) for one in self._frame.cover.evidence if one.fact in item.reads)
        if item.evidence is None:
            return names
        wanted = "evidence.required" if item.evidence.required else "evidence.wanted"
        kinds = self._frame.join(tuple(self._kinds.get(kind, kind) for kind in item.evidence.kinds))
        return (self._frame.word(wanted, kinds=kinds), *(names or (self._frame.word("evidence.missing"),)))

    def _lost(self, item: Item, result: scored.ItemResult) -> str:
        """Tell the whole way to the points, so that a reader can do the sum again; full points need no words."""
        settled = _status(item, result) == "full" and result.earned == result.high
        steps = (*(() if settled else result.trace), *self._unproved(result))
        gap = "" if self._frame.locale == "zh" else " "
        told = [clip(self._frame.say(step)) for step in steps]
        return gap.join(part for part in (review_rows.lost(self._frame, item, result), *told) if part)

    def _unproved(self, result: scored.ItemResult) -> tuple[scored.Step, ...]:
        """Say which proof is missing, where the points by what is proved differ for it."""
        proved = None if self._proved is None else self._proved[result.key]
        return tuple(step for step in proved.trace if step.message == "evidence.unmet") if proved else ()


def _status(item: Item, result: scored.ItemResult) -> str:
    """Name the look of the 自评得分 cell."""
    if not result.counted:
        return "out"
    full = Decimal(0) if item.deduction else item.points
    if result.earned >= full:
        return "full"
    return "part" if result.earned > 0 else "zero"


def _share(result: scored.ItemResult) -> str | None:
    if not result.counted or not result.points:
        return None
    return number((max(result.earned, Decimal(0)) / result.points * 100).quantize(Decimal(1)))
