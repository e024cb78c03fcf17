"""What an item cites, is and demands."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.tree import Path
from assess.checklists.uses import condition_facts, placed_items, rule_facts
from assess.scoring.form import EvidenceRule, Item, Veto

KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def items(resolved: Resolved) -> Iterator[Problem]:
    """Check every item by itself."""
    for path, item in placed_items(resolved.form):
        yield from _identity(resolved, path, item)
        yield from _nature(resolved, path, item)
        yield from _reads(resolved, path, item)
        yield from _evidence(resolved, path, item)
        yield from _veto(resolved, path, item.veto)


def _identity(resolved: Resolved, path: Path, item: Item) -> Iterator[Problem]:
    if not KEY.fullmatch(item.key):
        yield resolved.problem((*path, "key"), "lint.key-form", name=item.key)
    if item.revision < 1:
        yield resolved.problem((*path, "revision"), "lint.out-of-range", limit="revision ≥ 1")
    if item.deadline is not None and not is_date(item.deadline):
        yield resolved.problem((*path, "deadline"), "lint.not-date", value=item.deadline)
    themes = {theme.key for theme in resolved.library.themes}
    for index, theme in enumerate(item.themes):
        if theme not in themes:
            yield resolved.problem((*path, "themes", index), "lint.no-theme", name=theme)
    if item.programme is not None and item.programme not in resolved.library.programmes:
        yield resolved.problem((*path, "programme"), "lint.no-programme", name=item.programme)


def _nature(resolved: Resolved, path: Path, item: Item) -> Iterator[Problem]:
    if item.purpose == "duty" and item.strength != "mandatory":
        yield resolved.problem((*path, "strength"), "lint.duty-not-mandatory", found=item.strength)
    if item.bonus and item.deduction:
        yield resolved.problem((*path, "deduction"), "lint.bonus-and-deduction")
    if item.veto and item.purpose != "duty":
        yield resolved.problem((*path, "veto"), "lint.veto-not-duty")


def _reads(resolved: Resolved, path: Path, item: Item) -> Iterator[Problem]:
    for index, fact in enumerate(item.reads):
        if fact in item.reads[:index]:
            yield resolved.problem((*path, "reads", index), "lint.key-twice", name=fact)
    veto = condition_facts(item.veto.when, ("veto", "when")) if item.veto else ()
    for place, fact in (*((("rule", *inner), fact) for inner, fact in rule_facts(item.rule)), *veto):
        if fact not in item.reads:
            yield resolved.problem((*path, *place), "lint.fact-not-read", name=fact)


def _evidence(resolved: Resolved, path: Path, item: Item) -> Iterator[Problem]:
    rule = item.evidence
    if rule is None:
        return
    yield from _evidence_limits(resolved, (*path, "evidence"), rule)
    accepted = {kind for fact in item.reads for kind in resolved.fact(fact).evidence}
    for index, kind in enumerate(rule.kinds):
        if kind not in accepted:
            yield resolved.problem((*path, "evidence", "kinds", index), "lint.evidence-unreachable", name=kind)


def _evidence_limits(resolved: Resolved, path: Path, rule: EvidenceRule) -> Iterator[Problem]:
    if not rule.kinds:
        yield resolved.problem((*path, "kinds"), "lint.empty")
    if rule.min_count < 1:
        yield resolved.problem((*path, "min_count"), "lint.out-of-range", limit="min_count ≥ 1")
    if rule.within_days is not None and rule.within_days < 1:
        yield resolved.problem((*path, "within_days"), "lint.out-of-range", limit="within_days ≥ 1")


def _veto(resolved: Resolved, path: Path, veto: Veto | None) -> Iterator[Problem]:
    if veto is None:
        return
    grades = [band.grade for band in resolved.form.duty.bands]
    if veto.effect == "grade" and veto.grade not in grades:
        listed = ", ".join(grades) or "-"
        yield resolved.problem((*path, "veto", "grade"), "lint.veto-grade", name=veto.grade or "-", known=listed)
    if veto.effect != "grade" and veto.grade is not None:
        yield resolved.problem((*path, "veto", "grade"), "lint.veto-grade-unused", effect=veto.effect)


def is_date(value: str) -> bool:
    """Say whether this is a day written YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
