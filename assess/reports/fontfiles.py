"""Take out of embedded fonts what no reader of a PDF looks at: HarfBuzz keeps every table it was not told to drop."""

import io
from typing import Any, Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

# Vertical metrics, style axes and screen hints: a page is set in lines, and drawn at any size.
_UNREAD: Final = frozenset({"vhea", "vmtx", "VORG", "STAT", "gasp"})


def lean(pdf: Any) -> None:  # noqa: ANN401 - pydyf is untyped
    """Make the font files of a finished document smaller; what they draw is untouched."""
    for stream in pdf.objects:
        extra = getattr(stream, "extra", None)
        if extra and "Length1" in extra and len(stream.stream) == 1:
            stream.stream = [_without(bytes(stream.stream[0]))]
            extra["Length1"] = len(stream.stream[0])


def _without(raw: bytes) -> bytes:
    font = TTFont(io.BytesIO(raw), lazy=True, recalcTimestamp=False)
    for name in _UNREAD & set(font.reader.tables):
        del font[name]
    made = io.BytesIO()
    font.save(made, reorderTables=None)
    return made.getvalue()
