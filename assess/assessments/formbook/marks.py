"""Find the marked sheets and rows of a form's workbook; what was removed, copied or added is told by its place."""

from collections.abc import Callable, Collection, Iterator, Mapping

from assess.assessments.formbook import layout as lay
from assess.exchange.reading import ReadSheet
from assess.values.step import Step
from assess.values.text import Locale

Report = Callable[[str, Step], None]
"""Takes a sheet or cell with what is wrong there."""


def marked(sheets: Collection[ReadSheet], report: Report) -> Iterator[ReadSheet]:
    """Give the sheets of the form, whatever they are called now; other ones are nobody's business."""
    seen: dict[str, str] = {}
    for sheet in sheets:
        mark = sheet.text(1, 1)
        if mark in seen:
            report(sheet.name, Step("workbook.sheet-twice", {"name": seen[mark]}))
        elif mark.startswith(f"{lay.MARK}:"):
            seen[mark] = sheet.name
            yield sheet


def rows(sheet: ReadSheet, known: Mapping[str, str], inputs: Collection[int], report: Report) -> dict[str, int]:
    """Find the marked rows of a sheet; every known one must be there once, and no other may hold anything.

    Args:
        sheet: The sheet.
        known: Marks with what the rows are called.
        inputs: The columns that are filled in.
        report: Where to tell what is wrong.
    """
    found: dict[str, int] = {}
    for row in range(lay.FIRST_ROW, sheet.rows + 1):
        mark = sheet.text(row, 1)
        if mark in found:
            report(sheet.place(row, 1), Step("workbook.row-twice", {"given": mark[:80]}))
        elif mark in known or mark.partition("#")[0] in known:
            found[mark] = row
        elif mark:
            report(sheet.place(row, 1), Step("workbook.unknown-row", {"given": mark[:80]}))
        elif any(sheet.at(row, column) is not None for column in inputs):
            report(sheet.place(row, 1), Step("workbook.row-unmarked"))
    for mark in known.keys() - found.keys():
        report(sheet.name, Step("workbook.row-missing", {"name": known[mark]}))
    return found


def of_part(part: lay.Part, locale: Locale) -> Iterator[tuple[str, str]]:
    """Give the marks of a section's rows, with what the rows are called."""
    for question in part.questions():
        yield question.fact.key, question.label(locale)
        if question.fact.type == "choices":
            for option in question.fact.options:
                yield lay.option_mark(question.fact, option), option.label.to(locale)
