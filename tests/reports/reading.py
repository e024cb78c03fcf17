"""Reading finished PDF files back, the way a suspicious reader would."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from pypdf import PdfReader
from pypdf.generic import ContentStream

_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """Give the text as another program extracts it, without spaces and line ends."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", run.stdout.decode())


def pages(pdf: bytes) -> list[str]:
    """Give the text of each page, without spaces and line ends."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"\s+", "", page) for page in run.stdout.decode().split("\f")[:-1]]


def words_outside(pdf: bytes) -> list[str]:
    """Give the words that reach beyond the edge of their page."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    outside, width, height = [], 0.0, 0.0
    for line in run.stdout.decode().splitlines():
        if page := _PAGE.search(line):
            width, height = float(page[1]), float(page[2])
        elif word := _WORD.search(line):
            left, top, right, bottom = map(float, word.groups())
            if left < -1 or top < -1 or right > width + 1 or bottom > height + 1:
                outside.append(line.strip())
    return outside


def outline(pdf: bytes) -> list[str]:
    """Give the titles of the bookmarks, in order."""
    return list(_titles(reader(pdf).outline))


def _titles(entries: Any) -> Iterator[str]:  # noqa: ANN401 - pypdf's objects carry no types
    for entry in entries:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield str(entry.title)


@dataclass(frozen=True)
class Embedded:
    """A font of a PDF: its name, its glyphs, and the glyphs its pages use."""

    name: str
    file: TTFont
    size: int
    used: frozenset[int]

    def empty_glyphs(self) -> set[int]:
        """Give the glyphs that are used, mean something, and draw nothing."""
        glyphs, order = self.file["glyf"], self.file.getGlyphOrder()
        return {glyph for glyph in self.used if glyph >= len(order) or not glyphs[order[glyph]].numberOfContours}


def fonts(pdf: bytes) -> list[Embedded]:
    """Give the fonts with what is drawn with them on pages and in charts."""
    opened = reader(pdf)
    used: dict[str, set[int]] = {}
    for page in opened.pages:
        _collect(page.get_contents(), used)
        for form in _forms(page["/Resources"]):
            _collect(ContentStream(form, opened), used)
    resources: Any = opened.pages[0]["/Resources"]
    return [_embedded(font.get_object(), used.get(name, set())) for name, font in resources["/Font"].items()]


def _forms(resources: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's objects carry no types
    for form in resources.get("/XObject", {}).values():
        made = form.get_object()
        if made.get("/Subtype") == "/Form":
            yield made
            yield from _forms(made.get("/Resources", {}))


def _collect(stream: Any, used: dict[str, set[int]]) -> None:  # noqa: ANN401 - pypdf's objects carry no types
    current = ""
    for operands, operator in stream.operations if stream is not None else []:
        if operator == b"Tf":
            current = str(operands[0])
        elif operator in (b"TJ", b"Tj"):
            parts = operands[0] if operator == b"TJ" else operands
            codes = b"".join(_bytes(part) for part in parts if isinstance(part, (str, bytes)))
            used.setdefault(current, set()).update(
                int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)
            )


def _bytes(part: Any) -> bytes:  # noqa: ANN401 - pypdf's objects carry no types
    return bytes(part.original_bytes) if hasattr(part, "original_bytes") else bytes(part)


def _embedded(font: Any, used: set[int]) -> Embedded:  # noqa: ANN401 - pypdf's objects carry no types
    descendant = font["/DescendantFonts"][0].get_object()
    data = descendant["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
    spaces = {code for code, meaning in _unicode(font).items() if not meaning.strip()}
    return Embedded(
        name=str(font["/BaseFont"]), file=TTFont(io.BytesIO(data)), size=len(data), used=frozenset(used - spaces)
    )


def _unicode(font: Any) -> dict[int, str]:  # noqa: ANN401 - pypdf's objects carry no types
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table)
    return {int(code, 16): bytes.fromhex(meaning).decode("utf-16-be") for code, meaning in pairs}
