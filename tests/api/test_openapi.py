"""The description: valid, complete, in both languages, and every name in it for good."""

import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate
from starlette.datastructures import State

from assess.api.application import create_api
from assess.config import load_settings

ANYBODYS = {"/verify/{code}"}  # asked without a token
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def api() -> FastAPI:
    state = State({"settings": load_settings({}), "database": None})
    return create_api(state)


@pytest.fixture(scope="module")
def described(api: FastAPI) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(api.openapi()))
    return found


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, item in described["paths"].items() for method, one in item.items()]


def test_it_is_valid_openapi(described: dict[str, Any]) -> None:
    validate(described)
    assert described["servers"] == [{"url": "/api/v1"}]
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_every_operation_says_what_it_does_and_what_it_refuses(described: dict[str, Any]) -> None:
    names = [one["operationId"] for _, _, one in operations(described)]
    assert len(names) == len(set(names)) > 40
    for path, method, one in operations(described):
        label = f"{method} {path}"
        assert re.fullmatch(r"[a-z][a-z-]+", one["operationId"]), label
        assert CHINESE.search(one["summary"]), label
        assert one["description"].isascii() or not CHINESE.search(one["description"][:5]), label
        assert one["tags"], label
        owned = path not in ANYBODYS
        assert one.get("security") == ([{"HTTPBearer": []}] if owned else None), label
        assert {"400", "422", "429"} <= set(one["responses"]), label
        assert ({"401", "403"} <= set(one["responses"])) is owned, label
        for status, answer in one["responses"].items():
            if status[0] == "4":
                assert list(answer["content"]) == ["application/problem+json"], label
        assert ("{" not in path) or "404" in one["responses"], label
        assert ("requestBody" not in one) or {"413", "415"} <= set(one["responses"]), label


def test_what_is_sent_is_strict(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for path, method, one in operations(described):
        body = one.get("requestBody", {}).get("content", {})
        for media_type, content in body.items():
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            strict = media_type == "multipart/form-data" or schemas[name].get("additionalProperties") is False
            assert strict, f"{method} {path}"


def test_changes_build_on_revisions_and_submissions_have_keys(described: dict[str, Any]) -> None:
    headers = {
        one["operationId"]: {name["name"] for name in one.get("parameters", ()) if name["in"] == "header"}
        for _, _, one in operations(described)
    }
    for name in ("put-answer", "delete-answer", "put-claim", "delete-claim"):
        assert headers[name] == {"If-Match", "If-None-Match"}
    assert headers["submit"] == {"Idempotency-Key"}
    submit = next(one for _, _, one in operations(described) if one["operationId"] == "submit")
    assert [one["required"] for one in submit["parameters"] if one["in"] == "header"] == [True]
