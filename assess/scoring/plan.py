"""A form prepared for scoring: its conditions and rules turned into functions once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from assess.conditions.evaluate import Predicate, facts_of
from assess.conditions.evaluate import prepare as prepare_condition
from assess.conditions.gates import Gate
from assess.conditions.gates import gate as prepare_gate
from assess.scoring.border import Expected, expected
from assess.scoring.form import EvidenceRule, Form, Item, Veto
from assess.scoring.kinds.prepare import prepare as prepare_rule
from assess.scoring.reads import read_by
from assess.scoring.rounding import ONE
from assess.scoring.ruling import Apply
from assess.values.step import FactRef

_FORMS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class PreparedVeto:
    """An item's veto with its condition as a function."""

    veto: Veto
    fires: Predicate


@dataclass(frozen=True, slots=True)
class PreparedItem:
    """An item with its gate, rule and veto as functions.

    `worth` stands in for the points of an item worth 0; `facts` are those whose evidence the item sees, `proof` its
    evidence rule where it is required.
    """

    item: Item
    gate: Gate | None
    gate_facts: tuple[FactRef, ...]
    worth: Decimal
    apply: Apply
    veto: PreparedVeto | None
    facts: tuple[str, ...]
    proof: EvidenceRule | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A prepared form; `sections` holds each section's items, `expected` what its facts' answers must be."""

    form: Form
    expected: Mapping[str, Expected]
    sections: tuple[tuple[str, tuple[PreparedItem, ...]], ...]


class _Same:
    """Holds a form and compares by identity: forms contain mappings, so they have no hash."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.form is self.form

    def __hash__(self) -> int:
        return id(self.form)


def plan(form: Form) -> Plan:
    """Prepare a form; the same form object is prepared once."""
    return _kept(_Same(form))


@lru_cache(maxsize=_FORMS_KEPT)
def _kept(same: _Same) -> Plan:
    form = same.form
    return Plan(
        form, expected(form), tuple((section.key, tuple(map(_item, section.items()))) for section in form.sections)
    )


def _item(item: Item) -> PreparedItem:
    gate, worth = item.applies_if, item.points or ONE
    return PreparedItem(
        item=item,
        gate=None if gate is None else prepare_gate(gate),
        gate_facts=() if gate is None else tuple(map(FactRef, facts_of(gate))),
        worth=worth,
        apply=prepare_rule(item.rule, worth),
        veto=None if item.veto is None else PreparedVeto(item.veto, prepare_condition(item.veto.when)),
        facts=read_by(item),
        proof=item.evidence if item.evidence is not None and item.evidence.required else None,
    )
