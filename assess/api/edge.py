"""What surrounds every request of the API: how much may be sent."""

import re
from typing import Final

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

JSON_LIMIT: Final = 1024 * 1024
SLACK: Final = 64 * 1024
UPLOADS: Final = re.compile(r"/assessments/[^/]+/(evidence|workbooks)\Z")
"""Addresses that take files."""


class BodyLimit:
    """Refuses a body that is larger than its address takes, counting while it arrives."""

    def __init__(self, app: ASGIApp, upload_limit: int) -> None:
        self.small = RequestBodyLimitMiddleware(app, JSON_LIMIT)
        self.large = RequestBodyLimitMiddleware(app, upload_limit + SLACK)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        chosen = self.large if UPLOADS.search(scope.get("path", "")) else self.small
        await chosen(scope, receive, send)
