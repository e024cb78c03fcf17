"""The only door to other machines: short waits, bounded answers, no redirects."""

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx

TIMEOUT: Final = 10.0
MOST_BYTES: Final = 1024 * 1024


class OutsideError(Exception):
    """Another machine did not answer, or not with what was asked for; the text is for the log, not for people."""


def get_json(url: str) -> dict[str, Any]:
    """Fetch a JSON object.

    Raises:
        OutsideError: No answer in time, another status than 200, or something else than a JSON object of up to 1 MB.
    """
    return _asked("GET", url)


def post_form(
    url: str, form: Mapping[str, str], *, auth: tuple[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Send a form and read the JSON object that comes back.

    Args:
        url: Where to.
        form: The fields.
        auth: Name and password for HTTP Basic.
        headers: Further headers.

    Raises:
        OutsideError: As for `get_json`.
    """
    return _asked("POST", url, data=dict(form), auth=auth, headers=dict(headers or {}))


def _asked(method: str, url: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - what httpx takes
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, url, **request) as answer,
        ):
            return _read(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OutsideError(f"{method} {url}: {type(error).__name__}") from error


def _read(answer: httpx.Response) -> dict[str, Any]:
    text = bytearray()
    for piece in answer.iter_bytes():
        text += piece
        if len(text) > MOST_BYTES:
            raise OutsideError(f"{answer.url}: more than {MOST_BYTES} bytes")
    if answer.status_code != httpx.codes.OK:
        raise OutsideError(f"{answer.url}: status {answer.status_code}")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise OutsideError(f"{answer.url}: no JSON") from error
    if not isinstance(found, dict):
        raise OutsideError(f"{answer.url}: no JSON object")
    return found
