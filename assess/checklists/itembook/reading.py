"""Read a checklist back from a workbook: all of it, or a list of what is wrong by sheet, row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from assess.checklists.celltree import CellTree
from assess.checklists.definition import Checklist, NotAssessed
from assess.checklists.itembook import sheets
from assess.checklists.itembook.columns import Column, missing, required_parts
from assess.checklists.itembook.sheets import SheetKind, heading
from assess.checklists.itembook.spelling import CellError, put, read
from assess.checklists.loader import validate
from assess.checklists.problems import ContentError, Problem
from assess.checklists.tree import Node, Path
from assess.exchange import reading
from assess.exchange.reading import Found, ReadSheet
from assess.exchange.refusal import WorkbookError
from assess.scoring.form import GradeBand, Group, Item, Section
from assess.values.step import Param
from assess.values.text import Text

_FIRST_ROW: Final = 3  # below the marks and the headings
_MOST_YAML: Final = 2 * 1024 * 1024  # as much as a file may hold
_MOST_RECORDS: Final = 5_000
_EXPECTED: Final = Text(zh="自评表工作簿", en="a checklist workbook")
_CLASSES: Final[Mapping[str, type]] = {
    "checklist": Checklist,
    "items": Item,
    "sections": Section,
    "groups": Group,
    "bands": GradeBand,
    "prepare": Text,
    "not_assessed": NotAssessed,
}


@dataclass(slots=True)
class _Row:
    """One record as it was read: where it stands, what places it, what it holds."""

    place: str
    marks: dict[str, str]
    data: dict[str, Node]
    cells: dict[Path, str] = field(default_factory=dict)


def read_items(raw: bytes, name: str) -> Checklist:
    """Read a workbook that `write_items` wrote and people have changed.

    Args:
        raw: The file.
        name: How problems call it.

    Raises:
        ContentError: With everything that is wrong; nothing is taken over then.
    """
    try:
        found = reading.read(raw)
    except WorkbookError as error:
        raise ContentError([Problem(name, 0, error.place, error.step.message, error.step.params)]) from error
    reader = _Reader(name, found)
    tree = reader.tree()
    if reader.problems:
        raise ContentError(reader.problems)
    return validate(tree, Checklist)


class _Reader:
    """Reads sheet after sheet and collects what is wrong."""

    def __init__(self, name: str, found: Sequence[ReadSheet]) -> None:
        self._name = name
        self._sheets = found
        self._left = _MOST_YAML
        self._places: dict[Path, str] = {}
        self.problems: list[Problem] = []

    def tree(self) -> CellTree:
        """Put the sheets together into what a file would hold."""
        chosen = {kind.key: self._find(kind) for kind in sheets.ALL}
        if self.problems:
            return CellTree(self._name, {}, {})
        rows = {kind.key: self._rows(kind, sheet) for kind in sheets.LISTS if (sheet := chosen[kind.key])}
        data = self._fields(chosen[sheets.CHECKLIST.key])
        self._attach(data, "prepare", (), rows["prepare"])
        self._attach(data, "not_assessed", (), rows["not_assessed"])
        form = data.setdefault("form", {})
        assert isinstance(form, dict)  # noqa: S101 - _fields makes it one
        self._dials(form, rows["bands"])
        self._sections(form, rows)
        return CellTree(self._name, data, {}, self._places)

    def _find(self, kind: SheetKind) -> ReadSheet | None:
        """Find a sheet by its mark, whatever it is called now."""
        found = [sheet for sheet in self._sheets if sheet.text(1, 1) == f"{sheets.MARK}:{kind.key}"]
        if not any(sheet.text(1, 1).startswith(sheets.MARK) for sheet in self._sheets):
            if not self.problems:
                self._report("", "workbook.wrong-kind", expected=_EXPECTED)
        elif not found:
            self._report("", "workbook.sheet-missing", name=kind.title)
        elif len(found) > 1:
            self._report(found[1].name, "workbook.sheet-twice", name=kind.title)
        return found[0] if found else None

    def _report(self, place: str, message: str, **params: Param) -> None:
        self.problems.append(Problem(self._name, 0, place, message, params))

    def _cell(self, sheet: ReadSheet, at: tuple[int, int], column: Column) -> Node:
        """Read one cell; None where it is empty or wrong."""
        found = sheet.at(*at)
        if found is None:
            return [] if column.form == "codes" else None
        try:
            self._spend(column, found)
            return read(column.form, found)
        except CellError as error:
            self._report(sheet.place(*at), error.step.message, **error.step.params)
            return None

    def _spend(self, column: Column, found: Found) -> None:
        """Count what is read as YAML: all of it together is no more than a file may hold."""
        if column.form == "yaml" and isinstance(found, str):
            self._left -= len(found.encode("utf-8", "replace"))
        if self._left < 0:
            raise CellError("content.too-large", limit=_MOST_YAML)

    def _fields(self, sheet: ReadSheet | None) -> dict[str, Node]:
        """Read the sheet of what a checklist has once."""
        assert sheet is not None  # noqa: S101 - tree() has found it
        known = {column.name: column for column in sheets.CHECKLIST.columns}
        data: dict[str, Node] = {}
        for row in range(_FIRST_ROW, sheet.rows + 1):
            mark = sheet.text(row, 1)
            if mark in known:
                self._put(data, known[mark], sheet, (row, 3), ())
            elif mark or sheet.at(row, 3) is not None:
                self._report(sheet.place(row, 1), "workbook.unknown-row", given=mark or "-")
        self._complete(sheets.CHECKLIST, data, self._places, sheet.name)
        return data

    def _put(self, data: dict[str, Node], column: Column, sheet: ReadSheet, at: tuple[int, int], base: Path) -> None:
        value = self._cell(sheet, at, column)
        if value is not None:
            put(data, column, value)
        self._places[*base, *column.path] = sheet.place(*at)

    def _rows(self, kind: SheetKind, sheet: ReadSheet) -> list[_Row]:
        """Read a sheet with a row a record."""
        marks = self._marks(kind, sheet)
        made: list[_Row] = []
        for number in range(_FIRST_ROW, sheet.rows + 1):
            filled = [column for column in marks if sheet.at(number, column) is not None]
            if filled and len(made) < _MOST_RECORDS:
                made.append(self._row(kind, sheet, number, marks))
            elif filled:
                self._report(sheet.place(number, 1), "workbook.too-many-cells")
                break
        return made

    def _marks(self, kind: SheetKind, sheet: ReadSheet) -> dict[int, str]:
        """Read the first row: which column holds what."""
        marks: dict[int, str] = {}
        for row, column in sorted(sheet.cells):
            if row == 1 and column > 1:
                mark = sheet.text(1, column)
                if mark not in kind.names:
                    self._report(sheet.place(1, column), "workbook.unknown-column", given=mark or "?")
                elif mark in marks.values():
                    self._report(sheet.place(1, column), "workbook.column-twice", given=mark)
                else:
                    marks[column] = mark
        return marks

    def _row(self, kind: SheetKind, sheet: ReadSheet, number: int, marks: Mapping[int, str]) -> _Row:
        known = {column.name: column for column in kind.columns}
        made = _Row(sheet.place(number, 2), {}, {})
        for name in required_parts(_CLASSES[kind.key]):
            made.data[name] = {}
        for column, mark in marks.items():
            at = (number, column)
            if mark in known:
                value = self._cell(sheet, at, known[mark])
                made.cells[known[mark].path] = sheet.place(*at)
                if value is not None:
                    put(made.data, known[mark], value)
            else:
                made.marks[mark] = sheet.text(*at).strip()
                made.cells[mark,] = sheet.place(*at)
        self._complete(kind, made.data, made.cells, made.place)
        return made

    def _complete(self, kind: SheetKind, data: dict[str, Node], cells: Mapping[Path, str], place: str) -> None:
        """Report cells that must not be empty; those with an error have been reported already."""
        known = {column.path: column.name for column in kind.columns}
        told = {one.key for one in self.problems}
        for path in missing(_CLASSES[kind.key], data):
            if path in known and cells.get(path, place) not in told:
                title = Text(zh=heading(kind, known[path], "zh"), en=heading(kind, known[path], "en"))
                self._report(cells.get(path, place), "workbook.cell-missing", name=title)

    def _attach(self, target: dict[str, Node], name: str, base: Path, rows: Sequence[_Row]) -> None:
        """Put records into a list, remembering the cells of each."""
        target[name] = [row.data for row in rows]
        for index, row in enumerate(rows):
            place: Path = (*base, name, index)
            self._places[place] = row.place
            for path, cell in row.cells.items():
                self._places[*place, *path] = cell

    def _dials(self, form: dict[str, Node], bands: Sequence[_Row]) -> None:
        for band in bands:
            if band.marks.get("dial") not in sheets.DIALS:
                given, known = band.marks.get("dial") or "-", ", ".join(sheets.DIALS)
                self._report(band.cells.get(("dial",), band.place), "workbook.not-in-list", given=given, known=known)
        for dial in sheets.DIALS:
            rule = form.setdefault(dial, {})
            assert isinstance(rule, dict)  # noqa: S101 - _fields makes it one
            self._attach(rule, "bands", ("form", dial), [band for band in bands if band.marks.get("dial") == dial])

    def _sections(self, form: dict[str, Node], rows: Mapping[str, Sequence[_Row]]) -> None:
        sections, groups, items = rows["sections"], rows["groups"], rows["items"]
        self._unlike(sections, ())
        self._unlike(groups, ("section",))
        self._known(sections, groups, items)
        self._attach(form, "sections", ("form",), sections)
        for s, section in enumerate(sections):
            key = section.data.get("key")
            inside = [group for group in groups if group.marks.get("section") == key]
            self._attach(section.data, "groups", ("form", "sections", s), inside)
            for g, group in enumerate(inside):
                place = (key, group.data.get("key"))
                own = [item for item in items if (item.marks.get("section"), item.marks.get("group")) == place]
                self._attach(group.data, "items", ("form", "sections", s, "groups", g), own)

    def _unlike(self, rows: Sequence[_Row], marks: tuple[str, ...]) -> None:
        """Report sections, or groups of one section, that have the same key: no row could say which it means."""
        seen: set[tuple[object, ...]] = set()
        for row in rows:
            key = str(row.data.get("key"))
            place = (*(row.marks.get(mark) for mark in marks), key)
            if place in seen:
                self._report(row.cells.get(("key",), row.place), "workbook.row-twice", given=key)
            seen.add(place)

    def _known(self, sections: Sequence[_Row], groups: Sequence[_Row], items: Sequence[_Row]) -> None:
        """Report rows that stand nowhere, and titles that were changed where they are only shown."""
        titles: dict[tuple[str, ...], object] = {(str(one.data.get("key")),): _title(one) for one in sections}
        for group in groups:
            self._stands(group, ("section",), titles, sheets.SECTIONS)
            titles[group.marks.get("section", ""), str(group.data.get("key"))] = _title(group)
        for item in items:
            if self._stands(item, ("section", "group"), titles, sheets.GROUPS):
                self._shown(item, titles)

    def _stands(
        self, row: _Row, marks: tuple[str, ...], titles: Mapping[tuple[str, ...], object], where: SheetKind
    ) -> bool:
        place = tuple(row.marks.get(mark, "") for mark in marks)
        if place not in titles:
            cell = row.cells.get((marks[-1],), row.place)
            self._report(cell, "workbook.no-section", sheet=where.title, given=" / ".join(place))
        return place in titles

    def _shown(self, item: _Row, titles: Mapping[tuple[str, ...], object]) -> None:
        section, group = item.marks["section"], item.marks["group"]
        checks = (
            (sheets.SECTION_TITLE, titles.get((section,)), sheets.SECTIONS),
            (sheets.GROUP_TITLE, titles.get((section, group)), sheets.GROUPS),
        )
        for mark, title, kind in checks:
            if item.marks.get(mark) and str(title).strip() != item.marks[mark]:
                self._report(item.cells[mark,], "workbook.title-elsewhere", sheet=kind.title)


def _title(row: _Row) -> object:
    title = row.data.get("title")
    return title.get("zh") if isinstance(title, dict) else None
