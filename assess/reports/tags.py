"""Thin out the tag tree of a PDF: one wrapper for every printed line costs a tenth of the file and says nothing.

A paragraph, cell or heading then holds its lines itself, which is how readers of tagged PDF expect it.
"""

from collections.abc import Mapping
from typing import Any, Final

_WRAPPER: Final = frozenset({"Type", "S", "K", "Pg", "P"})
_HOLDERS: Final = frozenset(
    {"/P", "/TD", "/TH", "/LBody", "/Lbl", "/Span", "/NonStruct", "/Div", "/H1", "/H2", "/H3", "/H4"}
)

Objects = Mapping[bytes, Any]


def fold(_document: object, pdf: Any) -> None:  # noqa: ANN401 - a PDF under construction, which has no public type
    """Move every line's mark from its wrapper into the element around it; meant as WeasyPrint's finisher."""
    objects = {made.reference: made for made in pdf.objects}
    wrappers = {made.reference: made for made in pdf.objects if _is_wrapper(made, objects)}
    _hand_over(objects, wrappers)
    moved = {reference: made["P"] for reference, made in wrappers.items()}
    for marks in _marks(pdf, objects):
        marks[:] = [moved.get(reference, reference) for reference in marks]
    for wrapper in wrappers.values():
        _free(wrapper)


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
    """Put each wrapper's marks in its place in the element around it; innermost wrappers stay where they nest."""
    for holder in {made["P"]: objects[made["P"]] for made in wrappers.values()}.values():
        kids = [wrappers[kid]["K"] if kid in wrappers else [kid] for kid in holder["K"]]
        holder["K"][:] = [kid for group in kids for kid in group]


def _marks(pdf: Any, objects: Objects) -> list[list[Any]]:  # noqa: ANN401 - as above
    """Give the lists that lead from a page's marks back to their elements."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    numbers = objects[root["ParentTree"]]["Nums"]
    return [entry for entry in numbers if isinstance(entry, list)]
