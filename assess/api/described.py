"""The description of the API (OpenAPI 3.1): what every operation shares is said here once."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from assess.api.problems import MEDIA_TYPE, TITLES
from assess.api.schemas.base import Problem

_ABOUT: Final = """用程序读写自评：与页面相同的操作、相同的检查、相同的记录。

The same operations, checks and records as the pages. Tokens are made on the page `/account/tokens`; see docs/api.md.
"""
_METHODS: Final = frozenset({"get", "put", "post", "patch", "delete"})
_ANY: Final = (400, 422, 429)
_OWNED: Final = (401, 403)
_BODY: Final = (413, 415)
_CHANGE: Final = (409,)
_REF: Final = "#/components/schemas/"
_DROPPED: Final = ("HTTPValidationError", "ValidationError")
Node = dict[str, Any]


def operation_id(route: APIRoute) -> str:
    """Give a route's operation id: its name, which never changes."""
    return route.name.removeprefix("api-")


def describer(api: FastAPI, prefix: str) -> Callable[[], Node]:
    """Give what writes the description, once."""

    def describe() -> Node:
        if api.openapi_schema is None:
            api.openapi_schema = _described(api, prefix)
        return api.openapi_schema

    return describe


def _described(api: FastAPI, prefix: str) -> Node:
    made = get_openapi(
        title=api.title,
        version=api.version,
        description=inspect.cleandoc(_ABOUT),
        routes=api.routes,
        servers=[{"url": prefix}],
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in _DROPPED:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template=_REF + "{model}")
    schemas |= schemas["Problem"].pop("$defs", {})
    for path, method, operation in _operations(made):
        _complete(path, method, operation)
    return made


def _operations(made: Node) -> Iterator[tuple[str, str, Node]]:
    for path, item in made["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield path, method, operation


def _complete(path: str, method: str, operation: Node) -> None:
    """Add what may be refused and the headers that may come."""
    responses = operation["responses"]
    for status in _refusals(path, method, operation):
        responses[str(status)] = _refusal(status)
    sent = _headers_sent(operation)
    for status, answer in responses.items():
        answer.setdefault("headers", {}).update(_headers(status, operation, sent))


def _refusals(path: str, method: str, operation: Node) -> set[int]:
    found = {*_ANY}
    if "security" in operation:
        found.update(_OWNED)
    if "{" in path or method != "get":
        found.add(404)
    if method != "get":
        found.update(_CHANGE)
    if "requestBody" in operation:
        found.update(_BODY)
    if "If-Match" in _headers_sent(operation):
        found.update((412, 428))
    return found


def _refusal(status: int) -> Node:
    return {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}Problem"}}}}


def _headers_sent(operation: Node) -> set[str]:
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}


def _headers(status: str, operation: Node, sent: set[str]) -> Node:
    """Name the headers of one answer."""
    good = status.startswith("2")
    paged = any(one["name"] == "cursor" for one in operation.get("parameters", ()))
    wanted = {
        "ETag": "If-None-Match" in sent and ((good and status != "204") or status == "304"),
        "Link": good and paged,
        "Idempotency-Replayed": good and "Idempotency-Key" in sent,
        "Retry-After": status == "429",
        "WWW-Authenticate": status == "401",
        "Location": status == "201",
    }
    always = {"ETag", "Retry-After", "WWW-Authenticate", "Location"}
    return {
        name: {"schema": {"type": "string"}, "required": name in always, "description": _SAID[name]}
        for name, there in wanted.items()
        if there
    }


_SAID: Final = {
    "ETag": "现在的版本，修改时放进 If-Match。 The present revision, for If-Match.",
    "Link": "下一页（rel=next）。 The next page.",
    "Idempotency-Replayed": "true：这是先前那一次的回答。 true: the answer of the first time.",
    "Retry-After": "多少秒后再试。 Seconds to wait.",
    "WWW-Authenticate": "Bearer",
    "Location": "新对象的地址。 Where the new thing is.",
}
