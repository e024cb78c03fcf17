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
    target, left = io.BytesIO(), MAX_UNPACKED
    with zipfile.ZipFile(target, "w") as made:
        for part in parts:
            if _WANTED.fullmatch(part.filename) and not _LEFT_OUT.match(part.filename):
                data = _unpacked(archive, part, left)
                left -= len(data)
                _look(part.filename, data)
                made.writestr(part.filename, data)
    target.seek(0)
    return target


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack in small pieces: what a part says about its own size is not believed."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise WorkbookError("workbook.hostile")
    made = bytearray()
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            made += piece
            if len(made) > left:
                raise WorkbookError("workbook.unpacks-too-large", limit=MAX_UNPACKED // 1024 // 1024)
    return bytes(made)


def _look(name: str, data: bytes) -> None:
    """Refuse what no spreadsheet program writes."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    if b"\x00" in data or _ENTITIES.search(data) or _FOREIGN.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise WorkbookError("workbook.hostile")
    if data.count(b"<") > (MAX_MARKS if _CELLS.fullmatch(name) else MAX_SIDE_MARKS):
        raise WorkbookError("workbook.too-many-cells")
