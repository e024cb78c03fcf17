"""What surrounds every request of the API: how much may be sent."""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assess.errors import TooLargeError

JSON_LIMIT: Final = 1024 * 1024
SLACK: Final = 64 * 1024
UPLOADS: Final = re.compile(r"/assessments/[^/]+/(evidence|workbooks)\Z")
"""Addresses that take files."""


class BodyLimit:
    """Refuses a body that is larger than its address takes, counting while it arrives."""

    def __init__(self, app: ASGIApp, upload_limit: int) -> None:
        self.app = app
        self.upload_limit = upload_limit + SLACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        limit = self.upload_limit if UPLOADS.search(scope.get("path", "")) else JSON_LIMIT
        declared = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        left = -1 if declared.isdigit() and int(declared) > limit else limit

        async def counted() -> Message:
            nonlocal left
            message = await receive() if left >= 0 else {}
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLargeError("api.too-large")
            return message

        await self.app(scope, counted, send)
