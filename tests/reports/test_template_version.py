"""What a stored report's look is named by: all that a worker lays it out with, found by what imports what."""

import ast
from collections.abc import Iterator
from pathlib import Path

from assess.reports import html

ROOT = Path(html.__file__).parents[2]
SAID = ("assess.reports.content", "assess.reports.orders", "assess.reports.parts", "assess.reports.district_parts")
"""What a report says: its content names that."""
NO_LOOK = ("assess.reports.path_parts", "assess.reports.engine", "assess.reports.__init__", "assess.values.")
"""Data a report is made of, what looks for libraries, and the types of values."""


def imported(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def reached(first: str) -> set[str]:
    found, todo = set[str](), [first]
    while todo:
        module = todo.pop()
        if module in found or not path(module).is_file() or module.startswith((*SAID, *NO_LOOK)):
            continue
        found.add(module)
        todo += imported(module) if module.startswith(("assess.reports.", "assess.exchange.")) else ()
    return found


def test_all_that_lays_a_report_out_names_its_look() -> None:
    told = {place.resolve() for pattern in html._LAYOUT for place in (ROOT / "assess/reports").glob(pattern)}
    modules = reached("assess.reports.making")
    assert {"assess.exchange.writing", "assess.reports.tags", "assess.reports.docx_xml"} <= modules
    assert sorted(module for module in modules if path(module) not in told) == []
