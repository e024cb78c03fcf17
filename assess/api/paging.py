"""Lists in pages: an opaque cursor that says after what to go on, so that nothing is skipped or told twice."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from assess.errors import InvalidError

MOST: Final = 100
USUAL: Final = 50
_LONGEST: Final = 1000
_LARGEST: Final = 2**63
_FARTHEST: Final = 1_000_000

T = TypeVar("T")
R = TypeVar("R")
Place = tuple[str | int, ...]


class Page(BaseModel, Generic[T]):
    """Some of a list; `next` is the cursor of what follows, absent at its end."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """What part of a list is asked for: at most `limit` after `after` (the place of the last one seen)."""

    limit: int
    after: Place | None
    request: Request
    response: Response

    def cut(self, rows: Sequence[R], *, place: Callable[[R], Place], show: Callable[[R], T]) -> Page[T]:
        """Give the page of a whole list.

        Args:
            rows: In the order of their places.
            place: Where a row stands: numbers and texts that never change and ascend.
            show: What is told of it.

        Raises:
            InvalidError: The cursor belongs to another list.
        """
        try:
            left = [row for row in rows if self.after is None or place(row) > self.after]
        except TypeError:
            raise InvalidError("api.cursor", field="cursor") from None
        return self.page(left[: self.limit + 1], place=place, show=show)

    def start(self) -> int:
        """Give how many rows come before, for a list whose places are counted.

        Raises:
            InvalidError: The cursor belongs to another list.
        """
        match self.after:
            case None:
                return 0
            case (int(count),) if 0 <= count <= _FARTHEST:
                return count
            case _:
                raise InvalidError("api.cursor", field="cursor")

    def page(self, rows: Sequence[R], *, place: Callable[[R], Place], show: Callable[[R], T]) -> Page[T]:
        """Give the page of the rows after the cursor, of which up to `limit + 1` were read."""
        shown = rows[: self.limit]
        if len(rows) <= self.limit:
            return Page(items=[show(row) for row in shown])
        following = _written(place(shown[-1]))
        address = self.request.url.include_query_params(cursor=following)
        self.response.headers["link"] = f'<{address.path}?{address.query}>; rel="next"'
        return Page(items=[show(row) for row in shown], next=following)


def _written(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str) -> Place:
    """Read a cursor; it opens nothing that the reader might not see anyway."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        raise InvalidError("api.cursor", field="cursor") from None
    if not isinstance(found, list) or not all(_plain(part) for part in found):
        raise InvalidError("api.cursor", field="cursor")
    return tuple(found)


def _plain(part: object) -> bool:
    if isinstance(part, str):
        return "\0" not in part and part.isprintable()  # no lone surrogates either
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < _LARGEST


def get_paging(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=MOST, description="每页最多几条。 At most so many.")] = USUAL,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST, description="上一页给出的 next。 `next` of the page before.")
    ] = None,
) -> Paging:
    """Read which part of a list is asked for."""
    return Paging(limit, None if cursor is None else _read(cursor), request, response)


Pages = Annotated[Paging, Depends(get_paging)]
