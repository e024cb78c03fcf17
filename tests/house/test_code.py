"""Sizes, suppressions and modules: what no single linter looks at."""

import ast
import importlib
import re
import statistics
from pathlib import Path

import pytest

from tests.house import tree

MOST_LINES = 400
FUNCTION_MEDIAN = 8
FUNCTION_95TH = 30

# After the marker a code is needed (ruff and mypy see to that) and then a reason of at least a few words.
MARKERS = {
    "noqa": re.compile(r"#\s*noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)* - \S.{5,}"),
    "type: ignore": re.compile(r"#\s*type: ignore\[[a-z, -]+\]  # \S.{5,}"),
    "djlint:off": re.compile(r"djlint:off [A-Z]\d+(?:,[A-Z]\d+)* - \S.{5,}"),
    "yamllint disable": re.compile(r"yamllint disable\S* rule:\S+ - \S.{5,}"),
    "pragma:": re.compile(r"#\s*pragma: no (?:cover|branch) - \S.{5,}"),
}


def test_every_module_can_be_imported() -> None:
    for path in tree.python_files("assess"):
        importlib.import_module(tree.name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def test_no_python_file_or_template_is_too_long() -> None:
    counted = {tree.name(path): len(tree.lines(path)) for path in tree.python_files() + tree.templates()}
    assert {name: count for name, count in counted.items() if count > MOST_LINES} == {}


def function_lengths(path: Path) -> list[int]:
    """Return the lines of each function, signature included, docstring left out."""
    parsed = ast.walk(tree.parse(path))
    functions = [node for node in parsed if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [_last_line(node) - node.lineno + 1 - _docstring_lines(node) for node in functions]


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _last_line(node.body[0]) - node.body[0].lineno + 1 if ast.get_docstring(node) else 0


def test_functions_are_short() -> None:
    lengths = [length for path in tree.python_files("assess") for length in function_lengths(path)]
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert statistics.quantiles(lengths, n=20)[-1] <= FUNCTION_95TH


def test_a_function_is_measured_without_its_docstring(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text('def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n', encoding="utf-8")
    assert function_lengths(sample) == [3]


def unexplained(line: str) -> bool:
    """Tell whether the line silences a tool without saying which rule and why."""
    return any(marker in line and not reasoned.search(line) for marker, reasoned in MARKERS.items())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1  # " + "noqa: E741", True),
        ("x = 1  # " + "noqa: E741 - the letter is the law's own", False),
        ("x = 1  # type" + ": ignore[arg-type]", True),
        ("x = 1  # type" + ": ignore[arg-type]  # the stubs lag behind", False),
        ("{# djlint" + ":off H006 #}", True),
        ("x = 1", False),
    ],
)
def test_a_suppression_without_reason_is_recognised(*, line: str, expected: bool) -> None:
    assert unexplained(line) is expected


def test_every_suppression_says_why() -> None:
    guilty = [
        f"{tree.name(path)}:{number}: {line.strip()}"
        for path, text in tree.text_files()
        if path.suffix in {"", ".py", ".html", ".yaml", ".yml", ".jinja"} and path != Path(__file__)
        for number, line in enumerate(text.splitlines(), 1)
        if unexplained(line)
    ]
    assert guilty == []


# Each in brackets somewhere, so that this file does not find itself.
LEFTOVERS = re.compile(r"TOD[O]|FIXM[E]|XX[X]|\bpytest\.(?:mark\.)?ski[p]|xfai[l]")


def test_nothing_is_left_for_later() -> None:
    guilty = [
        f"{tree.name(path)}:{number}"
        for path in tree.python_files() + tree.templates()
        for number, line in enumerate(tree.lines(path), 1)
        if LEFTOVERS.search(line)
    ]
    assert guilty == []
