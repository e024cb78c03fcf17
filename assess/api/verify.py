"""Checking a report by its code: anybody may, without a token, as often as on the page."""

from typing import Annotated

from fastapi import Path, Request

from assess.api.deps import DbSession, Now
from assess.api.routing import make_router
from assess.api.schemas.verify import VerifyOut, verify_out
from assess.errors import NotFoundError
from assess.reports import verifying
from assess.reports.seals import read_code

router = make_router("verify")
Code = Annotated[
    str,
    Path(
        description="封面和页脚上的核验码，不分大小写。 The code on the cover; any case, with or without dashes.",
        examples=["7K3M-9QXV-2TRB"],
    ),
]


@router.get("/verify/{code}", name="api-verify", summary="核验报告")
def verify(request: Request, session: DbSession, code: Code, now: Now) -> VerifyOut:
    """Confirm what a report says on its cover, and the hashes of its files; no token is needed.

    What is no code and what no report has answer alike. Questions are counted by address, together with the page's.
    """
    read = read_code(code)
    if read is None:
        raise NotFoundError
    session.rollback()  # one connection at a time: see `take_turn`
    address = request.client.host if request.client else "unknown"
    with request.app.state.database.write() as counting:
        verifying.count(counting, address=address, now=now)
    found = verifying.of_code(session, read)
    if not found:
        raise NotFoundError
    return verify_out(read, found)
