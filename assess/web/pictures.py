"""The pictures of pages: the very ones of reports, in the page's own colours, for a template to set as they are."""

from typing import Final

from markupsafe import Markup

from assess.reports import charts_parts
from assess.reports.charts_ink import SCREEN
from assess.reports.charts_parts import Look
from assess.reports.pictures import Pictures


def inline(svg: str) -> Markup:
    """Let a template set a picture of ours; it has escaped its words itself."""
    return Markup(svg)  # noqa: S704 - see above


def mark(look: Look) -> Markup:
    """Draw the look of a part for a legend."""
    return inline(charts_parts.mark(look, SCREEN))


DRAW: Final = Pictures(SCREEN, inline)
