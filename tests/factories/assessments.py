"""Assessments for tests."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assess.accounts.models import Organisation
from assess.assessments import profile
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit.log import open_stream
from assess.values.profile import Profile
from tests.factories.accounts import START, make_organisation
from tests.factories.checklists import make_version

PROFILE = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")


def make_assessment(
    session: Session,
    organisation: Organisation | None = None,
    *,
    status: Status = Status.DRAFT,
    guest_key: bytes | None = None,
    now: datetime = START,
) -> Assessment:
    """Store an assessment of an organisation (a new one by default), or a guest's trial."""
    owner = None if guest_key else (organisation or make_organisation(session))
    made = Assessment(
        organisation_id=owner.id if owner else None,
        checklist_version_id=make_version(session).id,
        status=status,
        profile=profile.to_json(PROFILE),
        created_at=now,
        guest_key=guest_key,
        guest_expires_at=now + timedelta(hours=24) if guest_key else None,
    )
    session.add(made)
    session.flush()
    open_stream(session, made.id.hex)
    return made
