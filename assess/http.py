"""The only door to other machines: short waits, bounded answers, no redirects."""

import asyncio
import contextlib
import functools
import json
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import httpx

TIMEOUT: Final = 10.0
MOST_BYTES: Final = 1024 * 1024
_CONNECT: Final = 4.0  # seconds for one of an address's machines
_MOST_TRIED: Final = 3
_PORTS: Final = {"https": 443, "http": 80}


class OutsideError(Exception):
    """Another machine did not answer, or not with what was asked for; the text is for the log, not for people."""


class UndeliveredError(OutsideError):
    """Nothing could be handed over; `why` is `name`, `address`, `connection`, `certificate`, `time` or `answer`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def deliver(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    may: Callable[[str], bool],
    seconds: float = TIMEOUT,
) -> int:
    """Hand something over to an address that somebody else gave, and give the status of the answer.

    The name is looked up here, once. Every IP address it leads to must be allowed, and the connection goes to one of
    those: a name that leads elsewhere a moment later leads us nowhere. Host, SNI and certificate stay those of the
    name. No redirect is followed and nothing of the answer's body is read.

    Args:
        url: Where to.
        body: What, as JSON.
        headers: Further headers.
        may: Says whether we may connect to an IP address.
        seconds: How long the whole may take, once the name is looked up.

    Raises:
        UndeliveredError: No answer.
    """
    parts = urlsplit(url)
    machines = resolve(parts.hostname or "", parts.port or _PORTS[parts.scheme])
    if not machines:
        raise UndeliveredError("name")
    if not all(map(may, machines)):
        raise UndeliveredError("address")
    sent = {"content-type": "application/json", "user-agent": "assess-webhooks/1", **headers, "host": _host(parts)}
    _tls()  # loaded once, and on no delivery's time
    try:
        return asyncio.run(asyncio.wait_for(_handed_over(parts, machines, body, sent), seconds))
    except TimeoutError as error:
        raise UndeliveredError("time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UndeliveredError(_why(error)) from error


def resolve(host: str, port: int) -> Sequence[str]:
    """Give the IP addresses a name leads to; none where there is no such name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


async def _handed_over(parts: SplitResult, machines: Sequence[str], body: bytes, headers: Mapping[str, str]) -> int:
    """Post to the first machine that can be connected to; there is at least one."""
    limits = httpx.Timeout(TIMEOUT, connect=_CONNECT)
    async with httpx.AsyncClient(verify=_tls(), timeout=limits, follow_redirects=False, trust_env=False) as client:
        *others, last = machines[:_MOST_TRIED]
        for machine in others:
            with contextlib.suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await _posted(client, _at(parts, machine), body, headers, parts.hostname or "")
        return await _posted(client, _at(parts, last), body, headers, parts.hostname or "")


async def _posted(client: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str], name: str) -> int:
    named = {"sni_hostname": name}
    async with client.stream("POST", url, content=body, headers=dict(headers), extensions=named) as answer:
        return answer.status_code


def _at(parts: SplitResult, machine: str) -> str:
    """Give the address with an IP address in the place of the name."""
    place = f"[{machine}]" if ":" in machine else machine
    return parts._replace(netloc=f"{place}:{parts.port or _PORTS[parts.scheme]}").geturl()


def _host(parts: SplitResult) -> str:
    """Give what stands in the Host header: the name as it was given, with its port."""
    return parts.netloc.rpartition("@")[2]


@functools.cache
def _tls() -> ssl.SSLContext:
    """Load the known authorities once."""
    return httpx.create_ssl_context(trust_env=False)


def _why(error: Exception) -> str:
    """Say in a word why there was no answer."""
    if isinstance(error, httpx.TimeoutException):
        return "time"
    if not isinstance(error, httpx.ConnectError):
        return "answer"
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return "certificate" if cause else "connection"


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
