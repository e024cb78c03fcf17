"""The two occasions for a report: an assessment as it stands now, and a submission as it was frozen."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from assess.accounts.models import Organisation
from assess.accounts.regions import full_name
from assess.assessments import consulted, contradictions, snapshot
from assess.assessments.models import Submission
from assess.assessments.queries import Filed, Loaded
from assess.checklists.definition import Published
from assess.reports import population
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.parts import ReportContent
from assess.reports.past import History
from assess.reports.population import Peers
from assess.reports.reviewed import Review
from assess.reports.words import word
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.values.text import Locale


def of_assessment(
    loaded: Loaded,
    organisation: Organisation | None,
    *,
    as_of: date,
    locale: Locale,
    history: History | None = None,
) -> ReportContent:
    """Build the report of an assessment as it stands: a draft, or a trial where nobody is registered.

    Args:
        loaded: The assessment with everything in it.
        organisation: Whose it is; None for a trial.
        as_of: The day to judge on.
        locale: The language.
        history: The cycles that were handed in before.
    """
    inputs = loaded.inputs(as_of)
    evidence = (_waiting(one) for one in loaded.evidence)
    cover = Cover(
        organisation=organisation.name if organisation else word("organisation.trial", locale),
        kind=inputs.profile.kind,
        region_name=full_name(inputs.profile.region, locale),
        state="draft" if organisation else "trial",
        credit_code=organisation.credit_code if organisation else None,
        evidence=tuple(evidence),
    )
    columns = score_columns(loaded.published.checklist.form, inputs, snapshot.proof(loaded.evidence))
    supported = columns.supported if loaded.evidence else None
    return build(
        loaded.published,
        loaded.sha256,
        inputs,
        columns.claimed,
        cover,
        locale,
        supported=supported,
        history=history,
    )


def of_submission(
    submission: Submission,
    organisation: Organisation,
    published: Published,
    *,
    locale: Locale,
    review: Review | None = None,
    history: History | None = None,
    peers: Peers | None = None,
) -> ReportContent:
    """Build the report of a submission from nothing but what it and its review froze.

    Args:
        submission: Which.
        organisation: Whose it is; only its credit code is taken from here, the name is the frozen one.
        published: The checklist version it stays on.
        locale: The language.
        review: What reviewers say: a decision that was published, or for them alone one that is still going on.
        history: The cycles that were handed in before it.
        peers: The organisations of its campaign, as far as they are counted yet.
    """
    frozen: Mapping[str, Any] = json.loads(submission.snapshot)
    inputs = snapshot.inputs(published, frozen, submission.as_of)
    cover = Cover(
        organisation=frozen["organisation"] or organisation.name,
        kind=inputs.profile.kind,
        region_name=full_name(inputs.profile.region, locale),
        state="reviewing" if review is not None and review.ruling is None else "submitted",
        credit_code=organisation.credit_code,
        reference=submission.reference,
        submitted_by=submission.declared_name,
        evidence=tuple(_attached(filed) for filed in frozen["evidence"]),
    )
    computed = json.loads(submission.result)
    columns = serial.columns_from_json(computed) if frozen["evidence"] else None
    supported = None if columns is None else columns.supported
    result = serial.from_json(computed)
    contradicted = contradictions.of_snapshot(published.facts, submission.snapshot) or ()
    return build(
        published,
        submission.version_sha256,
        inputs,
        result,
        cover,
        locale,
        supported=supported,
        contradicted=contradicted,
        review=review,
        history=history,
        standing=population.standing(peers, submission.id, decided=review is not None and review.ruling is not None),
        consulted=consulted.of_snapshot(frozen),
    )


def _attached(filed: Mapping[str, Any]) -> Attached:
    issued = filed["issued_on"]
    day = date.fromisoformat(issued) if issued else None
    pages = filed.get("pages", "")  # not asked before issue 6
    return Attached(
        fact=filed["fact"],
        name=filed["name"],
        kind=filed["kind"],
        date=day,
        pages=pages,
        size=filed["size"],
        sha256=filed["sha256"],
    )


def _waiting(one: Filed) -> Attached:
    return Attached(
        fact=one.fact,
        name=one.name,
        kind=one.kind,
        date=one.issued_on,
        pages=one.pages,
        size=one.size,
        sha256=one.sha256,
    )
