"""QR codes for reports: vectors without any size of their own, dark on white with the quiet zone around them (pure)."""

import base64
from typing import Final

import segno

QUIET: Final = 4
"""Modules of white around the code: the standard asks for four."""


def picture(text: str) -> str:
    """Give a QR code as an SVG data URI, one unit a module; a quarter of it may be hidden by a stamp or a fold.

    A row's dark modules are drawn as whole bars of one path, so that no printer leaves hairlines between them.
    """
    code = segno.make(text, error="q", micro=False, boost_error=False)
    side = len(code.matrix) + 2 * QUIET
    bars = "".join(_row(row, y) for y, row in enumerate(code.matrix, start=QUIET))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{bars}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _row(row: bytearray, y: int) -> str:
    return "".join(f"M{x + QUIET} {y}h{width}v1h-{width}z" for x, width in _runs(row))


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Give the dark bars of a row as start and width."""
    edges = [at for at, (one, before) in enumerate(zip([*row, 0], [0, *row], strict=True)) if one != before]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
