"""The files of the project, as the tests that walk the house see them."""

import ast
import gc
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FOLDERS = ("assess", "tests", "benchmarks", "migrations")
PYTHON_SCRIPTS = tuple(
    f"script/{path.name}"
    for path in sorted((ROOT / "script").iterdir())
    if path.is_file() and not path.suffix and path.read_bytes().startswith(b"#!/usr/bin/env python3")
)
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", "vendor"}


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below the folders, by default every one of the project."""
    found = [path for folder in folders or (*PYTHON_FOLDERS, "script") for path in (ROOT / folder).rglob("*.py")]
    return sorted(found + ([] if folders else [ROOT / name for name in PYTHON_SCRIPTS]))


def templates() -> list[Path]:
    """Return every Jinja template."""
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def text_files() -> Iterator[tuple[Path, str]]:
    """Yield every file of ours that is text, with its text."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and NOT_OURS.isdisjoint(parts) and not any(part.endswith("_cache") for part in parts):
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or a font


def name(path: Path) -> str:
    """Return the path as people write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    """Return the lines of a text file."""
    return path.read_text(encoding="utf-8").splitlines()


def parse(path: Path) -> ast.Module:
    """Parse a file while nothing is collected.

    CPython 3.11 counts the depth of all trees in one place: where the collector reports what another test left
    open, and parses source to do so, in the middle of our parsing, ours ends in a SystemError.
    """
    gc.disable()
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()
