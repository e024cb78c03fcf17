"""A programme's file: days, rates, caps, and the table its subsidy is computed from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from assess.checklists.lint.items import KEY, is_date
from assess.checklists.problems import Problem, problem
from assess.checklists.tree import Path, Tree
from assess.checklists.uses import condition_facts
from assess.programmes.definition import Capped, Programme
from assess.values.fact import Column, Fact

_COLUMNS = {"product": "choice", "amount": "money", "paid": "date"}


def programme(tree: Tree, found: Programme, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Check one programme against the question bank."""
    if not KEY.fullmatch(found.key):
        yield problem(tree, ("key",), "lint.key-form", name=found.key)
    days: dict[Path, str] = {("source", "read"): found.source.read, ("validity", "checked"): found.validity.checked}
    for place, day in days.items():
        if not is_date(day):
            yield problem(tree, place, "lint.not-date", value=day)
    yield from _conditions(tree, found, facts)
    yield from _amounts(tree, found)
    yield from _table(tree, found, facts)


def _conditions(tree: Tree, found: Programme, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    uses = [
        use
        for index, requirement in enumerate(found.requirements)
        for use in condition_facts(requirement.when, ("requirements", index, "when"))
    ]
    for index, paper in enumerate(found.papers):
        uses += condition_facts(paper.when, ("papers", index, "when"))
        uses += condition_facts(paper.held, ("papers", index, "held"))
    for path, fact in uses:
        if fact not in facts:
            yield problem(tree, path, "content.no-fact", name=fact)


def _amounts(tree: Tree, found: Programme) -> Iterator[Problem]:
    rates: list[tuple[Path, Decimal]] = [(("rate",), found.subsidy.rate)]
    rates += [(("readings", index, "rate"), reading.rate) for index, reading in enumerate(found.subsidy.readings)]
    for path, rate in rates:
        if not 0 < rate <= 1:
            yield problem(tree, ("subsidy", *path), "lint.out-of-range", limit="0 < rate ≤ 1")
    for index, group in enumerate(found.subsidy.groups):
        yield from _caps(tree, ("subsidy", "groups", index), group)
    for name in ("readings", "groups"):
        if not getattr(found.subsidy, name):
            yield problem(tree, ("subsidy", name), "lint.empty")


def _caps(tree: Tree, path: Path, group: Capped) -> Iterator[Problem]:
    if not 0 < group.cap <= group.uplifted_cap:
        yield problem(tree, (*path, "cap"), "lint.out-of-range", limit="0 < cap ≤ uplifted_cap")
    if group.narrow and not 0 < group.narrow.cap <= group.cap:
        yield problem(tree, (*path, "narrow", "cap"), "lint.out-of-range", limit="0 < narrow.cap ≤ cap")


def _table(tree: Tree, found: Programme, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    rule = found.subsidy
    fact = facts.get(rule.fact)
    if fact is None or fact.type != "table":
        message = "content.no-fact" if fact is None else "lint.not-table"
        yield problem(tree, ("subsidy", "fact"), message, name=rule.fact)
        return
    columns = {column.key: column for column in fact.columns}
    for name, kind in _COLUMNS.items():
        column = columns.get(getattr(rule, name))
        if column is None or column.type != kind:
            known = ", ".join(key for key, one in columns.items() if one.type == kind)
            yield problem(tree, ("subsidy", name), "lint.no-column", name=getattr(rule, name), known=known)
    yield from _tests(tree, found, columns)
    yield from _codes(tree, found, columns.get(rule.product))
    yield from _claims(tree, found, columns)


def _tests(tree: Tree, found: Programme, columns: Mapping[str, Column]) -> Iterator[Problem]:
    places: list[tuple[Path, str]] = [
        (("uplifts", index, "when", key), key) for index, one in enumerate(found.subsidy.uplifts) for key in one.when
    ]
    for index, group in enumerate(found.subsidy.groups):
        places += [
            (("groups", index, "narrow", "when", key), key) for key in (group.narrow.when if group.narrow else ())
        ]
    for path, key in places:
        if key not in columns:
            yield problem(tree, ("subsidy", *path), "lint.no-column", name=key, known=", ".join(columns))


def _codes(tree: Tree, found: Programme, column: Column | None) -> Iterator[Problem]:
    known = [option.value for option in column.options] if column else []
    for index, group in enumerate(found.subsidy.groups):
        for place, code in enumerate(group.products):
            if code not in known:
                path: Path = ("subsidy", "groups", index, "products", place)
                yield problem(tree, path, "lint.no-code", name=code, known=", ".join(known) or "-")


def _claims(tree: Tree, found: Programme, columns: Mapping[str, Column]) -> Iterator[Problem]:
    claims = found.subsidy.claims
    if claims is None:
        return
    path: Path = ("subsidy", "claims")
    column = columns.get(claims.column)
    if column is None or column.type != "choice":
        choices = ", ".join(key for key, one in columns.items() if one.type == "choice")
        yield problem(tree, (*path, "column"), "lint.no-column", name=claims.column, known=choices)
        return
    known = [option.value for option in column.options]
    for name in ("open", "refused"):
        for place, code in enumerate(getattr(claims, name)):
            if code not in known:
                yield problem(tree, (*path, name, place), "lint.no-code", name=code, known=", ".join(known))
