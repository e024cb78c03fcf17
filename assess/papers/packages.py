"""Packages (DOCX, XLSX, OFD): the parts they need, nothing that runs, nothing that unpacks without end.

Runs in a reader's process only (see `assess.papers.readers`).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from assess.papers.refusal import RefusedError

MOST_PARTS: Final = 10_000
MOST_UNPACKED: Final = 300 * 1024 * 1024
_DEPTH: Final = 2  # a text may hold a workbook behind a chart
_PIECE: Final = 256 * 1024
_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_LOCKED: Final = 0x1
_NESTED: Final = (".docx", ".xlsx")
_RUNS: Final = re.compile(
    r"\.(exe|dll|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|msi|chm|sh|html?|svg|swf|xlsm|docm|xlam|dotm)\Z"
)
_MACROS: Final = re.compile(r"(vbaproject[^/]*\.bin|vbadata\.xml)\Z|/macrosheets/")
_OBJECTS: Final = re.compile(r"/activex/|/oleobject[^/]*\.bin\Z")
_RUNNING_HEADS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xd0\xcf\x11\xe0", b"#!")
_ENTITIES: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DDE: Final = re.compile(rb"<(\w+:)?ddeLink|DDEAUTO", re.IGNORECASE)
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_FETCHED: Final = re.compile(
    r"""Type\s*=\s*["'][^"']*/(attachedTemplate|oleObject|frame|subDocument)["']""", re.IGNORECASE
)
_AWAY: Final = re.compile(
    r"""Target\s*=\s*["'](((https?|ftp|mhtml):|file:[/\\]{2}[^/\\"']|file:[/\\]{4}|[/\\]{2})[^"']*)""", re.IGNORECASE
)


def check(content: bytes, needed: Sequence[str]) -> None:
    """Look a package through, unpacking every part once.

    Args:
        content: The file.
        needed: The parts it must have.

    Raises:
        RefusedError: Damaged, of another kind, active, unpacking without end, or two things in one.
    """
    _check_frame(content)
    _check(content, needed, [MOST_UNPACKED], _DEPTH)


def also(content: bytes) -> bool:
    """Say whether a file of another kind could be opened as a package too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)):
            return True
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def _check_frame(content: bytes) -> None:
    """Let nothing stand before the first part or after the last."""
    if content[-_END_LENGTH : -_END_LENGTH + 4] != _END:
        raise RefusedError("evidence.mixed" if _END in content else "evidence.damaged")
    if b"%PDF-" in content[:1024]:
        raise RefusedError("evidence.mixed")


def _check(content: bytes, needed: Sequence[str], room: list[int], depth: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package.infolist(), needed)
            for part in package.infolist():
                _look(part.filename.lower(), b"".join(_unpacked(package, part, room)), room, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise RefusedError("evidence.damaged") from error


def _check_parts(parts: Sequence[zipfile.ZipInfo], needed: Sequence[str]) -> None:
    names = [part.filename for part in parts]
    if not set(needed) <= set(names):
        raise RefusedError("evidence.wrong-kind")
    if (
        len(names) > MOST_PARTS
        or len({name.lower() for name in names}) < len(names)
        or sum(part.file_size for part in parts) > MOST_UNPACKED
    ):
        raise RefusedError("evidence.unpacks")
    if min(part.header_offset for part in parts) or any(map(_leaves, names)):
        raise RefusedError("evidence.mixed")
    if any(part.flag_bits & _LOCKED for part in parts):
        raise RefusedError("evidence.package-password")
    for name in map(str.lower, names):
        _check_name(name)


def _leaves(name: str) -> bool:
    """Say whether a name points out of the package."""
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\x00" in name


def _check_name(name: str) -> None:
    if _MACROS.search(name):
        raise RefusedError("evidence.macros")
    if _OBJECTS.search(name) or _RUNS.search(name):
        raise RefusedError("evidence.embedded", name=name.rpartition("/")[2][:80])


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: list[int]) -> Iterator[bytes]:
    """Unpack a part piece by piece, as long as there is room for what all parts come to."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RefusedError("evidence.unpacks")
    with package.open(part) as file:
        while piece := file.read(_PIECE):
            room[0] -= len(piece)
            if room[0] < 0:
                raise RefusedError("evidence.unpacks")
            yield piece


def _look(name: str, data: bytes, room: list[int], depth: int) -> None:
    if data.startswith(_RUNNING_HEADS):
        raise RefusedError("evidence.embedded", name=name.rpartition("/")[2][:80])
    if name.endswith((".xml", ".rels")):
        _look_at_text(name, data)
    elif name.endswith(_NESTED):
        if depth == 0:
            raise RefusedError("evidence.embedded", name=name.rpartition("/")[2][:80])
        _check(data, ("[Content_Types].xml",), room, depth - 1)


def _look_at_text(name: str, data: bytes) -> None:
    """Refuse entities, macros by their declared type, links that run a program, and what is fetched on opening."""
    plain = data.decode("utf-16", "replace").encode() if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data
    if _ENTITIES.search(plain[:_PIECE]):
        raise RefusedError("evidence.unpacks")
    if name == "[content_types].xml" and (b"macroEnabled" in plain or b"vbaProject" in plain):
        raise RefusedError("evidence.macros")
    if _DDE.search(plain):
        raise RefusedError("evidence.embedded", name="DDE")
    if name.endswith(".rels"):
        _check_links(plain.decode("utf-8", "replace"))


def _check_links(relations: str) -> None:
    for relation in _RELATION.findall(relations):
        away = _AWAY.search(relation)
        if away and _FETCHED.search(relation):
            raise RefusedError("evidence.fetches", target=away.group(1)[:80])
