"""Read a workbook of an assessment back: what every question says now, and what could not be understood.

A wrong cell is told and leaves its question out; the others go on. Whole files are refused only where they are none of
this assessment's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assess.assessments import stored
from assess.assessments.formbook import layout as lay
from assess.assessments.formbook import marks
from assess.assessments.formbook import origin as origins
from assess.assessments.formbook.cells import CellError, text
from assess.assessments.formbook.origin import Origin
from assess.assessments.formbook.questions import Reported, answer
from assess.checklists.definition import Published
from assess.checklists.tree import Node
from assess.exchange import reading
from assess.exchange.reading import ReadSheet
from assess.exchange.refusal import WorkbookError
from assess.values.fact import Option
from assess.values.parse import parse
from assess.values.step import Step
from assess.values.text import Locale

_INPUTS: Final = (4, 5, 7, 8)
_ANSWER: Final = 4
_NOTE: Final = 8
_REASON: Final = 3


@dataclass(frozen=True, slots=True)
class Given:
    """What a question or a claim says: canonical JSON of the answer (a claim's reason), the note, and where it stands.

    `calculated` says that a formula stands there; its result was read.
    """

    value: str | None
    note: str
    place: str
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A sheet or cell with what is wrong there."""

    place: str
    step: Step


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back. Questions with a fault are among the faults only."""

    origin: Origin
    answers: Mapping[str, Given]
    claims: Mapping[str, Given]
    faults: Sequence[Fault]


def read_returned(data: bytes, published: Published, *, assessment: str, sha256: str, fresh: str) -> Returned:
    """Read a workbook that was downloaded from an assessment.

    Args:
        data: The file.
        published: The assessment's checklist.
        assessment: Its id.
        sha256: The hash of the checklist version it is on.
        fresh: What the ids of new table rows begin with; no row has such an id yet.

    Raises:
        WorkbookError: It cannot be read, or belongs elsewhere.
    """
    faults: list[Fault] = []
    reader = _Reader(lay.layout(published), faults, fresh)
    sheets = {sheet.text(1, 1): sheet for sheet in marks.marked(reading.read(data), reader.report)}
    origin = _origin(sheets, assessment, sha256)
    reader.locale = "en" if sheets[f"{lay.MARK}:about"].text(5, 1) == "en" else "zh"
    answers = {key: given for part in reader.form.parts for key, given in reader.part(part, sheets)}
    return Returned(origin, answers, dict(reader.claims(sheets)), faults)


def _origin(sheets: Mapping[str, ReadSheet], assessment: str, sha256: str) -> Origin:
    if origins.MARK not in sheets or f"{lay.MARK}:about" not in sheets:
        raise WorkbookError("sheet.no-origin")
    found = origins.read(sheets[origins.MARK])
    if found.assessment != assessment:
        raise WorkbookError("sheet.other-assessment")
    if found.sha256 != sha256:
        raise WorkbookError("sheet.other-version")
    return found


class _Reader:
    """Reads section after section and collects what is wrong."""

    def __init__(self, form: lay.Layout, faults: list[Fault], fresh: str) -> None:
        self.form = form
        self.faults = faults
        self.fresh = fresh
        self.locale: Locale = "zh"

    def report(self, place: str, step: Step) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(place, step))

    def _sheet(self, sheets: Mapping[str, ReadSheet], key: str) -> ReadSheet | None:
        found = sheets.get(f"{lay.MARK}:{key}")
        if found is None:
            self.report("", Step("workbook.sheet-missing", {"name": self.form.names(self.locale)[key]}))
        return found

    def part(self, part: lay.Part, sheets: Mapping[str, ReadSheet]) -> Iterator[tuple[str, Given]]:
        """Read the questions of a section."""
        sheet = self._sheet(sheets, f"section:{part.section.key}")
        if sheet is None:
            return
        rows = marks.rows(sheet, dict(marks.of_part(part, self.locale)), _INPUTS, self.report)
        for question in part.questions():
            fact = question.fact
            whole = all(lay.option_mark(fact, option) in rows for option in _listed(question))
            table = self._sheet(sheets, f"table:{fact.key}") if fact.type == "table" else None
            if fact.key in rows and whole and (table is not None or fact.type != "table"):
                given = self._given(question, sheet, rows, table)
                if given is not None:
                    yield fact.key, given

    def _given(
        self, question: lay.Question, sheet: ReadSheet, rows: Mapping[str, int], table: ReadSheet | None
    ) -> Given | None:
        fact, row = question.fact, rows[question.fact.key]
        known = len(self.faults)
        value: str | None = None
        try:
            raw = answer(fact, sheet, rows, table, self.locale)
            value = None if stored.is_empty(raw) else stored.to_text(parse(fact, self._named(raw)))
        except Reported as reported:
            self.faults += [Fault(place, step) for place, step in reported.steps]
        note = self._text(sheet, row, _NOTE)
        if len(self.faults) > known:
            return None
        calculated = any((row, column) in sheet.formulas for column in _INPUTS) or bool(table and table.formulas)
        return Given(value, note, sheet.place(row, _ANSWER), calculated)

    def _named(self, raw: Node) -> Node:
        """Give new rows of a table ids that no other row ever had: evidence hangs on them."""
        if not isinstance(raw, list):
            return raw
        return [
            {**row, "id": f"{self.fresh}-{number}"} if isinstance(row, dict) and "id" not in row else row
            for number, row in enumerate(raw, 1)
        ]

    def _text(self, sheet: ReadSheet, row: int, column: int) -> str:
        found = sheet.at(row, column)
        try:
            return "" if found is None else text(found).strip()
        except CellError as error:
            self.report(sheet.place(row, column), error.step)
            return ""

    def claims(self, sheets: Mapping[str, ReadSheet]) -> Iterator[tuple[str, Given]]:
        """Read the claims that an item does not apply."""
        sheet = self._sheet(sheets, "claims")
        if sheet is None:
            return
        items = {item.key: item for item in self.form.published.checklist.form.items() if item.not_applicable}
        rows = marks.rows(
            sheet, {key: one.title.to(self.locale) for key, one in items.items()}, (_REASON,), self.report
        )
        for key, row in rows.items():
            known = len(self.faults)
            reason = self._text(sheet, row, _REASON)
            if len(self.faults) == known:
                yield key, Given(reason or None, "", sheet.place(row, _REASON), (row, _REASON) in sheet.formulas)


def _listed(question: lay.Question) -> Sequence[Option]:
    return question.fact.options if question.fact.type == "choices" else ()
