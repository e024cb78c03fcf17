"""Read a form back from a workbook: all answers, or a list of what is wrong cell by cell. Nothing is taken in part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from assess.assessments.answersfile import AnswersFile, from_tree
from assess.assessments.formbook import layout as lay
from assess.assessments.formbook import marks
from assess.assessments.formbook.cells import CellError, chosen, raw, text, ticked
from assess.assessments.formbook.questions import Reported, answer
from assess.assessments.formbook.words import WORDS
from assess.checklists.celltree import CellTree
from assess.checklists.definition import Published
from assess.checklists.problems import ContentError, Problem
from assess.checklists.tree import Node, Path
from assess.exchange import reading
from assess.exchange.reading import Found, ReadSheet
from assess.exchange.refusal import WorkbookError
from assess.values.step import Param, Step
from assess.values.text import Locale, Text

_INPUTS: Final = (4, 5, 7, 8)  # answer, total, not sure, note
_NOTE: Final = 8
_MOST_PROOFS: Final = 5_000


def read_form(data: bytes, published: Published, name: str) -> AnswersFile:
    """Read a workbook that `write_form` wrote and people have filled in.

    Args:
        data: The file.
        published: The checklist the workbook must belong to.
        name: How problems call the file.

    Raises:
        ContentError: With everything that is wrong, by sheet and cell.
    """
    try:
        sheets = reading.read(data)
    except WorkbookError as error:
        raise ContentError([Problem(name, 0, error.place, error.step.message, error.step.params)]) from error
    reader = _Reader(lay.layout(published), name)
    tree = reader.tree({sheet.text(1, 1): sheet for sheet in marks.marked(sheets, reader.told)})
    if reader.problems:
        raise ContentError(reader.problems)
    return from_tree(tree, published)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet that carry a mark: mark → row."""

    sheet: ReadSheet
    rows: Mapping[str, int]


class _Reader:
    """Reads sheet after sheet and collects what is wrong."""

    def __init__(self, form: lay.Layout, name: str) -> None:
        self._form = form
        self._name = name
        self._locale: Locale = "zh"
        self._places: dict[Path, str] = {}
        self.problems: list[Problem] = []

    def report(self, place: str, message: str, **params: Param) -> None:
        """Note a problem of a sheet or cell."""
        self.problems.append(Problem(self._name, 0, place, message, params))

    def told(self, place: str, step: Step) -> None:
        """Note a problem that is a step."""
        self.report(place, step.message, **step.params)

    def tree(self, sheets: Mapping[str, ReadSheet]) -> CellTree:
        """Put the sheets together into what a file of answers would hold."""
        data: dict[str, Node] = {"organisation": {}, "answers": {}, "items": {}}
        if self._same_form(sheets) and self._complete(sheets):
            data = {
                "organisation": self._organisation(sheets[f"{lay.MARK}:organisation"]),
                "answers": self._answers(sheets),
                "items": self._claims(sheets[f"{lay.MARK}:claims"]),
            }
            self._evidence(sheets[f"{lay.MARK}:evidence"], data["answers"])
        return CellTree(self._name, data, {}, self._places)

    def _same_form(self, sheets: Mapping[str, ReadSheet]) -> bool:
        about = sheets.get(f"{lay.MARK}:about")
        if about is None:
            self.report("", "workbook.wrong-kind", expected=WORDS["form"])
            return False
        given = f"{about.text(2, 1)} {about.text(3, 1)}"
        expected = f"{self._form.published.key} {self._form.published.checklist.version}"
        if given != expected:
            self.report(about.name, "workbook.other-checklist", given=given[:80], expected=expected)
        self._locale = "en" if about.text(5, 1) == "en" else "zh"
        return given == expected

    def _complete(self, sheets: Mapping[str, ReadSheet]) -> bool:
        names = self._form.names(self._locale)
        absent = [name for key, name in names.items() if f"{lay.MARK}:{key}" not in sheets]
        for name in absent:
            self.report("", "workbook.sheet-missing", name=name)
        return not absent

    def _cell(self, sheet: ReadSheet, row: int, column: int, read: Callable[..., Node], *rest: object) -> Node:
        """Read a cell; None where it is empty or wrong."""
        found = sheet.at(row, column)
        if found is None:
            return None
        try:
            return read(found, *rest)
        except CellError as error:
            self.report(sheet.place(row, column), error.step.message, **error.step.params)
            return None

    def _rows(self, sheet: ReadSheet, known: Mapping[str, str], inputs: tuple[int, ...]) -> _Rows:
        """Find the marked rows of a sheet."""
        return _Rows(sheet, marks.rows(sheet, known, inputs, self.told))

    def _organisation(self, sheet: ReadSheet) -> Node:
        roles = {lay.ROLE + role.key: role.title.to(self._locale) for role in self._form.published.roles}
        found = self._rows(sheet, {**{key: key for key in lay.FIELDS}, **roles}, (3,))
        made: dict[str, Node] = {"kind": self._form.published.checklist.audience}
        for key in ("name", "credit_code", "region"):
            value = self._cell(sheet, found.rows.get(key, 0), 3, text)
            made |= {key: value.strip()} if isinstance(value, str) else {}
        sizes = [(size, WORDS[size]) for size in lay.SIZES]
        size = self._cell(sheet, found.rows.get("size", 0), 3, chosen, sizes, self._locale)
        made |= {"size": size} if size else {}
        held = [mark for mark in roles if self._cell(sheet, found.rows.get(mark, 0), 3, ticked, self._locale)]
        made["roles"] = [mark.removeprefix(lay.ROLE) for mark in held]
        self._places |= {("organisation", key): sheet.place(row, 3) for key, row in found.rows.items()}
        self._places |= {("organisation", "roles", n): sheet.place(found.rows[mark], 3) for n, mark in enumerate(held)}
        for key in ("name", "region"):
            if key not in made and key in found.rows and not self._known(sheet.place(found.rows[key], 3)):
                title = Text(zh=WORDS[key].zh, en=WORDS[key].en)
                self.report(sheet.place(found.rows[key], 3), "workbook.cell-missing", name=title)
        return made

    def _known(self, place: str) -> bool:
        return any(problem.key == place for problem in self.problems)

    def _answers(self, sheets: Mapping[str, ReadSheet]) -> dict[str, Node]:
        made: dict[str, Node] = {}
        for part in self._form.parts:
            sheet = sheets[f"{lay.MARK}:section:{part.section.key}"]
            found = self._rows(sheet, dict(marks.of_part(part, self._locale)), _INPUTS)
            for question in part.questions():
                key = question.fact.key
                if key in found.rows:
                    table = sheets.get(f"{lay.MARK}:table:{key}")
                    value = self._value(question, found, table)
                    note = self._cell(sheet, found.rows[key], _NOTE, text)
                    self._places["answers", key] = sheet.place(found.rows[key], 4)
                    self._places["answers", key, "note"] = sheet.place(found.rows[key], _NOTE)
                    if value is not None or note is not None:
                        made[key] = {"value": value, **({"note": note} if note is not None else {})}
        return made

    def _value(self, question: lay.Question, found: _Rows, table: ReadSheet | None) -> Node:
        try:
            return answer(question.fact, found.sheet, found.rows, table, self._locale)
        except Reported as reported:
            for place, step in reported.steps:
                self.report(place, step.message, **step.params)
            return None

    def _claims(self, sheet: ReadSheet) -> Node:
        items = {item.key: item for item in self._form.published.checklist.form.items() if item.not_applicable}
        found = self._rows(sheet, {key: item.title.to(self._locale) for key, item in items.items()}, (3,))
        made: dict[str, Node] = {}
        for key, row in found.rows.items():
            self._places |= dict.fromkeys([("items", key), ("items", key, "not_applicable")], sheet.place(row, 3))
            reason = self._cell(sheet, row, 3, text)
            if isinstance(reason, str):
                made[key] = {"not_applicable": reason}
        return made

    def _evidence(self, sheet: ReadSheet, answers: Node) -> None:
        """Attach the proofs that were listed to the answers they belong to."""
        assert isinstance(answers, dict)  # noqa: S101 - _answers made it
        labels = [(one.fact.key, Text(zh=one.label("zh"), en=one.label("en"))) for one in self._form.questions.values()]
        kinds = [(kind.key, kind.title) for kind in self._form.published.kinds]
        for row in range(lay.FIRST_ROW, min(sheet.rows, _MOST_PROOFS) + 1):
            filled = [column for column in range(2, 6) if sheet.at(row, column) is not None]
            if filled:
                self._proof(sheet, row, (labels, kinds), answers)

    def _proof(
        self, sheet: ReadSheet, row: int, offered: tuple[lay.Options, lay.Options], answers: dict[str, Node]
    ) -> None:
        labels, kinds = offered
        fact = self._cell(sheet, row, 2, chosen, labels, self._locale)
        proof: dict[str, Node] = {
            "name": self._cell(sheet, row, 3, text),
            "kind": self._cell(sheet, row, 4, chosen, kinds, self._locale),
        }
        for column, key, value in ((2, "question", fact), (3, "file", proof["name"]), (4, "kind", proof["kind"])):
            if value is None and not self._known(sheet.place(row, column)):
                title = Text(zh=WORDS[key].zh, en=WORDS[key].en)
                self.report(sheet.place(row, column), "workbook.cell-missing", name=title)
        day = self._cell(sheet, row, 5, _day)
        if isinstance(fact, str):
            entry = answers.setdefault(fact, {"value": None})
            assert isinstance(entry, dict)  # noqa: S101 - answers hold mappings
            listed = entry.setdefault("evidence", [])
            assert isinstance(listed, list)  # noqa: S101 - made here
            place: Path = ("answers", fact, "evidence", len(listed))
            self._places |= {place: sheet.place(row, 2), (*place, "name"): sheet.place(row, 3)}
            self._places |= {(*place, "kind"): sheet.place(row, 4), (*place, "date"): sheet.place(row, 5)}
            listed.append(proof | ({"date": day} if day is not None else {}))


def _day(found: Found) -> str:
    return raw("date", found)
