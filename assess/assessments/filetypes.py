"""Which files are taken as evidence, told by extension, by content and by structure; what their names may hold.

Here only the first bytes are compared; whoever parses the rest does so in a process of its own (`assess.papers`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from assess.errors import InvalidError
from assess.papers import readers

NAME_MAXIMUM: Final = 120
_HEAD: Final = 16
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_PACKAGE: Final = b"PK\x03\x04"
PDF: Final = "application/pdf"
PICTURES: Final = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type, and how its first bytes look."""

    media_type: str
    begins: bytes


TYPES: Final[Mapping[str, FileType]] = {
    "pdf": FileType(PDF, b"%PDF-"),
    "jpg": FileType("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": FileType("image/jpeg", b"\xff\xd8\xff"),
    "png": FileType("image/png", b"\x89PNG\r\n\x1a\n"),
    "docx": FileType(f"{_OFFICE}wordprocessingml.document", _PACKAGE),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", _PACKAGE),
    "ofd": FileType("application/ofd", _PACKAGE),
}
ACCEPTED: Final = "PDF / JPG / PNG / DOCX / XLSX / OFD"  # reads the same in both languages


def shown_here(media_type: str) -> bool:
    """Say whether the service can show a file page by page."""
    return media_type == PDF or media_type in PICTURES


def recognise(name: str, content: BinaryIO, *, by: readers.Readers = readers.SHARED) -> FileType:
    """Give the kind of a file whose name, content and structure agree.

    Args:
        name: The cleaned name.
        content: Open for reading and seeking; read from its beginning, and left there.
        by: Who looks it through.

    Raises:
        InvalidError: Not an accepted extension, an empty file, content of another kind, or made to harm.
    """
    extension = _extension(name)
    kind = TYPES.get(extension)
    if kind is None:
        raise InvalidError("evidence.extension", field="file", accepted=ACCEPTED)
    content.seek(0)
    head = content.read(_HEAD)
    if not head:
        raise InvalidError("evidence.empty", field="file")
    if not head.startswith(kind.begins):
        raise InvalidError("evidence.wrong-kind", field="file")
    content.seek(0)
    by.inspect(content.read(), extension)
    content.seek(0)
    return kind


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
