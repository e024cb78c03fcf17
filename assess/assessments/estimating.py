"""What external programmes would bring by somebody's answers (pure): estimates, never promises."""

from collections.abc import Mapping

from assess.checklists.definition import Published
from assess.programmes.estimate import Amount, Estimate, GroupSum, estimate
from assess.scoring.asked import asked
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result
from assess.values.model import Answers
from assess.values.text import Locale
from assess.wording.estimates import EstimateTold, Teller

Sheet = dict[str, object]
_LEFT_OUT = ("not_applicable", "claimed_not_applicable")


def estimated(published: Published, inputs: Inputs, year: int | None = None) -> Mapping[str, Estimate]:
    """Estimate every programme of a checklist; an answer that a condition hides is left out, as it is of the score.

    Args:
        published: The checklist.
        inputs: The answers, the organisation and the day.
        year: The year of payment; by default that of the day.
    """
    if not published.programmes:
        return {}
    seen = _visible(published, inputs)
    return {
        one.key: estimate(one, answers=seen, profile=inputs.profile, as_of=inputs.as_of, year=year)
        for one in published.programmes
    }


def applicable(published: Published, result: Result) -> frozenset[str]:
    """Give the programmes that an applicable item names."""
    named = {item.key: item.programme for item in published.checklist.form.items() if item.programme}
    return frozenset(named[item.key] for item in result.items if item.key in named and item.status not in _LEFT_OUT)


def told(
    published: Published, inputs: Inputs, result: Result, locale: Locale, year: int | None = None
) -> tuple[EstimateTold, ...]:
    """Tell the estimates; those that concern the organisation come first."""
    found, concerned = estimated(published, inputs, year), applicable(published, result)
    facts = {fact.key: fact for fact in published.facts}
    tellers = (
        Teller(one, found[one.key], inputs.answers, facts, locale, applicable=one.key in concerned)
        for one in published.programmes
    )
    return tuple(sorted((teller.told() for teller in tellers), key=lambda one: not one.applicable))


def sheets(published: Published, inputs: Inputs, result: Result, locale: Locale) -> list[Sheet]:
    """Give the estimates as plain data: amounts are strings with two decimals, `rows` are ids of table rows."""
    found = estimated(published, inputs)
    return [_sheet(one, found[one.key]) for one in told(published, inputs, result, locale)]


def _sheet(one: EstimateTold, found: Estimate) -> Sheet:
    barred = found.state == "not-eligible"
    return {
        "programme": one.key,
        "title": one.title,
        "year": str(one.year),
        "applicable": one.applicable,
        "state": one.state,
        "reasons": list(one.reasons),
        "verified": one.verified,
        "estimate": one.amount,
        "requirements": {each.requirement.key: each.holds for each in found.requirements},
        "papers": {each.paper.key: each.held for each in found.papers},
        "rows": [each.row for each in found.counted],
        "left_out": {each.row: each.why for each in found.left_out},
        "readings": [] if barred else [_reading(amount) for amount in found.amounts],
        "source": [{"label": line.label, "value": line.value} for line in one.source],
        "disclaimer": one.disclaimer,
    }


def _reading(amount: Amount) -> Sheet:
    bounds = {"low": amount.low, "high": amount.high, "open_low": amount.open_low, "open_high": amount.open_high}
    return {
        "reading": amount.reading,
        "rate": f"{amount.rate:f}",
        **{name: f"{value:.2f}" for name, value in bounds.items()},
        "groups": [_group(group) for group in amount.groups],
    }


def _group(group: GroupSum) -> Sheet:
    sums = {"computed": group.computed, "cap": group.cap, "paid": group.paid}
    return {"group": group.group, **{name: f"{value:.2f}" for name, value in sums.items()}}


def _visible(published: Published, inputs: Inputs) -> Answers:
    form, facts = published.checklist.form, tuple(fact.key for fact in published.facts)
    shown = asked(form, facts, inputs.answers, inputs.profile, inputs.as_of)
    return {fact: value for fact, value in inputs.answers.items() if shown.get(fact) != "hidden"}
