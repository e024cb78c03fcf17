"""The only door to PDFium and to the reader of PDF objects: PDF files looked through, and their pages drawn.

What comes from outside is opened in a reader's process only (see `assess.papers.readers`); a report worker
draws pages of its own.
"""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from assess.papers import packages, pictures
from assess.papers.refusal import RefusedError

MOST_PAGES: Final = 2000
MOST_OBJECTS: Final = 300_000
_HEAD: Final = re.compile(rb"%PDF-(1\.[0-7]|2\.0)")
_TAIL: Final = 2048
_BLANK: Final = b"\x00\t\n\x0c\r "
_MOST_BLANK: Final = 1024
_ACTS: Final = frozenset({"/JavaScript", "/Launch", "/ImportData"})
_KEPT: Final = frozenset({"xml", "xbrl", "json", "csv", "txt", "pdf", "ofd", "jpg", "jpeg", "png"})
_POINTS_WIDEST: Final = 14_400.0

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about is no concern of the log


def check(content: bytes) -> int:
    """Look a PDF through: both readers open it, nothing in it acts by itself, and it is nothing else besides.

    Returns:
        How many pages it has.

    Raises:
        RefusedError: Damaged, locked, active, carrying other files, or two things in one.
    """
    if not _HEAD.match(content):
        raise RefusedError("evidence.damaged")
    _check_end(content)
    count = _count(content)
    try:
        for found in _dictionaries(content):
            _look(found)
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise RefusedError("evidence.damaged") from error
    return count


def _check_end(content: bytes) -> None:
    """Let nothing but blanks stand after the end, and no archive in it that another program would open."""
    _before, mark, after = content[-_TAIL:].rpartition(b"%%EOF")
    if not mark:
        raise RefusedError("evidence.mixed" if b"%%EOF" in content else "evidence.damaged")
    if after.strip(_BLANK) or len(after) > _MOST_BLANK or packages.also(content):
        raise RefusedError("evidence.mixed")


def _count(content: bytes) -> int:
    with _opened(content) as document:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            raise RefusedError("evidence.pdf-pages", most=MOST_PAGES) if count else RefusedError("evidence.damaged")
        return count


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise RefusedError("evidence.pdf-password" if locked else "evidence.damaged") from error


def _dictionaries(content: bytes) -> Iterator[DictionaryObject]:
    """Go through every dictionary of the file, those packed into streams of objects too."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    yield reader.trailer
    for number, generation in _numbers(reader):
        try:
            found = IndirectObject(number, generation, reader).get_object()
        except PdfReadError:
            continue  # named in the table, but not there: no program sees it
        yield from _within(found)


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    count = 0
    for generation, places in reader.xref.items():
        for number in places:
            yield number, generation
            count += 1
    for number in reader.xref_objStm:
        yield number, 0
        count += 1
    if count > MOST_OBJECTS:
        raise RefusedError("evidence.too-complex")


def _within(found: object) -> Iterator[DictionaryObject]:
    """Go through an object's own dictionaries; what it points to comes by itself."""
    pending = [found]
    while pending:
        one = pending.pop()
        if isinstance(one, DictionaryObject):
            yield one
            pending.extend(one.values())
        elif isinstance(one, ArrayObject):
            pending.extend(one)


def _look(found: DictionaryObject) -> None:
    """Refuse what acts, and files carried along that nobody could have meant as proof."""
    kind = _plain(found.get("/S"))
    if kind in _ACTS or "/JS" in found or "/XFA" in found:
        raise RefusedError("evidence.pdf-active")
    if "/EF" in found:
        _look_inside(found)


def _look_inside(filespec: DictionaryObject) -> None:
    name = str(_plain(filespec.get("/UF")) or _plain(filespec.get("/F")) or "")
    held = _plain(filespec.get("/EF"))
    streams = [_plain(one) for one in held.values()] if isinstance(held, DictionaryObject) else []
    allowed = name.rpartition(".")[2].lower() in _KEPT
    if not allowed or any(_runs(one) for one in streams):
        raise RefusedError("evidence.pdf-attachment", name=name[:80] or "?")


def _runs(stream: object) -> bool:
    return isinstance(stream, StreamObject) and stream.get_data()[:4].startswith((b"MZ", b"\x7fELF", b"PK\x03\x04"))


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything may stand in a PDF
    return value.get_object() if isinstance(value, IndirectObject) else value


def drawn(content: bytes, number: int, width: int) -> tuple[bytes, int]:
    """Draw a page.

    Args:
        content: The file.
        number: Which page, from 1.
        width: Of the picture, in pixels.

    Returns:
        The picture, and how many pages the file has.

    Raises:
        RefusedError: There is no such page, or it cannot be drawn.
    """
    with _opened(content) as document:
        count = len(document)
        if not 1 <= number <= count:
            raise RefusedError("evidence.no-such-page")
        page = document[number - 1]
        wide, high = page.get_size()
        if not (0 < wide <= _POINTS_WIDEST and 0 < high <= _POINTS_WIDEST):
            raise RefusedError("evidence.damaged")
        scale = min(width / wide, pictures.LONGEST_SIDE / 10 / high)
        return pictures.encoded(page.render(scale=scale, may_draw_forms=False).to_pil(), width), count
