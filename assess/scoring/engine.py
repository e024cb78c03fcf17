"""Score a form: values in, values out (DESIGN §5)."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from assess.scoring import border
from assess.scoring.form import Form
from assess.scoring.grades import grade
from assess.scoring.inputs import Inputs
from assess.scoring.judging import judge, judge_veto
from assess.scoring.plan import plan
from assess.scoring.result import ENGINE, Dial, Result, SectionResult, VetoResult
from assess.scoring.rounding import ARITHMETIC, ONE, ZERO
from assess.scoring.sections import Judged, section
from assess.scoring.totals import dial


def score(form: Form, inputs: Inputs, *, trace: bool = True) -> Result:
    """Score the claimed column: what the answers say, evidence aside.

    Args:
        form: The form; the same object is prepared once.
        inputs: Answers, organisation, day and claims of 不适用.
        trace: Whether to write down why; the numbers are the same.

    Raises:
        InvalidValue: An answer that no rule of the form can read, naming the fact.
    """
    with localcontext(ARITHMETIC):
        sections, vetoes = judge_form(form, inputs, trace=trace)
        return settle(form, inputs, sections, vetoes, trace=trace)


class JudgedForm(NamedTuple):
    """Every item of every section with its result, and every veto with its state."""

    sections: list[list[Judged]]
    vetoes: list[VetoResult]


def judge_form(form: Form, inputs: Inputs, *, trace: bool) -> JudgedForm:
    """Judge the items by the answers alone, under `ARITHMETIC`; what the columns have in common.

    Raises:
        InvalidValue: An answer that no rule of the form can read, naming the fact.
    """
    vetoes: list[VetoResult] = []
    sections: list[list[Judged]] = []
    planned = plan(form)
    border.check(planned.expected, inputs.answers)
    for _, prepared_items in planned.sections:
        judged: list[Judged] = []
        for prepared in prepared_items:
            applies = True if prepared.gate is None else prepared.gate.holds(inputs)
            judged.append((prepared.item, judge(prepared, inputs, applies, trace=trace)))
            if prepared.veto is not None and (veto := judge_veto(prepared, inputs, applies)):
                vetoes.append(veto)
        sections.append(judged)
    return JudgedForm(sections, vetoes)


def settle(
    form: Form,
    inputs: Inputs,
    judged: Sequence[Sequence[Judged]],
    vetoes: Sequence[VetoResult],
    *,
    trace: bool,
) -> Result:
    """Total judged items: the seam where another column brings its own item results and vetoes.

    Args:
        form: The form.
        inputs: What is scored.
        judged: The items of every section with their results.
        vetoes: All vetoes with their state.
        trace: Whether to write down why.
    """
    scaled = form.na == "section"
    sections = tuple(
        section(part.key, items, scaled=scaled, trace=trace) for part, items in zip(form.sections, judged, strict=True)
    )
    everything = [pair for items in judged for pair in items]
    duty = _dial(form, "duty", sections, everything, trace=trace)
    return Result(
        engine=ENGINE,
        as_of=inputs.as_of,
        duty=duty,
        readiness=_dial(form, "readiness", sections, everything, trace=trace),
        grade=grade(form.duty, duty, vetoes, share=_share(sections, everything), trace=trace),
        vetoes=tuple(vetoes),
        sections=sections,
        items=tuple(result for _, result in everything),
    )


def _dial(
    form: Form, purpose: str, sections: Sequence[SectionResult], judged: Sequence[Judged], *, trace: bool
) -> Dial:
    own = [pair for pair in judged if pair[0].purpose == purpose]
    if purpose == "duty":
        return dial(form.duty, [part.duty for part in sections], own, trace=trace)
    return dial(form.readiness, [part.readiness for part in sections], own, trace=trace)


def _share(sections: Sequence[SectionResult], judged: Sequence[Judged]) -> Decimal:
    """Give the applicable share of the form's duty points; 1 where the form has none."""
    whole = sum(
        (item.points for item, _ in judged if item.purpose == "duty" and not (item.bonus or item.deduction)), ZERO
    )
    return sum((part.duty.points for part in sections), ZERO) / whole if whole else ONE
