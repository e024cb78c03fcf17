"""Measures' files by name or path, and the texts they were made from."""

from pathlib import Path

from assess.checklists.definition import Measure
from assess.checklists.loader.library import load_file, load_measure
from assess.checklists.loader.places import files
from assess.checklists.loader.yamltext import load_bytes
from assess.checklists.problems import ContentError, Problem
from assess.checklists.tree import Tree


def measure_files(root: Path) -> list[Path]:
    """List the files of a content folder's measures."""
    return files(root, "measures/*.yaml")


def find_measure(root: Path, name: str) -> tuple[Measure, Tree]:
    """Load a measure by its key in a content folder, or by the path of its file.

    Raises:
        ContentError: When there is none, or when it cannot be used.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise ContentError([Problem(name, 0, "", "content.no-file")])
        return load_file(path, Measure)
    load_measure(root, name)  # refuses an unknown key with the known ones
    return load_file(root / "measures" / f"{name}.yaml", Measure)


def read_text(path: Path) -> tuple[str, bytes]:
    """Read the text of a measure: UTF-8, of bounded size.

    Returns:
        The text, and the bytes whose SHA-256 a measure names.

    Raises:
        ContentError: When it cannot be read.
    """
    raw = load_bytes(path)
    try:
        return raw.decode("utf-8-sig"), raw
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(str(path), line, "", "content.not-utf8")]) from error
