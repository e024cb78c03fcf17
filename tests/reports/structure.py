"""What a tagged PDF says to a reader that goes by its structure: its elements in order, their words, their tables."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from pypdf import PdfReader

_STEP: Final = re.compile(
    rb"/MCID (?P<mark>\d+)>>\s*BDC|(?P<other>B[DM]C)|(?P<end>EMC)"
    rb"|/(?P<font>\w+) [-\d.]+ Tf|\[(?P<glyphs><[^\]]*)\] TJ|/(?P<form>\w+) Do"
)
"""What of a page's drawing begins or ends a mark, or writes."""
_HEX: Final = re.compile(rb"<([0-9a-fA-F]*)>")
_PAIR: Final = re.compile(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_SPAN: Final = ("/ColSpan", "/RowSpan")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the structure: its kind without the slash, its attributes, and what is in it."""

    kind: str
    entries: Mapping[str, Any]
    kids: "tuple[Element | str, ...]"

    @property
    def words(self) -> str:
        """All words in it, without spaces and without the numbers of lists."""
        parts = (one if isinstance(one, str) else one.words for one in self.kids)
        return "" if self.kind == "Lbl" else re.sub(r"\s+", "", "".join(parts))

    def every(self, *kinds: str) -> "Iterator[Element]":
        """Go through the elements of some kinds in it, in the order they are read."""
        for one in self.kids:
            if isinstance(one, Element):
                if one.kind in kinds:
                    yield one
                yield from one.every(*kinds)

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - pypdf's objects carry no types
        """Give an attribute of a cell; None where it has none."""
        owners = self.entries.get("/A", {})
        return next((one[name] for one in ([owners] if isinstance(owners, dict) else owners) if name in one), None)

    def width(self) -> int:
        """Give how many columns a row is wide."""
        return sum(int(cell.attribute("/ColSpan") or 1) for cell in self.every("TH", "TD"))


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file: its name, what it draws with, the glyphs that were used, and what each means."""

    name: str
    file: TTFont
    size: int
    used: frozenset[int]
    meaning: Mapping[int, str]

    def boxes(self) -> dict[int, str]:
        """Give the glyphs that draw nothing, or a box, in the place of a character."""
        glyphs, order = self.file["glyf"], self.file.getGlyphOrder()
        return {
            glyph: self.meaning.get(glyph, "")
            for glyph in self.used
            if not self.meaning.get(glyph, "x").isspace()
            and (glyph in (0, *range(len(order), glyph + 1)) or not glyphs[order[glyph]].numberOfContours)
        }


class Tagged:
    """A finished file, read once."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.root: Any = self.reader.trailer["/Root"]
        self._meanings: dict[int, dict[int, str]] = {}
        self._fonts: dict[int, Any] = {}
        self._used: dict[int, set[int]] = {}
        self._marks: dict[int, dict[int, list[str]]] = {}
        for page in self.reader.pages:
            marks = self._marks.setdefault(page.indirect_reference.idnum, {})  # type: ignore[union-attr]  # it was read
            contents = page.get_contents()
            self._draw(contents.get_data() if contents is not None else b"", page["/Resources"], marks)
        self.tree = self._element(self._whole())

    def _whole(self) -> Any:  # noqa: ANN401 - pypdf's objects carry no types
        return self.root["/StructTreeRoot"]["/K"][0].get_object()

    def _draw(self, stream: bytes, resources: Any, marks: dict[int, list[str]]) -> None:  # noqa: ANN401 - as above
        """Go through a page or a picture, and note what is written under which mark."""
        stack: list[int | None] = []
        font = 0
        for step in _STEP.finditer(stream):
            if step["mark"] or step["other"]:
                stack.append(int(step["mark"]) if step["mark"] else None)
            elif step["end"]:
                stack.pop()
            elif step["font"]:
                font = self._font(resources["/Font"].raw_get(f"/{step['font'].decode()}"))
            elif step["form"]:
                self._picture(resources["/XObject"][f"/{step['form'].decode()}"])
            else:
                words = self._words(font, step["glyphs"])
                if stack and stack[-1] is not None:
                    marks.setdefault(stack[-1], []).append(words)

    def _picture(self, form: Any) -> None:  # noqa: ANN401 - as above
        if form.get("/Subtype") == "/Form":
            self._draw(form.get_data(), form.get("/Resources", {}), {})

    def _font(self, reference: Any) -> int:  # noqa: ANN401 - as above
        number = int(reference.idnum)
        if number not in self._fonts:
            self._fonts[number] = reference.get_object()
            table = self._fonts[number]["/ToUnicode"].get_object().get_data().decode("latin-1")
            pairs = _PAIR.findall(table)
            self._meanings[number] = {int(code, 16): bytes.fromhex(said).decode("utf-16-be") for code, said in pairs}
        return number

    def _words(self, font: int, glyphs: bytes) -> str:
        codes = bytes.fromhex("".join(part.decode() for part in _HEX.findall(glyphs)))
        found = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
        self._used.setdefault(font, set()).update(found)
        return "".join(self._meanings[font].get(glyph, "\ufffd") for glyph in found)

    def _element(self, made: Any, page: int = 0) -> Element:  # noqa: ANN401 - as above
        page = made.raw_get("/Pg").idnum if "/Pg" in made else page
        kids = made.get("/K", [])
        told = [self._kid(one, page) for one in (kids if isinstance(kids, list) else [kids])]
        return Element(made["/S"][1:], made, tuple(one for one in told if one is not None))

    def _kid(self, kid: Any, page: int) -> Element | str | None:  # noqa: ANN401 - as above
        made = kid.get_object()
        if isinstance(made, int):
            return "".join(self._marks[page].get(made, []))
        if made.get("/Type") == "/MCR":
            return "".join(self._marks[made.raw_get("/Pg").idnum].get(made["/MCID"], []))
        return None if made.get("/Type") == "/OBJR" else self._element(made, page)

    def fonts(self) -> list[Font]:
        """Give the fonts that pages and pictures use."""
        return [self._told(number, made) for number, made in self._fonts.items()]

    def _told(self, number: int, made: Any) -> Font:  # noqa: ANN401 - as above
        descriptor = made["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        data = descriptor["/FontFile2"].get_object().get_data()
        used = frozenset(self._used.get(number, set()))
        return Font(str(made["/BaseFont"]), TTFont(io.BytesIO(data)), len(data), used, self._meanings[number])
