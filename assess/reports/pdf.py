"""The only door to WeasyPrint: HTML in, PDF bytes out, nothing fetched.

One process keeps one font configuration, because registering two fonts of ten megabytes costs more than a page.
"""

import functools
import logging
from typing import Any, NoReturn

from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # ships no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # ships no types
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # ships no types

from assess.reports import fontfiles, tags
from assess.reports.glyphs import BOLD, REGULAR

FAMILY = "Assess Noto Sans SC"
VARIANT = "pdf/ua-1"
_SCHEME = "assess-font:"
_FONTS = {_SCHEME + "regular": REGULAR, _SCHEME + "bold": BOLD}
_FONT_FACES = "".join(
    f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:url("{_SCHEME}{name}")}}'
    for name, weight in (("regular", 400), ("bold", 700))
)
_INLINE = ("data:image/svg+xml;base64,", "data:image/png;base64,")


class RefusedFetchError(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint ships no types
    """A report asked for something outside itself; the whole rendering stops."""


class _ReportFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Hands out the charts and the logo that the report carries inside itself, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401 - WeasyPrint's signature
        """Return an inline picture.

        Raises:
            RefusedFetchError: For every other address.
        """
        if not url.startswith(_INLINE):
            _refuse(url)
        return super().fetch(url, headers)


class _FontFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Hands out the two bundled fonts to our own style sheet."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401, ARG002 - WeasyPrint's signature
        """Return a bundled font.

        Raises:
            RefusedFetchError: For every other address.
        """
        if url not in _FONTS:
            _refuse(url)
        return URLFetcherResponse(url, _FONTS[url].read_bytes(), {"Content-Type": "font/ttf"})


def _refuse(url: str) -> NoReturn:
    msg = f"a report fetches nothing, refused: {url[:80]}"
    raise RefusedFetchError(msg)


@functools.cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    configuration = FontConfiguration()
    return configuration, CSS(string=_FONT_FACES, font_config=configuration, url_fetcher=_FontFetcher())


def _finish(document: object, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    tags.thin(document, pdf)
    fontfiles.lean(pdf)


def render(html: str) -> bytes:
    """Lay out one self-contained page as a tagged PDF.

    Args:
        html: What `assess.reports.html.render` returns.

    Returns:
        The file; the same HTML gives the same bytes.

    Raises:
        RefusedFetchError: When the HTML asks for any address.
    """
    configuration, faces = _fonts()
    document = HTML(string=html, url_fetcher=_ReportFetcher())
    written: bytes = document.write_pdf(
        stylesheets=[faces], font_config=configuration, pdf_variant=VARIANT, finisher=_finish
    )
    return written


def warm() -> None:
    """Load the engine, its fonts and its caches, so that the first real report does not pay for them."""
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    render(f'<html lang="zh-CN"><title>〇</title><body style="font-family:{FAMILY!r}">〇<b>一</b></body></html>')
