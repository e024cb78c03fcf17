"""The three columns of a score from one pass: 自评得分, 有据得分, 复核得分 (DESIGN §5.6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from assess.scoring import evidence as proofs
from assess.scoring import marks as opinions
from assess.scoring.deviations import Deviation, between
from assess.scoring.engine import JudgedForm, judge_form, settle
from assess.scoring.evidence import Evidence
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark, Marks
from assess.scoring.plan import plan
from assess.scoring.result import Result
from assess.scoring.rounding import ARITHMETIC
from assess.scoring.sections import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The reviewed column as far as it goes.

    An applicable item in `unmarked` counts from nothing to everything in `result`, whose `final` is the official score
    once `complete`.
    """

    result: Result
    unmarked: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Say whether every applicable item is marked."""
        return not self.unmarked

    def points(self, key: str) -> Decimal | None:
        """Give an item's reviewed points; None where it is not marked or does not count."""
        found = self.result.item(key)
        return None if key in self.unmarked or not found.counted else found.earned


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A whole score in three columns; `supported` is `claimed` itself where no required proof is missing."""

    claimed: Result
    supported: Result
    reviewed: Reviewed | None
    deviations: tuple[Deviation, ...]


def score_columns(
    form: Form,
    inputs: Inputs,
    evidence: Iterable[Evidence] = (),
    marks: Iterable[Mark] = (),
    *,
    trace: bool = True,
) -> Columns:
    """Score all columns; the items are judged once.

    Args:
        form: The form.
        inputs: Answers, organisation, day and claims of 不适用.
        evidence: What proof there is, at which facts.
        marks: What reviewers say of single items; without any there is no reviewed column.
        trace: Whether to write down why.

    Raises:
        InvalidValue: An answer that no rule of the form can read, naming the fact.
        InvalidMark: A mark that does not fit its item.
    """
    given = opinions.merged(form, marks)
    with localcontext(ARITHMETIC):
        judged = judge_form(form, inputs, trace=trace)
        claimed = settle(form, inputs, judged.sections, judged.vetoes, trace=trace)
        supported = _supported(form, inputs, judged, claimed, proofs.by_fact(evidence), trace=trace)
        reviewed = _reviewed(form, inputs, judged, given, trace=trace) if given else None
        return gather(claimed, supported, reviewed)


def gather(claimed: Result, supported: Result, reviewed: Reviewed | None) -> Columns:
    """Put columns side by side and work out how far they differ."""
    deviations = between("supported", claimed, supported)
    if reviewed is not None:
        deviations += between("reviewed", claimed, reviewed.result, without=reviewed.unmarked)
    return Columns(claimed=claimed, supported=supported, reviewed=reviewed, deviations=deviations)


def _supported(
    form: Form, inputs: Inputs, judged: JudgedForm, claimed: Result, filed: proofs.Filed, *, trace: bool
) -> Result:
    sections: list[list[Judged]] = []
    changed = False
    for (_, prepared_items), pairs in zip(plan(form).sections, judged.sections, strict=True):
        section: list[Judged] = []
        for prepared, (item, scored) in zip(prepared_items, pairs, strict=True):
            proved = proofs.supported(prepared, scored, filed, inputs.as_of, trace=trace)
            changed = changed or proved is not scored
            section.append((item, proved))
        sections.append(section)
    return settle(form, inputs, sections, judged.vetoes, trace=trace) if changed else claimed


def _reviewed(form: Form, inputs: Inputs, judged: JudgedForm, marks: Marks, *, trace: bool) -> Reviewed:
    sections = [
        [(item, opinions.reviewed(item, scored, marks.get(item.key), trace=trace)) for item, scored in pairs]
        for pairs in judged.sections
    ]
    vetoes = [opinions.decided(veto, marks.get(veto.item)) for veto in judged.vetoes]
    return Reviewed(
        result=settle(form, inputs, sections, vetoes, trace=trace),
        unmarked=tuple(_unmarked(judged.sections, marks)),
    )


def _unmarked(sections: Sequence[Sequence[Judged]], marks: Marks) -> Iterator[str]:
    for pairs in sections:
        for item, scored in pairs:
            mark = marks.get(item.key)
            if opinions.applies(scored, mark) and (mark is None or mark.points is None):
                yield item.key
