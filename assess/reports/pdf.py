"""The only door to WeasyPrint: HTML in, PDF bytes out, nothing fetched.

One process keeps one font configuration, because registering two fonts of ten megabytes costs more than a page, and one
parsed style sheet. Nothing is collected while a page is laid out: its boxes all live until the end anyway.
"""

import datetime as dt
import functools
import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # ships no types
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]  # ships no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # ships no types
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # ships no types

from assess.reports import enclosures, fontfiles, tags
from assess.reports.glyphs import BOLD, REGULAR

FAMILY = "Assess Noto Sans SC"
VARIANT = "pdf/ua-1"
ARCHIVE = "pdf/a-3a"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file of data that a PDF carries; `day` stands for the moment it was made."""

    name: str
    data: bytes
    day: dt.date
    description: str = ""


class _Page(HTML):  # type: ignore[misc]  # WeasyPrint ships no types
    """A page of ours: it is well-formed, so that the parser of the standard library reads it in a tenth of the time."""

    def __init__(self, tree: ET.Element) -> None:
        self.base_url = None
        self.url_fetcher = _ReportFetcher()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = tree


@functools.lru_cache(maxsize=8)
def _sheet(css: str) -> CSS:
    return CSS(string=css, url_fetcher=_ReportFetcher())


def _read(html: str) -> tuple[HTML, list[CSS]]:
    """Read a page and its style sheets, which are kept: most are the same for every report."""
    try:
        tree = ET.fromstring(html[html.index("<html") :])  # noqa: S314 - as above
    except (ET.ParseError, ValueError):
        return HTML(string=html, url_fetcher=_ReportFetcher()), []
    head = tree.find("head")
    styles = [] if head is None else head.findall("style")
    for style in styles:
        head.remove(style)  # type: ignore[union-attr]  # where there are styles there is a head
    return _Page(tree), [_sheet(style.text or "") for style in styles]


def _finish(document: object, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    tags.thin(document, pdf)
    fontfiles.lean(pdf)
    enclosures.name(pdf)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the collector off; what a report leaves behind goes at its next turn."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def render(html: str, *, enclosed: Enclosed | None = None, archive: bool = False) -> bytes:
    """Lay out one self-contained page as a tagged PDF.

    Args:
        html: What `assess.reports.html.render` returns.
        enclosed: A file of data to carry inside.
        archive: PDF/A-3 (level A) instead of PDF/UA.

    Returns:
        The file; the same HTML gives the same bytes.

    Raises:
        RefusedFetchError: When the HTML asks for any address.
    """
    configuration, faces = _fonts()
    with _uncollected(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the engine leaves its colour profile open for archives
        page, sheets = _read(html)
        written: bytes = page.write_pdf(
            stylesheets=[faces, *sheets],
            font_config=configuration,
            pdf_variant=ARCHIVE if archive else VARIANT,
            attachments=[_attachment(enclosed)] if enclosed else None,
            finisher=_finish,
        )
    return written


def _attachment(enclosed: Enclosed) -> Attachment:
    made = dt.datetime.combine(enclosed.day, dt.time())
    return Attachment(
        string=enclosed.data,
        name=enclosed.name,
        description=enclosed.description,
        created=made,
        modified=made,
        relationship="Data",
    )


def warm() -> None:
    """Load the engine, its fonts and its caches, so that the first real report does not pay for them."""
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    render(f'<html lang="zh-CN"><title>〇</title><body style="font-family:{FAMILY!r}">〇<b>一</b></body></html>')
