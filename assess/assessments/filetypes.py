"""Which files are taken as evidence, told by extension and by content; and what their names may hold."""

import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from assess.errors import InvalidError

NAME_MAXIMUM: Final = 120
_HEAD: Final = 16
_ENTRIES: Final = 10_000
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MACROS: Final = "vbaproject.bin"  # names of parts ignore case


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type, how its first bytes look, and what a packed one must contain."""

    media_type: str
    begins: bytes
    holds: tuple[str, ...] = ()


TYPES: Final[Mapping[str, FileType]] = {
    "pdf": FileType("application/pdf", b"%PDF-"),
    "jpg": FileType("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": FileType("image/jpeg", b"\xff\xd8\xff"),
    "png": FileType("image/png", b"\x89PNG\r\n\x1a\n"),
    "docx": FileType(
        f"{_OFFICE}wordprocessingml.document", b"PK\x03\x04", ("[Content_Types].xml", "word/document.xml")
    ),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", b"PK\x03\x04", ("[Content_Types].xml", "xl/workbook.xml")),
    "ofd": FileType("application/ofd", b"PK\x03\x04", ("OFD.xml",)),
}
ACCEPTED: Final = "PDF / JPG / PNG / DOCX / XLSX / OFD"  # reads the same in both languages


def recognise(name: str, content: BinaryIO) -> FileType:
    """Give the kind of a file whose name and content agree.

    Args:
        name: The cleaned name.
        content: Open for reading and seeking; read from its beginning, and left there.

    Raises:
        InvalidError: Not an accepted extension, an empty file, or content of another kind.
    """
    kind = TYPES.get(_extension(name))
    if kind is None:
        raise InvalidError("evidence.extension", field="file", accepted=ACCEPTED)
    content.seek(0)
    head = content.read(_HEAD)
    if not head:
        raise InvalidError("evidence.empty", field="file")
    if not head.startswith(kind.begins) or (kind.holds and not _holds(content, kind.holds)):
        raise InvalidError("evidence.wrong-kind", field="file")
    content.seek(0)
    return kind


def _holds(content: BinaryIO, wanted: tuple[str, ...]) -> bool:
    """Look into a package without unpacking it; one with macros is not taken."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False
    macros = any(name.lower().endswith(_MACROS) for name in names)
    return len(names) <= _ENTRIES and set(wanted) <= set(names) and not macros


def clean_name(name: str) -> str:
    """Give a file name that shows what it is: no folders, no control or direction characters, not too long.

    A name that reads differently from how it ends (右至左 override) loses the characters that do that.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in base if _shows(character))
    stem, dot, extension = " ".join(shown.split()).rstrip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    room = NAME_MAXIMUM - len(extension) - 1
    return f"{stem.strip()[:room] or '未命名'}{dot}{extension}"


def _shows(character: str) -> bool:
    """Say whether a character is visible or a plain space; categories C are controls, formats and surrogates."""
    return not unicodedata.category(character).startswith("C") and character not in '<>:"|?*'


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()
