"""A campaign to take away: a workbook of everything the pages show, or one table as CSV; neither holds an answer."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.exchange import streaming
from assess.exchange.streaming import Table
from assess.overview import campaign_export, dashboard, dashboard_scope, deviations
from assess.overview.dashboard import Dashboard
from assess.overview.dashboard_lists import Wanted
from assess.overview.dashboard_scope import Scope
from assess.overview.deviations import Report
from assess.web.deps import DbSession, Now, UnseenNeeds
from assess.web.reads import Reads
from assess.web.views import dashboard as views
from assess.web.views import dashboard_file as files

router = APIRouter(prefix="/campaigns/{campaign_id}")
Follower = Annotated[Visit, Depends(UnseenNeeds(Action.FOLLOW_CAMPAIGN))]
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is made of; its participants are read while it is written, in a session of its own."""

    scope: Scope
    wanted: Wanted
    found: Dashboard
    report: Report

    def participants(self, session: Session) -> Table:
        """Give the participants."""
        rows = campaign_export.participants(session, self.scope, self.wanted)
        return files.participants(rows, self.scope.document, self.scope.campaign.levels)

    def others(self) -> dict[str, Table]:
        """Give the other tables by the name of their file."""
        document, shown = self.scope.document, (self.found.chosen,) if self.found.chosen else self.found.districts
        return {
            "sections": files.sections(document, self.found.scores, shown),
            "items": files.items(document, self.report.items),
            "districts": files.districts(shown),
        }


def content(request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID, now: Now) -> Content:
    """Gather what the visitor may take away, as the pages do.

    Raises:
        NotFoundError: Not there, or nothing of it is theirs to see.
    """
    wanted = views.asked(request.query_params).wanted
    scope = dashboard_scope.find(session, actor=visitor.actor, campaign_id=campaign_id)
    found = dashboard.dashboard(session, scope, district_id=wanted.district_id, now=now)
    return Content(scope, wanted, found, deviations.report(session, scope, district_id=wanted.district_id))


Taken = Annotated[Content, Depends(content)]


@router.get("/dashboard.xlsx", name="campaign-workbook", dependencies=[Reads("campaign", "exported")])
def workbook(request: Request, made: Taken, now: Now) -> Response:
    """Give every participant and everything the two pages show as a workbook."""

    def pieces(own: Session) -> Iterator[bytes]:
        yield from streaming.workbook(made.scope.campaign.name, [made.participants(own), *made.others().values()])

    return _streamed(request, f"{_name(made, now)}.xlsx", XLSX, pieces)


@router.get("/dashboard/{table}.csv", name="campaign-table", dependencies=[Reads("campaign", "exported")])
def table(request: Request, made: Taken, table: str, now: Now) -> Response:
    """Give one table as CSV: participants, sections, items or districts."""
    others = made.others()
    if table != "participants" and table not in others:
        raise NotFoundError

    def pieces(own: Session) -> Iterator[bytes]:
        yield from streaming.plain(others[table] if table in others else made.participants(own))

    return _streamed(request, f"{_name(made, now)}-{table}.csv", "text/csv", pieces)


def _name(made: Content, now: dt.datetime) -> str:
    return f"{made.scope.campaign.name}-{to_local(now):%Y-%m-%d}"


def _streamed(request: Request, name: str, kind: str, pieces: Callable[[Session], Iterator[bytes]]) -> Response:
    """Send a file while it is made; it reads in a session of its own, for the request's is over by then."""
    database = request.app.state.database

    def sent() -> Iterator[bytes]:
        with database.read() as own:
            yield from pieces(own)

    disposition = (
        f"attachment; filename=\"campaign.{name.rpartition('.')[2]}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return StreamingResponse(sent(), media_type=kind, headers={"content-disposition": disposition})
