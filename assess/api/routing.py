"""The one kind of route the API has: JSON or a form in, texts a database can keep, nothing else."""

import math
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute

from assess.api.refusals import BadRequestError, MediaTypeError
from assess.errors import InvalidError, NotFoundError

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
MOST_FIELDS: Final = 20
DEEPEST: Final = 20
"""How many levels a body may have; ours have five."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Route(APIRoute):
    """A route that looks at what was sent before anything else does."""

    def get_route_handler(self) -> Handler:
        """Put the look before the usual handling."""
        handle, wanted = super().get_route_handler(), self._wanted()

        async def looked_at(request: Request) -> Response:
            _check_address(request)
            if wanted is not None:
                await _check_body(request, wanted)
            return await handle(request)

        return looked_at

    def _wanted(self) -> str | None:
        """Give the content type of the body this route takes; None where it takes none."""
        if self.body_field is None:
            return None
        return FORM if isinstance(self.body_field.field_info, Form) else JSON


def make_router(tag: str) -> APIRouter:
    """Make the router of one subject."""
    return APIRouter(tags=[tag], route_class=Route)


def _check_address(request: Request) -> None:
    if any("\0" in value for value in request.path_params.values() if isinstance(value, str)):
        raise NotFoundError
    for name, value in request.query_params.multi_items():
        if not storable(name) or not storable(value):
            raise InvalidError("api.control-character", field=name.replace("\0", "")[:40])


async def _check_body(request: Request, wanted: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise MediaTypeError("api.media-type", wanted=wanted)
    if wanted != JSON:
        await request.form(max_files=1, max_fields=MOST_FIELDS)  # kept with the request, and read here only
        return
    body = await request.body()
    if not body:
        return  # the framework says what is missing
    try:
        sent = await request.json()
    except (ValueError, RecursionError):
        raise BadRequestError("api.not-json") from None
    if not storable(sent):
        raise InvalidError("api.control-character")


def storable(sent: object) -> bool:
    """Say whether everything in a piece of JSON can be kept by a database and sent again, and is not too deep."""
    level, depth = [sent], 0
    while level and depth <= DEEPEST:
        if not all(_plain(part) for part in level):
            return False
        level, depth = [inner for part in level for inner in _inside(part)], depth + 1
    return not level


def _inside(part: object) -> Iterable[object]:
    if isinstance(part, Mapping):
        return [*part.keys(), *part.values()]
    return part if isinstance(part, list) else ()


def _plain(part: object) -> bool:
    if isinstance(part, float):
        return math.isfinite(part)
    return not isinstance(part, str) or (
        "\0" not in part and not any("\ud800" <= letter <= "\udfff" for letter in part)
    )
