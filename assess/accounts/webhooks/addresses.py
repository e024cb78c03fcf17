"""Which addresses events may be sent to: public ones on the internet, so that nobody reaches our own network by us.

What stands in the address is checked when it is given; where its name leads to is checked at every delivery, by
`assess.http`, against `is_public`.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from assess.errors import InvalidError

URL_MAXIMUM: Final = 500
_PRINTABLE: Final = re.compile(r"[!-\[\]-~]+")  # ASCII without blanks and without the backslash browsers read as /
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*")
_INSIDE: Final = (
    "localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa",
    "in-addr.arpa", "ip6.arpa", "test", "invalid", "onion",
)  # fmt: skip
"""Ends of names that lead nowhere public, whatever a resolver says."""

_LEAST_FREE_PORT: Final = 1024
_HTTPS: Final = 443
_GLOBAL_6: Final = ipaddress.ip_network("2000::/3")
_NOT_GLOBAL_4: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/3")))
_NOT_GLOBAL_6: Final = tuple(map(ipaddress.ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Within 2000::/3, what stands for another address (Teredo, 6to4) or for none (documentation). NAT64, IPv4-mapped,
unique local, link-local and multicast addresses lie outside it."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet.

    Args:
        address: As a resolver or an address writes it; anything that is none is not public.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        return found in _GLOBAL_6 and found.is_global and not any(found in net for net in _NOT_GLOBAL_6)
    return found.is_global and not any(found in net for net in _NOT_GLOBAL_4)


def anywhere(address: str) -> bool:
    """Take every address, for a service set up to send within its own network."""
    return bool(address)


def check(url: str, *, private: bool) -> str:
    """Give an address in its plain form.

    Args:
        url: What somebody gave.
        private: The operator allows addresses within their own network, and unencrypted ones.

    Raises:
        InvalidError: Field `url`.
    """
    given = url.strip()
    if not _PRINTABLE.fullmatch(given) or len(given) > URL_MAXIMUM:
        raise _refused("webhook.address")
    parts, port = _parts(given)
    host = parts.hostname or ""
    if parts.scheme not in ({"https", "http"} if private else {"https"}):
        raise _refused("webhook.address-https")
    if "@" in parts.netloc or "#" in given or not host or "%" in parts.netloc:
        raise _refused("webhook.address")
    if not private:
        _check_place(host, port)
    return parts.geturl()


def _parts(given: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError as error:  # a port that is no number, brackets that do not close
        raise _refused("webhook.address") from error
    return parts, port


def _check_place(host: str, port: int | None) -> None:
    if port is not None and port != _HTTPS and port < _LEAST_FREE_PORT:
        raise _refused("webhook.address-port")
    if not (_is_name(host) or is_public(host)):
        raise _refused("webhook.address-private")


def _is_name(host: str) -> bool:
    """Say whether this is a full name, and not an IP address in one of its many spellings."""
    labels = host.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):  # noqa: PLR2004 - a name and what it lies in
        return False
    return not any(host == end or host.endswith(f".{end}") for end in _INSIDE)


def _refused(message: str) -> InvalidError:
    return InvalidError(message, field="url")
