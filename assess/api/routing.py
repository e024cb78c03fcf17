"""The one kind of route the API has: JSON or a form in, texts a database can keep, nothing else."""

import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute

from assess.api.refusals import BadRequestError, MediaTypeError
from assess.errors import InvalidError, NotFoundError

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
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
    """Say whether everything in a piece of JSON can be kept by a database and sent again."""
    waiting = [sent]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif not _plain(part):
            return False
    return True


def _plain(part: object) -> bool:
    if isinstance(part, float):
        return math.isfinite(part)
    return not isinstance(part, str) or (
        "\0" not in part and not any("\ud800" <= letter <= "\udfff" for letter in part)
    )
