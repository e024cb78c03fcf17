"""Say of the files that a PDF carries what they are to it: the machine-readable form of what it shows."""

from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types


def name(pdf: Any) -> None:  # noqa: ANN401 - a PDF under construction, which has no public type
    """Mark every enclosed file as the data of the whole document, as PDF/A-3 asks and PDF/UA allows."""
    objects: list[Any] = pdf.objects
    found = [made for made in objects if isinstance(made, dict) and made.get("Type") == "/Filespec"]
    for made in found:
        made["AFRelationship"] = "/Data"
    if found:
        pdf.catalog["AF"] = pydyf.Array([made.reference for made in found])  # type: ignore[attr-defined]  # a dictionary of pydyf
