"""Workbooks that come back: what they would change, and what was decided."""

import json
import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Key, Said, Sent
from assess.assessments.sheetchanges import Said as Stated
from assess.assessments.sheetuploads import Changes, Line
from assess.assessments.upload_models import FormUpload


class WorkbookOut(BaseModel):
    """A workbook that was uploaded."""

    id: uuid.UUID
    name: str
    sha256: str
    status: Literal["open", "applied", "discarded"]
    at: datetime


class StatedOut(BaseModel):
    """An answer with its note, or the reason of a claim; null is none."""

    value: Any
    note: str


class LineOut(BaseModel):
    """What one line would do: `key` is a fact, or `item:` and an item; `revision` is what stands there now."""

    key: str
    kind: Literal["changed", "removed", "conflict", "same"]
    said: StatedOut
    now: StatedOut
    revision: int
    place: str


class WrongOut(BaseModel):
    """A place of the workbook that cannot be read."""

    place: str
    message: Said


class ChangesOut(WorkbookOut):
    """What a workbook would change as things stand; `lines` and `wrong` are empty once it is settled."""

    lines: list[LineOut]
    wrong: list[WrongOut]
    untouched: int
    newer: int
    same: int


class AcceptIn(Sent):
    """Which lines to save; null saves every change that meets no conflict. `seen` are the revisions decided upon."""

    lines: Annotated[list[Key] | None, Field(max_length=5000)] = None
    seen: Annotated[dict[str, Annotated[int, Field(ge=0, lt=2**31)]], Field(max_length=5000, default_factory=dict)]


class AcceptedOut(BaseModel):
    """What was saved, by key, and how much was left as it is."""

    taken: list[str]
    left: int


def workbook_out(upload: FormUpload) -> WorkbookOut:
    """Write an upload down."""
    return WorkbookOut(id=upload.id, name=upload.name, sha256=upload.sha256, status=upload.status.value, at=upload.at)


def changes_out(found: Changes) -> ChangesOut:
    """Write what an upload would change down."""
    return ChangesOut(
        **workbook_out(found.upload).model_dump(),
        lines=[_line(line) for line in found.lines],
        wrong=[WrongOut(place=one.place, message=Said(zh=one.why.zh, en=one.why.en)) for one in found.wrong],
        untouched=found.untouched,
        newer=found.newer,
        same=found.same,
    )


def _line(line: Line) -> LineOut:
    return LineOut(
        key=line.key,
        kind=line.kind,
        said=_stated(line.key, line.edit.said),
        now=_stated(line.key, line.now.said),
        revision=line.now.revision,
        place=line.edit.place,
    )


def _stated(key: str, said: Stated) -> StatedOut:
    plain = said.value is None or key.startswith("item:")
    return StatedOut(value=said.value if plain else json.loads(said.value or "null"), note=said.note)
