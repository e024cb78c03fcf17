"""Say clearly what a file is that is no workbook: people save forms as what their program offers first."""

import io
import zipfile
from typing import Final

from assess.exchange.guard import MAX_BYTES
from assess.exchange.refusal import WorkbookError

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls of old, and any workbook with a password
_ZIP: Final = b"PK\x03\x04"
_HEAD: Final = 4096
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


def require_workbook(content: bytes) -> None:
    """Refuse what is no .xlsx workbook by what it is.

    Raises:
        WorkbookError: It is empty, too large, an old .xls or locked with a password, an OpenDocument or text file.
    """
    if not content:
        raise WorkbookError("sheet.empty-file")
    if len(content) > MAX_BYTES:
        raise WorkbookError("workbook.too-large", limit=MAX_BYTES // 1024 // 1024)
    if content.startswith(_OLD):
        raise WorkbookError("sheet.old-workbook")
    if not content.startswith(_ZIP):
        raise WorkbookError("sheet.text-file" if _text(content[:_HEAD]) else "workbook.not-a-workbook")
    if b"application/vnd.oasis.opendocument" in content[:_HEAD]:
        raise WorkbookError("sheet.open-document")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise WorkbookError("workbook.not-a-workbook") from None
    if "xl/workbook.bin" in names:
        raise WorkbookError("sheet.binary-workbook")


def _text(head: bytes) -> bool:
    """Say whether a file begins as text, whatever its code: CSV, or a page saved as .xls."""
    return head[:2] in _WIDE or b"\x00" not in head
