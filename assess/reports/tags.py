"""Thin a PDF out just before it is written: what says nothing costs a sixth of the file.

- One tag around every printed line: a paragraph, cell or heading then holds its lines itself, which is how readers of
  tagged PDF expect it.
- Digits of coordinates beyond a hundredth of a pixel.

What says something is added: whether the head of a table heads its row or its column.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

_WRAPPER: Final = frozenset({"Type", "S", "K", "Pg", "P"})
_HOLDERS: Final = frozenset(
    {"/P", "/TD", "/TH", "/LBody", "/Lbl", "/Span", "/NonStruct", "/Div", "/H1", "/H2", "/H3", "/H4"}
)
_FINE: Final = re.compile(rb"(\.\d\d)\d+")
_PLACES: Final = (b" Tm", b" re", b" l", b" m", b" c")

Objects = Mapping[bytes, Any]


def thin(document: object, pdf: Any) -> None:  # noqa: ANN401 - a PDF under construction, which has no public type
    """Thin out a document; meant as WeasyPrint's finisher.

    Args:
        document: What was laid out (not needed).
        pdf: The file about to be written.
    """
    del document
    while _fold(pdf):
        pass
    objects = {made.reference: made for made in pdf.objects if made.free != "f"}
    _head(objects)
    for page in pdf.page_references:
        _round(objects[objects[page]["Contents"]])


def _fold(pdf: Any) -> bool:  # noqa: ANN401 - as above
    """Move the marks of the innermost wrappers into the elements around them; says whether there were any."""
    objects = {made.reference: made for made in pdf.objects if made.free != "f"}
    wrappers = {reference: made for reference, made in objects.items() if _is_wrapper(made, objects)}
    _hand_over(objects, wrappers)
    moved = {reference: made["P"] for reference, made in wrappers.items()}
    for marks in _marks(pdf, objects):
        marks[:] = [moved.get(reference, reference) for reference in marks]
    for wrapper in wrappers.values():
        _free(wrapper)
    return bool(wrappers)


def _free(made: Any) -> None:  # noqa: ANN401 - any PDF object
    """Take an object out of the file and leave a free entry at its number."""
    made.free, made.number, made.generation = "f", 0, 1


def _is_wrapper(made: Any, objects: Objects) -> bool:  # noqa: ANN401 - any PDF object
    if not isinstance(made, dict) or made.keys() != _WRAPPER or made["S"] != "/Span":
        return False
    holder = objects.get(made["P"], {})
    fits = holder.get("S") in _HOLDERS and holder.get("Pg") == made["Pg"]
    return fits and all(isinstance(kid, int) for kid in made["K"])


def _hand_over(objects: Objects, wrappers: Objects) -> None:
    """Put each wrapper's marks in its place in the element around it."""
    for holder in {made["P"]: objects[made["P"]] for made in wrappers.values()}.values():
        kids = [wrappers[kid]["K"] if kid in wrappers else [kid] for kid in holder["K"]]
        holder["K"][:] = [kid for group in kids for kid in group]


def _head(objects: Objects) -> None:
    """Say of the heads of tables what they head; one that is a whole row of the body heads what is below it."""
    for made in objects.values():
        if isinstance(made, dict) and made.get("S") == "/TH":
            row = objects[made["P"]]
            beside = objects[row["P"]]["S"] == "/TBody" and len(row["K"]) > 1
            made["A"]["Scope"] = "/Row" if beside else "/Column"


def _marks(pdf: Any, objects: Objects) -> list[list[Any]]:  # noqa: ANN401 - as above
    """Give the lists that lead from a page's marks back to their elements."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    numbers = objects[root["ParentTree"]]["Nums"]
    return [entry for entry in numbers if isinstance(entry, list)]


def _round(drawing: Any) -> None:  # noqa: ANN401 - any PDF object
    """Shorten the places at which a page writes and draws; colours and transformations keep their digits."""
    drawing.stream = [
        _FINE.sub(rb"\1", part) if isinstance(part, bytes) and part.endswith(_PLACES) else part
        for part in drawing.stream
    ]
