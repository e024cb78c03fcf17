"""An exporter of Linyi at the top grade, with insurance policies paid and not claimed, for tests of estimates."""

import functools
from typing import Any

from sqlalchemy.orm import Session

from assess.accounts.models import Organisation
from assess.assessments import profile as profiles
from assess.assessments import stored
from assess.assessments.models import Answer, Assessment
from assess.audit.log import open_stream
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, load_published
from assess.values.model import Answers
from assess.values.parse import parse
from assess.values.profile import Profile
from tests.factories.accounts import START
from tests.factories.checklists import register_version

PROFILE = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")
PERIOD = {"insurer": "甲保险公司", "start": "2026-01-01", "end": "2026-12-31"}
SURE = {"belt_road": "no", "high_value_patent": "no"}
ABROAD = {**PERIOD, **SURE, "product": "overseas-liability", "premium": "300000", "paid_on": "2026-03-01"}
PAPERS = ["application", "licence", "policy", "invoice", "payment"]


@functools.cache
def linyi() -> Published:
    """Give the checklist whose items name a programme."""
    return load_published(SHIPPED, "linyi-2021/enterprise", "1.1.0")[0]


def given(rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw answers
    """Give raw answers: these policies, every paper and the legal person, unless `more` says otherwise."""
    return {
        "insurance.overseas-cover": "yes",
        "insurance.policies": rows,
        "insurance.legal-person": "yes",
        "insurance.subsidy-papers": PAPERS,
        **more,
    }


def parsed(raw: dict[str, Any]) -> Answers:
    """Read raw answers."""
    return {key: parse(linyi().fact(key), value) for key, value in raw.items()}


def store(session: Session, organisation: Organisation, raw: dict[str, Any]) -> Assessment:
    """Store an assessment on the checklist with these answers."""
    made = Assessment(
        organisation_id=organisation.id,
        checklist_version_id=register_version(session, linyi()).id,
        profile=profiles.to_json(PROFILE),
        created_at=START,
    )
    session.add(made)
    session.flush()
    open_stream(session, made.id.hex)
    for key, value in parsed(raw).items():
        session.add(Answer(assessment_id=made.id, fact=key, value=stored.to_text(value), revision=1, at=START))
    session.flush()
    return made
