"""A workbook that came back, compared with what it was written from."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy.orm import Session

from assess.assessments import sheetchanges as lines
from assess.assessments.formbook.origin import Claimed, fingerprint
from assess.assessments.formbook.returned import Given, Returned
from assess.assessments.queries import Loaded
from assess.assessments.sheetchanges import ITEM, Content, Edit, Said, Wrong
from assess.assessments.sheetpresent import NOTHING, Standing, before, present
from assess.values.text import Text
from assess.wording.sentences import tell

_MOST_WRONG: Final = 500


def compare(session: Session, loaded: Loaded, returned: Returned, fresh: str) -> Content:
    """Find what was changed in a workbook since it was written.

    Args:
        session: A session.
        loaded: The assessment as it stands.
        returned: What the workbook says.
        fresh: What the ids of new table rows begin with.
    """
    standing = present(session, loaded)
    revisions = {key: returned.origin.revisions.get(key, 0) for key in returned.answers}
    base = before(session, loaded.assessment.id, revisions, standing)
    edits: list[Edit] = []
    newer = 0
    for key, given in returned.answers.items():
        now = standing.get(key, NOTHING)
        value = lines.adopt(given.value, now.said.value, fresh)
        said, known = Said(value, given.note), base.get(key)
        if said != known:
            edits.append(_edit(key, said, known, given, revisions[key], now.revision))
        else:
            newer += now.said != said
    edits += _claims(returned, standing)
    wrong = [Wrong(one.place, Text(zh=tell(one.step, "zh"), en=tell(one.step, "en"))) for one in returned.faults]
    asked = len(returned.answers) + len(returned.claims)
    return Content(
        version=loaded.sha256, edits=edits, wrong=wrong[:_MOST_WRONG], untouched=asked - len(edits), newer=newer
    )


def _edit(key: str, said: Said, base: Said | None, given: Given, revision: int, seen: int) -> Edit:  # noqa: PLR0917 - the parts of one line
    return Edit(
        key=key,
        said=said,
        base=base,
        revision=revision,
        seen=seen,
        place=given.place,
        calculated=given.calculated,
    )


def _claims(returned: Returned, standing: Mapping[str, Standing]) -> Iterator[Edit]:
    for item, given in returned.claims.items():
        key = ITEM + item
        origin = returned.origin.claims.get(item, Claimed(0, fingerprint("")))
        now = standing.get(key, NOTHING)
        if fingerprint(given.value or "") != origin.print:
            base = now.said if now.revision == origin.revision else None
            yield _edit(key, Said(given.value), base, given, origin.revision, now.revision)
