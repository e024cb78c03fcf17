"""Samples of a face, made as they are asked for: the file, and pictures of its first pages."""

import hashlib
import uuid
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response

from assess import clock
from assess.access.roles import Action
from assess.accounts import throttle
from assess.accounts.regions import full_name
from assess.accounts.sessions import Visit
from assess.campaigns import queries
from assess.checklists import documents
from assess.checklists import queries as checklists
from assess.papers.readers import SHARED, WIDTH, Page
from assess.reports import faced, facing
from assess.reports.html import template_version
from assess.reports.orders import Order
from assess.reports.sample_report import sample
from assess.values.text import Locale
from assess.web import drawing
from assess.web.deps import DbSession, Now, UnseenNeeds
from assess.web.files import Files, disposition
from assess.web.i18n import gettext as _
from assess.web.proofs import Proofs

router = APIRouter(prefix="/campaigns/{campaign_id}/faces/{number}/{language}")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.RUN_CAMPAIGN))]
Number = Annotated[int, Path(ge=0, le=10**6)]
PICTURES: Final = 4
"""So many pages of a sample are shown: cover, contents, result, gaps."""


class Sample:
    """A sample of a face in one language, found by its address; the transaction has ended when it is made."""

    def __init__(
        self,
        *,
        request: Request,
        session: DbSession,
        visitor: Administrator,
        campaign_id: uuid.UUID,
        number: Number,
        language: Locale,
        storage: Files,
        now: Now,
    ) -> None:
        found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
        faces = facing.listed(session, actor=visitor.actor, campaign_id=campaign_id)
        version = checklists.get(session, found.checklist_version_id)
        self.published, self.sha256 = documents.document(version), version.sha256
        self.face = faces.numbered(number) if number else None
        self.locale, self.storage, self.now = language, storage, now
        self.who = str(visitor.actor.account_id)
        self.request = request
        session.commit()  # making a report takes seconds, and holds nothing meanwhile

    def pdf(self) -> bytes:
        """Give the file.

        Raises:
            ThrottledError: Too many were made for this account within the hour.
        """
        proofs: Proofs = self.request.app.state.proofs
        look = faced.plain(self.face, self.locale)
        told = (self.sha256, self.locale, clock.to_local(self.now).date().isoformat(), template_version(), look.sha256)
        return proofs.get(":".join(told), self._order)

    def _order(self) -> Order:
        with self.request.app.state.database.write() as session:
            throttle.check(session, throttle.PROOFS, self.who, self.now)
            throttle.count(session, throttle.PROOFS, self.who, self.now)
            session.commit()
        region = full_name(self.published.measure.region, self.locale)
        day = clock.to_local(self.now).date()
        content = sample(self.published, self.sha256, self.locale, as_of=day, region=region)
        return Order(content=content, face=faced.laid_out(self.face, self.storage, self.locale))


AnySample = Annotated[Sample, Depends()]


@router.get("/sample.pdf", name="face-sample-file")
def proof(wanted: AnySample) -> Response:
    """Give the sample as a file."""
    headers = {**drawing.HEADERS, "content-disposition": disposition("attachment", f"{_('样张')}-{wanted.locale}.pdf")}
    return Response(wanted.pdf(), media_type="application/pdf", headers=headers)


@router.get("/pages/{page}", name="face-sample-page")
def picture(request: Request, wanted: AnySample, page: Annotated[int, Path(ge=1, le=PICTURES)]) -> Response:
    """Give one of its first pages as a picture."""
    content = wanted.pdf()

    def draw() -> Page:
        return SHARED.page(content, page, WIDTH)

    return drawing.picture(request.app.state.previews.page(hashlib.sha256(content).hexdigest(), page, WIDTH, draw))
