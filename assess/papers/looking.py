"""Looking a file through by its kind; runs in a reader's process only."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from assess.papers import packages, pdf, pictures
from assess.papers.refusal import RefusedError

TYPES: Final = "[Content_Types].xml"
CHECKS: Final[Mapping[str, Callable[[bytes], object]]] = {
    "pdf": pdf.check,
    "jpg": partial(pictures.check, kind="JPEG"),
    "jpeg": partial(pictures.check, kind="JPEG"),
    "png": partial(pictures.check, kind="PNG"),
    "docx": partial(packages.check, needed=(TYPES, "word/document.xml")),
    "xlsx": partial(packages.check, needed=(TYPES, "xl/workbook.xml")),
    "ofd": partial(packages.check, needed=("OFD.xml",)),
}


def inspected(content: bytes, extension: str) -> int | None:
    """Look a file through; give its pages where it has any.

    Raises:
        RefusedError: It is not taken, and why.
    """
    found = CHECKS[extension](content)
    return found if isinstance(found, int) else None


def drawn(content: bytes, number: int, width: int) -> tuple[bytes, int]:
    """Draw a page of a PDF, or a picture, which has one.

    Raises:
        RefusedError: There is no such page, or it cannot be drawn.
    """
    if content.startswith(b"%PDF-"):
        return pdf.drawn(content, number, width)
    if number != 1:
        raise RefusedError("evidence.no-such-page")
    return pictures.shown(content, width), 1
