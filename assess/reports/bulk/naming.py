"""What the files of a batch are called (pure)."""

from collections.abc import Iterable, Iterator
from typing import Final

from assess.assessments.filetypes import clean_name
from assess.reports.formats import SUFFIXES
from assess.reports.orders import Format

_LONGEST: Final = 60
_ENDING: Final = ".x"
_FOREIGN: Final = str.maketrans(dict.fromkeys('<>:"|?*/\\', "-"))  # what one system or another refuses in a name


def names(told: Iterable[tuple[str, str]], format_: Format) -> Iterator[str]:
    """Name files `编号-单位名.pdf`, each unlike all others even where a system does not tell capitals apart.

    Args:
        told: The reference of each submission and the name of its organisation.
        format_: What the files are.
    """
    taken: set[str] = set()
    for reference, organisation in told:
        stem = stem_of(f"{reference}-{organisation}")
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem} ({count})"
        taken.add(name.casefold())
        yield f"{name}.{SUFFIXES[format_]}"


def stem_of(text: str) -> str:
    """Give a name no system stumbles over, without what comes after the point."""
    named = clean_name(f"{text.translate(_FOREIGN)}{_ENDING}")  # else a point in it would pass for that of a suffix
    return named.removesuffix(_ENDING)[:_LONGEST].strip(". ")
