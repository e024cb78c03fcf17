"""What every response and every unsafe request has to satisfy: headers, cookies, tokens, safe return addresses."""

import re
from urllib.parse import urlsplit

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
STRICT_TRANSPORT = "max-age=31536000"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


def session_cookie(*, secure: bool) -> str:
    """Name the session cookie; browsers tie the prefixed name to this host, this path and HTTPS."""
    return "__Host-assess" if secure else "assess"


def cookie(name: str, value: str, *, secure: bool, max_age: int | None = None) -> str:
    """Write a cookie no script can read and no other site's form can send."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if secure else []
    parts += [f"Max-Age={max_age}"] if max_age is not None else []
    return "; ".join(parts)


def safe_return(address: str | None, *, default: str) -> str:
    """Give a return address only where it stays on this site.

    Args:
        address: What the visitor's link or form says; anything.
        default: Where to go instead of somewhere else.

    Returns:
        A path with its query, never another host, never a scheme.
    """
    if not address or _CONTROL.search(address) or not address.startswith("/") or address.startswith("//"):
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc else address
