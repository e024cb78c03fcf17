"""What goes into an evidence bundle: every place where a file backs an answer, numbered in the order of the form."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments import snapshot
from assess.assessments.filetypes import clean_name
from assess.assessments.models import Evidence, Submission
from assess.assessments.queries import Filed, Loaded
from assess.assessments.workflow import EDITABLE
from assess.checklists.definition import Published
from assess.checklists.uses import item_facts
from assess.clock import to_local
from assess.scoring.form import Section
from assess.values.formats import date as written
from assess.values.model import Answers, Row
from assess.values.text import Locale
from assess.wording.sentences import say

_FOLDER: Final = 30
_STEM: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place where a file backs an answer. Who uploaded it is told to its own organisation only."""

    fact: str
    row_id: str | None
    kind: str
    name: str
    size: int
    sha256: str
    issued_on: date | None
    pages: str
    at: datetime | None
    by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the index; `again` says that the file is in the bundle under its number already."""

    use: Use
    number: int
    again: bool
    path: str
    section: str
    items: tuple[str, ...]
    question: str
    kind: str
    row: str

    @property
    def label(self) -> str:
        """Give the number as it is written: 007."""
        return f"{self.number:03}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle holds and what its index says at the top; `at` is when the last of it came in."""

    organisation: str
    checklist: str
    basis: str
    lines: tuple[Line, ...]
    at: datetime | None
    locale: Locale

    @property
    def files(self) -> tuple[Line, ...]:
        """Give the lines whose file goes in: each file once."""
        return tuple(line for line in self.lines if not line.again)


def of_assessment(session: Session, loaded: Loaded, locale: Locale) -> Bundle:
    """List what the latest submission rests on, or, while the form can be filled in, what is uploaded now.

    The caller has loaded the assessment for somebody who may download.
    """
    if loaded.submissions and loaded.assessment.status not in EDITABLE:
        found = session.get_one(Submission, loaded.submissions[-1].id)
        return of_submission(session, found, loaded.published, loaded.organisation_name or "", locale)
    uses = [_use(one) for one in loaded.evidence]
    lines = tuple(_lines(loaded.published, uses, loaded.values, locale))
    return Bundle(
        organisation=loaded.organisation_name or "",
        checklist=_title(loaded.published, locale),
        basis=say("bundle.draft", {}, locale),
        lines=lines,
        at=max((use.at for use in uses if use.at), default=None),
        locale=locale,
    )


def of_submission(
    session: Session,
    submission: Submission,
    published: Published,
    organisation: str,
    locale: Locale,
    *,
    names: bool = True,
) -> Bundle:
    """List what a submission rests on, as it was frozen.

    Args:
        session: A reading session.
        submission: Which one; the caller has checked who is asking.
        published: The document it was made on.
        organisation: Whose it is.
        locale: The language of the index.
        names: Whether the index says who uploaded what.
    """
    content = json.loads(submission.snapshot)
    came = _came_in(session, [uuid.UUID(one["id"]) for one in content["evidence"]], names=names)
    uses = [_frozen(one, *came.get(one["id"], (None, None))) for one in content["evidence"]]
    answers = snapshot.inputs(published, content, submission.as_of).answers
    day = written(to_local(submission.at).date(), locale)
    return Bundle(
        organisation=organisation,
        checklist=_title(published, locale),
        basis=say("bundle.submission", {"reference": submission.reference, "day": day}, locale),
        lines=tuple(_lines(published, uses, answers, locale)),
        at=submission.at,
        locale=locale,
    )


def _title(published: Published, locale: Locale) -> str:
    return f"{published.checklist.title.to(locale)} {published.checklist.version}"


def _use(filed: Filed) -> Use:
    return Use(
        fact=filed.fact,
        row_id=filed.row_id,
        kind=filed.kind,
        name=filed.name,
        size=filed.size,
        sha256=filed.sha256,
        issued_on=filed.issued_on,
        pages=filed.pages,
        at=filed.at,
        by_name=filed.by_name,
    )


def _frozen(filed: Mapping[str, Any], at: datetime | None, by_name: str | None) -> Use:
    return Use(
        fact=filed["fact"],
        row_id=filed["row_id"],
        kind=filed["kind"],
        name=filed["name"],
        size=filed["size"],
        sha256=filed["sha256"],
        issued_on=date.fromisoformat(filed["issued_on"]) if filed["issued_on"] else None,
        pages=filed.get("pages", ""),
        at=at,
        by_name=by_name,
    )


def _came_in(
    session: Session, ids: Iterable[uuid.UUID], *, names: bool
) -> dict[str, tuple[datetime | None, str | None]]:
    """Say of files when they came in, and through whom; nothing of those that were erased."""
    rows = session.execute(
        select(Evidence.id, Evidence.at, Account.name)
        .outerjoin(Account, Account.id == Evidence.by)
        .where(Evidence.id.in_(list(ids)))
    )
    return {str(id_): (at, name if names else None) for id_, at, name in rows}


def _lines(published: Published, uses: Iterable[Use], answers: Answers, locale: Locale) -> Iterator[Line]:
    """Give the files numbers in the order in which the form asks; the same file has the same one everywhere."""
    order = {fact.key: place for place, fact in enumerate(published.facts)}
    places = _places(published)
    kinds = {kind.key: kind.title.to(locale) for kind in published.kinds}
    first: dict[str, tuple[int, str]] = {}
    for use in sorted((use for use in uses if use.fact in order), key=lambda use: order[use.fact]):
        number, section = places[use.fact]
        again = use.sha256 in first
        if not again:
            mine = len(first) + 1
            first[use.sha256] = mine, f"{_folder(number, section, locale)}/{mine:03}-{short(use.name)}"
        yield Line(
            use=use,
            number=first[use.sha256][0],
            again=again,
            path=first[use.sha256][1],
            section=section.title.to(locale),
            items=_items(published, use.fact, locale),
            question=published.fact(use.fact).wording.to(locale),
            kind=kinds.get(use.kind, use.kind),
            row=_row(answers, use, locale),
        )


def _places(published: Published) -> dict[str, tuple[int, Section]]:
    """Say in which section each fact is asked first."""
    found: dict[str, tuple[int, Section]] = {}
    for number, section in enumerate(published.checklist.form.sections, 1):
        for item in section.items():
            for _path, fact in item_facts(item):
                found.setdefault(fact, (number, section))
    return found


def _items(published: Published, fact: str, locale: Locale) -> tuple[str, ...]:
    """Name the items that read a fact, with their numbers."""
    return tuple(
        f"{s}.{g}.{i} {item.title.to(locale)}"
        for s, section in enumerate(published.checklist.form.sections, 1)
        for g, group in enumerate(section.groups, 1)
        for i, item in enumerate(group.items, 1)
        if fact in item.reads
    )


def _row(answers: Answers, use: Use, locale: Locale) -> str:
    """Say to which row of a table a file belongs; nothing where it is the whole answer's."""
    value = answers.get(use.fact)
    rows = [row.id for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []
    if use.row_id not in rows:
        return ""
    return say("bundle.row-number", {"number": str(rows.index(use.row_id) + 1)}, locale)


def _folder(number: int, section: Section, locale: Locale) -> str:
    title = clean_name(section.title.to(locale).replace("/", "-").replace("\\", "-").replace(".", " "))
    return f"{number:02}-{title[:_FOLDER].strip()}"


def short(name: str) -> str:
    """Give a file name no system stumbles over: what it is called, cut where it is long, and how it ends."""
    stem, dot, ending = clean_name(name).rpartition(".")
    return f"{stem[:_STEM].rstrip('. ')}{dot}{ending[:_STEM]}"
