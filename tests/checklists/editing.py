"""Versions of the small checklist of tests/data, changed in one place."""

import dataclasses
from collections.abc import Callable
from typing import Any

from assess.checklists.definition import Published
from assess.scoring.form import Form, Item
from assess.values.fact import Fact
from tests.factories.checklists import published


def numbered(base: Published, version: str) -> Published:
    """Give a document another number."""
    return dataclasses.replace(base, checklist=dataclasses.replace(base.checklist, version=version))


def with_form(base: Published, form: Form) -> Published:
    """Give a document another form."""
    return dataclasses.replace(base, checklist=dataclasses.replace(base.checklist, form=form))


def with_fact(key: str, base: Published | None = None, **fields: Any) -> Published:  # noqa: ANN401 - any field
    """Change fields of one question."""
    given = base or published()
    facts = tuple(dataclasses.replace(fact, **fields) if fact.key == key else fact for fact in given.facts)
    return dataclasses.replace(given, facts=facts)


def with_item(key: str, base: Published | None = None, **fields: Any) -> Published:  # noqa: ANN401 - any field
    """Change fields of one item."""
    return with_items(
        lambda item: dataclasses.replace(item, **fields) if item.key == key else item, base or published()
    )


def with_items(change: Callable[[Item], Item | None], base: Published) -> Published:
    """Change every item, or leave it out where the change gives none; questions nobody asks go as well."""
    sections = tuple(
        dataclasses.replace(
            section,
            groups=tuple(
                dataclasses.replace(group, items=tuple(made for item in group.items if (made := change(item))))
                for group in section.groups
            ),
        )
        for section in base.checklist.form.sections
    )
    return with_form(base, dataclasses.replace(base.checklist.form, sections=sections))


def without_facts(base: Published, *keys: str) -> Published:
    """Leave questions out."""
    return dataclasses.replace(base, facts=tuple(fact for fact in base.facts if fact.key not in keys))


def plus_facts(base: Published, *facts: Fact) -> Published:
    """Add questions."""
    return dataclasses.replace(base, facts=(*base.facts, *facts))
