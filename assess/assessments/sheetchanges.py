"""What a workbook that came back would change (pure): each line against its base and against what stands there now.

The base is what stood there when the workbook was downloaded. Who did not touch a cell changes nothing by it, whatever
others have answered since; who did, and finds another answer than the base, meets a conflict.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from assess.values.text import Text

FORMAT: Final = 1
ITEM: Final = "item:"
"""What the key of a claim's line begins with; all other lines are answers, named by their fact."""
Kind = Literal["changed", "removed", "conflict", "same"]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its note, or the reason of a claim: canonical JSON, or None where there is none."""

    value: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A line that somebody changed in the workbook.

    `base` is what it was changed from (None: nobody knows any more), `revision` that of the base, `seen` the one that
    was present when the workbook was uploaded.
    """

    key: str
    said: Said
    base: Said | None
    revision: int
    seen: int
    place: str
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sheet or cell that could not be understood, and why."""

    place: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is kept of a workbook until somebody decides: what was changed and what was wrong.

    `version` is the hash of the checklist version it was read against. `untouched` counts the questions nobody changed
    in it, `newer` those of them that were changed elsewhere meanwhile.
    """

    version: str

    edits: Sequence[Edit]
    wrong: Sequence[Wrong]
    untouched: int
    newer: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an upload, in numbers: all that is kept once it is settled."""

    accepted: int = 0
    left: int = 0
    wrong: int = 0
    untouched: int = 0


def judge(edit: Edit, now: Said, revision: int) -> Kind:
    """Say what a line would do to what stands there now."""
    if edit.said == now:
        return "same"
    if revision != edit.revision and now != edit.base:
        return "conflict"
    return "removed" if edit.said.value is None and now.value is not None else "changed"


def adopt(value: str | None, now: str | None, fresh: str) -> str | None:
    """Give the new rows of a table the ids of the same rows that are there already, such as from an earlier upload.

    Args:
        value: The table as the workbook has it.
        now: The table as it stands.
        fresh: What the ids of new rows begin with.
    """
    if value is None or now is None or f'"{fresh}-' not in value:
        return value
    rows, there = json.loads(value), json.loads(now)
    if not (isinstance(rows, list) and isinstance(there, list)):
        return value
    used = {row["id"] for row in rows}
    for row in rows:
        alike = [one["id"] for one in there if _bare(one) == _bare(row) and one["id"] not in used]
        if row["id"].startswith(f"{fresh}-") and alike:
            row["id"] = alike[0]
            used.add(alike[0])
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _bare(row: Mapping[str, object]) -> dict[str, object]:
    return {key: cell for key, cell in row.items() if key != "id"}


def parsed(value: str) -> object:
    """Give an answer in the raw shape that saving takes."""
    made: object = json.loads(value)
    return made


def dump(content: Content) -> str:
    """Write what is kept."""
    return json.dumps({"format": FORMAT, **asdict(content)}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Content:
    """Read what `dump` wrote."""
    data = json.loads(text)
    return Content(
        version=data["version"],
        edits=[_edit(one) for one in data["edits"]],
        wrong=[Wrong(one["place"], Text(**one["why"])) for one in data["wrong"]],
        untouched=data["untouched"],
        newer=data["newer"],
    )


def _edit(data: dict[str, object]) -> Edit:
    edit = Edit(**data)  # type: ignore[arg-type]  # as `asdict` wrote it, its two parts aside
    base = edit.base
    return replace(edit, said=Said(**edit.said), base=None if base is None else Said(**base))  # type: ignore[arg-type]  # likewise


def dump_outcome(outcome: Outcome) -> str:
    """Write what is left of a settled upload."""
    return json.dumps({"format": FORMAT, **asdict(outcome)}, separators=(",", ":"))


def load_outcome(text: str) -> Outcome:
    """Read what is left of a settled upload."""
    data = json.loads(text)
    return Outcome(**{key: data[key] for key in Outcome.__dataclass_fields__})
