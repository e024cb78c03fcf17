"""Imports of published lists in words: their states, their rows, and what is wrong with them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from assess.checklists.lists import ListKind
from assess.exchange import csvfile
from assess.jobs.models import Job, JobStatus
from assess.listings.columns import FIELDS, REQUIRED
from assess.listings.models import Listing, ListingImport, Outcome, State
from assess.listings.queries import Compared
from assess.values.text import Locale
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.wording.formats import date as day
from assess.wording.sentences import say

STATES: Final[Mapping[State, tuple[str, str]]] = {
    State.READING: (marked("正在读取和比对"), "going"),
    State.READY: (marked("等待确认"), "warn"),
    State.UNUSABLE: (marked("文件不能用"), "blocked"),
    State.APPLYING: (marked("正在生效"), "going"),
    State.APPLIED: (marked("已生效"), "done"),
    State.DISCARDING: (marked("正在清除"), "going"),
    State.DISCARDED: (marked("已放弃"), "neutral"),
    State.UNDOING: (marked("正在撤销"), "going"),
    State.UNDONE: (marked("已撤销"), "neutral"),
}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.CONFLICT: marked("有问题，不导入"),
    Outcome.NEW: marked("新增"),
    Outcome.CHANGED: marked("有变化"),
    Outcome.UNCHANGED: marked("没有变化"),
}
WORKING: Final = frozenset({State.READING, State.APPLYING, State.DISCARDING, State.UNDOING})
REFUSED: Final = (
    "compare-again",
    "busy",
    "not-ready",
    "not-applied",
    "nothing-to-apply",
    "undo-later",
    "not-stuck",
)
_LIST_SEPARATOR: Final = ","


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the job is; `total` is 0 where nobody knows. `stuck` says that it was given up."""

    done: int
    total: int
    stuck: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an import: its cells by field, what they were before, and what is wrong."""

    number: int
    cells: Mapping[str, str]
    before: Mapping[str, str]
    problems: tuple[str, ...]


def progress(job: Job | None) -> Progress:
    """Say how far the work on an import is."""
    if job is None:
        return Progress(0, 0, stuck=False)
    return Progress(job.done, job.total if job.total > 1 else 0, stuck=job.status is JobStatus.FAILED)


def refusal(found: ListingImport, locale: Locale) -> str:
    """Say why a file cannot be used."""
    if found.refusal is None:
        return ""
    params = dict(found.refusal["params"])
    if "missing" in params:
        fields = str(params["missing"]).split(_LIST_SEPARATOR)
        params["missing"] = _("、").join(field_name(field, locale) for field in fields)
    return say(found.refusal["message"], params, locale)


def field_name(field: str, locale: Locale) -> str:
    """Name a column."""
    return say(f"listings.field.{field}", {}, locale)


def columns(found: ListingImport, locale: Locale) -> list[tuple[str, str, bool]]:
    """Say of every field which column of the file it was read from, and whether it has to be there."""
    return [(field_name(field, locale), found.columns.get(field, ""), field in REQUIRED) for field in FIELDS]


def titles(lists: Iterable[ListKind], locale: Locale) -> Mapping[str, str]:
    """Give the titles of lists by their keys."""
    return {kind.key: kind.title.to(locale) for kind in lists}


def lines(rows: Iterable[Compared], named: Mapping[str, str], locale: Locale) -> list[Line]:
    """Put rows into words."""
    return [_line(one.row, one.before, named, locale) for one in rows]


def _line(row: Listing, before: Listing | None, named: Mapping[str, str], locale: Locale) -> Line:
    cells, earlier = _cells(row, named, locale), _cells(before, named, locale) if before else {}
    return Line(
        number=row.number,
        cells=cells,
        before={field: text for field, text in earlier.items() if field != "name" and text != cells.get(field, "")},
        problems=problems(row, locale),
    )


def _cells(row: Listing, named: Mapping[str, str], locale: Locale) -> dict[str, str]:
    if row.given is not None:
        given: dict[str, str] = json.loads(row.given)
        return {field: given.get(field, "") for field in FIELDS}
    return {
        "credit_code": row.credit_code,
        "name": row.name,
        "list": named.get(row.list, row.list),
        "authority": row.authority,
        "reason": row.reason,
        "listed_on": _day(row.listed_on, locale),
        "removed_on": _day(row.removed_on, locale),
        "source": row.source,
    }


def _day(value: date | None, locale: Locale) -> str:
    return day(value, locale) if value else ""


def problems(row: Listing, locale: Locale) -> tuple[str, ...]:
    """Say what is wrong with a row."""
    found = (row.problems or "").split(_LIST_SEPARATOR)
    return tuple(say(f"listings.row.{one}", {"twin": row.twin or 0}, locale) for one in found if one)


def table(rows: Iterable[Listing], named: Mapping[str, str], locale: Locale) -> Iterator[bytes]:
    """Write rows as a CSV file, piece by piece, with what is wrong with each; no cell is a formula."""
    yield "\ufeff".encode()
    yield csvfile.line([_("行号"), *(field_name(field, locale) for field in FIELDS), _("问题说明")])
    for row in rows:
        yield csvfile.line(_record(row, named, locale))


def _record(row: Listing, named: Mapping[str, str], locale: Locale) -> Sequence[str]:
    cells = _cells(row, named, locale)
    if row.given is None:
        cells |= {name: value.isoformat() if value else "" for name, value in _days(row)}
    return [str(row.number), *(cells[field] for field in FIELDS), _("；").join(problems(row, locale))]


def _days(row: Listing) -> tuple[tuple[str, date | None], ...]:
    return (("listed_on", row.listed_on), ("removed_on", row.removed_on))
