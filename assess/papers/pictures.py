"""The only door to the picture library: pictures looked at whole, and made small enough for a page.

Runs in a reader's process only (see `assess.papers.readers`).
"""

import io
import struct
import zlib
from typing import Final, Literal

from PIL import Image, ImageOps

from assess.papers import logo_limits, packages
from assess.papers.refusal import RefusedError

MOST_PIXELS: Final = 100_000_000
LONGEST_SIDE: Final = 30_000
PNG_MAXIMUM: Final = 300 * 1024  # beyond this a photograph is written as one
_QUALITY: Final = 82
_SVG_WITHIN: Final = 4096
_PNG_HEAD: Final = 8
_CHUNK_FRAME: Final = 12
_LOGO_KEPT: Final = (900, 450)  # 60 mm at 380 dots an inch
_WHITE_FROM: Final = 246  # of 255: lighter than that nobody sees on paper
# What a browser or an interpreter might find in a picture that is a page or a program as well.
_FOREIGN: Final = (b"<html", b"<script", b"<!doctype", b"<?php", b"%pdf-")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def check(content: bytes, kind: Literal["JPEG", "PNG"]) -> None:
    """Decode a picture whole, and find out whether it is anything else besides.

    Raises:
        RefusedError: Damaged, cut, too large, or two things in one.
    """
    _check_size(_opened(content, kind))
    if kind == "PNG":
        _check_chunks(content)
    lowered = content.lower()
    if packages.also(content) or any(foreign in lowered for foreign in _FOREIGN):
        raise RefusedError("evidence.mixed")
    try:
        _opened(content, kind).load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        raise RefusedError("evidence.damaged") from error


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=[kind])
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        raise RefusedError("evidence.damaged") from error


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _too_large()


def _too_large() -> RefusedError:
    return RefusedError("evidence.picture-too-large", most=MOST_PIXELS // 1_000_000)


def _check_chunks(content: bytes) -> None:
    """Walk along the parts of a PNG to its end: each whole and true to its sum, and nothing after the last."""
    at, name = _PNG_HEAD, b""
    while name != b"IEND":
        if at + _CHUNK_FRAME > len(content):
            raise RefusedError("evidence.damaged")
        length, name = struct.unpack_from("!L4s", content, at)
        end = at + _CHUNK_FRAME + length
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from("!L", content, end - 4)[0]:
            raise RefusedError("evidence.damaged")
        at = end
    if at != len(content):
        raise RefusedError("evidence.mixed")


def shown(content: bytes, width: int) -> bytes:
    """Give a picture as it is to be looked at on a page: upright, no wider than that, without what else it carried."""
    picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
    _check_size(picture)
    picture.draft("RGB", (width, width * picture.height // max(picture.width, 1) or 1))
    return encoded(ImageOps.exif_transpose(picture), width)


def encoded(picture: Image.Image, width: int) -> bytes:
    """Write a picture as PNG, or as JPEG where that would be too much to send."""
    picture.thumbnail((width, LONGEST_SIDE))
    flat = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA")
    flat.paste(clear, mask=clear.getchannel("A"))
    made = io.BytesIO()
    flat.save(made, "PNG")
    if made.tell() > PNG_MAXIMUM:
        made = io.BytesIO()
        flat.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def logo(content: bytes) -> bytes:
    """Draw a logo anew as a small PNG that carries nothing but its picture.

    Raises:
        RefusedError: It is no picture, damaged, of a size or shape that does not fit, or cannot be seen on paper.
    """
    kind = _kind(content)
    try:
        check(content, kind)
        picture = ImageOps.exif_transpose(_opened(content, kind))
    except RefusedError as error:
        raise RefusedError("face.logo-damaged") from error
    _check_logo(*picture.size)
    clear = picture.convert("RGBA")
    clear.thumbnail(_LOGO_KEPT)
    if _unseen(clear):
        raise RefusedError("face.logo-blank")
    made = io.BytesIO()
    Image.frombytes("RGBA", clear.size, clear.tobytes()).save(made, "PNG", optimize=True)
    return made.getvalue()


def _kind(content: bytes) -> Literal["JPEG", "PNG"]:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    raise RefusedError("face.logo-svg" if b"<svg" in content[:_SVG_WITHIN].lower() else "face.logo-kind")


def _check_logo(width: int, height: int) -> None:
    if min(width, height) < logo_limits.LEAST or max(width, height) > logo_limits.MOST:
        raise RefusedError(
            "face.logo-pixels", least=logo_limits.LEAST, most=logo_limits.MOST, width=width, height=height
        )
    if width > logo_limits.WIDE * height or height > logo_limits.TALL * width:
        raise RefusedError("face.logo-shape", wide=logo_limits.WIDE, tall=logo_limits.TALL, width=width, height=height)


def _unseen(picture: Image.Image) -> bool:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return not any(paper.convert("L").histogram()[:_WHITE_FROM])
