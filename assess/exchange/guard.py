"""Look at a workbook before anything is parsed: how large it unpacks, how many marks it holds, no entities.

A workbook is a ZIP file of XML. Everything a small file could do with that (unpack to gigabytes, lie about its sizes,
define entities, hold millions of elements) is found here, piece by piece; the reader gets a new archive that holds
only what was looked at.
"""

import io
import re
import zipfile
import zlib
from typing import Final

from assess.exchange.refusal import WorkbookError

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_PARTS: Final = 400
MAX_MARKS: Final = 600_000  # elements begin with "<", and each costs memory
MAX_SIDE_MARKS: Final = 60_000  # of parts that hold no cells: styles, names, relations
_PIECE: Final = 64 * 1024
_HEAD: Final = 1024  # an XML declaration stands at the very beginning
_WANTED: Final = re.compile(r"(\[Content_Types\]|_rels/\.rels|xl/.*|docProps/.*)(\.xml|\.rels)?", re.ASCII)
_LEFT_OUT: Final = re.compile(r"xl/(media|drawings|charts|embeddings|printerSettings|externalLinks)/", re.ASCII)
_CELLS: Final = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.ASCII | re.IGNORECASE)
_ENTITIES: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FOREIGN: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


def checked(raw: bytes) -> io.BytesIO:
    """Check a workbook and give an archive of its checked parts.

    Raises:
        WorkbookError: When it is too large, is no workbook, has macros or is made to harm.
    """
    if len(raw) > MAX_BYTES:
        raise WorkbookError("workbook.too-large", limit=MAX_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _copied(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise WorkbookError("workbook.not-a-workbook") from error


def _copied(archive: zipfile.ZipFile) -> io.BytesIO:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise WorkbookError("workbook.hostile")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise WorkbookError("workbook.macros")
    wanted = [part for part in parts if _WANTED.fullmatch(part.filename) and not _LEFT_OUT.match(part.filename)]
    if sum(part.file_size for part in wanted) > MAX_UNPACKED:  # what says so itself need not be unpacked to be refused
        raise _too_large()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for part in wanted:
            data = _unpacked(archive, part)
            _look(part.filename, data)
            made.writestr(part.filename, data)
    target.seek(0)
    return target


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytearray:
    """Unpack in small pieces into as much memory as the part says it needs; more than that is never read from it."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise WorkbookError("workbook.hostile")
    made, at = bytearray(part.file_size), 0
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            made[at : at + len(piece)] = piece
            at += len(piece)
    return made[:at] if at < len(made) else made


def _too_large() -> WorkbookError:
    return WorkbookError("workbook.unpacks-too-large", limit=MAX_UNPACKED // 1024 // 1024)


def _look(name: str, data: bytearray) -> None:
    """Refuse what no spreadsheet program writes."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    if b"\x00" in data or _ENTITIES.search(data) or _FOREIGN.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")):
        raise WorkbookError("workbook.hostile")
    if data.count(b"<") > (MAX_MARKS if _CELLS.fullmatch(name) else MAX_SIDE_MARKS):
        raise WorkbookError("workbook.too-many-cells")
