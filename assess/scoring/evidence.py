"""The supported column: without its required proof an item earns nothing and stays applicable (DESIGN §5.6)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.scoring.closing import CLOSINGS, close, floor_of, outcome_of
from assess.scoring.form import EvidenceRule, Item
from assess.scoring.plan import PreparedItem
from assess.scoring.result import ItemResult
from assess.scoring.rounding import ZERO
from assess.scoring.ruling import Trace
from assess.values.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of proof at an answer.

    `file` tells files apart (a hash or a name): one file at two facts of an item counts once. `issued_on` is the day
    the paper bears; None where nobody said.
    """

    fact: str
    kind: str
    file: str
    issued_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The files found for a rule: valid ones, those of another kind, those too old, later than the day or undated."""

    valid: int
    other_kind: int
    out_of_date: int


Filed = Mapping[str, Sequence[Evidence]]


def by_fact(evidence: Iterable[Evidence]) -> Filed:
    """Put evidence beside the facts it is for."""
    found: dict[str, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.fact, []).append(one)
    return found


def tally(rule: EvidenceRule, facts: Iterable[str], filed: Filed, as_of: dt.date) -> Tally:
    """Count what the facts of an item offer for its evidence rule.

    Args:
        rule: What proof the item wants.
        facts: The facts the item reads.
        filed: The evidence at every fact.
        as_of: The day `within_days` is counted back from; that day itself counts.
    """
    states: dict[str, str] = {}
    for one in _at(facts, filed):
        state = _state(rule, one, as_of)
        if states.get(one.file) != "valid":
            states[one.file] = state
    found = list(states.values())
    return Tally(found.count("valid"), found.count("kind"), found.count("date"))


def _at(facts: Iterable[str], filed: Filed) -> Iterator[Evidence]:
    for fact in facts:
        yield from filed.get(fact, ())


def _state(rule: EvidenceRule, one: Evidence, as_of: dt.date) -> str:
    if rule.kinds and one.kind not in rule.kinds:
        return "kind"
    if rule.within_days is None:
        return "valid"
    dated = one.issued_on is not None and 0 <= (as_of - one.issued_on).days <= rule.within_days
    return "valid" if dated else "date"


def supported(prepared: PreparedItem, scored: ItemResult, filed: Filed, as_of: dt.date, *, trace: bool) -> ItemResult:
    """Score an item by what is proved.

    What the answers leave open stays open: nobody can prove what nobody has said. A deduction item without its proof
    takes off all of its points, for its rule earns nothing.

    Args:
        prepared: The item.
        scored: Its result by the answers alone.
        filed: The evidence at every fact.
        as_of: The day the evidence is judged on.
        trace: Whether to write down why.

    Returns:
        The very same result where no required proof is missing, or where there is nothing to prove.
    """
    rule, least = prepared.proof, floor_of(prepared.item)
    if rule is None or not scored.counted or (scored.earned == least and not scored.bonus):
        return scored
    found = tally(rule, prepared.facts, filed, as_of)
    if found.valid >= rule.min_count:
        return scored
    high = scored.high if scored.unknown else least
    unmet = _unmet(rule, found, least)
    return dataclasses.replace(
        scored,
        earned=least,
        high=high,
        outcome=outcome_of(prepared.item, least, high, unknown=scored.unknown),
        bonus=ZERO,
        bonus_high=scored.bonus_high if scored.unknown else ZERO,
        trace=_trace(prepared.item, scored, unmet, least, high) if trace else (),
    )


def _unmet(rule: EvidenceRule, found: Tally, earned: Decimal) -> Step:
    counts = {"valid": found.valid, "other_kind": found.other_kind, "out_of_date": found.out_of_date}
    return Step("evidence.unmet", {"wanted": rule.min_count, **counts, "earned": earned})


def _trace(item: Item, scored: ItemResult, unmet: Step, low: Decimal, high: Decimal) -> tuple[Step, ...]:
    """Put what is missing in the place of how the item ended."""
    log = Trace()
    close(item, low, high, log.note)
    return (*(step for step in scored.trace if step.message not in CLOSINGS), unmet, *log.steps)
