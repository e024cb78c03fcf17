"""Pages of stored files as pictures: drawn by a reader's process, kept on disk, and never the file itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import Request, Response

from assess.assessments.filetypes import shown_here
from assess.errors import InvalidError, NotFoundError
from assess.papers.cache import Cache
from assess.papers.readers import SHARED, WIDTH, Page
from assess.storage import Storage
from assess.web.files import Files

SMALL = 200  # pixels: a picture of a file in a list
HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, max-age=600",  # who turns pages back and forth
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file somebody may see, as its database row said."""

    name: str
    media_type: str
    sha256: str
    size: int
    pages: str


def page_of(request: Request, storage: Files, file: Paper, number: int, width: int = WIDTH) -> Page:
    """Give a page of a stored file; the caller has asked who may see it, and holds no transaction.

    Raises:
        NotFoundError: There is no such page, or files of this kind have none.
        InvalidError: It cannot be drawn.
    """
    if not shown_here(file.media_type):
        raise NotFoundError
    previews: Cache = request.app.state.previews
    return previews.page(file.sha256, number, width, partial(_drawn, storage, file.sha256, number, width))


def nearest(draw: Callable[[int], Page], number: int) -> tuple[Page, int]:
    """Give the page that was asked for, or the first one where there is no such page.

    Raises:
        InvalidError: It cannot be drawn.
    """
    try:
        return draw(number), number
    except NotFoundError:
        return draw(1), 1


def picture(page: Page) -> Response:
    """Answer with a page."""
    return Response(page.picture, media_type=page.media_type, headers=HEADERS)


def unshown(page: Callable[[], tuple[Page, int]]) -> tuple[Page | None, int]:
    """Give a page, or nothing where it cannot be shown: then there is the download."""
    try:
        return page()
    except (InvalidError, NotFoundError):
        return None, 1


def _drawn(storage: Storage, key: str, number: int, width: int) -> Page:
    with storage.open(key) as content:
        return SHARED.page(content.read(), number, width)
