"""The small checklist as another region's: the same questions and items under another measure."""

import dataclasses

from assess.checklists.definition import Audience, Published
from assess.values.text import Text
from tests.checklists.editing import with_items
from tests.factories.checklists import published

XUHUI = "310104"


def regional(
    key: str = "xuhui-2023",
    region: str = XUHUI,
    *,
    base: Published | None = None,
    audience: Audience = "enterprise",
    title: str = "徐汇区企业自评表",
) -> Published:
    """Give a document as one of another measure, its clauses cited under that name."""
    given = base or published()
    own = given.measure.key
    cited = with_items(
        lambda item: dataclasses.replace(
            item, clauses=tuple(clause.replace(f"{own}/", f"{key}/") for clause in item.clauses)
        ),
        given,
    )
    measure = dataclasses.replace(given.measure, key=key, region=region, short=Text(zh=title[:2], en=key.title()))
    checklist = dataclasses.replace(
        cited.checklist,
        measure=key,
        audience=audience,
        title=Text(zh=title, en=f"{key} checklist"),
        not_assessed=tuple(
            dataclasses.replace(one, clause=one.clause.replace(f"{own}/", f"{key}/"))
            for one in cited.checklist.not_assessed
        ),
    )
    return dataclasses.replace(cited, measure=measure, checklist=checklist)
